"""Long lists are read a page at a time, and each row is met once."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.client import correspondence
from cases.models import AccessEntry, AccessKind, Case
from tests import make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

MANY = 120


def walk(browser: Client, url: str, between: Callable[[], object] = lambda: None) -> list[str]:
    """The numbers of the rows named “row <number>.”, page after page by the page's own links."""
    seen: list[str] = []
    where: str | None = url
    while where:
        page = browser.get(where).content.decode()
        seen += dict.fromkeys(re.findall(r"row (\d+)\.", page))
        link = re.search(r'href="([^"]+)" rel="next"', page)
        where = f"{url}{html.unescape(link.group(1))}" if link else None
        between()
    return seen


def name(number: int) -> str:
    return f"row {number}."


def notes(case: Case) -> None:
    for number in range(MANY):
        correspondence.add_note(case, by=case.lead, text=name(number))


def messages(case: Case) -> None:
    case.messages.bulk_create(
        [case.messages.model(case=case, by=case.lead, text=name(n)) for n in range(MANY)]
    )


def tasks(case: Case) -> None:
    today = timezone.localdate()
    for number in range(MANY):
        due = today + timedelta(days=number // 7) if number < 80 else None
        case.tasks.create(title=name(number), due_on=due)


def incidents(case: Case) -> None:
    for number in range(MANY):
        incident = make_cases.incident(case, summary=name(number))
        if number % 3 == 0:
            columns = ("posted_earliest", "posted_latest", "seen_earliest")
            type(incident).objects.filter(pk=incident.pk).update(**dict.fromkeys(columns))


def people(case: Case) -> None:
    for number in range(MANY):
        make_cases.party(case, label=f"Somebody {number}", relation=name(number))


def access_log(case: Case) -> None:
    AccessEntry.objects.bulk_create(
        AccessEntry(case=case, user=case.lead, kind=AccessKind.VIEWED, page=name(number))
        for number in range(MANY)
    )


@pytest.mark.parametrize("fill", [notes, messages, tasks, incidents, people, access_log])
def test_every_row_of_a_long_list_is_met_once(fill: Callable[[Case], None]) -> None:
    case = make_cases.case()
    fill(case)
    url = reverse(f"cases:{fill.__name__}", args=[case.ref])
    seen = walk(signed_in(case.lead), url)
    assert sorted(map(int, seen)) == list(range(MANY))


def test_rows_that_arrive_while_one_reads_move_nothing() -> None:
    case = make_cases.case()
    notes(case)
    url = reverse("cases:notes", args=[case.ref])
    arrive = lambda: correspondence.add_note(case, by=case.lead, text="New")  # noqa: E731
    seen = walk(signed_in(case.lead), url, between=arrive)
    assert sorted(map(int, seen)) == list(range(MANY))


def test_activity_of_one_moment_is_told_whole_across_pages() -> None:
    """Rows written in one transaction bear one time; the page's end may fall among them."""
    case = make_cases.case()
    for number in range(2 * MANY):  # changes that have no sentence, between those that have
        Case.objects.filter(pk=case.pk).update(focus=("plan", "evidence")[number % 2])
    for number in range(MANY):
        make_cases.incident(case, summary=name(number))
    correspondence.add_note(case, by=case.lead, text="Afterwards.")
    seen = walk(signed_in(case.lead), reverse("cases:activity", args=[case.ref]))
    assert sorted(map(int, seen)) == list(range(MANY))


@pytest.mark.parametrize("after", ["x", "~", "1~2~3", "9999999999999999999999", "2026-01-01"])
@pytest.mark.parametrize("page", ["notes", "incidents", "activity"])
def test_an_address_that_names_no_place_begins_at_the_top(page: str, after: str) -> None:
    case = make_cases.case()
    make_cases.incident(case, summary="row 1.")
    case.notes.create(text="row 1.", by=case.lead)
    url = reverse(f"cases:{page}", args=[case.ref])
    assert "row 1." in signed_in(case.lead).get(url, {"after": after}).content.decode()


def test_a_later_page_costs_no_more_queries_than_the_first() -> None:
    case = make_cases.case()
    notes(case)
    url = reverse("cases:notes", args=[case.ref])
    browser = signed_in(case.lead)
    first = browser.get(url).content.decode()
    link = re.search(r'href="([^"]+)" rel="next"', first)
    assert link is not None
    counts = []
    for each in ("", html.unescape(link.group(1))):
        with CaptureQueriesContext(connection) as captured:
            browser.get(url + each)
        counts.append(len(captured))
    assert counts[0] == counts[1]
