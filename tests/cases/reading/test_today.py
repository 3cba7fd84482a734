"""Today: what waits for this person, and nothing of what does not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts import people
from accounts.models import User
from cases import flags
from cases.models import Case, Review, SafetyKind, Wall
from cases.reading import today
from cases.steps import claims, time_limits
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def titles(rows: list[today.Row]) -> list[str]:
    return [row.title for row in rows]


def page_of(browser: Client, address: str) -> str:
    return re.sub(r"\s+", " ", browser.get(address).content.decode())


def propose(case: Case, days: int = 30) -> None:
    time_limits.propose(
        case,
        by=case.lead,
        claim="Libel",
        expires_on=TODAY() + timedelta(days=days),
        counted_from=make_cases.BEFORE_ANYTHING,
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
    claims.named(case, "Private facts")
    assert titles(today.rows_for(case.lead).due)[0] == "Time limit not confirmed"


def test_a_task_is_ticked_off_where_it_is_read() -> None:
    case = make_cases.case()
    case.tasks.create(title="Call her", due_on=TODAY())
    browser = signed_in(case.lead)
    action = re.search(r'action="([^"]+/done/)"', page_of(browser, "/w/"))
    assert action is not None
    assert browser.post(action.group(1), {"back": "today"})["Location"] == "/w/"
    assert "/done/" not in page_of(browser, "/w/")


def test_tasks_of_others_only_count_as_waiting() -> None:
    other = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), other])
    make_cases.limit(case, in_days=300)
    case.tasks.create(title="Scan it", due_on=TODAY(), assigned_to=other)
    assert titles(today.rows_for(case.lead).due) == []
    assert today.rows_for(case.lead).waits_for_others == 1
    assert titles(today.rows_for(other).due) == ["Scan it"]


def left_team(browser: Client, case: Case, person: User) -> None:
    member = case.team.get(user=person)
    browser.post(reverse("cases:team_end", args=[case.ref, member.pk]))


def closed_out(browser: Client, case: Case, person: User) -> None:
    del browser, case
    people.deactivate(person, by=make_accounts.administrator())


@pytest.mark.parametrize("leaves", [left_team, closed_out])
def test_tasks_of_someone_who_left_are_unassigned_and_the_lead_gives_them_on(
    leaves: Callable[[Client, Case, User], None],
) -> None:
    lead, sam = make_accounts.attorney(), make_accounts.paralegal(name="Sam Ortiz")
    stays = make_accounts.paralegal(name="Kim Adair")
    case = make_cases.case(team=[lead, sam, stays])
    case.tasks.create(title="Scan it", due_on=TODAY(), assigned_to=sam)
    undated = case.tasks.create(title="Ask the school", assigned_to=sam)
    browser, of_kim = signed_in(lead), signed_in(stays)
    assert "Scan it" not in page_of(browser, "/w/")

    leaves(browser, case, sam)

    assert "Scan it" in page_of(of_kim, "/w/")
    assert "Ask the school" not in page_of(of_kim, "/w/")
    todays = page_of(browser, "/w/")
    assert "Scan it" in todays
    assert "Ask the school" in todays
    assert f"{case.client_name}, {case.ref}, unassigned" in strip_tags(todays)
    tasks = reverse("cases:tasks", args=[case.ref])
    assert "unassigned: Sam Ortiz no longer works on this case" in page_of(browser, tasks)
    give = reverse("cases:task_give", args=[case.ref, undated.pk])
    for offered in (tasks, give):
        assert f'<option value="{sam.pk}"' not in page_of(browser, offered)
    assert browser.post(give, {"to": sam.pk}).status_code == 422
    assert browser.post(give, {"to": stays.pk}).status_code == 302
    assert "Ask the school" not in page_of(browser, "/w/")
    undated.refresh_from_db()
    assert undated.assigned_to == stays


def test_a_task_already_done_is_not_given_on() -> None:
    case = make_cases.case()
    task = case.tasks.create(title="Scan it", done_at=timezone.now(), done_by=case.lead)
    give = reverse("cases:task_give", args=[case.ref, task.pk])
    answer = signed_in(case.lead).post(give, {"to": case.lead.pk})
    assert answer.status_code == 409
    assert "Someone has already ticked this off." in answer.content.decode()


def test_a_case_whose_lead_left_asks_for_a_new_one() -> None:
    gone, stays = make_accounts.attorney(name="Rosa Ibarra"), make_accounts.attorney()
    paralegal = make_accounts.paralegal()
    case = make_cases.case(team=[gone, stays, paralegal])
    sentence = "Choose a lead: Rosa Ibarra no longer works on cases"
    assert sentence not in page_of(signed_in(stays), "/w/")

    people.deactivate(gone, by=make_accounts.administrator())

    supervisor = make_accounts.supervisor()
    assert sentence in page_of(signed_in(stays), "/w/")
    assert sentence in page_of(signed_in(supervisor), "/w/")
    assert sentence not in page_of(signed_in(paralegal), "/w/")
    make_cases.wall(case, supervisor)
    assert sentence not in page_of(signed_in(supervisor), "/w/")


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
