"""Safety flags: whom they block, who lifts them, and who is only warned about."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import flags, people
from cases.flags import FlagRefused
from cases.models import AttributionLevel, Party, PartyKind, RoleOnCase, SafetyKind
from cases.safety import blocks
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_a_flag_on_a_party_blocks_that_party_alone() -> None:
    case = make_cases.case()
    marcus = make_cases.party(case, label="Marcus Haldstrom")
    kyle = make_cases.party(case, label="Kyle Tandrow")
    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Waits", party=marcus)
    assert "Stalking" in blocks.recipient_blocked(case, marcus)
    assert blocks.recipient_blocked(case, kyle) == ""
    assert "may reach the source" in blocks.recipient_warning(case, kyle)


def test_a_flag_on_an_account_blocks_everyone_thought_to_be_behind_it() -> None:
    case = make_cases.case()
    account = make_cases.account(case)
    marcus = make_cases.party(case, label="Marcus Haldstrom")
    people.attribute(account, marcus, AttributionLevel.SUSPECTED, basis="Style", by=case.lead)
    flags.raise_flag(case, SafetyKind.CREDIBLE_THREAT, by=case.lead, reason="Post", account=account)
    assert blocks.recipient_blocked(case, marcus)


def test_an_unknown_source_blocks_the_unidentified_until_an_attorney_tells_them_apart() -> None:
    case = make_cases.case()
    account = make_cases.account(case)
    doe = make_cases.party(case, kind=PartyKind.DOE, label="Doe 2")
    suspect = make_cases.party(case, RoleOnCase.SUSPECTED, label="Kyle Tandrow")
    known = make_cases.party(case, label="Marcus Haldstrom")
    flag = flags.raise_flag(
        case, SafetyKind.CREDIBLE_THREAT, by=case.lead, reason="Post", account=account
    )
    assert blocks.recipient_blocked(case, doe)
    assert blocks.recipient_blocked(case, suspect)
    assert blocks.recipient_blocked(case, known) == ""
    flags.record_difference(flag, suspect, by=case.lead, reason="Was at sea that week")
    assert blocks.recipient_blocked(case, suspect) == ""
    with pytest.raises(FlagRefused, match="already recorded"):
        flags.record_difference(flag, suspect, by=case.lead, reason="Again")


def test_platforms_and_lawyers_are_warned_about_and_never_blocked() -> None:
    case = make_cases.case()
    flags.raise_flag(case, SafetyKind.NCII, by=case.lead, reason="Images")
    for role in (RoleOnCase.PLATFORM, RoleOnCase.COUNSEL, RoleOnCase.PUBLISHER):
        party = make_cases.party(case, role)
        assert blocks.recipient_blocked(case, party) == ""
        assert blocks.recipient_warning(case, party)


@pytest.mark.parametrize("also", [RoleOnCase.ADVERSE, RoleOnCase.SUSPECTED])
def test_a_lawyer_who_is_also_the_other_side_is_blocked(also: RoleOnCase) -> None:
    case = make_cases.case()
    flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    assert blocks.recipient_blocked(case, make_cases.party(case, RoleOnCase.COUNSEL, also))


def test_a_flag_that_names_a_platform_blocks_it() -> None:
    case = make_cases.case()
    party = make_cases.party(case, RoleOnCase.PLATFORM)
    flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Its owner", party=party)
    assert blocks.recipient_blocked(case, party)


def changed_roles(by: User, party: Party, *roles: str, reason: str = "") -> tuple[int, str]:
    """What the page answers when someone changes the roles of a party."""
    address = reverse("cases:party_edit", args=[party.case.ref, party.pk])
    browser = signed_in(by)
    page = browser.get(address)
    answer = browser.post(
        address,
        {
            **{name: value for name, value in page.context["form"].initial.items() if value},
            "version": page.context["form"].mark,
            "roles": roles,
            "reason": reason,
        },
    )
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("suspected", "adverse"),
        ("suspected", "platform"),
        ("suspected", "other"),
        ("other", "counsel"),
    ],
)
def test_while_a_flag_stands_an_attorney_says_why_a_role_changes(was: str, becomes: str) -> None:
    sam = make_accounts.paralegal(name="Sam Ortiz")
    case = make_cases.case(team=[make_accounts.attorney(name="Priya Nair"), sam])
    party = make_cases.party(case, RoleOnCase(was), label="Marcus Haldstrom")
    flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")

    status, page = changed_roles(sam, party, becomes, reason="He said so")
    assert (status, "Ask an attorney to make it." in page) == (409, True)
    status, page = changed_roles(case.lead, party, becomes)
    assert (status, "Say why the role changes." in page) == (409, True)
    assert [role.code for role in party.roles.all()] == [was]

    assert changed_roles(case.lead, party, becomes, reason="The court's letter names him")[0] == 302
    assert [role.code for role in party.roles.all()] == [becomes]
    activity = signed_in(sam).get(reverse("cases:activity", args=[case.ref])).content.decode()
    assert "The court&#x27;s letter names him" in activity
    assert f"Removed the role “{RoleOnCase(was).label}”" in activity


def test_without_a_flag_a_paralegal_changes_roles_and_activity_shows_it() -> None:
    sam = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), sam])
    party = make_cases.party(case, RoleOnCase.SUSPECTED)
    assert changed_roles(sam, party, "adverse")[0] == 302
    activity = signed_in(sam).get(reverse("cases:activity", args=[case.ref])).content.decode()
    assert "Added the role “Other side”" in activity


def test_a_flag_on_the_whole_case_blocks_the_other_side() -> None:
    case = make_cases.case()
    marcus = make_cases.party(case, label="Marcus Haldstrom")
    flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    assert blocks.recipient_blocked(case, marcus)


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
