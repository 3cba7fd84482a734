"""What the slip sheet before an exhibit says."""

from collections.abc import Iterator

from documents.models import ExhibitPlacement
from documents.pdf.sheets import Slip
from evidence.sniffing import label

SEALED = (
    "Lodged under seal. The content of this exhibit is not shown in this packet; see the order "
    "sealing it."
)
DISTRESSING = "The next pages show distressing content."


def slip_of(placement: ExhibitPlacement) -> Slip:
    """The sheet of one placement whose pages are counted."""
    care = DISTRESSING if placement.is_distressing else ""
    return Slip(
        placement.anchor,
        placement.label,
        placement.title,
        SEALED if placement.is_sealed else care,
        tuple(_facts(placement)),
    )


def _facts(placement: ExhibitPlacement) -> Iterator[tuple[str, str]]:
    yield "Account it concerns", placement.source
    if placement.address:
        yield "Address", placement.address
    yield "Event it concerns", placement.posted
    yield "Captured", placement.captured
    yield "Evidence number", placement.item_ref
    pages = "1 page" if placement.pages == 1 else f"{placement.pages} pages"
    yield "Pages", f"{pages}, {placement.bates}"
    yield "Original file", f"{label(placement.media_type)}, {placement.size:,} bytes"
    yield "Its SHA-256", placement.sha256
    if placement.note:
        yield "How it is shown", placement.note
