"""Pages ask the database as often for many rows as for few.

Every page of a case and of the firm is counted, then again with more of everything in the case.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.permissions import GRANTS, Permission
from cases import flags, to_do
from cases.client import correspondence
from cases.models import Case, OrderKind, SafetyKind, TeamMember
from cases.safety import court_orders
from cases.steps import time_limits
from tests import (
    make_accounts,
    make_cases,
    make_documents,
    make_evidence,
    make_intake,
    make_letters,
)
from tests.make_whole import Whole
from tests.signing_in import signed_in
from tests.test_access_matrix import PAGES, Page

pytestmark = pytest.mark.django_db
MORE = 5


def add_to(case: Case, number: int, *, by: User) -> None:
    """One more of everything that a page may list."""
    make_cases.party(case)
    make_cases.statement(make_cases.incident(case, account=make_cases.account(case)))
    correspondence.add_note(case, by=by, text="She called.")
    seen = correspondence.look_at(case, "We are at it.", by=by)
    correspondence.send_message(case, by=by, text="We are at it.", seen=seen, copied_from=None)
    to_do.add_task(case, by=by, title=f"Call her, {number}")
    flags.raise_flag(case, SafetyKind.WEAPON, by=by, reason="Seen with one.")
    court_orders.record(case, OrderKind.SUBPOENA, court="Court", against="Chirrup", by=by)
    time_limits.propose(
        case,
        by=by,
        claim=f"Libel {number}",
        expires_on=timezone.localdate() + timedelta(days=300),
        counted_from=date(2026, 8, 11),
        basis="One year",
    )
    TeamMember.objects.create(case=case, user=make_accounts.paralegal())
    make_documents.packet(case, make_evidence.item(case))
    make_letters.draft(make_letters.letter(case))
    make_intake.enquiry()
    make_cases.case(team=[by])


def pages_of(person: User) -> list[Page]:
    return [
        page
        for page in PAGES
        if isinstance(page.rule, Permission)
        and page.rule in GRANTS[Role(person.role)]
        and "GET" in getattr(page.view, "methods", ())
    ]


def queries_of(browser: Client, pages: list[Page], whole: Whole) -> dict[str, int]:
    counts = {}
    for page in pages:
        address = reverse(page.name, kwargs=whole.captured(page.parameters))
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
            if answer.streaming:
                answer.getvalue()
        counts[page.name] = len(asked)
    return counts


def test_a_page_costs_as_many_queries_for_many_rows_as_for_few() -> None:
    whole, person = Whole(), make_accounts.supervisor()
    browser, pages = signed_in(person), pages_of(person)
    for number in range(2):
        add_to(whole.case, number, by=person)
    few = queries_of(browser, pages, whole)
    for number in range(2, 2 + MORE):
        add_to(whole.case, number, by=person)
    many = queries_of(browser, pages, whole)

    assert {name: many[name] - few[name] for name in few if many[name] >= few[name] + MORE} == {}
    assert len(few) > 60
