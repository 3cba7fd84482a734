"""Renditions of originals: made in the jail, kept sealed beside them, opened to set pages.

Nothing else reads an original for a packet. A rendition is made once, when the original is first
drawn; where it is missing, damaged or of an older program, it is made when it is needed.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from django.db import models, transaction

from accounts.errors import Refusal
from documents.pdf.rendition import (
    LARGEST,
    RENDERER,
    Broken,
    Rendition,
    Unreadable,
    is_whole,
    opened,
)
from evidence import derivatives, jail, sealing, vaults
from evidence.hashing import sha256_of
from evidence.models import Blob, File, FileRole, Sensitivity
from evidence.sniffing import PICTURES, label
from evidence.store import Arrival, Missing

WALL_S = 60.0
LARGEST_ORIGINAL = 256 << 20
PIECE = 1 << 20
MEDIA_TYPE = "application/x-redress-rendition"
WRITINGS = ("text/plain", "text/csv", "application/json", "message/rfc822", "text/html")
PROGRAMS = {
    **dict.fromkeys(PICTURES, "documents.cell.pictures"),
    **dict.fromkeys(WRITINGS, "documents.cell.writings"),
    "application/pdf": "documents.cell.papers",
}
STOPPED = "Reading the file took too much time or memory and was stopped."


def prepare(original: File) -> None:
    """Make and keep the rendition of an original that a packet may show, unless there is one.

    Held back items get none until they are released, and intimate ones never: no packet shows them.
    """
    item = original.item
    if item.is_held_back or item.sensitivity == Sensitivity.INTIMATE or not lacking([original]):
        return
    try:
        with vaults.store().arrival() as arrival:
            _make(original, arrival)
            _keep(original, arrival)
    except (Unreadable, Refusal):  # stopped, or held back by now: made when it is needed, if ever
        return


def lacking(originals: Iterable[File]) -> set[int]:
    """Those of these originals, by primary key, whose rendition can and must still be made."""
    wanted = {
        original.pk
        for original in originals
        if original.media_type in PROGRAMS and original.blob.size <= LARGEST_ORIGINAL
    }
    return wanted - set(_usable().filter(parent__in=wanted).values_list("parent", flat=True))


@contextmanager
def rendition_of(original: File, content: BinaryIO) -> Iterator[Rendition]:
    """What a page needs of an original, usable while the block runs.

    Args:
        original: An original that may be shown.
        content: Its bytes, checked and open.

    Raises:
        Unreadable: There is nothing to show; the sentence says why.
        Refusal: The item was held back meanwhile.
    """
    if original.media_type not in PROGRAMS:
        raise Unreadable(f"A file of this kind ({label(original.media_type)}) cannot be printed.")
    if original.blob.size > LARGEST_ORIGINAL:
        raise Unreadable("The file is too large to be printed.")
    with ExitStack() as held:
        made = _kept(original) or _fresh(original, held)
        held.enter_context(made)
        try:
            yield opened(made, content)
        except Broken as error:
            raise Unreadable("The file is damaged or not what it says it is.") from error


def _usable() -> "models.QuerySet[File]":
    readable = Blob.objects.readable()
    return File.objects.filter(role=FileRole.RENDITION, made_by=RENDERER, blob__in=readable)


def _kept(original: File) -> BinaryIO | None:
    """The kept rendition, if there is one with the bytes that were kept."""
    kept = _usable().filter(parent=original).select_related("blob__vault").first()
    if kept is None:
        return None
    try:
        made = vaults.open_blob(kept.blob)
        digest, _ = sha256_of(iter(lambda: made.read(PIECE), b""))
    except (Missing, sealing.Damaged):
        return None
    return made if digest == kept.blob.sha256 else None


def _fresh(original: File, held: ExitStack) -> BinaryIO:
    """A rendition made now, and kept unless a damaged one stands in its place."""
    arrival = held.enter_context(vaults.store().arrival())
    _make(original, arrival)
    made = arrival.open()
    _keep(original, arrival)
    return made


def _make(original: File, arrival: Arrival) -> None:
    """Let the jail render an original.

    Raises:
        Unreadable: It was stopped before it was done.
    """
    size, program = 0, PROGRAMS[original.media_type]
    with vaults.open_blob(original.blob) as plain:
        pieces = iter(lambda: plain.read(PIECE), b"")
        with jail.running(program, original.media_type, pieces, wall_s=WALL_S) as answer:
            while (piece := answer.read(PIECE)) and size <= LARGEST:
                arrival.write(piece)
                size += len(piece)
    with arrival.open() as made:
        if size > LARGEST or not is_whole(made):
            raise Unreadable(STOPPED)


@transaction.atomic
def _keep(original: File, arrival: Arrival) -> None:
    derivatives.refuse_what_is_held(original.item)
    vault = vaults.vault_of(original.item.case)
    if original.derivatives.filter(role=FileRole.RENDITION, made_by=RENDERER).exists():
        return
    derivatives.add(
        original,
        FileRole.RENDITION,
        vaults.keep_once(arrival, vault),
        name=f"{original.item.ref} {FileRole.RENDITION.label}",
        media_type=MEDIA_TYPE,
        made_by=RENDERER,
    )
