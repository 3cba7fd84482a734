"""No file comes in from the firm before the question whether it may show a minor is answered."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Task
from evidence import asking, handling
from evidence.models import FilesAnswer, Sensitivity
from tests import make_accounts, make_cases, make_evidence
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

QUESTION = "Might anyone in them be under 18"
POST = {
    "address": "https://chirrup.example.net/@molar_truth/90210",
    "words": "Lantern Row fakes X-rays.",
    "kind": "fact",
}


@pytest.fixture
def paralegal() -> User:
    return make_accounts.paralegal(name="Sam Ortiz")


@pytest.fixture
def supervisor() -> User:
    return make_accounts.supervisor(name="Ruth Okafor")


@pytest.fixture
def case(paralegal: User, supervisor: User) -> Case:
    del supervisor  # she is of the firm, and not on the team
    return make_cases.case(team=[make_accounts.attorney(), paralegal])


@pytest.fixture
def browser(paralegal: User) -> Client:
    return signed_in(paralegal)


def at(page: str, case: Case) -> str:
    return reverse(f"evidence:{page}", args=[case.ref])


def send(browser: Client, case: Case, page: str = "add") -> int:
    file = SimpleUploadedFile("chat.txt", b"Answer me.")
    fields = {"uploads": file, "obtained": "unknown", "sensitivity": "normal"}
    if page == "add_post":
        fields = POST | {"picture": SimpleUploadedFile("shot.png", make_evidence.screenshot())}
    return browser.post(f"{at(page, case)}?n=1", fields).status_code


@pytest.mark.parametrize("page", ["add", "add_post"])
@pytest.mark.parametrize("query", ["", "?n=1"])
def test_the_page_asks_before_it_offers_a_file_field(
    browser: Client, case: Case, page: str, query: str
) -> None:
    shown = browser.get(at(page, case) + query).content.decode()

    assert QUESTION in shown
    assert 'type="file"' not in shown


@pytest.mark.parametrize("page", ["add", "add_post"])
def test_without_the_answer_no_file_is_taken(browser: Client, case: Case, page: str) -> None:
    assert send(browser, case, page) == 422

    assert not case.items.exists()
    assert not case.incidents.exists()


@pytest.mark.parametrize("page", ["add", "add_post"])
def test_after_no_the_page_takes_files_and_asks_anew_the_next_time(
    browser: Client, case: Case, page: str
) -> None:
    answer = browser.post(at(page, case), {"young": "no"})
    shown = browser.get(answer.headers["Location"]).content.decode()

    assert 'type="file"' in shown
    assert send(browser, case, page) == 302
    assert case.items.count() == 1
    assert QUESTION in browser.get(at(page, case)).content.decode()
    assert [(row.by, row.answer) for row in FilesAnswer.objects.filter(case=case)] == [
        (case.team.get(user__name="Sam Ortiz").user, "no")
    ]


def test_what_was_asked_for_in_the_address_stays(browser: Client, case: Case) -> None:
    incident = make_cases.incident(case)

    answer = browser.post(f"{at('add', case)}?incident={incident.ref}", {"young": "no"})

    shown = browser.get(answer.headers["Location"]).content.decode()
    assert f'<option value="{incident.pk}" selected' in shown


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_yes_and_not_sure_take_nothing_and_call_the_supervising_attorney(
    browser: Client, case: Case, supervisor: User, said: str
) -> None:
    browser.post(at("add", case), {"young": "no"})
    browser.post(at("add", case), {"young": said})
    shown = browser.post(at("add", case), {"young": said}).content.decode()

    assert "Ruth Okafor" in shown
    assert "Do not open, print, copy, forward" in shown
    assert send(browser, case) == 422, "an earlier no counts no more"
    assert not case.items.exists()
    task = case.tasks.get()
    assert (task.assigned_to, task.due_on) == (supervisor, timezone.localdate())
    assert task.title in signed_in(supervisor).get("/w/").content.decode()
    activity = browser.get(reverse("cases:activity", args=[case.ref])).content.decode()
    assert "so nothing was taken" in activity
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_filesanswer")


def test_an_answer_of_somebody_else_or_for_another_case_lets_nobody_in(
    browser: Client, case: Case
) -> None:
    signed_in(case.lead).post(at("add", case), {"young": "no"})
    other = make_cases.case(team=[case.team.get(user__name="Sam Ortiz").user])
    browser.post(at("add", other), {"young": "no"})

    assert send(browser, case) == 422
    assert not case.items.exists()


def test_an_old_answer_lets_nobody_in(browser: Client, case: Case, paralegal: User) -> None:
    browser.post(at("add", case), {"young": "no"})
    asked_at = timezone.now() - timedelta(hours=3)
    old = FilesAnswer.objects.create(case=case, by=paralegal, answer="no", at=asked_at)
    session = browser.session
    session[asking.ANSWERED] = {place: str(old.uuid) for place in session[asking.ANSWERED]}
    session.save()

    assert send(browser, case) == 422


def test_a_script_gets_a_row_that_leads_back_to_the_question(browser: Client, case: Case) -> None:
    answer = browser.post(
        f"{at('add', case)}?n=1",
        {"uploads": SimpleUploadedFile("chat.txt", b"Answer me."), "obtained": "unknown"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert b"<html" not in answer.content
    assert at("add", case).encode() in answer.content


def test_a_post_without_a_screenshot_needs_no_answer(browser: Client, case: Case) -> None:
    shown = browser.get(f"{at('add_post', case)}?n=0").content.decode()
    assert 'type="file"' not in shown

    assert browser.post(f"{at('add_post', case)}?n=0", POST).status_code == 302
    assert case.incidents.count() == 1


def test_nothing_suspect_can_be_chosen_while_adding(browser: Client, case: Case) -> None:
    browser.post(at("add", case), {"young": "no"})

    assert 'value="minor"' not in browser.get(f"{at('add', case)}?n=1").content.decode()


def test_a_lock_calls_the_supervising_attorney(case: Case, paralegal: User) -> None:
    item = make_evidence.item(case)
    signed_in(paralegal).post(
        reverse("evidence:handle", args=[case.ref, item.ref]), {"sensitivity": "minor"}
    )

    task = Task.objects.get(case=case)
    assert task.title.startswith("E-0001 was locked")
    assert task.assigned_to is not None
    assert task.assigned_to.name == "Ruth Okafor"


def test_a_supervising_attorney_who_locks_calls_nobody(case: Case, supervisor: User) -> None:
    handling.set_sensitivity(make_evidence.item(case), Sensitivity.MINOR, by=supervisor)

    assert not Task.objects.filter(case=case).exists()
