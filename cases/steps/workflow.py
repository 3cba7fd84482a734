"""Moving the six steps: what moves exist, and the one way to make them.

Steps are an ordered plan, not a rail: several may be open, one is the focus. :data:`MOVES` is the
table of moves; what a move asks for stands in :mod:`cases.steps.conditions`. Form, button and
write all ask :func:`blockers`; only :func:`move` and :func:`open_in_emergency` change a step, under
the lock of the case's row.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import (
    Case,
    CaseStep,
    ConditionReading,
    SkipReason,
    Step,
    StepState,
    StepTransition,
    Task,
)
from cases.steps.conditions import Move, Reading, readings

SHORTEST_OTHER_REASON = 40  # characters


class MoveRefused(Refusal):
    """A step cannot make this move as things stand; the sentences say why."""


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


# --- Moving by the table -----------------------------------------------------------------------


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
            title=f"For step 6: {each.sentence}"[:200],
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
