"""Today: what waits for this person, and nothing of what does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import flags, time_limits, today
from cases.models import Case, Review, SafetyKind, Wall
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def titles(rows: list[today.Row]) -> list[str]:
    return [row.title for row in rows]


def propose(case: Case, days: int = 30) -> None:
    time_limits.propose(
        case,
        by=case.lead,
        claim="Libel",
        expires_on=TODAY() + timedelta(days=days),
        basis="1 year",
    )


def test_a_limit_waits_for_an_attorney_other_than_who_typed_it() -> None:
    second = make_accounts.attorney()
    case = make_cases.case(team=[make_accounts.attorney(), second])
    propose(case)
    assert titles(today.rows_for(case.lead).must_decide) == []
    [row] = today.rows_for(second).must_decide
    assert row.title.startswith("Confirm the time limit of")


def test_a_case_without_a_limit_says_so_every_day() -> None:
    case = make_cases.case()
    assert titles(today.rows_for(case.lead).due) == ["Time limit not confirmed"]


def test_limits_and_tasks_stand_in_the_order_of_their_days() -> None:
    case = make_cases.case()
    propose(case, days=5)
    case.tasks.create(title="Call her", due_on=TODAY() + timedelta(days=2))
    case.tasks.create(title="Much later", due_on=TODAY() + timedelta(days=20))
    case.tasks.create(title="Was due", due_on=TODAY() - timedelta(days=1))
    rows = today.rows_for(case.lead).due
    assert titles(rows) == ["Was due", "Call her", "Time limit: Libel, not confirmed"]
    assert rows[0].urgent


def test_tasks_of_others_only_count_as_waiting() -> None:
    other = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), other])
    propose(case, days=300)
    case.tasks.create(title="Scan it", due_on=TODAY(), assigned_to=other)
    assert titles(today.rows_for(case.lead).due) == []
    assert today.rows_for(case.lead).waits_for_others == 1
    assert titles(today.rows_for(other).due) == ["Scan it"]


def test_a_second_lift_waits_for_another_attorney_alone() -> None:
    second = make_accounts.attorney()
    case = make_cases.case(team=[make_accounts.attorney(), second, make_accounts.paralegal()])
    flag = flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    flags.lift(flag, by=case.lead, reason="Sold it")
    assert "Lift “Weapon”, or keep it" in titles(today.rows_for(second).must_decide)
    assert "Lift “Weapon”, or keep it" not in titles(today.rows_for(case.lead).must_decide)
    paralegal = case.team.get(user__role="paralegal").user
    assert titles(today.rows_for(paralegal).must_decide) == []


def test_what_came_in_is_new() -> None:
    case = make_cases.case()
    make_cases.incident(case, review=Review.SUBMITTED)
    make_cases.incident(case, review=Review.SUBMITTED)
    case.messages.create(text="Hello", from_client=True, by=case.lead)
    assert titles(today.rows_for(case.lead).new) == ["The client wrote", "2 incidents to review"]


def test_walled_and_closed_cases_are_silent() -> None:
    case = make_cases.case()
    make_cases.incident(case, review=Review.SUBMITTED)
    wall = Wall.objects.create(case=case, user=case.lead, reason="x", set_by=case.lead)
    assert today.rows_for(case.lead).count == 0
    wall.delete()
    Case.objects.update(closed_at=timezone.now())
    assert today.rows_for(case.lead).count == 0


def test_today_takes_as_many_queries_for_twelve_cases_as_for_two() -> None:
    lead = make_accounts.attorney()
    browser = signed_in(lead)
    counts = []
    for more in (2, 10):
        for _ in range(more):
            case = make_cases.case(team=[lead])
            make_cases.statement(make_cases.incident(case), review=Review.SUBMITTED)
            make_cases.incident(case, review=Review.SUBMITTED)
            case.tasks.create(title="Call her", due_on=TODAY())
            propose(case)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/w/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
