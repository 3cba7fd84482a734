"""Custody entries with the names behind their ids, for people with the right to read them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case, Incident, Party
from evidence.models import Act, CustodyEntry, File, FileRole, Item

GOOD = frozenset({Act.RECEIVED, Act.STORED, Act.VERIFIED})
BAD = frozenset({Act.MISMATCH, Act.LOCKED})
MADE = {
    FileRole.PREVIEW: "Picture for viewing made",
    FileRole.THUMBNAIL: "Small picture made",
    FileRole.RENDITION: "Prepared for print",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One custody entry in words.

    Attributes:
        tone: ``ok``, ``bad`` or empty, for the mark beside it.
    """

    entry: CustodyEntry
    act: str
    who: str
    item: Item | None
    detail: str
    at: datetime

    @property
    def tone(self) -> str:
        if self.entry.act in GOOD:
            return "ok"
        return "bad" if self.entry.act in BAD else ""


def entries_of(item: Item, *, most: int | None = None) -> list[Line]:
    """The custody entries about an item, newest first."""
    entries = CustodyEntry.objects.of_case(item.case).filter(subject=item.uuid).order_by("-seq")
    return named(item.case, entries[:most])


def named(case: Case, entries: Iterable[CustodyEntry]) -> list[Line]:
    """Entries with the people, items and incidents they are about."""
    entries = list(entries)
    people = _people({entry.actor for entry in entries})
    items = Item.objects.select_related("case").filter(
        case=case, uuid__in={entry.subject for entry in entries if entry.subject}
    )
    by_uuid = {item.uuid: item for item in items}
    incidents = {str(uuid): i for uuid, i in case.incidents.in_bulk(field_name="uuid").items()}
    data = {entry.pk: json.loads(entry.data) for entry in entries}
    made = _made(facts.get("file") for facts in data.values())
    return [
        Line(
            entry=entry,
            act=made.get(str(data[entry.pk].get("file")), entry.get_act_display()),
            who=people.get(entry.actor, "someone no longer known"),
            item=by_uuid.get(entry.subject) if entry.subject else None,
            detail=_detail(data[entry.pk], incidents),
            at=entry.recorded_at,
        )
        for entry in entries
    ]


def _made(uuids: Iterable[object]) -> dict[str, str]:
    """What was made of an original, in words, by the uuid of the file."""
    files = File.objects.filter(uuid__in={uuid for uuid in uuids if uuid}, role__in=MADE)
    return {str(file.uuid): MADE[FileRole(file.role)] for file in files}


def _people(actors: set[str]) -> dict[str, str]:
    ids: dict[str, set[UUID]] = {"user": set(), "party": set()}
    for actor in actors:
        kind, _, uuid = actor.partition(":")
        if uuid:
            ids[kind].add(UUID(uuid))
    names = {"system": "the system", "visitor": "the client, before sign-in"}
    names |= {f"user:{user.uuid}": user.name for user in User.objects.filter(uuid__in=ids["user"])}
    parties = Party.objects.filter(uuid__in=ids["party"])
    return names | {f"party:{party.uuid}": party.label for party in parties}


def _detail(data: dict[str, object], incidents: dict[str, Incident]) -> str:
    if incident := incidents.get(str(data.get("incident", ""))):
        return incident.ref
    if isinstance(data.get("size"), int):
        return f"{data['size']:,} bytes"
    return ""
