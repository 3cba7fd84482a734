"""What the builder page shows: what may be chosen, what was chosen, and what came of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from cases.models import Case
from documents.models import (
    ExhibitLabel,
    ExhibitPlacement,
    Packet,
    PacketExhibit,
    PacketVersion,
)
from documents.packets import preflight
from documents.times import in_words
from evidence.models import Item

MOST_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """One chosen exhibit as the builder lists it.

    Attributes:
        label: Its reserved number, or 0 while it has none.
        pages: Pages it filled in the newest version that counted them, or 0.
        shown_at: When what it shows was posted, in words; empty if nobody linked an incident.
        trouble: Why it cannot be used, in words; empty if it can.
        is_kept_from_reader: Sent by mistake and hidden: the reader sees only that it is there,
            so as to take it out.
    """

    item: Item
    label: int
    pages: int
    shown_at: str
    trouble: str
    is_kept_from_reader: bool


def packets_of(case: Case) -> QuerySet[Packet]:
    newest = PacketVersion.objects.select_related("blob").order_by("-number")
    return (
        Packet.objects.filter(case=case)
        .select_related("case")
        .annotate(exhibit_count=Count("exhibits", distinct=True))
        .prefetch_related(Prefetch("versions", queryset=newest))
    )


def items_named(case: Case, user: User, refs: Sequence[str]) -> list[Item]:
    """Items of the case by their references such as E-0047, in the order given; others ignored."""
    numbers = [int(ref[2:]) for ref in refs if re.fullmatch(r"E-\d{4,9}", ref)]
    found = {item.number: item for item in _choosable(case, user).filter(number__in=numbers)}
    return [found[number] for number in numbers if number in found]


def _choosable(case: Case, user: User) -> QuerySet[Item]:
    return Item.objects.filter(case=case).visible_to(user).shown()


def page(packet: Packet, user: User, *, query: str = "", current: str = "") -> dict[str, Any]:
    """Everything the builder page needs.

    Args:
        query: Words to find evidence by.
        current: The reference of the exhibit to preview; the first one if empty.
    """
    rows = _rows(packet, user)
    open_rows = [row for row in rows if not row.is_kept_from_reader]
    first = open_rows[0] if open_rows else None
    chosen = next((row for row in open_rows if row.item.ref == current), first)
    findings = preflight.checks(packet)
    versions = list(packet.versions.select_related("blob", "requested_by"))
    offered = _to_choose(packet, user, query)
    return {
        "rows": rows,
        "current": chosen,
        "evidence": offered[:MOST_SHOWN],
        "is_cut": len(offered) > MOST_SHOWN,
        "evidence_count": _choosable(packet.case, user).count(),
        "query": query,
        "checks": findings,
        "to_look_at": sum(not finding.is_fine for finding in findings),
        "is_buildable": not any(finding.blocks for finding in findings),
        "versions": versions,
        "under_way": next((one for one in versions if not one.is_finished), None),
        "latest": versions[0] if versions else None,
    }


def _to_choose(packet: Packet, user: User, query: str) -> list[Item]:
    items = _choosable(packet.case, user).exclude(pk__in=packet.exhibits.values("item"))
    for word in query.split():
        number = re.fullmatch(r"(?:E-?)?0*(\d{1,8})", word, re.IGNORECASE)
        match = Q(title__icontains=word) | Q(account__handle__icontains=word)
        items = items.filter(match | Q(number=int(number[1])) if number else match)
    return list(
        items.select_related("case", "account__platform")
        .prefetch_related("files__blob")
        .order_by("number")[: MOST_SHOWN + 1]
    )


def _rows(packet: Packet, user: User) -> list[Row]:
    labels = dict(ExhibitLabel.objects.filter(case=packet.case).values_list("item_id", "number"))
    pages = dict(
        ExhibitPlacement.objects.filter(version__packet=packet, pages__gt=0)
        .order_by("version__number")
        .values_list("item_id", "pages")
    )
    exhibits = (
        PacketExhibit.objects.filter(packet=packet)
        .annotate(is_open=_open_to(user))
        .select_related("item__case", "item__account__platform")
        .prefetch_related("item__files__blob", "item__incidents")
        .order_by("position")
    )
    return [
        Row(
            item=exhibit.item,
            label=labels.get(exhibit.item_id, 0),
            pages=pages.get(exhibit.item_id, 0),
            shown_at=_shown_at(exhibit.item),
            trouble=trouble(exhibit.item),
            is_kept_from_reader=not exhibit.is_open,
        )
        for exhibit in exhibits
    ]


def _shown_at(item: Item) -> str:
    first = min(item.incidents.all(), key=lambda incident: incident.pk, default=None)
    return in_words(first.posted) if first else ""


def placements_for(version: PacketVersion, user: User) -> QuerySet[ExhibitPlacement]:
    """What a version shows, in its order; ``is_open`` where the reader may know what it is."""
    return version.placements.annotate(is_open=_open_to(user)).order_by("position")


def _open_to(user: User) -> Exists:
    """Whether the item of a row may be known to a reader."""
    return Exists(Item.objects.visible_to(user).filter(pk=OuterRef("item")))


def trouble(item: Item) -> str:
    """Why an item cannot be used, in a few words."""
    if item.is_altered:
        return "Changed since it was received"
    if item.is_locked:
        return "Locked"
    if item.is_held_back:
        return "Not released"
    return "Hidden" if item.hidden_at else ""
