"""What each move of a step asks for: conditions that read rows and answer with a sentence.

:data:`ASKED` is the table. A hard condition refuses. A soft one refuses unless an attorney writes
why it does not matter. What needs records we do not keep yet stands in :data:`LATER`, by the same
moves. :data:`PLACES` says where a condition is met. Higher apps add conditions over their own rows
with :func:`add_conditions` when they are loaded.

Source: the firm's six-step handbook, "plan, evidence, identify, amicable, report, legal".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from cases.models import Case, Step
from cases.steps import gates


class Move(models.TextChoices):
    START = "start", "Start"
    COMPLETE = "complete", "Mark as done"
    HOLD = "hold", "Put on hold"
    SKIP = "skip", "Skip"
    REOPEN = "reopen", "Reopen"


@dataclass(frozen=True)
class Place:
    """A page of a case where something is done.

    Attributes:
        page: Its name in the address map.
        label: What people call it.
    """

    page: str
    label: str


PLAN = Place("cases:plan", "Plan")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that must hold before a step makes a move.

    Attributes:
        code: Its name in the record of a move.
        step: The step it belongs to.
        move: The move it guards.
        says: What must hold, as one short statement.
        stands_in_the_way: Reads rows; returns the sentence to show, or ``None`` when it holds.
        hard: Whether it refuses without exception.
        place: Where it is met; none where it is not met in the case.
    """

    code: str
    step: Step
    move: Move
    says: str
    stands_in_the_way: Callable[[Case], str | None]
    hard: bool = True
    place: Place | None = PLAN


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A condition as it stands now.

    Attributes:
        condition: The condition.
        sentence: What stands in the way, if anything does.
        url: Where it is met; empty where it is not met in the case.
    """

    condition: Condition
    sentence: str | None
    url: str

    @property
    def met(self) -> bool:
        return self.sentence is None


# --- The table ---------------------------------------------------------------------------------

Row = tuple[bool, str, str, Callable[[Case], str | None]]
HARD, SOFT = True, False

ASKED: Mapping[tuple[Step, Move], tuple[Row, ...]] = {
    (Step.PLAN, Move.START): (
        (HARD, "conflict_cleared", "The conflict check is clear", gates.conflict_cleared),
    ),
    (Step.PLAN, Move.COMPLETE): (
        (HARD, "conflict_cleared", "The conflict check is clear", gates.conflict_cleared),
        (HARD, "engagement_signed", "The engagement letter is signed", gates.engagement_signed),
        (
            HARD,
            "limitation_confirmed",
            "Every claim pursued has a confirmed time limit",
            gates.limitation_confirmed,
        ),
        (
            HARD,
            "safety_screened",
            "The client has answered all safety questions",
            gates.safety_screened,
        ),
        (
            SOFT,
            "do_not_engage",
            "The client has read the do-not-engage sheet",
            gates.do_not_engage_read,
        ),
        (
            SOFT,
            "plan_agreed",
            "An attorney approved the plan and the client agrees with it",
            gates.plan_agreed,
        ),
    ),
    (Step.EVIDENCE, Move.START): (
        (HARD, "engagement_signed", "The engagement letter is signed", gates.engagement_signed),
    ),
    (Step.EVIDENCE, Move.COMPLETE): (
        (
            HARD,
            "incident_reviewed",
            "At least one incident is reviewed",
            gates.has_reviewed_incident,
        ),
        (
            SOFT,
            "false_words_explained",
            "Each defamation incident has its exact words and why they are false",
            gates.false_words_explained,
        ),
        (SOFT, "dates_bounded", "Each incident has a date, or bounds for one", gates.dates_bounded),
    ),
    (Step.IDENTIFY, Move.START): (
        (HARD, "incident_written", "At least one incident is written down", gates.has_incident),
    ),
    (Step.IDENTIFY, Move.COMPLETE): (
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            gates.conflict_current,
        ),
        (
            SOFT,
            "accounts_attributed",
            "Each account has a view on who is behind it",
            gates.accounts_attributed,
        ),
        (SOFT, "defendant_chosen", "The other side is named, or is a Doe", gates.defendant_chosen),
    ),
    (Step.AMICABLE, Move.START): (
        (
            HARD,
            "no_safety_flag",
            "No safety flag stands against the recipient",
            gates.no_safety_flag,
        ),
        (
            HARD,
            "someone_identified",
            "Someone is identified at least as probable",
            gates.someone_identified,
        ),
        (
            HARD,
            "representation_known",
            "It is known whether the other side has a lawyer",
            gates.representation_known,
        ),
        (HARD, "limit_is_far", "The time limit is more than 30 days away", gates.limit_is_far),
        (
            HARD,
            "contact_agreed",
            "The client herself agrees in writing that we write to the other side",
            gates.contact_agreed,
        ),
        (HARD, "firm_address", "Letters carry the firm's address", gates.firm_has_an_address),
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            gates.conflict_current,
        ),
    ),
    (Step.REPORT, Move.START): (
        (HARD, "link_to_report", "There is a link to report", gates.has_a_link),
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            gates.conflict_current,
        ),
    ),
    (Step.REPORT, Move.COMPLETE): (
        (
            SOFT,
            "links_looked_at",
            "For each link we know whether it is still online",
            gates.links_looked_at,
        ),
    ),
    (Step.LEGAL, Move.START): (
        (
            HARD,
            "limitation_confirmed",
            "Every claim pursued has a confirmed time limit",
            gates.limitation_confirmed_for_court,
        ),
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            gates.conflict_current,
        ),
        (
            HARD,
            "merits_certified",
            "An attorney has certified the merits",
            gates.merits_certified,
        ),
        (
            HARD,
            "costs_accepted",
            "The client accepts cost, publicity, counterclaim and fee risk",
            gates.costs_accepted,
        ),
        (
            SOFT,
            "earlier_steps_answered",
            "Resolve and Report are done or skipped",
            gates.earlier_steps_answered,
        ),
    ),
}
_LIMITS = Place("cases:time_limits", "Time limits")
_CONFLICTS = Place("cases:conflicts", "Conflict check")
_INCIDENTS = Place("cases:incidents", "Incidents")
_PEOPLE = Place("cases:people", "People & accounts")
PLACES: Mapping[str, Place | None] = {
    "conflict_cleared": _CONFLICTS,
    "conflict_current": _CONFLICTS,
    "limitation_confirmed": _LIMITS,
    "limit_is_far": _LIMITS,
    "incident_reviewed": _INCIDENTS,
    "incident_written": _INCIDENTS,
    "false_words_explained": _INCIDENTS,
    "dates_bounded": _INCIDENTS,
    "links_looked_at": _INCIDENTS,
    "link_to_report": _INCIDENTS,
    "accounts_attributed": _PEOPLE,
    "defendant_chosen": _PEOPLE,
    "someone_identified": _PEOPLE,
    "representation_known": _PEOPLE,
    "no_safety_flag": Place("cases:safety", "Safety"),
    "safety_screened": Place("cases:safety_screening", "Safety questions"),
    "merits_certified": Place("cases:plan_merits", "Merits"),
    "earlier_steps_answered": Place("cases:steps", "Steps"),
    "firm_address": None,
}
OWN_CONDITIONS = tuple(
    Condition(
        code=code,
        step=step,
        move=to_make,
        says=says,
        stands_in_the_way=reader,
        hard=hard,
        place=PLACES.get(code, PLAN),
    )
    for (step, to_make), rows in ASKED.items()
    for hard, code, says, reader in rows
)
LATER: Mapping[tuple[Step, Move], tuple[str, ...]] = {
    (Step.PLAN, Move.COMPLETE): (
        "The options memo compares every option, doing nothing included.",
    ),
    (Step.EVIDENCE, Move.COMPLETE): (
        "No alert about how something was obtained is open.",
        "Every platform named at intake has been swept.",
    ),
    (Step.AMICABLE, Move.START): ("A tolling agreement may stand in for the 30 days.",),
    (Step.AMICABLE, Move.COMPLETE): (
        "Everything cited was captured again the day before sending.",
        "The answer, or that none came in time, is on record.",
        "A removal is confirmed by a fresh capture.",
    ),
    (Step.REPORT, Move.COMPLETE): ("Each link still online has the platform's answer on record.",),
    (Step.LEGAL, Move.START): ("The statutory notice is done or not needed.",),
    (Step.LEGAL, Move.COMPLETE): ("The judgment, order, settlement or withdrawal is on record.",),
}
CONDITIONS: list[Condition] = list(OWN_CONDITIONS)


def add_conditions(conditions: Iterable[Condition]) -> None:
    """Add the conditions of a higher app; called once, when that app is loaded."""
    known = {(each.code, each.step, each.move) for each in CONDITIONS}
    CONDITIONS.extend(each for each in conditions if (each.code, each.step, each.move) not in known)


def readings(case: Case, step: Step, to_make: Move) -> list[Reading]:
    """Every condition of a move as it stands now, hard ones first."""
    # What a step needs to start, it needs again when it is reopened.
    guarded = Move.START if to_make is Move.REOPEN else to_make
    asked = [each for each in CONDITIONS if each.step == step and each.move == guarded]
    ordered = sorted(asked, key=lambda condition: not condition.hard)
    return [
        Reading(
            condition=each,
            sentence=each.stands_in_the_way(case),
            url=reverse(each.place.page, kwargs={"case_ref": case.ref}) if each.place else "",
        )
        for each in ordered
    ]


def to_check_by_hand(step: Step, to_make: Move) -> tuple[str, ...]:
    """What a move asks for and no record says yet."""
    return LATER.get((step, Move.START if to_make is Move.REOPEN else to_make), ())
