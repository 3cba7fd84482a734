"""Opening a case: its number, steps, team, and what the enquiry brings along."""

import pytest
from django.utils import timezone

from accounts.models import User
from cases import people
from cases.models import (
    Case,
    Category,
    ConflictCheck,
    NameKind,
    Outcome,
    RegisterEntry,
    RoleOnCase,
    SafetyKind,
    Step,
    StepState,
    TermKind,
)
from cases.opening import OpeningRefused, RaisedAtIntake, open_case
from cases.register import conflicts
from cases.register.conflicts import CLIENT, Term
from tests import make_accounts

pytestmark = pytest.mark.django_db
DANA = Term(kind=TermKind.PERSON, text="Dana Whitlock", role=CLIENT)


def checked(by: User, *, outcome: Outcome = Outcome.CLEAR) -> ConflictCheck:
    conflicts.remember([DANA], source="MR-7K2-Q94")
    check = conflicts.run_check("MR-7K2-Q94", [DANA], by)
    conflicts.decide(check, outcome, "Nobody we know", by)
    return check


def opened(**fields: object) -> Case:
    by = make_accounts.attorney()
    asked = {
        "by": by,
        "lead": by,
        "client_name": "Dana Whitlock",
        "source": "MR-7K2-Q94",
        "check": checked(by),
    }
    return open_case(**(asked | fields))  # type: ignore[arg-type]  # a maker's loose fields


def test_cases_are_numbered_within_the_year_without_gaps() -> None:
    year = timezone.localdate().year
    assert [opened().ref, opened().ref] == [f"{year}-0001", f"{year}-0002"]


def test_a_case_starts_with_six_steps_of_which_the_first_is_open() -> None:
    case = opened(goals=["Posts taken down", "Left alone"])
    states = dict(case.steps.values_list("code", "state"))
    assert list(states) == list(Step.values)
    assert states[Step.PLAN] == StepState.ACTIVE
    assert set(list(states.values())[1:]) == {StepState.NOT_STARTED}
    assert [goal.text for goal in case.goals.all()] == ["Posts taken down", "Left alone"]


def test_who_opens_and_who_leads_are_on_the_team_once() -> None:
    helper = make_accounts.paralegal()
    case = opened(team=[helper])
    assert list(case.team.values_list("user", flat=True)) == [case.lead.pk, helper.pk]
    assert case in Case.objects.visible_to(helper)


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.WAIVER])
def test_no_case_is_opened_while_the_check_is_not_clear(outcome: Outcome) -> None:
    check = checked(make_accounts.attorney(), outcome=outcome)
    with pytest.raises(OpeningRefused):
        opened(check=check)
    with pytest.raises(OpeningRefused):
        opened(check=None)
    assert not Case.objects.exists()


def test_the_enquirys_check_and_names_belong_to_the_case() -> None:
    case = opened()
    people.add_party(
        case,
        label="Dana Whitlock",
        roles=[RoleOnCase.CLIENT],
        names=[(NameKind.LEGAL, "Dana Whitlock")],
    )
    assert RegisterEntry.objects.filter(case=case).exists()
    assert conflicts.unchecked_names(case) == []


def test_dangers_told_at_intake_stand_from_the_first_moment() -> None:
    case = opened(dangers=[RaisedAtIntake(kind=SafetyKind.STALKING, reason="Knows her address")])
    assert case.safety_flags.standing().get().kind == SafetyKind.STALKING


@pytest.mark.parametrize("category", [Category.NCII, Category.EXTORTION])
def test_files_of_sensitive_matters_stay_closed(category: Category) -> None:
    assert opened(categories=[category]).held_back
    assert not opened(categories=[Category.DEFAMATION]).held_back


def test_accounts_get_the_next_letter_and_one_row_each() -> None:
    case = opened()
    first = people.add_account(case, platform="Chirrup", handle="@one")
    again = people.add_account(case, platform="Chirrup", handle="@ONE")
    other = people.add_account(case, platform="Chirrup", handle="@two")
    assert first == again
    assert (first.letter, other.letter) == ("A", "B")
    assert [people.letter_of(number) for number in (26, 27, 52, 53)] == ["Z", "AA", "AZ", "BA"]
