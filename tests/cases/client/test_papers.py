"""Papers: written by staff, approved by an attorney, agreed to by the client herself."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Firm
from cases.client import papers
from cases.client.papers import PaperRefused
from cases.models import Case, Consent, Paper, PaperKind, Way
from tests import make_accounts, make_cases
from tests.opened_forms import typed_on
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
PLAN, SHEET, COSTS = PaperKind.PLAN, PaperKind.DO_NOT_ENGAGE, PaperKind.COSTS


def page(case: Case, kind: PaperKind = PLAN, name: str = "paper") -> str:
    return reverse(f"cases:{name}", args=[case.ref, kind])


def approve_page(paper: Paper) -> str:
    return reverse("cases:paper_approve", args=[paper.case.ref, paper.pk])


def test_a_plan_is_written_by_a_paralegal_and_approved_by_an_attorney() -> None:
    paralegal = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), paralegal])
    browser = signed_in(paralegal)
    assert "WHAT WE DO FIRST" in browser.get(page(case, name="paper_write")).content.decode()
    words = {"text": "First we save everything.", "memo": "Doing nothing costs least."}
    write = page(case, name="paper_write")
    browser.post(write, typed_on(browser, write, **words))
    plan = papers.newest(case, PLAN)
    assert plan is not None
    assert (plan.number, plan.memo) == (1, "Doing nothing costs least.")
    assert browser.post(approve_page(plan)).status_code == 403
    assert papers.newest_approved(case, PLAN) is None
    signed_in(case.lead).post(approve_page(plan))
    assert papers.newest_approved(case, PLAN) == plan
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Paper.objects.update(text="Something else")


def test_only_the_newest_version_without_gaps_is_approved() -> None:
    case = make_cases.case()
    old = papers.write(case, PLAN, text="Old", by=case.lead)
    gaps = papers.write(case, PLAN, text=papers.standard_text(PLAN), by=case.lead)
    assert gaps.standard == "plan-1"
    with pytest.raises(PaperRefused, match="newer version"):
        papers.approve(old, by=case.lead)
    answer = signed_in(case.lead).post(approve_page(gaps))
    assert (answer.status_code, "filled in" in answer.content.decode()) == (409, True)
    with pytest.raises(PaperRefused, match="Only an attorney"):
        papers.approve(gaps, by=make_accounts.paralegal())


def test_a_yes_counts_for_the_newest_version_alone() -> None:
    case = make_cases.case()
    given = make_cases.agreed(case, PLAN)
    assert papers.agreed(case, PLAN) == given
    papers.write(case, PLAN, text="A draft nobody approved", by=case.lead)
    assert papers.agreed(case, PLAN) == given
    make_cases.paper(case, PLAN, "Another plan")
    assert papers.agreed(case, PLAN) is None


def test_the_sheet_may_be_read_out_and_nothing_else() -> None:
    case = make_cases.case()
    browser = signed_in(case.lead)
    url = reverse("cases:paper_read_out", args=[case.ref])
    said = {"words": "By phone, code word given", "given_on": f"{timezone.localdate()}"}
    assert browser.post(url, said).status_code == 422  # nothing is approved yet
    sheet = papers.hand_out_sheet(case, by=case.lead)
    browser.post(url, said | {"paper": sheet.pk})
    counts = papers.agreed(case, SHEET)
    assert counts is not None
    assert (counts.way, counts.recorded_by) == (Way.READ_OUT, case.lead)
    assert "By phone, code word given" in browser.get(page(case, SHEET)).content.decode()
    assert "read out" not in browser.get(page(case, COSTS)).content.decode()


def test_a_version_is_named_by_the_day_it_was_approved_on_as_its_reader_counts() -> None:
    zone = make_accounts.zone_of_another_day()
    case = make_cases.case(team=[make_accounts.attorney(time_zone=zone.key)])
    papers.hand_out_sheet(case, by=case.lead)
    shown = signed_in(case.lead).get(reverse("cases:paper_read_out", args=[case.ref]))
    approved = f"approved {timezone.localdate(timezone=zone):%-d %b %Y}"
    assert approved in shown.content.decode()


def test_a_yes_is_taken_back_once_and_the_record_of_it_stays() -> None:
    case = make_cases.case()
    given = make_cases.agreed(case, COSTS)
    browser = signed_in(case.lead)
    url = reverse("cases:paper_withdraw", args=[case.ref, given.pk])
    browser.post(url, {"reason": "By phone: it is too much for her"})
    assert papers.agreed(case, COSTS) is None
    assert "it is too much for her" in browser.get(page(case, COSTS)).content.decode()
    assert browser.post(url, {"reason": "Again"}).status_code == 409
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Consent.objects.update(words="Something else")


def test_taking_back_ends_every_yes_to_a_paper() -> None:
    case = make_cases.case()
    sheet = papers.hand_out_sheet(case, by=case.lead)
    for words in ("By phone", "Again, in person"):
        papers.record_read_out(sheet, words=words, given_on=timezone.localdate(), by=case.lead)
    newest = papers.agreed(case, SHEET)
    assert newest is not None
    papers.withdraw(newest, by=case.lead, reason="She changed her mind")
    assert papers.agreed(case, SHEET) is None


def test_nobody_answers_words_before_they_were_approved() -> None:
    case = make_cases.case()
    sheet = papers.hand_out_sheet(case, by=case.lead)
    earlier = timezone.localdate() - timedelta(days=1)
    with pytest.raises(PaperRefused, match="approved later"):
        papers.record_read_out(sheet, words="By phone", given_on=earlier, by=case.lead)
    draft = papers.write(case, SHEET, text="Not approved", by=case.lead)
    with pytest.raises(PaperRefused, match="Nobody has approved"):
        papers.record_read_out(draft, words="By phone", given_on=earlier, by=case.lead)


def test_the_firms_name_stands_in_a_paper_as_it_is_written() -> None:
    firm = Firm.current()
    firm.name = "O'Hara & Sons"
    firm.save()
    assert "O'Hara & Sons" in papers.standard_text(SHEET)


def test_no_day_lies_ahead_and_a_word_of_staff_alone_proves_nothing() -> None:
    case = make_cases.case()
    with pytest.raises(PaperRefused, match="not come yet"):
        papers.record_signed(case, COSTS, paper=None, given_on=date(2999, 1, 1), by=case.lead)
    papers.record_signed(case, COSTS, paper=None, given_on=timezone.localdate(), by=case.lead)
    assert papers.agreed(case, COSTS) is None
    with pytest.raises(PaperRefused, match="Only the client"):
        papers.agree(make_cases.paper(case, COSTS), by=case.lead, name="Dana Whitlock")
