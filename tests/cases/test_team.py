"""The team of a case when two people change it at once."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from cases.models import Case, TeamMember
from tests import make_accounts, make_cases
from tests.at_once import meanwhile
from tests.signing_in import signed_in


def url(page: str, case: Case, *args: object) -> str:
    return reverse(f"cases:{page}", args=[case.ref, *args])


@pytest.fixture
def case(own_database: str) -> Case:
    del own_database
    return make_cases.case(team=[make_accounts.attorney(), make_accounts.attorney(name="Noor")])


@pytest.fixture
def second(case: Case) -> TeamMember:
    member: TeamMember = case.team.exclude(user=case.lead).get()
    return member


@pytest.fixture
def supervisor(own_database: str) -> Client:
    del own_database
    return signed_in(make_accounts.supervisor())


def make_lead(browser: Client, case: Case, member: TeamMember, shown: User) -> Any:
    return browser.post(url("team_lead", case, member.pk), {"instead_of": shown.pk})


def set_wall(browser: Client, case: Case, user: User) -> Any:
    return browser.post(url("team_wall", case), {"user": user.pk, "reason": "Was his lawyer"})


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_wall_set_while_the_person_becomes_lead_is_refused(
    case: Case, second: TeamMember, supervisor: Client
) -> None:
    lead = signed_in(case.lead)
    with meanwhile(lambda: set_wall(supervisor, case, second.user)) as answers:
        assert make_lead(lead, case, second, case.lead).status_code == 302

    [late] = answers
    assert late.status_code == 409
    assert "Noor leads the case. Make someone else lead first." in text(late)
    assert not case.walls.exists()
    assert case.team.standing().filter(user=Case.objects.get().lead).exists()


def test_nobody_becomes_lead_while_a_wall_is_set_around_them(
    case: Case, second: TeamMember, supervisor: Client
) -> None:
    lead = signed_in(case.lead)
    with meanwhile(lambda: make_lead(lead, case, second, case.lead)) as answers:
        assert set_wall(supervisor, case, second.user).status_code == 302

    [late] = answers
    assert late.status_code == 409
    assert "Noor is no longer on the team." in text(late)
    assert Case.objects.get().lead == case.lead


def test_nobody_becomes_lead_while_they_are_taken_off_the_team(
    case: Case, second: TeamMember, supervisor: Client
) -> None:
    lead = signed_in(case.lead)
    with meanwhile(lambda: make_lead(supervisor, case, second, case.lead)) as answers:
        assert lead.post(url("team_end", case, second.pk)).status_code == 302

    [late] = answers
    assert late.status_code == 409
    assert Case.objects.get().lead == case.lead


def test_of_two_who_make_different_people_lead_the_second_reads_a_sentence(
    case: Case, second: TeamMember, supervisor: Client
) -> None:
    third = TeamMember.objects.create(case=case, user=make_accounts.attorney(name="Ilse"))
    lead = signed_in(case.lead)
    with meanwhile(lambda: make_lead(supervisor, case, third, case.lead)) as answers:
        make_lead(lead, case, second, case.lead)

    [late] = answers
    assert late.status_code == 409
    assert "Noor was made lead in the meantime. Nothing was changed." in text(late)
    assert Case.objects.get().lead == second.user


def test_the_page_of_the_team_names_the_lead_it_shows(case: Case, second: TeamMember) -> None:
    page = text(signed_in(case.lead).get(url("team", case)))
    assert f'name="instead_of" value="{case.lead_id}"' in page

    answer = make_lead(signed_in(case.lead), case, second, case.lead)

    assert answer.status_code == 302
    assert Case.objects.get().lead == second.user


def test_an_ended_membership_or_wall_does_not_end_twice(
    case: Case, second: TeamMember, supervisor: Client
) -> None:
    set_wall(supervisor, case, make_accounts.user(Role.PARALEGAL))
    wall = case.walls.get()
    for address in (url("team_end", case, second.pk), url("team_end_wall", case, wall.pk)):
        assert supervisor.post(address, {"reason": "No longer"}).status_code == 302
        assert supervisor.post(address, {"reason": "No longer"}).status_code == 409


def test_who_ended_a_wall_or_a_place_on_the_team_stands_on_the_page_and_in_activity(
    case: Case, second: TeamMember, supervisor: Client
) -> None:
    set_wall(supervisor, case, make_accounts.user(Role.PARALEGAL, name="Sam Ortiz"))
    supervisor.post(url("team_end", case, second.pk))
    address = url("team_end_wall", case, case.walls.get().pk)
    assert supervisor.post(address).status_code == 422
    assert case.walls.get().ended_at is None

    supervisor.post(address, {"reason": "Another Ortiz acted for him"})

    page = text(supervisor.get(url("team", case)))
    wall = case.walls.get()
    assert wall.ended_by
    assert f"by {wall.ended_by.name}: Another Ortiz acted for him" in page
    assert f"taken off by {wall.ended_by.name}" in page
    told = text(supervisor.get(url("activity", case)))
    for sentence in (
        "Set a wall around Sam Ortiz",
        "Ended the wall around Sam Ortiz",
        "Another Ortiz acted for him",
        "Took Noor off the team",
    ):
        assert sentence in told
