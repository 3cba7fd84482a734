"""The numbers beside the doors of the rail and the tabs of a case."""

import re

import pytest
from django.urls import reverse

from intake.models import Enquiry, EnquiryState
from tests import make_accounts, make_cases, make_evidence, make_intake, make_letters
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def numbers(page: str, label: str) -> list[str]:
    """Every number that stands beside a label, in the rail, the menu or the tabs."""
    return re.findall(rf"{label} <span class=\"n num[^\"]*\">(\d+)<", page)


def test_the_rail_counts_what_waits_for_the_person_who_reads_it() -> None:
    letter = make_letters.draft().letter
    make_intake.enquiry()
    Enquiry.objects.filter(pk=make_intake.enquiry().pk).update(state=EnquiryState.ASKED)
    page = signed_in(letter.case.lead).get("/w/").content.decode()
    assert set(numbers(page, "Inbox")) == {"1"}
    assert set(numbers(page, "Letters")) == {"1"}
    elsewhere = signed_in(make_accounts.attorney()).get("/w/").content.decode()
    assert set(numbers(elsewhere, "Inbox")) == {"1"}
    assert numbers(elsewhere, "Letters") == []


def test_tabs_count_what_their_pages_hold() -> None:
    case = make_cases.case()
    for _ in range(3):
        make_cases.incident(case)
    make_evidence.item(case)
    case.tasks.create(title="Call")
    case.messages.create(by=case.lead, text="Hello.", from_client=True)
    page = signed_in(case.lead).get(reverse("cases:overview", args=[case.ref])).content.decode()
    found = {tab: numbers(page, tab) for tab in ("Incidents", "Evidence", "Tasks", "Messages")}
    assert found == {"Incidents": ["3"], "Evidence": ["1"], "Tasks": ["1"], "Messages": ["1"]}
    assert numbers(page, "Packets") == []
