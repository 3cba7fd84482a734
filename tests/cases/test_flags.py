"""Safety flags: whom they block, who lifts them, and who is only warned about."""

import pytest
from django.utils import timezone

from cases import flags, people, safety
from cases.flags import FlagRefused
from cases.models import AttributionLevel, PartyKind, RoleOnCase, SafetyKind
from tests import make_accounts, make_cases

pytestmark = pytest.mark.django_db


def test_a_flag_on_a_party_blocks_that_party_alone() -> None:
    case = make_cases.case()
    marcus = make_cases.party(case, label="Marcus Haldstrom")
    kyle = make_cases.party(case, label="Kyle Tandrow")
    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Waits", party=marcus)
    assert "Stalking" in safety.recipient_blocked(case, marcus)
    assert safety.recipient_blocked(case, kyle) == ""
    assert "may reach the source" in safety.recipient_warning(case, kyle)


def test_a_flag_on_an_account_blocks_everyone_thought_to_be_behind_it() -> None:
    case = make_cases.case()
    account = make_cases.account(case)
    marcus = make_cases.party(case, label="Marcus Haldstrom")
    people.attribute(account, marcus, AttributionLevel.SUSPECTED, basis="Style", by=case.lead)
    flags.raise_flag(case, SafetyKind.CREDIBLE_THREAT, by=case.lead, reason="Post", account=account)
    assert safety.recipient_blocked(case, marcus)


def test_an_unknown_source_blocks_the_unidentified_until_an_attorney_tells_them_apart() -> None:
    case = make_cases.case()
    account = make_cases.account(case)
    doe = make_cases.party(case, kind=PartyKind.DOE, label="Doe 2")
    suspect = make_cases.party(case, RoleOnCase.SUSPECTED, label="Kyle Tandrow")
    known = make_cases.party(case, label="Marcus Haldstrom")
    flag = flags.raise_flag(
        case, SafetyKind.CREDIBLE_THREAT, by=case.lead, reason="Post", account=account
    )
    assert safety.recipient_blocked(case, doe)
    assert safety.recipient_blocked(case, suspect)
    assert safety.recipient_blocked(case, known) == ""
    flags.record_difference(flag, suspect, by=case.lead, reason="Was at sea that week")
    assert safety.recipient_blocked(case, suspect) == ""
    with pytest.raises(FlagRefused, match="already recorded"):
        flags.record_difference(flag, suspect, by=case.lead, reason="Again")


def test_platforms_and_lawyers_are_warned_about_and_never_blocked() -> None:
    case = make_cases.case()
    flags.raise_flag(case, SafetyKind.NCII, by=case.lead, reason="Images")
    for role in (RoleOnCase.PLATFORM, RoleOnCase.COUNSEL):
        party = make_cases.party(case, role)
        assert safety.recipient_blocked(case, party) == ""
        assert safety.recipient_warning(case, party)


def test_a_flag_on_the_whole_case_blocks_the_other_side() -> None:
    case = make_cases.case()
    marcus = make_cases.party(case, label="Marcus Haldstrom")
    flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    assert safety.recipient_blocked(case, marcus)


def test_immediate_danger_makes_a_task_for_today() -> None:
    case = make_cases.case()
    flags.raise_flag(case, SafetyKind.IMMEDIATE_DANGER, by=case.lead, reason="At the door")
    task = case.tasks.get()
    assert (task.assigned_to, task.due_on) == (case.lead, timezone.localdate())


@pytest.mark.parametrize(
    "kind", [SafetyKind.CREDIBLE_THREAT, SafetyKind.WEAPON, SafetyKind.PRIOR_VIOLENCE]
)
def test_some_flags_stand_until_a_second_attorney_agrees(kind: SafetyKind) -> None:
    case = make_cases.case()
    second = make_accounts.attorney()
    flag = flags.raise_flag(case, kind, by=case.lead, reason="Wrote it")
    flags.lift(flag, by=case.lead, reason="Arrested")
    assert case.safety_flags.standing().count() == 1
    with pytest.raises(FlagRefused, match="another attorney"):
        flags.second_lift(flag, by=case.lead, agrees=True)
    lifted = flags.second_lift(flag, by=second, agrees=True)
    assert (lifted.lifted_by, lifted.lift_seconded_by) == (case.lead, second)
    assert case.safety_flags.standing().count() == 0


def test_a_second_attorney_may_keep_the_flag() -> None:
    case = make_cases.case()
    flag = flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Wrote it")
    flags.lift(flag, by=case.lead, reason="Arrested")
    flags.second_lift(flag, by=make_accounts.attorney(), agrees=False)
    flags.lift(flag, by=case.lead, reason="Really arrested")


def test_other_flags_are_lifted_by_one_attorney_with_a_reason() -> None:
    case = make_cases.case()
    flag = flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Waits")
    with pytest.raises(FlagRefused, match="Say why"):
        flags.lift(flag, by=case.lead, reason=" ")
    flags.lift(flag, by=case.lead, reason="Moved abroad")
    assert case.safety_flags.standing().count() == 0
    with pytest.raises(FlagRefused, match="already lifted"):
        flags.lift(flag, by=case.lead, reason="Again")
