"""Time limits: written down by one person, confirmed by another, never shown as certain before.

The date is the last safe day of one claim, counted from the earliest possible posting, never from
when the client saw it, unless an attorney names a discovery rule.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import second_person
from accounts.errors import Refusal
from accounts.models import SecondPerson, User
from accounts.permissions import Permission, may
from cases.models import AnsweredPosting, Case, Incident, TimeLimit
from cases.steps import certainty, claims
from cases.steps.certainty import DatedLimit, LimitsOfCase

NOT_CONFIRMED = "Time limit not confirmed"
SOON_DAYS = 60
AGAIN_EARLIER = (
    "Write the limit down again, counted from the earliest posting, and set this one aside."
)


class LimitRefused(Refusal):
    """A time limit cannot be confirmed or set aside as asked."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The time limit as every page of the case shows it.

    Attributes:
        text: Such as “Time limit 11 Aug 2027, in 264 days (Defamation)”.
        confirmed: Whether every claim that is pursued has a date that is certain.
        soon: Whether it needs attention now: not certain, near or past.
        day: The next day to keep, if one is written down.
        note: What to say beside the day where it stands alone, as in a list.
        basis: The rule behind that day.
    """

    text: str
    confirmed: bool
    soon: bool
    day: date | None = None
    note: str = ""
    basis: str = ""


def headline(limits: LimitsOfCase, *, today: date | None = None) -> Headline:
    """What to say about the case's time limits in one line; never nothing."""
    today = today or timezone.localdate()
    nearest = limits.nearest(today)
    if nearest is None:
        idle = limits.lines and not limits.pursued
        text = f"{NOT_CONFIRMED}: no claim is pursued" if idle else NOT_CONFIRMED
        return Headline(text=text, confirmed=False, soon=not idle)
    day = nearest.limit.expires_on
    others = list(_others(limits, nearest, today))
    left = days_left(day, today=today)
    dated = f"{_opening(nearest, today)} {day:%-d %b %Y}, {left} ({nearest.limit.claim})"
    return Headline(
        text="; ".join([dated, *others]),
        day=day,
        note="; ".join([left if nearest.is_certain else "not confirmed", *others]),
        confirmed=limits.are_certain,
        soon=bool(others) or not nearest.is_certain or (day - today).days <= SOON_DAYS,
        basis=nearest.limit.basis,
    )


def _opening(nearest: DatedLimit, today: date) -> str:
    if not nearest.is_certain:
        return f"{NOT_CONFIRMED}:"
    return "Time limit passed:" if nearest.limit.expires_on < today else "Time limit"


def _others(limits: LimitsOfCase, nearest: DatedLimit, today: date) -> Iterator[str]:
    """What one date does not say: claims without a date, other doubts, days that have passed."""
    if missing := limits.unanswered:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield f"{'not confirmed' if nearest.is_certain else 'no date'} for {missing[0]}{more}"
    elif nearest.is_certain and limits.doubtful:
        yield "another one not confirmed"
    passed = [each for each in limits.passed(today) if each != nearest]
    if passed:
        yield f"one passed on {passed[-1].limit.expires_on:%-d %b %Y}"


def days_left(day: date, *, today: date | None = None) -> str:
    """How far a day is, in words: “today”, “in 3 days”, “2 days ago”."""
    days = (day - (today or timezone.localdate())).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    claim: str,
    expires_on: date,
    counted_from: date,
    basis: str,
    incident: Incident | None = None,
    discovery_rule: str = "",
) -> TimeLimit:
    """Write a limit down; it reads “not confirmed” until it is confirmed.

    Args:
        case: The case.
        by: Who writes it down.
        claim: The claim's name; written down too if it is new.
        expires_on: The last safe day.
        counted_from: The day it is counted from.
        basis: The rule, in words.
        incident: The posting it runs from, if it is not the first of all.
        discovery_rule: The rule by which it runs from later than the posting; only an attorney
            names one.
    """
    if discovery_rule.strip() and not may(by, Permission.TIME_LIMIT_CONFIRM):
        raise LimitRefused("Only an attorney names a discovery rule.")
    made = TimeLimit(
        case=case,
        claim=claims.named(case, claim),
        expires_on=expires_on,
        counted_from=counted_from,
        basis=basis.strip(),
        incident=incident,
        discovery_rule=discovery_rule.strip()[:300],
        typed_by=by,
    )
    if certainty.reading_of(made).counted_late is not None:
        raise LimitRefused(
            "This day is later than the earliest possible posting. Count from that one, or let an "
            "attorney name the discovery rule."
        )
    made.save()
    return made


def confirm_objection(dated: DatedLimit, by: User, settled: SecondPerson | None = None) -> str:
    """Why this person may not confirm the limit, as a sentence; empty when they may.

    Whoever wrote it down and whoever confirms it are two people, one of them an attorney, unless
    the firm has settled otherwise. Only an attorney answers for what may be earlier.
    """
    if dated.counted_late is not None:
        return f"{dated.doubt} {AGAIN_EARLIER}"
    if dated.earlier and not may(by, Permission.TIME_LIMIT_CONFIRM):
        return f"{dated.doubt} An attorney says why the date holds."
    limit = dated.limit
    return second_person.objection(
        limit.typed_by, limit.typed_at, by=by, did="wrote this date down", settled=settled
    )


@transaction.atomic
def confirm(
    limit: TimeLimit, by: User, reason: str = "", *, about: Collection[str] = ()
) -> TimeLimit:
    """Stand behind the date.

    An attorney who waited and confirms their own date says why; so does one who confirms a date
    while an incident may lie before the day it counts from.

    Args:
        limit: The time limit.
        by: Who confirms it.
        reason: Why the date holds.
        about: The incidents that may be earlier, as :func:`certainty.as_dated` names them, dated
            as the page showed them to whoever gave the reason.
    """
    current = TimeLimit.objects.select_for_update().get(pk=limit.pk)
    if current.dismissed_by_id is not None:
        raise LimitRefused("This time limit was set aside. Write it down again if it applies.")
    if current.confirmed_by_id is not None:
        raise LimitRefused("This time limit is already confirmed.")
    dated = certainty.reading_of(current)
    if objection := confirm_objection(dated, by):
        raise LimitRefused(objection)
    unnamed = {certainty.as_dated(each) for each in dated.earlier} - set(about)
    if dated.earlier and (unnamed or not reason.strip()):
        raise LimitRefused(f"{dated.doubt} Say why the date holds.")
    if second_person.needs_a_reason(current.typed_by, by) and not reason.strip():
        raise LimitRefused("Say why you are still sure of this date, in a sentence.")
    AnsweredPosting.objects.bulk_create(
        AnsweredPosting(
            limit=current,
            incident=each,
            posted_earliest=each.posted_earliest,
            posted_latest=each.posted_latest,
        )
        for each in dated.earlier
    )
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
