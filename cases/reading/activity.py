"""What happened in a case, newest first: one reading over several records.

Ordinary rows are followed by database triggers (django-pghistory); moves of steps, notes,
messages and conflict decisions are records of their own. Higher apps add theirs, such as
custody, with :func:`add_source` when they are loaded.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_datetime
from pghistory.models import Events

from accounts.models import User
from cases.models import Case, Decision, StepTransition

Row = TypeVar("Row", bound=models.Model)

UNSPOKEN = frozenset(
    {
        "version",
        "reviewed_at",
        "reviewed_by_id",
        "focus",
        "since",
        "done_by_id",
        "confirmed_by_id",
        "closed_at",
    }
)
SPOKEN = {
    "review": "Reviewed {kind}",
    "done_at": "Ticked off {kind}",
    "served_on": "Noted as served {kind}",
    "ended_on": "Noted as not to be served {kind}",
    "held_since": "Held back the files of {kind}",
}

NAMED_IN = {"review": "reviewed_by_id", "done_at": "done_by_id"}
KIND_OF = {
    "cases.case": "the case",
    "cases.party": "a person",
    "cases.onlineaccount": "an account",
    "cases.incident": "an incident",
    "cases.task": "a task",
    "cases.courtorder": "an order or subpoena",
}
NAMED_BY = ("summary", "label", "handle", "title", "court", "client_name")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened.

    Attributes:
        at: When.
        who: Who did it; none when the system did.
        what: What, as a sentence.
        about: What it was done to, by its reference such as E-0047, where there is one.
        detail: A second line, such as the reason.
        icon: A symbol of the sprite.
    """

    at: datetime
    who: User | None
    what: str
    about: str = ""
    detail: str = ""
    icon: str = "history"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of time: after one moment, up to and with another; either may be open."""

    since: datetime | None = None
    until: datetime | None = None

    def of(self, rows: models.QuerySet[Row], at: str) -> models.QuerySet[Row]:
        """The rows whose column ``at`` lies within, newest first."""
        if self.since is not None:
            rows = rows.filter(**{f"{at}__gt": self.since})
        if self.until is not None:
            rows = rows.filter(**{f"{at}__lte": self.until})
        return rows.order_by(f"-{at}", "-pk")


ALWAYS = Span()
READ_AT_ONCE = 200
Source = Callable[[Case, Span, int], Iterable[Entry]]


def entries(case: Case, *, span: Span = ALWAYS, most: int = 100) -> list[Entry]:
    """The latest entries of a span, at most ``most``, newest first."""
    found = [entry for source in SOURCES for entry in source(case, span, most)]
    found.sort(key=lambda entry: entry.at, reverse=True)
    return found[:most]


@dataclass(frozen=True, kw_only=True)
class Act:
    """What one person did to one thing, or in one go to several alike.

    Attributes:
        first: The newest of its entries.
        about: The references of all, oldest first.
    """

    first: Entry
    about: tuple[str, ...]


IN_ONE_GO = timedelta(minutes=5)


def acts(found: Iterable[Entry]) -> list[Act]:
    """Entries in a row that say the same of several things, told once."""
    told: list[Act] = []
    for entry in found:
        last = told[-1] if told else None
        if last and _alike(last.first, entry):
            told[-1] = Act(first=last.first, about=(entry.about, *last.about))
        else:
            told.append(Act(first=entry, about=(entry.about,) if entry.about else ()))
    return told


def latest(case: Case, *, since: datetime | None, most: int) -> list[Act]:
    """The newest acts after a moment, or of all time."""
    return acts(entries(case, span=Span(since=since), most=most * 10))[:most]


def _alike(newer: Entry, older: Entry) -> bool:
    same = (newer.who, newer.what) == (older.who, older.what)
    return same and bool(newer.about and older.about) and newer.at - older.at <= IN_ONE_GO


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of what happened; ``after`` begins the next one and is empty on the last."""

    acts: list[Act]
    after: str
    is_first: bool


def page(case: Case, *, after: str = "", size: int = 100) -> Page:
    """A page of activity, newest first.

    Args:
        after: ``after`` of the page before; anything else begins with the newest. It names a
            moment, and how many entries of that very moment were already shown.
        size: How many entries.
    """
    until, told = _place(after)
    found = entries(case, span=Span(until=until), most=size + told + 1)[told:]
    shown = found[:size]
    more = len(found) > size
    return Page(
        acts=acts(shown),
        after=_mark(shown, until, told) if more else "",
        is_first=until is None,
    )


def _place(after: str) -> tuple[datetime | None, int]:
    at, _, told = after.partition("~")
    try:
        until = parse_datetime(at)
    except ValueError:
        return None, 0
    is_place = until is not None and until.tzinfo is not None and re.fullmatch(r"\d{1,4}", told)
    return (until, int(told)) if is_place else (None, 0)


def _mark(shown: list[Entry], until: datetime | None, told: int) -> str:
    last = shown[-1].at
    of_that_moment = sum(entry.at == last for entry in shown) + (told if last == until else 0)
    return f"{last.isoformat()}~{of_that_moment}"


def add_source(source: Source) -> None:
    """Add a higher app's record; called once, when that app is loaded."""
    if source not in SOURCES:
        SOURCES.append(source)


def _moves(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = StepTransition.objects.filter(step__case=case).select_related("by", "step")
    for made in span.of(rows, "at")[:most]:
        reason = made.get_reason_code_display() if made.reason_code else ""
        yield Entry(
            at=made.at,
            who=made.by,
            what=f"{made.step.get_code_display()} is now {made.get_entered_display().lower()}",
            detail=". ".join(part for part in (reason, made.reason) if part),
            icon="list-checks",
        )


def _notes(case: Case, span: Span, most: int) -> Iterable[Entry]:
    for note in span.of(case.notes.select_related("by"), "at")[:most]:
        yield Entry(at=note.at, who=note.by, what="Wrote a note", detail=note.text[:160])


def _messages(case: Case, span: Span, most: int) -> Iterable[Entry]:
    for message in span.of(case.messages.select_related("by"), "at")[:most]:
        what = "Wrote to us" if message.from_client else "Wrote to the client"
        yield Entry(
            at=message.at,
            who=message.by,
            what=what,
            detail=message.text[:160],
            icon="message-square",
        )


def _categories(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = case.category_corrections.select_related("by")
    for made in span.of(rows, "at")[:most]:
        yield Entry(at=made.at, who=made.by, what=str(made), detail=made.reason)


def _decisions(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = Decision.objects.filter(check_run__case=case).select_related("by")
    for decision in span.of(rows, "at")[:most]:
        yield Entry(
            at=decision.at,
            who=decision.by,
            what=f"Decided the conflict check: {decision.get_outcome_display().lower()}",
            icon="scale",
        )


def _changes(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Rows of the case that were added or changed, as their triggers recorded them."""
    spoken = list(islice(_spoken(case, span), most))
    who = User.objects.in_bulk({user for event, _ in spoken if (user := _user_of(event))})
    for event, sentence in spoken:
        yield Entry(
            at=event.pgh_created_at,
            who=who.get(_user_of(event) or 0),
            what=sentence,
            detail=_name_of(event.pgh_data),
            icon="square-pen",
        )


def _spoken(case: Case, span: Span) -> Iterator[tuple[Events, str]]:
    """Each recorded change that has a sentence, newest first; silent ones are passed over."""
    tracked: Any = Events.objects
    labels = [apps.get_model(name)._meta.label for name in KIND_OF]
    rows = span.of(tracked.references(case).filter(pgh_obj_model__in=labels), "pgh_created_at")
    for begin in count(0, READ_AT_ONCE):
        found = list(rows[begin : begin + READ_AT_ONCE])
        for event in found:
            if sentence := _sentence(event):
                yield event, sentence
        if len(found) < READ_AT_ONCE:
            return


def _user_of(event: Events) -> int | None:
    """Who did it: whom the row itself names, else who sent the request."""
    context: Mapping[str, Any] = event.pgh_context or {}
    changed = event.pgh_diff or {}
    column = next((by for name, by in NAMED_IN.items() if name in changed), "")
    if event.pgh_label == "insert":
        column = "made_by_id"
    return event.pgh_data.get(column) or context.get("user")


def _name_of(row: Mapping[str, Any]) -> str:
    return next((str(row[name])[:160] for name in NAMED_BY if row.get(name)), "")


def _sentence(event: Events) -> str:
    kind = KIND_OF.get(event.pgh_obj_model.lower())
    if kind is None:
        return ""
    if event.pgh_label == "insert":
        return f"Added {kind}"
    changed = [name for name in event.pgh_diff or {} if name not in UNSPOKEN]
    for name in changed:
        if name in SPOKEN and event.pgh_diff[name][1]:
            return SPOKEN[name].format(kind=kind)
    hidden = ("earliest", "latest", "sealed")
    words = [name.removesuffix("_id").replace("_", " ") for name in changed]
    told = [word for word in words if not word.endswith(hidden)]
    return f"Changed {kind}: {', '.join(told[:4])}" if told else ""


def _endings(case: Case, span: Span, most: int) -> Iterable[Entry]:
    for made in span.of(case.endings.select_related("by"), "at")[:most]:
        yield Entry(at=made.at, who=made.by, what=str(made), detail=made.reason, icon="archive")


SOURCES: list[Source] = [
    _endings,
    _moves,
    _notes,
    _messages,
    _categories,
    _decisions,
    _changes,
]
