"""Signed papers: a scan in the evidence makes them count, for as long as it can be shown."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import flags
from cases.client import papers
from cases.models import Case, Paper, PaperKind, SafetyKind
from evidence import handling
from evidence.models import Item, Sensitivity, SignedPaper
from tests import make_cases, make_evidence
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
COSTS = PaperKind.COSTS


def page(case: Case) -> str:
    return reverse("evidence:signed_paper", args=[case.ref, COSTS])


def filed(item: Item, paper: Paper | None = None) -> dict[str, str]:
    """What the form sends; without a version, the words stand on the paper alone."""
    version = f"{paper.pk}" if paper else ""
    return {"item": f"{item.pk}", "paper": version, "signed_on": f"{timezone.localdate()}"}


def test_a_scan_filed_late_counts_for_the_words_she_signed_and_no_others() -> None:
    case = make_cases.case()
    old = make_cases.paper(case, COSTS, "At most 1,000.")
    new = make_cases.paper(case, COSTS, "At most 20,000.")
    browser = signed_in(case.lead)
    assert "Version 2, approved" in browser.get(page(case)).content.decode()
    browser.post(page(case), filed(make_evidence.item(case), old))
    browser.post(page(case), filed(make_evidence.item(case)))
    assert papers.agreed(case, COSTS) is None
    browser.post(page(case), filed(make_evidence.item(case), new))
    assert papers.agreed(case, COSTS) is not None


def test_an_item_nobody_has_released_proves_nothing() -> None:
    case = make_cases.case()
    item = make_evidence.item(case)
    flags.raise_flag(case, SafetyKind.NCII, by=case.lead, reason="Pictures")
    assert signed_in(case.lead).post(page(case), filed(item)).status_code == 422
    assert not case.consents.exists()


def test_a_scan_makes_a_signed_paper_count_and_stays_with_the_firm() -> None:
    case = make_cases.case()
    costs = make_cases.paper(case, COSTS)
    item = make_evidence.item(case, title="Signed consent")
    browser = signed_in(case.lead)
    assert "Signed consent" in browser.get(page(case)).content.decode()
    browser.post(page(case), filed(item, costs))
    assert papers.agreed(case, COSTS) is not None
    item.refresh_from_db()
    assert item.sensitivity == Sensitivity.PRIVILEGED
    shown = browser.get(reverse("cases:paper", args=[case.ref, COSTS])).content.decode()
    assert item.get_absolute_url() in shown
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SignedPaper.objects.all().delete()


def test_it_counts_no_more_when_the_scan_is_hidden() -> None:
    case = make_cases.case()
    item = make_evidence.item(case)
    signed_in(case.lead).post(page(case), filed(item))
    assert papers.agreed(case, COSTS) is not None
    handling.hide(item, by=case.lead)
    assert papers.agreed(case, COSTS) is None


def test_a_scan_of_another_case_or_a_hidden_one_is_not_taken() -> None:
    case, other = make_cases.case(), make_cases.case()
    hidden = make_evidence.item(case)
    handling.hide(hidden, by=case.lead)
    for item in (make_evidence.item(other), hidden):
        answer = signed_in(case.lead).post(page(case), filed(item))
        assert answer.status_code == 422
    assert not case.consents.exists()


def test_a_newer_text_asks_for_a_new_signature() -> None:
    case = make_cases.case()
    signed_in(case.lead).post(page(case), filed(make_evidence.item(case)))
    assert papers.agreed(case, COSTS) is not None
    make_cases.paper(case, COSTS, "It costs more now.")
    assert papers.agreed(case, COSTS) is None
