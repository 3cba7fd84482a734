"""What the client reads and agrees to on her own page."""

import pytest
from django.test import Client
from django.urls import reverse

from cases import flags
from cases.client import papers
from cases.models import Case, Paper, PaperKind, SafetyKind, Way
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SHEET, PLAN = PaperKind.DO_NOT_ENGAGE, PaperKind.PLAN


def home_of(case: Case) -> Client:
    return signed_in(make_cases.client_with_access(case))


def read_page(paper: Paper) -> str:
    return reverse("intake:home_read", args=[paper.pk])


def text(browser: Client, url: str = "/home/") -> str:
    return browser.get(url).content.decode()


def test_she_reads_the_sheet_and_it_is_kept_with_its_version_and_her_sign_in() -> None:
    case = make_cases.case()
    sheet = papers.hand_out_sheet(case, by=case.lead)
    browser = home_of(case)
    assert "Please read: What helps, and what to leave" in text(browser)
    assert "Do not answer them." in text(browser, read_page(sheet))
    browser.post(read_page(sheet))
    given = papers.agreed(case, SHEET)
    assert given is not None
    assert given.paper is not None
    assert (given.way, given.paper.standard) == (Way.PAGE, "do_not_engage-1")
    assert given.recorded_by.role == "client"
    assert "Please read" not in text(browser)
    assert "You have read this." in text(browser, read_page(sheet))
    assert browser.post(read_page(sheet)).status_code == 409


def test_a_line_of_capitals_is_a_heading_on_her_page_and_on_ours() -> None:
    case = make_cases.case()
    words = "WHAT YOU WANT\n\nIT STOPS,\nand he says so.\n\nWHAT <B>WE</B> DO\n\nWe <i>save</i> it."
    plan = papers.write(case, PLAN, text=words, by=case.lead)
    papers.approve(plan, by=case.lead)
    ours = reverse("cases:paper", args=[case.ref, PLAN])

    for page, tag in (
        (text(home_of(case), read_page(plan)), "h2"),
        (text(signed_in(case.lead), ours), "h3"),
    ):
        assert f'<{tag} class="strong">What you want</{tag}>' in page
        assert f'<{tag} class="strong">What &lt;b&gt;we&lt;/b&gt; do</{tag}>' in page
        assert "<p>IT STOPS,<br>and he says so.</p>" in page
        assert "<p>We &lt;i&gt;save&lt;/i&gt; it.</p>" in page


def test_she_agrees_with_the_plan_by_her_name_and_may_take_it_back() -> None:
    case = make_cases.case()
    plan = papers.write(case, PLAN, text="We save it.", memo="Secret memo", by=case.lead)
    browser = home_of(case)
    assert "Please read" not in text(browser)  # not approved yet
    assert browser.get(read_page(plan)).status_code == 404
    papers.approve(plan, by=case.lead)
    shown = text(browser, read_page(plan))
    assert "We save it." in shown
    assert "Secret memo" not in shown
    assert browser.post(read_page(plan)).status_code == 422
    browser.post(read_page(plan), {"name": "Dana Whitlock"})
    given = papers.agreed(case, PLAN)
    assert given is not None
    assert given.words == "Dana Whitlock"
    browser.post(reverse("intake:home_unread", args=[plan.pk]))
    assert papers.agreed(case, PLAN) is None
    assert case.tasks.get().assigned_to == case.lead
    again = browser.post(reverse("intake:home_unread", args=[plan.pk]))
    assert again.status_code == 404


def test_a_version_that_was_replaced_meanwhile_is_not_agreed_to() -> None:
    case = make_cases.case()
    old = make_cases.paper(case, PLAN, "Old")
    browser = home_of(case)
    make_cases.paper(case, PLAN, "New")
    assert browser.post(read_page(old), {"name": "Dana Whitlock"}).status_code == 404
    assert papers.agreed(case, PLAN) is None


def test_on_a_watched_page_no_paper_is_shown() -> None:
    unsafe = make_accounts.safe_contact(device_unsafe=True)
    watched = make_cases.case(safe_contact=unsafe)
    ordered = make_cases.case()
    flags.raise_flag(ordered, SafetyKind.ORDER, by=ordered.lead, reason="Not served")
    for case in (watched, ordered):
        plan = make_cases.paper(case, PLAN)
        browser = home_of(case)
        assert "Please read" not in text(browser)
        assert browser.get(read_page(plan)).status_code == 404


def test_a_paper_of_another_case_does_not_exist_for_her() -> None:
    browser = home_of(make_cases.case())
    other = make_cases.paper(make_cases.case(), PLAN)
    assert browser.get(read_page(other)).status_code == 404
    assert browser.post(read_page(other), {"name": "Dana"}).status_code == 404
