"""Raising and lifting safety flags.

A flag raised while step 4 is open puts that step on hold. Some flags are lifted only when a
second person agrees; who that is follows the firm's rule.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import second_person
from accounts.errors import Refusal
from accounts.models import SecondPerson, User
from cases.models import (
    Case,
    OnlineAccount,
    Party,
    SafetyAnswer,
    SafetyDifference,
    SafetyFlag,
    SafetyKind,
    SafetyQuestion,
    Step,
    StepState,
    Task,
)
from cases.safety import holding, screening
from cases.steps import workflow
from cases.steps.conditions import Move

NEED_A_SECOND = frozenset(
    {SafetyKind.CREDIBLE_THREAT, SafetyKind.WEAPON, SafetyKind.PRIOR_VIOLENCE}
)


class FlagRefused(Refusal):
    """A flag cannot be raised or lifted as asked."""


@transaction.atomic
def raise_flag(
    case: Case,
    kind: SafetyKind,
    *,
    by: User,
    reason: str,
    party: Party | None = None,
    account: OnlineAccount | None = None,
) -> SafetyFlag:
    """Say that there is danger: from a party, an account, or from wherever (neither).

    Immediate danger makes a task for the lead, due today. An open step 4 goes on hold. Intimate
    images, sexual extortion and someone under 18 hold the case's files back.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    flag = SafetyFlag.objects.create(
        case=case, kind=kind, party=party, account=account, reason=reason.strip(), raised_by=by
    )
    if kind is SafetyKind.IMMEDIATE_DANGER:
        Task.objects.create(
            case=case,
            title="Call the client about immediate danger",
            due_on=timezone.localdate(),
            assigned_to=case.lead,
            made_by=by,
        )
    holding.hold_for_danger(case, kind)
    if case.steps.filter(code=Step.AMICABLE, state=StepState.ACTIVE).exists():
        words = f"Safety flag: {flag.get_kind_display()}."
        workflow.move(case, Step.AMICABLE, Move.HOLD, by=by, reason=words)
    return flag


@transaction.atomic
def lift(flag: SafetyFlag, *, by: User, reason: str) -> SafetyFlag:
    """Say that the danger is over; threats, weapons and earlier violence wait for a second."""
    current = SafetyFlag.objects.select_for_update().get(pk=flag.pk)
    if current.lifted_at is not None:
        raise FlagRefused("This flag is already lifted.")
    if current.lifted_by_id is not None:
        raise FlagRefused("Someone has asked to lift this flag. A second person has to agree.")
    if not reason.strip():
        raise FlagRefused("Say why the danger is over.")
    current.lifted_by, current.lift_reason = by, reason.strip()[:500]
    current.lift_asked_at = timezone.now()
    if current.kind not in NEED_A_SECOND:
        current.lifted_at = current.lift_asked_at
    current.save(update_fields=["lifted_by", "lift_reason", "lift_asked_at", "lifted_at"])
    return current


@transaction.atomic
def raise_from_answer(answer: SafetyAnswer, *, by: User) -> SafetyFlag:
    """Raise the flag a “yes” points to, on the whole case, with the client's answer as reason."""
    case = Case.objects.select_for_update().get(pk=answer.screening.case_id)
    if answer not in screening.flags_to_raise(case):
        raise FlagRefused("This flag stands already, or the answer is no longer the newest.")
    said = f"The client was asked: “{answer.get_question_display()}” She answered yes."
    kind = screening.POINTS_TO[SafetyQuestion(answer.question)]
    return raise_flag(case, kind, by=by, reason=f"{said} {answer.note}"[:500])


def lift_objection(flag: SafetyFlag, by: User, settled: SecondPerson | None = None) -> str:
    """Why this person may not agree to lift the flag, as a sentence; empty when they may."""
    if flag.lifted_by is None or flag.lift_asked_at is None:
        return "Nobody has asked to lift this flag."
    return second_person.objection(
        flag.lifted_by, flag.lift_asked_at, by=by, did="asked to lift this flag", settled=settled
    )


@transaction.atomic
def second_lift(flag: SafetyFlag, *, by: User, agrees: bool, reason: str = "") -> SafetyFlag:
    """A second person agrees that the flag is lifted, or keeps it standing.

    Args:
        flag: The flag that somebody asked to lift.
        by: Who decides.
        agrees: Whether it is lifted.
        reason: Why, for an attorney who waited and agrees with themselves.
    """
    current = SafetyFlag.objects.select_for_update().get(pk=flag.pk)
    if current.lifted_at is not None or current.lifted_by is None:
        raise FlagRefused("Nobody has asked to lift this flag.")
    if not agrees:
        current.lifted_by, current.lift_reason, current.lift_asked_at = None, "", None
    elif objection := lift_objection(current, by):
        raise FlagRefused(objection)
    elif second_person.needs_a_reason(current.lifted_by, by) and not reason.strip():
        raise FlagRefused("Say why you are still sure, in a sentence.")
    else:
        current.lift_seconded_by, current.lifted_at = by, timezone.now()
        current.lift_second_reason = reason.strip()[:500]
    current.save()
    return current


def record_difference(flag: SafetyFlag, party: Party, *, by: User, reason: str) -> SafetyDifference:
    """An attorney records why a party is not the source of this danger."""
    if not reason.strip():
        raise FlagRefused("Say why this person is not the source.")
    if flag.party_id == party.pk:
        raise FlagRefused("The flag names this person. Lift it instead.")
    try:
        with transaction.atomic():
            return SafetyDifference.objects.create(
                flag=flag, party=party, reason=reason.strip()[:500], by=by
            )
    except IntegrityError as error:
        raise FlagRefused("This is already recorded.") from error
