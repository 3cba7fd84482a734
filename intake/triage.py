"""How soon an enquiry needs a person, with the reasons in words.

A proposal: staff see the reasons, never only a level, and a person confirms or changes it. No page
outside the firm shows any of this. Pure: facts in, reasons out, ``today`` is an argument.

Source: the firm's intake rules, "immediate" the same hour, "urgent" within 24 hours.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# The shortest common limit for defamation; an attorney confirms the rule that really applies.
ASSUMED_LIMIT_DAYS = 365
LIMIT_IMMEDIATE_DAYS = 14
LIMIT_URGENT_DAYS = 60
HEARING_DAYS = 5
THREAT_DAYS = 3


class Urgency(StrEnum):
    """The most pressing first."""

    IMMEDIATE = "immediate"
    URGENT = "urgent"
    STANDARD = "standard"

    @property
    def rank(self) -> int:
        return list(Urgency).index(self)

    @property
    def label(self) -> str:
        return {"immediate": "Now", "urgent": "Within 24 hours", "standard": "In turn"}[self.value]


class Topic(StrEnum):
    """What a reason is about; pages choose a sign by it."""

    SAFETY = "safety"
    DATE = "date"
    LIMIT = "limit"
    YOUNG = "young"
    KIND = "kind"


@dataclass(frozen=True)
class Reason:
    """One fact that raises the urgency, as a short sentence for staff."""

    urgency: Urgency
    topic: Topic
    words: str


@dataclass(frozen=True)
class Facts:
    """What triage reads of an enquiry.

    Attributes:
        safe_now, adult, guardian_safe, in_news, court_papers: "yes", "no", "unsure" or "".
        what: Values of question 2-1.
        date_named: The day on which somebody says they will do something; None when not known.
        names_a_date: Whether they said so at all.
        court_date: The first day written in court papers; None when not known.
        earliest_posting: The earliest day on which it can have been posted; None when not known.
        may_show_a_minor: Before files they said that one may show someone under 18, or not sure.
    """

    safe_now: str = ""
    adult: str = ""
    guardian_safe: str = ""
    in_news: str = ""
    court_papers: str = ""
    what: frozenset[str] = frozenset()
    names_a_date: bool = False
    date_named: date | None = None
    court_date: date | None = None
    earliest_posting: date | None = None
    may_show_a_minor: bool = False


@dataclass(frozen=True)
class Triage:
    """The proposal: the most pressing reason decides."""

    reasons: tuple[Reason, ...]

    @property
    def urgency(self) -> Urgency:
        return min(
            (one.urgency for one in self.reasons),
            key=lambda u: u.rank,
            default=STANDARD,
        )


IMMEDIATE, URGENT, STANDARD = Urgency


def triage(facts: Facts, *, today: date) -> Triage:
    """Weigh the facts; the reasons are ordered, the most pressing first."""
    reasons = [
        *_safety(facts),
        *_dates(facts, today),
        *_kinds(facts),
        *_limit(facts, today),
    ]
    return Triage(tuple(sorted(reasons, key=lambda reason: reason.urgency.rank)))


def _safety(facts: Facts) -> list[Reason]:
    reasons = []
    if facts.safe_now == "no":
        reasons.append(Reason(IMMEDIATE, Topic.SAFETY, "Not safe right now"))
    if facts.safe_now == "unsure":
        reasons.append(Reason(URGENT, Topic.SAFETY, "Not sure about being safe"))
    if facts.may_show_a_minor:
        words = "A file may show someone under 18: nothing was taken. Call today"
        reasons.append(Reason(IMMEDIATE, Topic.YOUNG, words))
    if facts.adult == "no":
        if "images" in facts.what:
            reasons.append(Reason(IMMEDIATE, Topic.YOUNG, "Under 18, and private pictures"))
        else:
            reasons.append(Reason(URGENT, Topic.YOUNG, "Under 18"))
        if facts.guardian_safe == "no":
            reasons.append(Reason(IMMEDIATE, Topic.YOUNG, "No safe parent or guardian"))
    return reasons


def _dates(facts: Facts, today: date) -> list[Reason]:
    reasons = []
    threat = bool(facts.what & {"threats", "images"})
    if facts.names_a_date:
        named = facts.date_named
        if threat or (named and named <= today + timedelta(days=THREAT_DAYS)):
            when = f" for {named:%a %-d %b}" if named else ""
            reasons.append(Reason(IMMEDIATE, Topic.DATE, f"Something is announced{when}"))
        else:
            when = f": {named:%a %-d %b}" if named else ""
            reasons.append(Reason(URGENT, Topic.DATE, f"They named a date{when}"))
    if facts.court_papers == "yes":
        court = facts.court_date
        if court is None or court <= today + timedelta(days=HEARING_DAYS):
            when = f", first date {court:%a %-d %b}" if court else ", date not known"
            reasons.append(Reason(IMMEDIATE, Topic.DATE, f"Court papers{when}"))
        else:
            reasons.append(
                Reason(URGENT, Topic.DATE, f"Court papers, first date {court:%a %-d %b}")
            )
    return reasons


def _kinds(facts: Facts) -> list[Reason]:
    words = {
        "followed": "Being followed or watched",
        "images": "Private pictures",
        "private_details": "Private details are out",
        "threats": "Threats",
    }
    reasons = [
        Reason(URGENT, Topic.KIND, sentence)
        for value, sentence in words.items()
        if value in facts.what
    ]
    if facts.in_news == "yes":
        reasons.append(
            Reason(
                URGENT,
                Topic.LIMIT,
                "In the news: the time to ask for a correction is short",
            )
        )
    return reasons


def _limit(facts: Facts, today: date) -> list[Reason]:
    """A one-year limit counted from the earliest possible posting: staff only, to be confirmed."""
    if facts.earliest_posting is None:
        return []
    ends = facts.earliest_posting + timedelta(days=ASSUMED_LIMIT_DAYS)
    left = (ends - today).days
    if left < 0:
        return [Reason(URGENT, Topic.LIMIT, "A one-year limit may have passed: confirm")]
    if left <= LIMIT_IMMEDIATE_DAYS:
        return [Reason(IMMEDIATE, Topic.LIMIT, f"A one-year limit may end in {left} days")]
    if left <= LIMIT_URGENT_DAYS:
        return [Reason(URGENT, Topic.LIMIT, f"A one-year limit may end in {left} days")]
    return []
