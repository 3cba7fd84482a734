"""What stands between a packet and its file: read before it is built, and again when it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.models import Review
from documents.models import Packet, PacketExhibit
from documents.pdf.fonts import undrawn
from documents.pdf.lettering import can_draw
from evidence.models import Item, Sensitivity


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        words: The finding as a sentence.
        is_fine: Whether it needs no one's attention.
        blocks: Whether the packet cannot be built while it stands.
    """

    words: str
    is_fine: bool = True
    blocks: bool = False


def checks(packet: Packet) -> list[Check]:
    """Everything looked at before a build, in the order people care about it."""
    items = [
        exhibit.item
        for exhibit in PacketExhibit.objects.filter(packet=packet)
        .select_related("item__case")
        .prefetch_related("item__files__blob", "item__incidents")
    ]
    if not items:
        return [Check("There is no exhibit yet. Add evidence from the list.", False, True)]
    return [
        _altered(items),
        _held_back(items),
        _privileged(items),
        _complete(items),
        *_unprintable(items),
        _reviewed(items),
    ]


def hindrances(items: list[Item]) -> list[str]:
    """Sentences saying why these items may be printed in no packet."""
    found = [_altered(items), _held_back(items), _privileged(items)]
    return [check.words for check in found if check.blocks]


def blockers(packet: Packet) -> list[str]:
    """Sentences saying why the packet cannot be built; empty when it can."""
    return [check.words for check in checks(packet) if check.blocks]


def _refs(items: Iterable[Item]) -> str:
    return ", ".join(item.ref for item in items)


def _altered(items: list[Item]) -> Check:
    if altered := [item for item in items if item.is_altered]:
        words = f"No longer the bytes we received: {_refs(altered)}. Take them out of the packet."
        return Check(words, False, True)
    return Check("No original was found changed; each is checked again while the packet is built.")


def _held_back(items: list[Item]) -> Check:
    if held := [item for item in items if item.is_held_back or item.hidden_at]:
        words = f"Locked, hidden or not yet released: {_refs(held)}. Release them or take them out."
        return Check(words, False, True)
    return Check("Every exhibit is released for use.")


def _privileged(items: list[Item]) -> Check:
    if ours := [item for item in items if item.sensitivity == Sensitivity.PRIVILEGED]:
        return Check(f"Privileged, never leaves the firm: {_refs(ours)}.", False, True)
    return Check("Nothing marked privileged is included.")


def _complete(items: list[Item]) -> Check:
    lacking = [
        item
        for item in items
        if not (item.title and item.captured_by and item.captured_precision != "unknown")
    ]
    if lacking:
        return Check(f"Title, capture time or who captured it is missing: {_refs(lacking)}.", False)
    return Check("Every exhibit has a title, a capture time and who captured it.")


def _unprintable(items: list[Item]) -> Iterator[Check]:
    """Titles with letters that no typeface of ours has; most are drawn without asking them all."""
    strange = [
        f"{item.ref} ({' '.join(lacking[:5])})"
        for item in items
        if not can_draw([item.title]) and (lacking := undrawn(item.title))
    ]
    if strange:
        yield Check(f"Letters that will show as boxes in the title: {', '.join(strange)}.", False)


def _reviewed(items: list[Item]) -> Check:
    waiting = sorted(
        {
            incident.ref
            for item in items
            for incident in item.incidents.all()
            if incident.review == Review.SUBMITTED
        }
    )
    if waiting:
        return Check(f"Not reviewed, so left out of the chronology: {', '.join(waiting)}.", False)
    return Check("Every incident the exhibits show has been reviewed.")
