"""Evidence: sealed bytes, what they are evidence of, how they came, and their custody."""

from evidence.models.asking import AnswerBeforeFiles, FilesAnswer, Young
from evidence.models.custody import Act, CustodyEntry, CustodyHead
from evidence.models.inspection import Inspection
from evidence.models.item import (
    Channel,
    File,
    FileRole,
    Item,
    ItemIncident,
    ItemQuerySet,
    ItemState,
    Obtained,
    Receipt,
    Sensitivity,
)
from evidence.models.signed import SignedPaper
from evidence.models.vault import Blob, Vault

__all__ = [
    "Act",
    "AnswerBeforeFiles",
    "Blob",
    "Channel",
    "CustodyEntry",
    "CustodyHead",
    "File",
    "FileRole",
    "FilesAnswer",
    "Inspection",
    "Item",
    "ItemIncident",
    "ItemQuerySet",
    "ItemState",
    "Obtained",
    "Receipt",
    "Sensitivity",
    "SignedPaper",
    "Vault",
    "Young",
]
