"""Closing a case when nothing waits in it, keeping it as it is, and opening it again."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import flags
from cases.models import Case, CaseEnding, PaperKind, SafetyKind, StepState
from tests import make_accounts, make_cases, make_evidence
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

TOLD = {"outcome": "settled", "reason": "The posts are gone, he signed.", "told_on": "2026-01-15"}


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.ref])


def finished() -> Case:
    case = make_cases.case()
    case.steps.update(state=StepState.COMPLETE)
    return case


def closed() -> Case:
    case = finished()
    signed_in(case.lead).post(url("plan_close", case), TOLD)
    return Case.objects.get(pk=case.pk)


def test_a_case_is_closed_with_its_outcome_and_the_day_the_client_was_told() -> None:
    case = finished()
    browser = signed_in(case.lead)
    assert browser.post(url("plan_close", case), TOLD).status_code == 302
    page = browser.get(url("plan", case)).content.decode()
    assert "Settled." in page
    assert "Closing letter of 15 Jan 2026" in page
    assert case.ref not in browser.get("/w/cases/").content.decode()
    assert case.ref in browser.get("/w/cases/?state=closed").content.decode()
    assert "Closed: Settled" in browser.get(url("activity", case)).content.decode()


@pytest.mark.parametrize(
    ("waits", "sentence"),
    [
        (
            lambda case: case.steps.filter(code="report").update(state="active"),
            "Still open: Report",
        ),
        (lambda case: case.tasks.create(title="Call"), "A task is still to do."),
        (
            lambda case: case.messages.create(by=case.lead, text="Hello", from_client=True),
            "A message of the client is not read.",
        ),
        (
            lambda case: flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Seen"),
            "A safety flag stands.",
        ),
    ],
)
def test_nothing_is_closed_over_what_still_waits(
    waits: Callable[[Case], object], sentence: str
) -> None:
    case = finished()
    waits(case)
    browser = signed_in(case.lead)
    assert sentence in browser.get(url("plan_close", case)).content.decode()
    refused = browser.post(url("plan_close", case), TOLD)
    assert refused.status_code == 409
    assert sentence in refused.content.decode()
    assert "The posts are gone" in refused.content.decode()
    assert Case.objects.get(pk=case.pk).is_open


@pytest.mark.parametrize("field", ["outcome", "reason", "told_on"])
def test_a_closing_says_how_why_and_when_the_client_was_told(field: str) -> None:
    case = finished()
    answer = signed_in(case.lead).post(url("plan_close", case), TOLD | {field: ""})
    assert answer.status_code == 422
    assert not CaseEnding.objects.exists()


def test_a_closing_letter_lies_in_the_past() -> None:
    case = finished()
    later = timezone.localdate() + timedelta(days=2)
    answer = signed_in(case.lead).post(url("plan_close", case), TOLD | {"told_on": f"{later}"})
    assert "once the letter is on its way" in answer.content.decode()


def test_nothing_is_added_to_a_closed_case_and_nothing_is_hidden() -> None:
    case = closed()
    browser = signed_in(case.lead)
    answer = browser.post(url("task_add", case), {"title": "Call her"})
    assert answer.status_code == 409
    assert "This case is closed." in answer.content.decode()
    assert not case.tasks.exists()
    assert browser.get(url("incidents", case)).status_code == 200


def test_what_keeps_people_safe_works_in_a_closed_case() -> None:
    case = closed()
    browser = signed_in(case.lead)
    supervisor = signed_in(make_accounts.supervisor())
    browser.post(url("note_add", case), {"text": "She called."})
    browser.post(url("safety_raise", case), {"kind": "stalking", "about": "case", "reason": "Seen"})
    other = make_accounts.attorney()
    supervisor.post(url("team_wall", case), {"user": other.pk, "reason": "Related"})
    assert case.notes.count() == 1
    assert case.safety_flags.count() == 1
    assert case.walls.count() == 1


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ("order_add", {"kind": "subpoena", "court": "Superior Court", "against": "Murmur Inc."}),
        ("safety_screening_add", {"way": "phone", "asked_on": "2026-01-15"}),
        ("safety_contact", {}),
        ("code_word", {"heard": "lantern"}),
    ],
)
def test_no_page_that_keeps_her_safe_is_shut_by_closing(page: str, more: dict[str, str]) -> None:
    answer = signed_in((case := closed()).lead).post(url(page, case), more)
    assert "This case is closed." not in answer.content.decode()


def test_a_case_with_an_order_that_is_not_served_stays_open() -> None:
    case = finished()
    browser = signed_in(case.lead)
    browser.post(
        url("order_add", case),
        {"kind": "subpoena", "court": "Superior Court", "against": "Murmur Inc."},
    )
    assert case.court_orders.count() == 1
    refused = browser.post(url("plan_close", case), TOLD)
    assert "not served" in refused.content.decode()


def test_the_client_of_a_closed_case_writes_and_sends_no_files() -> None:
    case = finished()
    client = signed_in(make_cases.client_with_access(case))
    make_cases.paper(case, PaperKind.PLAN)
    signed_in(case.lead).post(url("plan_close", case), TOLD)
    assert "Please read" not in client.get("/home/").content.decode()
    assert "Write to us or call us" in client.get("/home/add/").content.decode()
    client.post("/home/add/", {"young": "no"})
    assert not case.files_answers.exists()
    client.post("/home/messages/", {"text": "He is back.", "number": str(uuid4())})
    assert case.messages.get().text == "He is back."


def test_an_original_can_be_verified_in_a_closed_case() -> None:
    case = finished()
    item = make_evidence.item(case)
    signed_in(case.lead).post(url("plan_close", case), TOLD)
    address = reverse("evidence:verify", args=[case.ref, item.ref])
    assert signed_in(case.lead).post(address).status_code == 302


def test_a_case_is_opened_again_with_a_reason_and_only_once() -> None:
    case = closed()
    browser = signed_in(case.lead)
    reopened = browser.post(url("plan_reopen", case), {"reason": "He posts again."})
    assert reopened.status_code == 302
    assert Case.objects.get(pk=case.pk).is_open
    again = browser.post(url("plan_reopen", case), {"reason": "He posts again."})
    assert "already open" in again.content.decode()
    assert case.endings.count() == 2


def test_only_an_attorney_closes_a_case() -> None:
    case = finished()
    paralegal = make_accounts.paralegal()
    case.team.create(user=paralegal)
    assert signed_in(paralegal).post(url("plan_close", case), TOLD).status_code == 403


def test_the_database_keeps_each_ending_as_it_was_written() -> None:
    case = closed()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CaseEnding.objects.filter(case=case).update(reason="Something else")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caseending")
