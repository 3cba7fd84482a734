"""The six steps: what moves exist, what must hold first, and the one way to move.

Steps are an ordered plan, not a rail: several may be open, one is the focus. :data:`MOVES` is
the table of moves; :data:`CONDITIONS` is the table of what must hold, each reading rows and
answering with a sentence. A hard condition refuses. A soft one refuses unless an attorney
writes why it does not matter. Higher apps add conditions over their own rows with
:func:`add_conditions` when they are loaded.

Form, button and write all ask :func:`blockers`; only :func:`move` and
:func:`open_in_emergency` change a step, under the lock of the case's row.

Source: the firm's six-step handbook, "plan, evidence, identify, amicable, report, legal".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import Firm, User
from cases import conflicts, safety, time_limits
from cases.models import (
    Case,
    CaseStep,
    Category,
    ConditionReading,
    ConsentKind,
    Direction,
    Online,
    Review,
    SkipReason,
    StatementKind,
    Step,
    StepState,
    StepTransition,
    Task,
)

SHORTEST_OTHER_REASON = 40  # characters
CLEAR_OF_A_LIMIT = timedelta(days=30)


class MoveRefused(Refusal):
    """A step cannot make this move as things stand; the sentences say why."""


class Move(models.TextChoices):
    START = "start", "Start"
    COMPLETE = "complete", "Mark as done"
    HOLD = "hold", "Put on hold"
    SKIP = "skip", "Skip"
    REOPEN = "reopen", "Reopen"


MOVES: Mapping[Move, Mapping[StepState, StepState]] = {
    Move.START: {
        StepState.NOT_STARTED: StepState.ACTIVE,
        StepState.ON_HOLD: StepState.ACTIVE,
    },
    Move.COMPLETE: {StepState.ACTIVE: StepState.COMPLETE},
    Move.HOLD: {
        StepState.NOT_STARTED: StepState.ON_HOLD,
        StepState.ACTIVE: StepState.ON_HOLD,
    },
    Move.SKIP: {
        StepState.NOT_STARTED: StepState.SKIPPED,
        StepState.ACTIVE: StepState.SKIPPED,
        StepState.ON_HOLD: StepState.SKIPPED,
    },
    Move.REOPEN: {
        StepState.COMPLETE: StepState.ACTIVE,
        StepState.SKIPPED: StepState.ACTIVE,
    },
}
NEEDS_A_REASON = frozenset({Move.HOLD, Move.SKIP, Move.REOPEN})

_R = SkipReason
SKIP_REASONS: Mapping[Step, tuple[SkipReason, ...]] = {
    Step.PLAN: (),
    Step.EVIDENCE: (),
    Step.IDENTIFY: (_R.ADMITTED, _R.UNKNOWN, _R.DONE_BEFORE, _R.CATEGORY, _R.OTHER),
    Step.AMICABLE: (
        _R.SAFETY_RISK,
        _R.THREATS,
        _R.NCII,
        _R.ORDER,
        _R.UNKNOWN,
        _R.REPRESENTED,
        _R.LIMITATION,
        _R.MEDIA,
        _R.MINOR,
        _R.POLICE,
        _R.CLIENT,
        _R.DONE_BEFORE,
        _R.REMOVED,
        _R.OTHER,
    ),
    Step.REPORT: (
        _R.REMOVED,
        _R.NO_CHANNEL,
        _R.POLICE,
        _R.CLIENT,
        _R.DONE_BEFORE,
        _R.RESOLVED,
        _R.OTHER,
    ),
    Step.LEGAL: (_R.CLIENT, _R.RESOLVED, _R.MERITS, _R.COST, _R.OTHER),
}


# --- Conditions -------------------------------------------------------------------------------


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


_S, _M, _C = Step, Move, Condition
OWN_CONDITIONS: tuple[Condition, ...] = (
    # 1 Plan
    _C(
        code="conflict_cleared",
        step=_S.PLAN,
        move=_M.START,
        says="The conflict check is clear",
        stands_in_the_way=_conflict_cleared,
    ),
    _C(
        code="conflict_cleared",
        step=_S.PLAN,
        move=_M.COMPLETE,
        says="The conflict check is clear",
        stands_in_the_way=_conflict_cleared,
    ),
    _C(
        code="engagement_signed",
        step=_S.PLAN,
        move=_M.COMPLETE,
        says="The engagement letter is signed",
        stands_in_the_way=_engagement_signed,
    ),
    _C(
        code="limitation_confirmed",
        step=_S.PLAN,
        move=_M.COMPLETE,
        says="An attorney has confirmed the time limits",
        stands_in_the_way=_limitation_confirmed,
    ),
    _C(
        code="safety_screened",
        step=_S.PLAN,
        move=_M.COMPLETE,
        says="The client has answered the safety questions",
        stands_in_the_way=_consent(
            ConsentKind.SAFETY_SCREEN, "The client's answers to the safety questions are missing."
        ),
    ),
    _C(
        code="do_not_engage",
        step=_S.PLAN,
        move=_M.COMPLETE,
        hard=False,
        says="The client has read the do-not-engage sheet",
        stands_in_the_way=_consent(
            ConsentKind.DO_NOT_ENGAGE, "The client has not yet read the do-not-engage sheet."
        ),
    ),
    _C(
        code="plan_agreed",
        step=_S.PLAN,
        move=_M.COMPLETE,
        hard=False,
        says="The client agrees with the plan",
        stands_in_the_way=_consent(
            ConsentKind.PLAN, "The client has not yet agreed with the plan."
        ),
    ),
    # 2 Evidence
    _C(
        code="engagement_signed",
        step=_S.EVIDENCE,
        move=_M.START,
        says="The engagement letter is signed",
        stands_in_the_way=_engagement_signed,
    ),
    _C(
        code="incident_reviewed",
        step=_S.EVIDENCE,
        move=_M.COMPLETE,
        says="At least one incident is reviewed",
        stands_in_the_way=_has_reviewed_incident,
    ),
    _C(
        code="false_words_explained",
        step=_S.EVIDENCE,
        move=_M.COMPLETE,
        hard=False,
        says="Each defamation incident has its exact words and why they are false",
        stands_in_the_way=_false_words_explained,
    ),
    _C(
        code="dates_bounded",
        step=_S.EVIDENCE,
        move=_M.COMPLETE,
        hard=False,
        says="Each incident has a date, or bounds for one",
        stands_in_the_way=_dates_bounded,
    ),
    # 3 Identify
    _C(
        code="incident_written",
        step=_S.IDENTIFY,
        move=_M.START,
        says="At least one incident is written down",
        stands_in_the_way=_has_incident,
    ),
    _C(
        code="conflict_current",
        step=_S.IDENTIFY,
        move=_M.COMPLETE,
        says="The conflict check covers everyone named since",
        stands_in_the_way=_conflict_current,
    ),
    _C(
        code="accounts_attributed",
        step=_S.IDENTIFY,
        move=_M.COMPLETE,
        hard=False,
        says="Each account has a view on who is behind it",
        stands_in_the_way=_accounts_attributed,
    ),
    _C(
        code="defendant_chosen",
        step=_S.IDENTIFY,
        move=_M.COMPLETE,
        hard=False,
        says="The other side is named, or is a Doe",
        stands_in_the_way=_defendant_chosen,
    ),
    # 4 Resolve
    _C(
        code="no_safety_flag",
        step=_S.AMICABLE,
        move=_M.START,
        says="No safety flag stands against the recipient",
        stands_in_the_way=_no_safety_flag,
    ),
    _C(
        code="someone_identified",
        step=_S.AMICABLE,
        move=_M.START,
        says="Someone is identified at least as probable",
        stands_in_the_way=_someone_identified,
    ),
    _C(
        code="representation_known",
        step=_S.AMICABLE,
        move=_M.START,
        says="It is known whether the other side has a lawyer",
        stands_in_the_way=_representation_known,
    ),
    _C(
        code="limit_is_far",
        step=_S.AMICABLE,
        move=_M.START,
        says="The time limit is more than 30 days away",
        stands_in_the_way=_limit_is_far,
    ),
    _C(
        code="contact_agreed",
        step=_S.AMICABLE,
        move=_M.START,
        says="The client agrees in writing that we write to the other side",
        stands_in_the_way=_consent(
            ConsentKind.CONTACT, "The client has not agreed in writing that we contact anyone."
        ),
    ),
    _C(
        code="firm_address",
        step=_S.AMICABLE,
        move=_M.START,
        says="Letters carry the firm's address",
        stands_in_the_way=_firm_has_an_address,
    ),
    _C(
        code="conflict_current",
        step=_S.AMICABLE,
        move=_M.START,
        says="The conflict check covers everyone named since",
        stands_in_the_way=_conflict_current,
    ),
    # 5 Report
    _C(
        code="link_to_report",
        step=_S.REPORT,
        move=_M.START,
        says="There is a link to report",
        stands_in_the_way=_has_a_link,
    ),
    _C(
        code="links_looked_at",
        step=_S.REPORT,
        move=_M.COMPLETE,
        hard=False,
        says="For each link we know whether it is still online",
        stands_in_the_way=_links_looked_at,
    ),
    # 6 Legal action
    _C(
        code="limitation_confirmed",
        step=_S.LEGAL,
        move=_M.START,
        says="An attorney has confirmed the time limits",
        stands_in_the_way=_limitation_confirmed,
    ),
    _C(
        code="conflict_current",
        step=_S.LEGAL,
        move=_M.START,
        says="The conflict check covers everyone named since",
        stands_in_the_way=_conflict_current,
    ),
    _C(
        code="merits_certified",
        step=_S.LEGAL,
        move=_M.START,
        says="An attorney has certified the merits",
        stands_in_the_way=_consent(
            ConsentKind.ADMITTED_MERITS, "No attorney has certified the merits in writing."
        ),
    ),
    _C(
        code="costs_accepted",
        step=_S.LEGAL,
        move=_M.START,
        says="The client accepts cost, publicity, counterclaim and fee risk",
        stands_in_the_way=_consent(
            ConsentKind.COSTS, "The client's signed consent to cost and risk is missing."
        ),
    ),
    _C(
        code="earlier_steps_answered",
        step=_S.LEGAL,
        move=_M.START,
        hard=False,
        says="Resolve and Report are done or skipped",
        stands_in_the_way=_earlier_steps_answered,
    ),
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


# --- Reading ----------------------------------------------------------------------------------


def readings(case: Case, step: Step, to_make: Move) -> list[Reading]:
    """Every condition of a move as it stands now, hard ones first."""
    asked = [each for each in CONDITIONS if each.step == step and each.move == to_make]
    if to_make is Move.REOPEN:  # what a step needs to start, it needs again
        asked = [each for each in CONDITIONS if each.step == step and each.move == Move.START]
    ordered = sorted(asked, key=lambda condition: not condition.hard)
    return [Reading(condition=each, sentence=each.stands_in_the_way(case)) for each in ordered]


def possible_moves(step: CaseStep) -> list[Move]:
    """The moves the table allows from the state the step is in."""
    moves = [each for each, edges in MOVES.items() if StepState(step.state) in edges]
    if not SKIP_REASONS[Step(step.code)] and Move.SKIP in moves:
        moves.remove(Move.SKIP)
    return moves


def blockers(case: Case, step: CaseStep, to_make: Move) -> list[str]:
    """Sentences saying why the step cannot make the move, soft ones included; empty when it can."""
    if to_make not in possible_moves(step):
        return [_impossible(step, to_make)]
    return [each.sentence for each in readings(case, Step(step.code), to_make) if each.sentence]


def _impossible(step: CaseStep, to_make: Move) -> str:
    name = step.get_code_display()
    if to_make is Move.SKIP and not SKIP_REASONS[Step(step.code)]:
        return f"{name} is never skipped. It can be short."
    state = step.get_state_display().lower()
    return f"{name} is {state}. Look at the page again: it may just have changed."


# --- Moving -----------------------------------------------------------------------------------


@transaction.atomic
def move(
    case: Case,
    step: Step,
    to_make: Move,
    *,
    by: User,
    reason: str = "",
    reason_code: str = "",
    override: str = "",
) -> StepTransition:
    """Move one step, and record who, when, why and the conditions as they stood.

    The case's row is locked and everything is read again under the lock, so of two attorneys
    who press together one gets :class:`MoveRefused`.

    Args:
        case: The case.
        step: Which of the six.
        to_make: The move.
        by: The attorney.
        reason: Why, in words; needed to hold, skip and reopen.
        reason_code: Why a step is skipped.
        override: Why the soft conditions that are not met do not matter here.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    row = CaseStep.objects.get(case=case, code=step)
    if to_make not in possible_moves(row):
        raise MoveRefused(_impossible(row, to_make))
    _check_reason(step, to_make, reason, reason_code)
    stands = readings(case, step, to_make)
    hard = [each.sentence for each in stands if each.sentence and each.condition.hard]
    soft = [each.sentence for each in stands if each.sentence and not each.condition.hard]
    if hard:
        raise MoveRefused(" ".join(hard))
    if soft and not override.strip():
        raise MoveRefused(f"{' '.join(soft)} Write why this does not matter here, or wait.")
    words = reason.strip() or override.strip()
    return _record(case, row, to_make, by=by, stands=stands, reason=words, reason_code=reason_code)


def _check_reason(step: Step, to_make: Move, reason: str, reason_code: str) -> None:
    if to_make is Move.SKIP:
        if reason_code not in SKIP_REASONS[step]:
            raise MoveRefused("Choose a reason that fits this step.")
        if reason_code == SkipReason.OTHER and len(reason.strip()) < SHORTEST_OTHER_REASON:
            raise MoveRefused("Say in a full sentence why the step is skipped.")
    elif to_make in NEEDS_A_REASON and not reason.strip():
        raise MoveRefused("Say why, in a sentence.")


def _record(
    case: Case,
    row: CaseStep,
    to_make: Move,
    *,
    by: User,
    stands: Iterable[Reading],
    reason: str,
    reason_code: str = "",
    emergency: str = "",
) -> StepTransition:
    left = StepState(row.state)
    entered = MOVES[to_make][left]
    made = StepTransition.objects.create(
        step=row,
        left=left,
        entered=entered,
        by=by,
        reason=reason,
        reason_code=reason_code,
        emergency=emergency,
    )
    ConditionReading.objects.bulk_create(
        ConditionReading(
            transition=made,
            code=each.condition.code,
            sentence=each.sentence or f"{each.condition.says}.",
            met=each.met,
            overridden=not each.met,
        )
        for each in stands
    )
    CaseStep.objects.filter(pk=row.pk).update(state=entered, since=Now())
    focus = Step(row.code) if entered == StepState.ACTIVE else None
    _refocus(case, started=focus)
    return made


def _refocus(case: Case, *, started: Step | None) -> None:
    """Keep the focus on an open step: the one just started if the old one is not open."""
    states = dict(case.steps.values_list("code", "state"))
    current = Case.objects.values_list("focus", flat=True).get(pk=case.pk)
    focus = current
    if states[current] != StepState.ACTIVE:
        open_steps = [code for code in Step.values if states[code] == StepState.ACTIVE]
        waiting = [code for code in Step.values if states[code] == StepState.NOT_STARTED]
        focus = started or (open_steps or waiting or [current])[0]
    Case.objects.filter(pk=case.pk).update(focus=focus, changed_at=Now())
    case.focus = focus


@transaction.atomic
def set_focus(case: Case, step: Step) -> None:
    """Make an open step the one the case is about now."""
    Case.objects.select_for_update().get(pk=case.pk)
    if not case.steps.filter(code=step, state=StepState.ACTIVE).exists():
        raise MoveRefused(f"{step.label} is not open. Start it first.")
    Case.objects.filter(pk=case.pk).update(focus=step, changed_at=Now())
    case.focus = step


@transaction.atomic
def begin(case: Case, *, by: User) -> StepTransition:
    """Start step 1 of a case that was just opened."""
    return move(case, Step.PLAN, Move.START, by=by, reason="The case was opened.")


@transaction.atomic
def open_in_emergency(case: Case, *, by: User, emergency: str, sentence: str) -> StepTransition:
    """Open step 6 at once; every unmet condition becomes a task due today.

    Args:
        case: The case.
        by: The attorney who answers for it.
        emergency: ``emergency_order`` or ``limitation_14_days``.
        sentence: Why it cannot wait.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    row = CaseStep.objects.get(case=case, code=Step.LEGAL)
    to_make = Move.REOPEN if row.state in MOVES[Move.REOPEN] else Move.START
    if to_make not in possible_moves(row):
        raise MoveRefused(_impossible(row, to_make))
    if not sentence.strip():
        raise MoveRefused("Say in one sentence why this cannot wait.")
    stands = readings(case, Step.LEGAL, Move.START)
    made = _record(
        case, row, to_make, by=by, stands=stands, reason=sentence.strip(), emergency=emergency
    )
    Task.objects.bulk_create(
        Task(
            case=case,
            title=f"Step 6, opened in an emergency: {each.sentence}"[:200],
            step=Step.LEGAL,
            due_on=timezone.localdate(),
            assigned_to=case.lead,
            made_by=by,
        )
        for each in stands
        if not each.met
    )
    set_focus(case, Step.LEGAL)
    return made
