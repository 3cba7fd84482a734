"""Time limits: written down by one person, confirmed by another, never shown as certain before.

The date is the last safe day of one claim, counted from the earliest possible posting.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import second_person
from accounts.errors import Refusal
from accounts.models import SecondPerson, User
from cases.models import Case, ConsentKind, Incident, TimeLimit

NOT_CONFIRMED = "Time limit not confirmed"
SOON_DAYS = 60


class LimitRefused(Refusal):
    """A time limit cannot be confirmed or set aside as asked."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The time limit as every page of the case shows it.

    Attributes:
        text: Such as “Time limit 11 Aug 2027, 264 days”.
        confirmed: Whether an attorney stands behind every standing limit.
        soon: Whether it needs attention now: unconfirmed, near or past.
    """

    text: str
    confirmed: bool
    soon: bool


def standing(case: Case) -> list[TimeLimit]:
    """Limits nobody has set aside, the nearest first."""
    return list(
        case.time_limits.filter(dismissed_by=None).select_related("confirmed_by", "typed_by")
    )


def nearest(case: Case) -> TimeLimit | None:
    return next(iter(standing(case)), None)


def headline(case: Case, *, today: date | None = None) -> Headline:
    """What to say about the case's time limits in one line."""
    limits = standing(case)
    if not limits:
        if case.consents.filter(kind=ConsentKind.NO_DEFAMATION, withdrawn_at=None).exists():
            return Headline(text="No defamation claim", confirmed=True, soon=False)
        return Headline(text=NOT_CONFIRMED, confirmed=False, soon=True)
    first = limits[0]
    left = days_left(first.expires_on, today=today)
    when = f"{first.expires_on:%-d %b %Y}, {left}"
    if not first.is_confirmed:
        return Headline(text=f"{NOT_CONFIRMED}: {when}", confirmed=False, soon=True)
    days = (first.expires_on - (today or timezone.localdate())).days
    return Headline(text=f"Time limit {when}", confirmed=True, soon=days <= SOON_DAYS)


def days_left(day: date, *, today: date | None = None) -> str:
    """How far a day is, in words: “today”, “in 3 days”, “2 days ago”."""
    days = (day - (today or timezone.localdate())).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def earliest_posting(case: Case) -> Incident | None:
    """The incident whose posting can have been first; the clock is counted from its bound."""
    return case.incidents.exclude(posted_earliest=None).order_by("posted_earliest", "pk").first()


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    claim: str,
    expires_on: date,
    basis: str,
    incident: Incident | None = None,
) -> TimeLimit:
    """Write a limit down; it reads “not confirmed” until an attorney confirms it."""
    return TimeLimit.objects.create(
        case=case,
        claim=claim.strip(),
        expires_on=expires_on,
        basis=basis.strip(),
        incident=incident,
        typed_by=by,
    )


def confirm_objection(limit: TimeLimit, by: User, settled: SecondPerson | None = None) -> str:
    """Why this person may not confirm the limit, as a sentence; empty when they may.

    Whoever wrote it down and whoever confirms it are two people, one of them an attorney, unless
    the firm has settled otherwise.
    """
    return second_person.objection(
        limit.typed_by, limit.typed_at, by=by, did="wrote this date down", settled=settled
    )


@transaction.atomic
def confirm(limit: TimeLimit, by: User, reason: str = "") -> TimeLimit:
    """Stand behind the date; an attorney who waited and confirms their own date says why."""
    current = TimeLimit.objects.select_for_update().get(pk=limit.pk)
    if current.dismissed_by_id is not None:
        raise LimitRefused("This time limit was set aside. Write it down again if it applies.")
    if current.confirmed_by_id is not None:
        raise LimitRefused("This time limit is already confirmed.")
    if objection := confirm_objection(current, by):
        raise LimitRefused(objection)
    if second_person.needs_a_reason(current.typed_by, by) and not reason.strip():
        raise LimitRefused("Say why you are still sure of this date, in a sentence.")
    current.confirmed_by, current.confirmed_at = by, timezone.now()
    current.confirmed_reason = reason.strip()[:300]
    current.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_reason"])
    return current


@transaction.atomic
def dismiss(limit: TimeLimit, by: User, reason: str) -> TimeLimit:
    """An attorney says why a limit does not apply."""
    current = TimeLimit.objects.select_for_update().get(pk=limit.pk)
    if current.dismissed_by_id is not None:
        raise LimitRefused("This time limit was already set aside.")
    if not reason.strip():
        raise LimitRefused("Say why this time limit does not apply.")
    current.dismissed_by, current.dismissed_reason = by, reason.strip()[:300]
    current.save(update_fields=["dismissed_by", "dismissed_reason"])
    return current
