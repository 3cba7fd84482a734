"""The safety questions: asked on a page, kept, and turned into flags by one press."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import flags
from cases.flags import FlagRefused
from cases.models import Case, SafetyAnswer, SafetyKind, SafetyQuestion, SafetyReply
from cases.safety import screening
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
YES, NO, NOT_ASKED = SafetyReply.YES, SafetyReply.NO, SafetyReply.NOT_ASKED


def filled(case: Case, **changed: str) -> dict[str, str]:
    answers = {question.value: "no" for question in SafetyQuestion}
    about = {"way": "phone", "asked_on": f"{timezone.localdate()}", "asked_by": f"{case.lead.pk}"}
    return about | answers | changed


def page(case: Case, name: str = "safety_screening") -> str:
    return reverse(f"cases:{name}", args=[case.ref])


def test_a_paralegal_writes_the_answers_down_and_one_press_raises_the_flag() -> None:
    paralegal = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), paralegal])
    browser = signed_in(paralegal)
    assert "11 of the safety questions are not answered" in browser.get(page(case)).content.decode()
    sent = filled(case, weapon="yes", weapon_note="A knife, in May")
    browser.post(page(case, "safety_screening_add"), sent)
    shown = browser.get(page(case)).content.decode()
    assert "not answered" not in shown
    assert "A knife, in May" in shown
    (answer,) = screening.flags_to_raise(case)
    browser.post(reverse("cases:safety_screening_raise", args=[case.ref, answer.pk]))
    flag = case.safety_flags.get()
    assert (flag.kind, flag.raised_by) == (SafetyKind.WEAPON, paralegal)
    assert "A knife, in May" in flag.reason
    again = browser.post(reverse("cases:safety_screening_raise", args=[case.ref, answer.pk]))
    assert again.status_code == 409


def test_each_question_wants_an_answer_and_the_day_must_have_come() -> None:
    case = make_cases.case()
    browser = signed_in(case.lead)
    lacking = filled(case)
    del lacking["weapon"]
    answer = browser.post(page(case, "safety_screening_add"), lacking)
    assert answer.status_code == 422
    assert "Choose an answer, or “Not asked”." in answer.content.decode()
    tomorrow = f"{timezone.localdate() + timedelta(days=1)}"
    answer = browser.post(page(case, "safety_screening_add"), filled(case, asked_on=tomorrow))
    assert answer.status_code == 409
    assert not case.screenings.exists()


def test_the_newest_screening_counts_and_the_earlier_one_stays() -> None:
    case = make_cases.case()
    make_cases.screening(case, weapon=YES)
    make_cases.screening(case, order=NOT_ASKED)
    assert screening.unanswered(case) == [SafetyQuestion.ORDER]
    assert screening.flags_to_raise(case) == []
    shown = signed_in(case.lead).get(page(case)).content.decode()
    assert (shown.count(">Counts<"), shown.count(">Earlier<")) == (1, 1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SafetyAnswer.objects.filter(reply=YES).update(reply=NO)


def test_a_flag_lifted_after_she_answered_is_not_proposed_again() -> None:
    case = make_cases.case()
    answer = make_cases.screening(case, followed=YES).answers.get(reply=YES)
    flag = flags.raise_from_answer(answer, by=case.lead)
    flags.lift(flag, by=case.lead, reason="He moved abroad")
    assert screening.flags_to_raise(case) == []
    with pytest.raises(FlagRefused):
        flags.raise_from_answer(answer, by=case.lead)
    make_cases.screening(case, followed=YES)
    assert len(screening.flags_to_raise(case)) == 1


def test_an_answer_of_another_case_raises_nothing_here() -> None:
    case, other = make_cases.case(), make_cases.case()
    answer = make_cases.screening(other, weapon=YES).answers.get(reply=YES)
    url = reverse("cases:safety_screening_raise", args=[case.ref, answer.pk])
    assert signed_in(case.lead).post(url).status_code == 404
