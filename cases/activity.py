"""What happened in a case, newest first: one reading over several records.

Ordinary rows are followed by database triggers (django-pghistory); moves of steps, notes,
messages and conflict decisions are records of their own. Higher apps add theirs, such as
custody, with :func:`add_source` when they are loaded.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from pghistory.models import Events

from accounts.models import User
from cases.models import Case, Decision, StepTransition

UNSPOKEN = frozenset(
    {"version", "reviewed_at", "reviewed_by_id", "focus", "since", "done_by_id", "confirmed_by_id"}
)
SPOKEN = {
    "review": "Reviewed {kind}",
    "done_at": "Ticked off {kind}",
    "confirmed_at": "Confirmed {kind}",
    "dismissed_by_id": "Set aside {kind}",
    "lifted_at": "Lifted {kind}",
    "held_since": "Held back the files of {kind}",
}
MOST_READ = 400

KIND_OF = {
    "cases.case": "the case",
    "cases.party": "a person",
    "cases.onlineaccount": "an account",
    "cases.incident": "an incident",
    "cases.task": "a task",
    "cases.safetyflag": "a safety flag",
    "cases.timelimit": "a time limit",
    "cases.engagement": "the engagement",
}
NAMED_BY = ("summary", "label", "handle", "title", "claim", "kind", "client_name")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened.

    Attributes:
        at: When.
        who: Who did it; none when the system did.
        what: What, as a sentence.
        detail: A second line, such as the reason.
        icon: A symbol of the sprite.
    """

    at: datetime
    who: User | None
    what: str
    detail: str = ""
    icon: str = "history"


Source = Callable[[Case, datetime | None, int], Iterable[Entry]]


def entries(case: Case, *, since: datetime | None = None, most: int = 100) -> list[Entry]:
    """The latest entries, at most ``most``, only those after ``since`` if it is given."""
    found = [entry for source in SOURCES for entry in source(case, since, most)]
    found.sort(key=lambda entry: entry.at, reverse=True)
    return found[:most]


def add_source(source: Source) -> None:
    """Add a higher app's record; called once, when that app is loaded."""
    if source not in SOURCES:
        SOURCES.append(source)


def _after(rows: models.QuerySet[Any], since: datetime | None, most: int) -> Iterable[Any]:
    if since is not None:
        rows = rows.filter(at__gt=since)
    return rows[:most]


def _moves(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    rows = StepTransition.objects.filter(step__case=case).select_related("by", "step")
    for made in _after(rows, since, most):
        reason = made.get_reason_code_display() if made.reason_code else ""
        yield Entry(
            at=made.at,
            who=made.by,
            what=f"{made.step.get_code_display()} is now {made.get_entered_display().lower()}",
            detail=". ".join(part for part in (reason, made.reason) if part),
            icon="list-checks",
        )


def _notes(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    for note in _after(case.notes.select_related("by"), since, most):
        yield Entry(at=note.at, who=note.by, what="Wrote a note", detail=note.text[:160])


def _messages(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    for message in _after(case.messages.select_related("by"), since, most):
        what = "Wrote to us" if message.from_client else "Wrote to the client"
        yield Entry(
            at=message.at,
            who=message.by,
            what=what,
            detail=message.text[:160],
            icon="message-square",
        )


def _categories(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    for made in _after(case.category_corrections.select_related("by"), since, most):
        yield Entry(at=made.at, who=made.by, what=str(made), detail=made.reason)


def _decisions(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    rows = Decision.objects.filter(check_run__case=case).select_related("by").order_by("-pk")
    for decision in _after(rows, since, most):
        yield Entry(
            at=decision.at,
            who=decision.by,
            what=f"Decided the conflict check: {decision.get_outcome_display().lower()}",
            icon="scale",
        )


def _changes(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    """Rows of the case that were added or changed, as their triggers recorded them."""
    tracked: Any = Events.objects
    rows = tracked.references(case).order_by("-pgh_created_at")
    if since is not None:
        rows = rows.filter(pgh_created_at__gt=since)
    found = list(rows[: min(most, MOST_READ)])
    who = User.objects.in_bulk({user for event in found if (user := _user_of(event))})
    for event in found:
        sentence = _sentence(event)
        if sentence:
            yield Entry(
                at=event.pgh_created_at,
                who=who.get(_user_of(event) or 0),
                what=sentence,
                detail=_name_of(event.pgh_data),
                icon="square-pen",
            )


def _user_of(event: Events) -> int | None:
    context: Mapping[str, Any] = event.pgh_context or {}
    return context.get("user")


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


SOURCES: list[Source] = [_moves, _notes, _messages, _categories, _decisions, _changes]
