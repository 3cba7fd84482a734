"""Every form of the site, found on its page, sent by somebody who may send it.

Sent twice it makes one record, and an answer nobody foresaw gets a sentence beside its field,
with what was typed still there: never an error.
"""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from http import HTTPStatus
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from accounts.access import PUBLIC
from accounts.models import Role
from accounts.permissions import GRANTS, Permission
from intake import questions
from tests import make_accounts, make_cases, make_intake, servers
from tests.conftest import connected_to
from tests.make_whole import Whole
from tests.opened_forms import OpenedForm, Sent, as_sent, forms_on
from tests.signing_in import signed_in
from tests.test_access_matrix import OWN_CASE, PAGES, Page

EACH_PRESS_IS_AN_ACT = {
    "accounts:new_code",  # each code is shown on one answer alone; the one before is withdrawn
    "evidence:original",  # each answer hands the bytes out, and the chain says so
}
NOT_RECORDS = ("event", "entry", "context", "session", "counters", "throttlecount")
ODD = {
    "date": ["2026-02-30", "9999-12-31"],
    "time": ["25:61"],
    "text": ["http://[::1", "x" * 20_001],
    "number": ["9" * 40],
    "hidden": ["nothing like it"],
}
ODD |= {"url": ODD["text"], "email": ODD["text"], "textarea": ["a\0b"]}
CHOSEN = ["nothing like it"]


class Found(NamedTuple):
    """A form, and the browser it stands in."""

    form: OpenedForm
    browser: Client

    @property
    def name(self) -> str:
        return resolve(self.form.action.partition("?")[0]).view_name

    def send(self, answers: Sent) -> Any:
        kind, browser = "application/x-www-form-urlencoded", another(self.browser)
        return read_out(browser.generic("POST", self.form.action, as_sent(answers), kind))


class Opened:
    """Every page of the site, opened once by somebody who may, and the forms on it."""

    def __init__(self) -> None:
        self.whole = Whole()
        self.browsers = {
            role: signed_in(make_accounts.user(role)) for role in (Role.SUPERVISOR, Role.ADMIN)
        }
        self.client = signed_in(make_cases.client_with_access(self.whole.case))
        self.visitor = make_intake.holding(make_intake.draft())
        self.forms = {
            (found.name, frozenset(found.form.kinds)): found
            for page in PAGES
            if "GET" in getattr(page.view, "methods", ("GET",))
            for found in self.forms_of(page)
        }

    def who_may(self, page: Page) -> Client | None:
        if page.rule == PUBLIC:
            return self.visitor
        if page.rule in OWN_CASE:
            return self.client
        granted = (role for role in self.browsers if page.rule in GRANTS[role])
        role = next(granted, None) if isinstance(page.rule, Permission) else None
        return self.browsers[role] if role else None

    def forms_of(self, page: Page) -> Iterator[Found]:
        browser = self.who_may(page)
        if browser is None:
            return
        for address in self.addresses_of(page):
            with undone():
                response = read_out(another(browser).get(address))
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            if response.status_code == HTTPStatus.OK and is_page:
                for form in forms_on(address, response.content.decode()):
                    yield Found(form, browser)

    def addresses_of(self, page: Page) -> list[str]:
        if page.name == "intake:question":
            return [reverse(page.name, args=[each.part, each.n]) for each in questions.PAGES]
        return [reverse(page.name, kwargs=self.whole.captured(page.parameters))]


def another(browser: Client) -> Client:
    """The same session in a fresh browser: whatever an answer does to its cookies is forgotten."""
    fresh = Client(raise_request_exception=False)
    fresh.cookies = deepcopy(browser.cookies)
    return fresh


def read_out(response: Any) -> Any:
    if response.streaming:
        response.getvalue()
    return response


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[Opened]:
    run, database = servers.join(), f"forms_{servers.WORKER}"
    for _ in connected_to(database, run, request, django_db_blocker):
        yield Opened()
    run.drop(database)


def records() -> dict[str, int]:
    """How many rows each table has that people's acts make."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if not table.endswith(NOT_RECORDS)
        ]
        counts = (f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)  # noqa: S608
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def test_a_form_sent_twice_makes_one_record(opened: Opened) -> None:
    doubled = {}
    for found in opened.forms.values():
        answers = found.form.filled()
        with undone():
            found.send(answers)
            once = records()
            found.send(answers)
            if (twice := records()) != once:
                doubled[found.name] = [table for table in once if twice[table] > once[table]]
    assert doubled.keys() <= EACH_PRESS_IS_AN_ACT, doubled
    assert len(opened.forms) > 140


def test_odd_answers_get_a_sentence_and_are_never_an_error(opened: Opened) -> None:
    wrong = []
    for found in opened.forms.values():
        usual = found.form.filled()
        for name, kind in found.form.kinds.items():
            for odd in ODD.get(kind, CHOSEN):
                with undone():
                    response = found.send(usual | {name: [odd]})
                if problem := problem_of(response, kind, odd):
                    wrong.append(f"{found.name} {name}={odd[:20]!r}: {problem}")
    assert wrong == []


def problem_of(response: Any, kind: str, odd: str) -> str:
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return str(response.status_code)
    if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY or kind not in ("textarea", "text"):
        return ""
    page = html.unescape(response.content.decode())
    return "" if odd.strip() in page else "what was typed is gone"
