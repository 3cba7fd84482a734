"""Signed papers: a scan in the evidence makes them count, for as long as it can be shown."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import papers
from cases.models import Case, PaperKind
from evidence import handling
from evidence.models import Item, Sensitivity, SignedPaper
from tests import make_cases, make_evidence
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
COSTS = PaperKind.COSTS


def page(case: Case) -> str:
    return reverse("evidence:signed_paper", args=[case.ref, COSTS])


def filed(item: Item) -> dict[str, str]:
    return {"item": f"{item.pk}", "signed_on": f"{timezone.localdate()}"}


def test_a_scan_makes_a_signed_paper_count_and_stays_with_the_firm() -> None:
    case = make_cases.case()
    make_cases.paper(case, COSTS)
    item = make_evidence.item(case, title="Signed consent")
    browser = signed_in(case.lead)
    assert "Signed consent" in browser.get(page(case)).content.decode()
    browser.post(page(case), filed(item))
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
