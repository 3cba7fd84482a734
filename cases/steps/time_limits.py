"""Time limits: written down by one person, confirmed by another, never shown as certain before.

The date is the last safe day of one claim, counted from the earliest possible posting, never from
when the client saw it, unless an attorney names a discovery rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts import second_person
from accounts.errors import Refusal
from accounts.models import SecondPerson, User
from accounts.permissions import Permission, may
from cases.models import Case, Claim, ClaimDecision, Incident, TimeLimit
from cases.steps import claims

NOT_CONFIRMED = "Time limit not confirmed"
SOON_DAYS = 60


class LimitRefused(Refusal):
    """A time limit cannot be confirmed or set aside as asked."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The time limit as every page of the case shows it.

    Attributes:
        text: Such as “Time limit 11 Aug 2027, 264 days”.
        confirmed: Whether every claim that is pursued has a date somebody stands behind.
        soon: Whether it needs attention now: unconfirmed, near or past.
        claim: The claim whose date it is.
        basis: The rule behind that date.
    """

    text: str
    confirmed: bool
    soon: bool
    claim: str = ""
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """One claim with the dates that stand for it.

    Attributes:
        claim: The claim.
        limits: The nearest first; also kept when the claim is given up.
        given_up: The decision not to pursue it, if that is the newest.
    """

    claim: Claim
    limits: list[TimeLimit]
    given_up: ClaimDecision | None

    @property
    def is_unanswered(self) -> bool:
        """Pursued, and nobody has written a date down."""
        return self.given_up is None and not self.limits


def lines(case: Case) -> list[ClaimLine]:
    """Every claim of the case, in the order they were written down."""
    limits: dict[int, list[TimeLimit]] = {}
    for limit in case.time_limits.filter(dismissed_by=None).select_related(
        "claim", "confirmed_by", "typed_by", "incident"
    ):
        limits.setdefault(limit.claim_id, []).append(limit)
    given_up: dict[int, ClaimDecision | None] = {}
    decisions = ClaimDecision.objects.filter(claim__case=case).select_related("by")
    for decision in decisions.order_by("pk"):
        given_up[decision.claim_id] = None if decision.pursued else decision
    return [
        ClaimLine(claim=claim, limits=limits.get(claim.pk, []), given_up=given_up.get(claim.pk))
        for claim in case.claims.all()
    ]


def pursued(of: Iterable[ClaimLine]) -> list[ClaimLine]:
    return [line for line in of if line.given_up is None]


def standing(case: Case) -> list[TimeLimit]:
    """Limits nobody has set aside, of claims that are pursued, the nearest first."""
    return list(case.time_limits.standing().select_related("claim", "confirmed_by", "typed_by"))


def unanswered(case: Case) -> list[Claim]:
    """Claims that are pursued and for which no date stands."""
    return list(case.claims.without_a_limit())


def nearest(case: Case) -> TimeLimit | None:
    return next(iter(standing(case)), None)


def headline(case: Case, *, today: date | None = None) -> Headline:
    """What to say about the case's time limits in one line; never nothing."""
    of_case = lines(case)
    open_lines = pursued(of_case)
    limits = sorted(
        (limit for line in open_lines for limit in line.limits),
        key=lambda limit: (limit.expires_on, limit.pk),
    )
    if not limits:
        words = f"{NOT_CONFIRMED}: no claim is pursued" if of_case and not open_lines else ""
        return Headline(text=words or NOT_CONFIRMED, confirmed=False, soon=not words)
    first = limits[0]
    when = f"{first.expires_on:%-d %b %Y}, {days_left(first.expires_on, today=today)}"
    about = {"claim": str(first.claim), "basis": first.basis}
    undated = without_earliest(case)
    if not _holds(first, undated):
        text = f"{NOT_CONFIRMED}: {when}"
        return Headline(text=text, confirmed=False, soon=True, **about)
    if _begun_earlier(case, limits):
        text = f"{NOT_CONFIRMED}: {when}, and something may be older than it counts from"
        return Headline(text=text, confirmed=False, soon=True, **about)
    missing = next(
        (f"not confirmed for {line.claim}" for line in open_lines if not line.limits), ""
    )
    if missing or any(not _holds(limit, undated) for limit in limits):
        text = f"Time limit {when}; {missing or 'another one not confirmed'}"
        return Headline(text=text, confirmed=False, soon=True, **about)
    soon = (first.expires_on - (today or timezone.localdate())).days <= SOON_DAYS
    return Headline(text=f"Time limit {when}", confirmed=True, soon=soon, **about)


def _holds(limit: TimeLimit, undated: Iterable[Incident]) -> bool:
    return limit.is_confirmed and maybe_earlier(limit, undated) is None


def _begun_earlier(case: Case, limits: Iterable[TimeLimit]) -> bool:
    """Whether an older posting came up than one of the limits is counted from."""
    dated = [limit for limit in limits if limit.counted_from and not limit.discovery_rule]
    earliest = earliest_day(case) if dated else None
    return any(counted_late(limit, earliest) for limit in dated)


def days_left(day: date, *, today: date | None = None) -> str:
    """How far a day is, in words: “today”, “in 3 days”, “2 days ago”."""
    days = (day - (today or timezone.localdate())).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def earliest_posting(case: Case) -> Incident | None:
    """The incident whose posting can have been first; the clock is counted from its bound."""
    return case.incidents.exclude(posted_earliest=None).order_by("posted_earliest", "pk").first()


def earliest_day(case: Case) -> date | None:
    """The first day on which anything can have been posted, on the client's clock."""
    first = earliest_posting(case)
    return _first_day(first, case) if first else None


def counted_late(limit: TimeLimit, earliest: date | None) -> bool:
    """Whether the limit is counted from a later day than it can have begun, without a rule."""
    if limit.discovery_rule or limit.counted_from is None:
        return False
    own = _first_day(limit.incident, limit.case) if limit.incident else None
    first = own or earliest
    return first is not None and limit.counted_from > first


def without_earliest(case: Case) -> list[Incident]:
    """Incidents of which only a latest time is known, such as “before 3 Oct 2026”."""
    return list(case.incidents.filter(posted_earliest=None, posted_latest__isnull=False))


def maybe_earlier(limit: TimeLimit, undated: Iterable[Incident]) -> Incident | None:
    """An incident that may lie before the day the limit counts from; nobody has said it cannot.

    A limit that runs from a posting of its own with an earliest bound asks nothing. The reason
    given when it was confirmed answers for what was written down by then.
    """
    dated = limit.incident is not None and limit.incident.posted_earliest is not None
    if limit.discovery_rule or dated:
        return None
    answered = limit.confirmed_at if limit.confirmed_reason else None
    return next((each for each in undated if answered is None or each.made_at > answered), None)


def earlier_sentence(incident: Incident) -> str:
    """What stands in the way of a date while an incident may lie before it."""
    return f"{incident.ref} has a latest time and no earliest: it may have been posted sooner."


def _first_day(incident: Incident, case: Case) -> date | None:
    bound: datetime | None = incident.posted_earliest
    return bound.astimezone(ZoneInfo(case.zone)).date() if bound else None


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    claim: str,
    expires_on: date,
    basis: str,
    incident: Incident | None = None,
    counted_from: date | None = None,
    discovery_rule: str = "",
) -> TimeLimit:
    """Write a limit down; it reads “not confirmed” until it is confirmed.

    Args:
        case: The case.
        by: Who writes it down.
        claim: The claim's name; written down too if it is new.
        expires_on: The last safe day.
        basis: The rule, and the day it is counted from, in words.
        incident: The posting it runs from, if it is not the first of all.
        counted_from: The day it is counted from.
        discovery_rule: The rule by which it runs from later than the posting; only an attorney
            names one.
    """
    if discovery_rule.strip() and not may(by, Permission.TIME_LIMIT_CONFIRM):
        raise LimitRefused("Only an attorney names a discovery rule.")
    made = TimeLimit(
        case=case,
        claim=claims.named(case, claim),
        expires_on=expires_on,
        basis=basis.strip(),
        incident=incident,
        counted_from=counted_from,
        discovery_rule=discovery_rule.strip()[:300],
        typed_by=by,
    )
    if counted_late(made, earliest_day(case)):
        raise LimitRefused(
            "This day is later than the earliest possible posting. Count from that one, or let an "
            "attorney name the discovery rule."
        )
    made.save()
    return made


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
    """Stand behind the date.

    An attorney who waited and confirms their own date says why; so does one who confirms a date
    while an incident may lie before the day it counts from.
    """
    current = TimeLimit.objects.select_for_update().get(pk=limit.pk)
    if current.dismissed_by_id is not None:
        raise LimitRefused("This time limit was set aside. Write it down again if it applies.")
    if current.confirmed_by_id is not None:
        raise LimitRefused("This time limit is already confirmed.")
    if objection := confirm_objection(current, by):
        raise LimitRefused(objection)
    _refuse_what_may_be_late(current, by, reason)
    if second_person.needs_a_reason(current.typed_by, by) and not reason.strip():
        raise LimitRefused("Say why you are still sure of this date, in a sentence.")
    current.confirmed_by, current.confirmed_at = by, timezone.now()
    current.confirmed_reason = reason.strip()[:300]
    current.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_reason"])
    return current


def _refuse_what_may_be_late(limit: TimeLimit, by: User, reason: str) -> None:
    if _begun_earlier(limit.case, [limit]):
        raise LimitRefused(
            "Something may have been posted before the day this limit counts from. Write it down "
            "again, counted from the earliest posting."
        )
    if earlier := maybe_earlier(limit, without_earliest(limit.case)):
        if not may(by, Permission.TIME_LIMIT_CONFIRM):
            raise LimitRefused(f"{earlier_sentence(earlier)} An attorney says why the date holds.")
        if not reason.strip():
            raise LimitRefused(f"{earlier_sentence(earlier)} Say why the date holds.")


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
