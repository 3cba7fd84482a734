"""Turning one exhibit's original into pages, once its bytes are known to be the right ones."""

import io
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.errors import Refusal
from documents.models import ExhibitPlacement, PacketVersion, PlacementKind
from documents.packets.renditions import rendition_of
from documents.pdf.binder import Binder, Shown
from documents.pdf.fonts import undrawn
from documents.pdf.pages import Drawn
from documents.pdf.rendition import Paper, Picture, Rendition, Unreadable, Writing
from documents.pdf.sheets import draw_writing
from documents.typesetting import pages_of
from evidence import sealing, vaults
from evidence.hashing import sha256_of
from evidence.models import Blob, File, Item
from evidence.sniffing import label
from evidence.store import Missing

PIECE = 1 << 20
PIECES_AT_ONCE = 50
STYLE = "documents/packet/style.css"


class Changed(Refusal):
    """The store no longer holds the bytes that were received."""


@dataclass(frozen=True)
class Exhibit:
    """The pages of one placement, and how it is shown there."""

    shown: Shown
    kind: PlacementKind


def blobs_that_show(items: QuerySet[Item]) -> QuerySet[Blob]:
    """The built files that show any of some items; a sealed exhibit shows nothing."""
    placed = ExhibitPlacement.objects.filter(item__in=items, is_sealed=False)
    versions = PacketVersion.objects.filter(placements__in=placed)
    return Blob.objects.filter(pk__in=versions.values("blob"))


def show(placement: ExhibitPlacement, kept: File | None, binder: Binder) -> Exhibit:
    """Check the original against the record, then write its pages.

    Args:
        placement: The exhibit.
        kept: Its rendition, if one was made before.
        binder: What its pages are written to.

    Raises:
        Changed: The bytes are not those received, or are gone; the sentence names the item.
    """
    with _original(placement) as original:
        _check(placement, original)
        if placement.is_sealed:
            why = "The exhibit is lodged under seal and is not shown here."
            return _described(placement, binder, PlacementKind.SEALED, why)
        try:
            with rendition_of(placement.file, original, kept) as rendition:
                shown = _shown(placement, rendition, binder)
        except Unreadable as unreadable:
            return _described(placement, binder, PlacementKind.LODGED, str(unreadable))
    return Exhibit(shown, PlacementKind.CONTENT)


def _original(placement: ExhibitPlacement) -> io.BufferedReader:
    try:
        return vaults.open_blob(placement.file.blob)
    except (Missing, sealing.Damaged) as error:
        raise _changed(placement) from error


def _check(placement: ExhibitPlacement, original: io.BufferedReader) -> None:
    """Read the whole original and compare digest and length with what was recorded."""
    try:
        found = sha256_of(iter(lambda: original.read(PIECE), b""))
    except (OSError, sealing.Damaged) as error:
        raise _changed(placement) from error
    if found != (placement.sha256, placement.size):
        raise _changed(placement)


def _changed(placement: ExhibitPlacement) -> Changed:
    return Changed(
        f"{placement.item_ref} ({placement.label}) is no longer the file we received, so the "
        "packet was not built. Open the item and verify it, or take it out of the packet."
    )


def _shown(placement: ExhibitPlacement, rendition: Rendition, binder: Binder) -> Shown:
    match rendition:
        case Picture():
            return binder.show_picture(rendition, placement.words)
        case Paper():
            return binder.show_paper(rendition)
        case Writing():
            return _written(placement, rendition, binder)


def _written(placement: ExhibitPlacement, text: Writing, binder: Binder) -> Shown:
    """A text as we draw it, else set as several small documents: memory does not grow with it."""
    if drawn := draw_writing(text):
        return Shown(tuple(drawn), text.note)
    pages: list[Drawn] = []
    starts = range(0, max(1, len(text.paragraphs)), PIECES_AT_ONCE)
    for start in starts:
        context = {
            "placement": placement,
            "writing": text,
            "pieces": text.paragraphs[start : start + PIECES_AT_ONCE],
            "is_start": start == 0,
            "is_end": start == starts[-1],
        }
        set_ = pages_of("documents/packet/writing.html", context, style=STYLE)
        pages.extend(binder.show_fragment(set_.pdf).pages)
    lacking = undrawn("".join(text.paragraphs))
    boxes = f"Shown as boxes: {' '.join(lacking[:12])}." if lacking else ""
    return Shown(tuple(pages), f"{text.note} {boxes}".strip())


def _described(
    placement: ExhibitPlacement, binder: Binder, kind: PlacementKind, why: str
) -> Exhibit:
    """A page that stands where the content would."""
    context = {"placement": placement, "why": why, "file_kind": label(placement.media_type)}
    set_ = pages_of("documents/packet/described.html", context, style=STYLE)
    return Exhibit(Shown(binder.show_fragment(set_.pdf).pages), kind)
