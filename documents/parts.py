"""What letters are made of: their kinds, and the parts of one.

Pure, so that wording and rows can share the words.
"""

from enum import StrEnum


class LetterKind(StrEnum):
    """The letters we can draft."""

    AMICABLE_REQUEST = "amicable_request"
    CEASE_DESIST = "cease_desist"


class Part(StrEnum):
    """What a passage is within a letter."""

    SUBJECT = "subject"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"  # a statement's exact words; its text is the record's
    REASON = "reason"  # what is wrong with one quoted statement
    DEMANDS = "demands"  # one per line
    CLOSING = "closing"
