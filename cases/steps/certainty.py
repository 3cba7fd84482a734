"""Whether a time limit is confirmed: the one rule that pages, lists, next action and gates read.

A date is certain when a second person stands behind it and nothing that may have started the
clock lies before the day it is counted from. What starts the clock is every incident by the other
side or by a third party, unless an attorney set it aside: whether it was reviewed or not, and by
its earliest bound. One without an earliest bound may be older than anything.

Nothing answers for a limit that is counted from later than its own posting. For a limit that runs
from one named posting, or for an incident without an earliest bound, an attorney says why the date
holds; the answer stands for as long as the incident is dated as it was then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.second_person import ATTORNEYS
from cases.models import Case, Claim, ClaimDecision, Direction, Incident, Review, TimeLimit
from cases.models.incident import IncidentQuerySet

A_CLOCK_APART = timedelta(days=2)  # more than any two clocks of the world can differ


@dataclass(frozen=True, kw_only=True)
class DatedLimit:
    """A time limit that stands, with what speaks against relying on it.

    Attributes:
        limit: The time limit.
        counted_late: The incident from which it should be counted and is not; nobody can answer.
        earlier: Incidents that may be older, for which no attorney has answered.
    """

    limit: TimeLimit
    counted_late: Incident | None
    earlier: Sequence[Incident]

    @property
    def doubt(self) -> str:
        """Why the date is not certain, as a sentence; empty when it is."""
        if self.counted_late is not None:
            return (
                f"{self.counted_late.ref} may have been posted before {self._day}, the day this "
                "limit is counted from."
            )
        if self.earlier:
            return may_be_earlier(self.earlier, self._day)
        return "" if self.limit.is_confirmed else "Nobody has confirmed this date yet."

    @property
    def is_certain(self) -> bool:
        return not self.doubt

    @property
    def _day(self) -> str:
        return f"{self.limit.counted_from:%-d %b %Y}"


def may_be_earlier(incidents: Sequence[Incident], day: str) -> str:
    """What makes a date uncertain that is counted from ``day``."""
    named = ", ".join(_named(each) for each in incidents)
    return f"Something may have been posted before {day}: {named}."


def _named(incident: Incident) -> str:
    if incident.review == Review.SET_ASIDE:
        return f"{incident.ref} (an attorney has to set it aside)"
    return incident.ref if incident.posted_earliest else f"{incident.ref} (no earliest date)"


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """One claim with the dates that stand for it.

    Attributes:
        claim: The claim.
        limits: The nearest first; also kept when the claim is given up.
        given_up: The decision not to pursue it, if that is the newest.
    """

    claim: Claim
    limits: Sequence[DatedLimit]
    given_up: ClaimDecision | None

    @property
    def is_unanswered(self) -> bool:
        """Pursued, and nobody has written a date down."""
        return self.given_up is None and not self.limits


@dataclass(frozen=True, kw_only=True)
class LimitsOfCase:
    """Every claim of a case, in the order they were written down."""

    lines: Sequence[ClaimLine] = ()

    @property
    def pursued(self) -> list[ClaimLine]:
        return [line for line in self.lines if line.given_up is None]

    @property
    def unanswered(self) -> list[Claim]:
        """Claims that are pursued and for which no date stands."""
        return [line.claim for line in self.lines if line.is_unanswered]

    @property
    def standing(self) -> list[DatedLimit]:
        """The dates of all claims pursued, the nearest first."""
        dated = (each for line in self.pursued for each in line.limits)
        return sorted(dated, key=lambda each: (each.limit.expires_on, each.limit.pk))

    @property
    def doubtful(self) -> list[DatedLimit]:
        return [each for each in self.standing if not each.is_certain]

    @property
    def are_certain(self) -> bool:
        """Whether every claim that is pursued has its date, and each of them is certain."""
        return bool(self.pursued) and not (self.unanswered or self.doubtful)

    def passed(self, today: date) -> list[DatedLimit]:
        """Dates that lie behind, the latest last."""
        return [each for each in self.standing if each.limit.expires_on < today]

    def nearest(self, today: date) -> DatedLimit | None:
        """The next day to keep; the one that passed last when all have passed."""
        ahead = [each for each in self.standing if each.limit.expires_on >= today]
        return next(iter(ahead), None) or next(reversed(self.passed(today)), None)


# --- Reading -----------------------------------------------------------------------------------


def of(case: Case) -> LimitsOfCase:
    return of_cases([case])[case.pk]


def of_cases(cases: Iterable[Case]) -> Mapping[int, LimitsOfCase]:
    """The limits of many cases in a handful of queries, by the key of the case."""
    by_key = {case.pk: case for case in cases}
    limits: dict[int, list[TimeLimit]] = {}
    for limit in (
        TimeLimit.objects.filter(case__in=by_key, dismissed_by=None)
        .select_related("claim", "confirmed_by", "typed_by", "incident")
        .prefetch_related("answered_postings")
    ):
        limit.case = by_key[limit.case_id]
        limits.setdefault(limit.claim_id, []).append(limit)
    given_up = _given_up(by_key)
    before = _what_may_come_first(by_key, [each for found in limits.values() for each in found])
    lines: dict[int, list[ClaimLine]] = {key: [] for key in by_key}
    for claim in Claim.objects.filter(case__in=by_key):
        lines[claim.case_id].append(
            ClaimLine(
                claim=claim,
                limits=_dated(limits.get(claim.pk, []), before.get(claim.case_id, [])),
                given_up=given_up.get(claim.pk),
            )
        )
    return {key: LimitsOfCase(lines=of_case) for key, of_case in lines.items()}


def reading_of(limit: TimeLimit) -> DatedLimit:
    """One limit as it stands, saved or about to be, whatever became of its claim."""
    others = TimeLimit.objects.filter(claim=limit.claim, dismissed_by=None, discovery_rule="")
    postings = _what_may_come_first([limit.case_id], [limit])
    leads = not others.filter(counted_from__lt=limit.counted_from).exists()
    return weigh(limit, postings.get(limit.case_id, []), leads=leads)


def _given_up(cases: Iterable[int]) -> dict[int, ClaimDecision | None]:
    newest: dict[int, ClaimDecision | None] = {}
    decisions = ClaimDecision.objects.filter(claim__case__in=cases).select_related("by")
    for decision in decisions.order_by("pk"):
        newest[decision.claim_id] = None if decision.pursued else decision
    return newest


def start_the_clock() -> IncidentQuerySet:
    """Incidents that a limit may have to be counted from."""
    set_aside = Q(review=Review.SET_ASIDE, reviewed_by__role__in=ATTORNEYS)
    return Incident.objects.exclude(direction=Direction.CLIENT).exclude(set_aside)


def _what_may_come_first(
    cases: Iterable[int], limits: Iterable[TimeLimit]
) -> dict[int, list[Incident]]:
    """By case: what has no earliest bound, may lie before a limit, or is a limit's own posting."""
    wanted = Q(posted_earliest=None)
    latest: dict[int, date] = {}
    for limit in limits:
        latest[limit.case_id] = max(limit.counted_from, latest.get(limit.case_id, date.min))
        wanted |= Q(pk=limit.incident_id)
    for case, day in latest.items():
        until = datetime.combine(day + A_CLOCK_APART, time.min, UTC)
        wanted |= Q(case=case, posted_earliest__lt=until)
    found: dict[int, list[Incident]] = {}
    incidents = start_the_clock().filter(wanted, case__in=cases)
    for incident in incidents.defer("effect", "clients_words").in_reading_order():
        found.setdefault(incident.case_id, []).append(incident)
    return found


def earliest_posting(case: Case) -> Incident | None:
    """The incident whose first possible day comes first; one without an earliest bound has none."""
    dated = start_the_clock().filter(case=case).exclude(posted_earliest=None)
    first = dated.order_by("posted_earliest").first()
    if first is None:
        return None
    near = dated.filter(posted_earliest__lt=first.posted_earliest + A_CLOCK_APART).order_by("pk")
    return min(near, key=lambda each: first_day(each, case) or date.max)


def has_undated_posting(case: Case) -> bool:
    """Whether something may be older than any day that is known."""
    return start_the_clock().filter(case=case, posted_earliest=None).exists()


def first_day(incident: Incident, case: Case) -> date | None:
    """The first day it can have been posted, on the client's clock or on its own."""
    if incident.posted_earliest is None:
        return None
    earliest: datetime = incident.posted_earliest
    day = earliest.astimezone(ZoneInfo(case.zone)).date()
    return min(day, incident.posted.first_day or day)


# --- The rule ----------------------------------------------------------------------------------


def _dated(limits: Sequence[TimeLimit], postings: Sequence[Incident]) -> list[DatedLimit]:
    """The dates of one claim; the one counted from first answers for what came before.

    One with a discovery rule answers for nothing: it is not counted from a posting at all.
    """
    first = min((limit.counted_from for limit in limits if not limit.discovery_rule), default=None)
    return [weigh(limit, postings, leads=limit.counted_from == first) for limit in limits]


def weigh(limit: TimeLimit, postings: Sequence[Incident], *, leads: bool = True) -> DatedLimit:
    """Read one limit against what may have started the clock.

    Args:
        limit: The limit.
        postings: What may come before it, its own posting included.
        leads: Whether no other limit of its claim is counted from an earlier day.
    """
    if limit.discovery_rule:
        return DatedLimit(limit=limit, counted_late=None, earlier=())
    own = next((each for each in postings if each.pk == limit.incident_id), None)
    before = [each for each in postings if _may_precede(each, limit)]
    must = [own] if own else [each for each in before if each.posted_earliest]
    late = next((each for each in must if each in before and each.posted_earliest), None)
    answered = _answered(limit)
    asked = before if leads else [each for each in before if each == own]
    return DatedLimit(
        limit=limit,
        counted_late=late,
        earlier=[each for each in asked if each != late and _bounds(each) != answered.get(each.pk)],
    )


def _may_precede(incident: Incident, limit: TimeLimit) -> bool:
    day = first_day(incident, limit.case)
    return day is None or day < limit.counted_from


Bounds = tuple[datetime | None, datetime | None]


def _bounds(incident: Incident) -> Bounds:
    return incident.posted_earliest, incident.posted_latest


def as_dated(incident: Incident) -> str:
    """An incident with its bounds, as a page names it to whoever answers for it."""
    stamps = (bound.astimezone(UTC).isoformat() if bound else "" for bound in _bounds(incident))
    return "/".join([incident.ref, *stamps])


def _answered(limit: TimeLimit) -> dict[int, Bounds]:
    """For which incidents the attorney who confirmed it said why the date holds, as dated then."""
    if limit.pk is None:
        return {}
    return {
        each.incident_id: (each.posted_earliest, each.posted_latest)
        for each in limit.answered_postings.all()
    }
