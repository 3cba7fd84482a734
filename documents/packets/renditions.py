"""Renditions of originals: made in the jail, kept sealed beside them, opened to set pages.

Nothing else reads an original for a packet. A rendition is made once, when the original is first
drawn; where it is missing, damaged or of an older program, it is made when it is needed.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from django.db import transaction

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
    if item.is_held_back or item.sensitivity == Sensitivity.INTIMATE:
        return
    if original.media_type not in PROGRAMS or original.blob.size > LARGEST_ORIGINAL:
        return
    if kept([original]):
        return
    try:
        with vaults.store().arrival() as arrival:
            _make(original, arrival)
            _keep(original, arrival)
    except (Unreadable, Refusal):  # stopped, or held back by now: made when it is needed, if ever
        return


def kept(originals: Sequence[File]) -> dict[int, File]:
    """The renditions of these originals that can be used, by the original's primary key."""
    made = File.objects.filter(
        parent__in=originals,
        role=FileRole.RENDITION,
        made_by=RENDERER,
        blob__in=Blob.objects.readable(),
    )
    return {file.parent_id or 0: file for file in made.select_related("blob__vault")}


@contextmanager
def rendition_of(original: File, content: BinaryIO, made: File | None) -> Iterator[Rendition]:
    """What a page needs of an original, usable while the block runs.

    Args:
        original: An original that may be shown.
        content: Its bytes, checked and open.
        made: What `kept` has of it.

    Raises:
        Unreadable: There is nothing to show; the sentence says why.
        Refusal: The item was held back meanwhile.
    """
    if original.media_type not in PROGRAMS:
        raise Unreadable(f"A file of this kind ({label(original.media_type)}) cannot be printed.")
    if original.blob.size > LARGEST_ORIGINAL:
        raise Unreadable("The file is too large to be printed.")
    with ExitStack() as held:
        rendition = (made and _opened(made)) or _fresh(original, held)
        held.enter_context(rendition)
        try:
            yield opened(rendition, content)
        except Broken as error:
            raise Unreadable("The file is damaged or not what it says it is.") from error


def _opened(made: File) -> BinaryIO | None:
    """A kept rendition, if it has the bytes that were kept."""
    try:
        file = vaults.open_blob(made.blob)
        digest, _ = sha256_of(iter(lambda: file.read(PIECE), b""))
    except (Missing, sealing.Damaged):
        return None
    return file if digest == made.blob.sha256 else None


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
