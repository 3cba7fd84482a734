"""What each move of a step asks for: conditions that read rows and answer with a sentence.

:data:`ASKED` is the table. A hard condition refuses. A soft one refuses unless an attorney writes
why it does not matter. What needs records we do not keep yet stands in :data:`LATER`. Higher
apps add conditions over their own rows with :func:`add_conditions` when they are loaded.

Source: the firm's six-step handbook, "plan, evidence, identify, amicable, report, legal".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import Firm
from cases import conflicts, safety, time_limits
from cases.models import (
    Case,
    Category,
    ConsentKind,
    Direction,
    Online,
    Review,
    StatementKind,
    Step,
    StepState,
)

CLEAR_OF_A_LIMIT = timedelta(days=30)


class Move(models.TextChoices):
    START = "start", "Start"
    COMPLETE = "complete", "Mark as done"
    HOLD = "hold", "Put on hold"
    SKIP = "skip", "Skip"
    REOPEN = "reopen", "Reopen"


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
    """

    code: str
    step: Step
    move: Move
    says: str
    stands_in_the_way: Callable[[Case], str | None]
    hard: bool = True


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A condition as it stands now."""

    condition: Condition
    sentence: str | None

    @property
    def met(self) -> bool:
        return self.sentence is None


# --- Reading rows ------------------------------------------------------------------------------


def _conflict_cleared(case: Case) -> str | None:
    check = conflicts.latest_check(case.ref, case)
    if check is None:
        return "No conflict check has been run."
    if conflicts.decision_of(check) is None:
        return "The latest conflict check is not decided."
    return None if conflicts.is_clear(check) else "The conflict check is not clear."


def _conflict_current(case: Case) -> str | None:
    if sentence := _conflict_cleared(case):
        return sentence
    names = conflicts.unchecked_names(case)
    if not names:
        return None
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""  # noqa: PLR2004 - names shown
    return f"The conflict check has not searched {', '.join(names[:3])}{more}."


def _engagement_signed(case: Case) -> str | None:
    engagement = getattr(case, "engagement", None)
    if engagement is None or engagement.signed_on is None:
        return "The engagement letter is not recorded as signed."
    return None


def _limitation_confirmed(case: Case) -> str | None:
    if has_consent(case, ConsentKind.NO_DEFAMATION):
        return None
    limits = time_limits.standing(case)
    if not limits:
        return "No time limit is written down."
    if any(not limit.is_confirmed for limit in limits):
        return "An attorney has not confirmed every time limit."
    return None


def _limit_is_far(case: Case) -> str | None:
    nearest = time_limits.nearest(case)
    if nearest is None:
        if has_consent(case, ConsentKind.NO_DEFAMATION):
            return None
        return "No time limit is written down, so it may be near."
    if nearest.expires_on - timezone.localdate() <= CLEAR_OF_A_LIMIT:
        return f"The time limit of {nearest.expires_on:%-d %b %Y} is 30 days away or less."
    return None


def has_consent(case: Case, kind: ConsentKind) -> bool:
    return case.consents.filter(kind=kind, withdrawn_at=None).exists()


def _consent(kind: ConsentKind, sentence: str) -> Callable[[Case], str | None]:
    return lambda case: None if has_consent(case, kind) else sentence


def _relied_on(case: Case) -> models.QuerySet[models.Model]:
    incidents: models.QuerySet[models.Model] = case.incidents.filter(
        direction=Direction.OTHER_SIDE, review=Review.REVIEWED
    )
    return incidents


def _has_reviewed_incident(case: Case) -> str | None:
    return None if _relied_on(case).exists() else "No incident has been reviewed yet."


def _has_incident(case: Case) -> str | None:
    return None if case.incidents.exists() else "No incident is written down yet."


def _false_words_explained(case: Case) -> str | None:
    explained = models.Q(
        statements__kind=StatementKind.FACT, statements__why_false__gt=""
    ) & models.Q(statements__words__gt="")
    lacking = _relied_on(case).filter(category=Category.DEFAMATION)
    count = lacking.exclude(pk__in=lacking.filter(explained).values("pk")).count()
    if not count:
        return None
    subject = "One incident lacks" if count == 1 else f"{count} incidents lack"
    return f"{subject} the exact words with the reason why they are false."


def _dates_bounded(case: Case) -> str | None:
    unknown = _relied_on(case).filter(posted_earliest=None, posted_latest=None).count()
    if not unknown:
        return None
    subject = "One incident has" if unknown == 1 else f"{unknown} incidents have"
    return f"{subject} no date at all, not even a rough one."


def _accounts_attributed(case: Case) -> str | None:
    adverse = case.accounts.filter(incidents__direction=Direction.OTHER_SIDE, attributions=None)
    handles = list(adverse.distinct().values_list("handle", flat=True)[:3])
    if not handles:
        return None
    return f"Nobody has said who may be behind {', '.join(handles)}."


def _defendant_chosen(case: Case) -> str | None:
    return None if safety.other_side(case) else "No person, organisation or Doe is named."


def _no_safety_flag(case: Case) -> str | None:
    kinds = sorted({flag.get_kind_display() for flag in case.safety_flags.standing()})
    if not kinds:
        return None
    free = [party for party in safety.other_side(case) if not safety.recipient_blocked(case, party)]
    if any(safety.is_identified(party) for party in free):
        return None
    return f"Contact could raise the risk. Safety flags: {', '.join(kinds)}."


def _someone_identified(case: Case) -> str | None:
    if any(safety.is_identified(party) for party in safety.other_side(case)):
        return None
    return "Nobody of the other side is identified at least as probable."


def _representation_known(case: Case) -> str | None:
    known = [party for party in safety.other_side(case) if safety.is_identified(party)]
    for party in known:
        if party.represented is None:
            return f"Nobody has recorded whether {party.label} has a lawyer."
        if party.represented and party.counsel_id is None:
            return f"{party.label} has a lawyer. Add the lawyer, so that letters go there."
    return None


def _firm_has_an_address(_case: Case) -> str | None:
    return None if Firm.current().address else "The firm's letterhead has no address."


def _links_looked_at(case: Case) -> str | None:
    unsure = case.incidents.exclude(address="").filter(online=Online.UNSURE).count()
    if not unsure:
        return None
    subject = "One link" if unsure == 1 else f"{unsure} links"
    return f"{subject} may or may not still be online. Look and record it."


def _has_a_link(case: Case) -> str | None:
    if case.incidents.exclude(address="").exists():
        return None
    return "No incident has a link that could be reported."


def _earlier_steps_answered(case: Case) -> str | None:
    ended = [StepState.COMPLETE, StepState.SKIPPED]
    open_steps = case.steps.filter(code__in=[Step.AMICABLE, Step.REPORT]).exclude(state__in=ended)
    names = [Step(step.code).label for step in open_steps]
    if not names:
        return None
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} neither done nor skipped."


_safety_screened = _consent(
    ConsentKind.SAFETY_SCREEN, "The client's answers to the safety questions are missing."
)
_do_not_engage_read = _consent(
    ConsentKind.DO_NOT_ENGAGE, "The client has not yet read the do-not-engage sheet."
)
_plan_agreed = _consent(ConsentKind.PLAN, "The client has not yet agreed with the plan.")
_contact_agreed = _consent(
    ConsentKind.CONTACT, "The client has not agreed in writing that we contact anyone."
)
_merits_certified = _consent(
    ConsentKind.ADMITTED_MERITS, "No attorney has certified the merits in writing."
)
_costs_accepted = _consent(
    ConsentKind.COSTS, "The client's signed consent to cost and risk is missing."
)


# --- The table ---------------------------------------------------------------------------------

Row = tuple[bool, str, str, Callable[[Case], str | None]]
HARD, SOFT = True, False

ASKED: Mapping[tuple[Step, Move], tuple[Row, ...]] = {
    (Step.PLAN, Move.START): (
        (HARD, "conflict_cleared", "The conflict check is clear", _conflict_cleared),
    ),
    (Step.PLAN, Move.COMPLETE): (
        (HARD, "conflict_cleared", "The conflict check is clear", _conflict_cleared),
        (HARD, "engagement_signed", "The engagement letter is signed", _engagement_signed),
        (
            HARD,
            "limitation_confirmed",
            "An attorney has confirmed the time limits",
            _limitation_confirmed,
        ),
        (
            HARD,
            "safety_screened",
            "The client has answered the safety questions",
            _safety_screened,
        ),
        (
            SOFT,
            "do_not_engage",
            "The client has read the do-not-engage sheet",
            _do_not_engage_read,
        ),
        (
            SOFT,
            "plan_agreed",
            "The client agrees with the plan",
            _plan_agreed,
        ),
    ),
    (Step.EVIDENCE, Move.START): (
        (HARD, "engagement_signed", "The engagement letter is signed", _engagement_signed),
    ),
    (Step.EVIDENCE, Move.COMPLETE): (
        (HARD, "incident_reviewed", "At least one incident is reviewed", _has_reviewed_incident),
        (
            SOFT,
            "false_words_explained",
            "Each defamation incident has its exact words and why they are false",
            _false_words_explained,
        ),
        (SOFT, "dates_bounded", "Each incident has a date, or bounds for one", _dates_bounded),
    ),
    (Step.IDENTIFY, Move.START): (
        (HARD, "incident_written", "At least one incident is written down", _has_incident),
    ),
    (Step.IDENTIFY, Move.COMPLETE): (
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            _conflict_current,
        ),
        (
            SOFT,
            "accounts_attributed",
            "Each account has a view on who is behind it",
            _accounts_attributed,
        ),
        (SOFT, "defendant_chosen", "The other side is named, or is a Doe", _defendant_chosen),
    ),
    (Step.AMICABLE, Move.START): (
        (HARD, "no_safety_flag", "No safety flag stands against the recipient", _no_safety_flag),
        (
            HARD,
            "someone_identified",
            "Someone is identified at least as probable",
            _someone_identified,
        ),
        (
            HARD,
            "representation_known",
            "It is known whether the other side has a lawyer",
            _representation_known,
        ),
        (HARD, "limit_is_far", "The time limit is more than 30 days away", _limit_is_far),
        (
            HARD,
            "contact_agreed",
            "The client agrees in writing that we write to the other side",
            _contact_agreed,
        ),
        (HARD, "firm_address", "Letters carry the firm's address", _firm_has_an_address),
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            _conflict_current,
        ),
    ),
    (Step.REPORT, Move.START): (
        (HARD, "link_to_report", "There is a link to report", _has_a_link),
    ),
    (Step.REPORT, Move.COMPLETE): (
        (
            SOFT,
            "links_looked_at",
            "For each link we know whether it is still online",
            _links_looked_at,
        ),
    ),
    (Step.LEGAL, Move.START): (
        (
            HARD,
            "limitation_confirmed",
            "An attorney has confirmed the time limits",
            _limitation_confirmed,
        ),
        (
            HARD,
            "conflict_current",
            "The conflict check covers everyone named since",
            _conflict_current,
        ),
        (
            HARD,
            "merits_certified",
            "An attorney has certified the merits",
            _merits_certified,
        ),
        (
            HARD,
            "costs_accepted",
            "The client accepts cost, publicity, counterclaim and fee risk",
            _costs_accepted,
        ),
        (
            SOFT,
            "earlier_steps_answered",
            "Resolve and Report are done or skipped",
            _earlier_steps_answered,
        ),
    ),
}
OWN_CONDITIONS = tuple(
    Condition(code=code, step=step, move=to_make, says=says, stands_in_the_way=reader, hard=hard)
    for (step, to_make), rows in ASKED.items()
    for hard, code, says, reader in rows
)
LATER: Mapping[Step, tuple[str, ...]] = {
    Step.PLAN: ("The options memo compares every option, doing nothing included.",),
    Step.EVIDENCE: (
        "No alert about how something was obtained is open.",
        "Every platform named at intake has been swept.",
    ),
    Step.IDENTIFY: (),
    Step.AMICABLE: (
        "A tolling agreement may stand in for the 30 days.",
        "Everything cited was captured again the day before sending.",
        "The answer, or that none came in time, is on record.",
        "A removal is confirmed by a fresh capture.",
    ),
    Step.REPORT: ("Each link still online has the platform's answer on record.",),
    Step.LEGAL: (
        "The statutory notice is done or not needed.",
        "The judgment, order, settlement or withdrawal is on record.",
    ),
}
CONDITIONS: list[Condition] = list(OWN_CONDITIONS)


def add_conditions(conditions: Iterable[Condition]) -> None:
    """Add the conditions of a higher app; called once, when that app is loaded."""
    known = {(each.code, each.step, each.move) for each in CONDITIONS}
    CONDITIONS.extend(each for each in conditions if (each.code, each.step, each.move) not in known)


def readings(case: Case, step: Step, to_make: Move) -> list[Reading]:
    """Every condition of a move as it stands now, hard ones first."""
    asked = [each for each in CONDITIONS if each.step == step and each.move == to_make]
    if to_make is Move.REOPEN:  # what a step needs to start, it needs again
        asked = [each for each in CONDITIONS if each.step == step and each.move == Move.START]
    ordered = sorted(asked, key=lambda condition: not condition.hard)
    return [Reading(condition=each, sentence=each.stands_in_the_way(case)) for each in ordered]
