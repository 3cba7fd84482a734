"""Turning one exhibit's original into pages, once its bytes are known to be the right ones."""

import io
from dataclasses import dataclass
from hashlib import sha256

from accounts.errors import Refusal
from documents.models import ExhibitPlacement, PlacementKind
from documents.packets.writing import writing
from documents.pdf.binder import Binder, Shown
from documents.pdf.images import Unreadable
from documents.pdf.pages import Drawn
from documents.typesetting import pages_of
from evidence import sealing, vaults
from evidence.sniffing import PICTURES, label
from evidence.store import Missing

PIECE = 1 << 20
PIECES_AT_ONCE = 50
LARGEST_IN_MEMORY = 64 << 20
WRITINGS = {"text/plain", "text/csv", "application/json", "message/rfc822", "text/html"}
STYLE = "documents/packet/style.css"


class Changed(Refusal):
    """The store no longer holds the bytes that were received."""


@dataclass(frozen=True)
class Exhibit:
    """The pages of one placement, and how it is shown there."""

    shown: Shown
    kind: PlacementKind


def show(placement: ExhibitPlacement, binder: Binder) -> Exhibit:
    """Check the original against the record, then write its pages.

    Raises:
        Changed: The bytes are not those received, or are gone; the sentence names the item.
    """
    with _original(placement) as original:
        content = _checked(placement, original)
        if placement.is_sealed:
            why = "The exhibit is lodged under seal and is not shown here."
            return _described(placement, binder, PlacementKind.SEALED, why)
        try:
            shown = _content(placement, original, content, binder)
        except Unreadable as unreadable:
            return _described(placement, binder, PlacementKind.LODGED, str(unreadable))
    return Exhibit(shown, PlacementKind.CONTENT)


def _original(placement: ExhibitPlacement) -> io.BufferedReader:
    try:
        return vaults.open_blob(placement.file.blob)
    except (Missing, sealing.Damaged) as error:
        raise _changed(placement) from error


def _checked(placement: ExhibitPlacement, original: io.BufferedReader) -> bytes | None:
    """Read the whole original and compare digest and length with what was recorded.

    Returns:
        The bytes, or ``None`` when they need not or must not be held in memory.
    """
    digest, size = sha256(), 0
    held = bytearray()
    is_held = placement.media_type in PICTURES | WRITINGS and placement.size <= LARGEST_IN_MEMORY
    try:
        while piece := original.read(PIECE):
            digest.update(piece)
            size += len(piece)
            if is_held:
                held += piece
    except (OSError, sealing.Damaged) as error:
        raise _changed(placement) from error
    if (digest.hexdigest(), size) != (placement.sha256, placement.size):
        raise _changed(placement)
    return bytes(held) if is_held else None


def _changed(placement: ExhibitPlacement) -> Changed:
    return Changed(
        f"{placement.item_ref} ({placement.label}) is no longer the file we received, so the "
        "packet was not built. Open the item and verify it, or take it out of the packet."
    )


def _content(
    placement: ExhibitPlacement,
    original: io.BufferedReader,
    content: bytes | None,
    binder: Binder,
) -> Shown:
    if placement.media_type == "application/pdf":
        original.seek(0)
        return binder.show_document(original)
    if placement.media_type not in PICTURES | WRITINGS:
        kind = label(placement.media_type)
        raise Unreadable(f"A file of this kind ({kind}) cannot be printed.")
    if content is None:
        raise Unreadable("The file is too large to be printed.")
    if placement.media_type in PICTURES:
        return binder.show_picture(content, placement.words)
    return _written(placement, content, binder)


def _written(placement: ExhibitPlacement, content: bytes, binder: Binder) -> Shown:
    """A text as several small documents, so that memory does not grow with it."""
    text = writing(content, placement.media_type)
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
    return Shown(tuple(pages), text.note)


def _described(
    placement: ExhibitPlacement, binder: Binder, kind: PlacementKind, why: str
) -> Exhibit:
    """A page that stands where the content would."""
    context = {"placement": placement, "why": why, "file_kind": label(placement.media_type)}
    set_ = pages_of("documents/packet/described.html", context, style=STYLE)
    return Exhibit(Shown(binder.show_fragment(set_.pdf).pages), kind)
