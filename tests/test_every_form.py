"""Every form of the site, found on its page, sent by somebody who may send it.

Sent by eight at once it makes one record, and an answer nobody foresaw gets a sentence beside
its field, with what was typed still there: never an error.
"""

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from http import HTTPStatus
from itertools import chain
from typing import Any, NamedTuple

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import resolve, reverse

from accounts.access import PUBLIC
from accounts.models import Role
from accounts.permissions import GRANTS, Permission
from intake import questions
from tests import make_accounts, make_cases, make_further, make_intake, servers
from tests.at_once import together
from tests.conftest import connected_to
from tests.make_further import Place
from tests.make_whole import Whole
from tests.opened_forms import OpenedForm, Sent, forms_on
from tests.signing_in import signed_in
from tests.test_access_matrix import BROKEN, METHODS, OWN_CASE, PAGES, Page

EACH_PRESS_IS_AN_ACT = {
    "accounts:new_code",  # each code is shown on one answer alone; the one before is withdrawn
    "intake:client_code",  # the same
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
DJANGOS_OWN = "This field is required"


class Found(NamedTuple):
    """A form, and the browser it stands in."""

    form: OpenedForm
    browser: Client

    @property
    def name(self) -> str:
        return resolve(self.form.action.partition("?")[0]).view_name

    def send(self, answers: Sent) -> Any:
        return read_out(self.form.send(another(self.browser), answers))


class Effect(NamedTuple):
    """What sending a form does: how it is answered, and how many rows of each table it makes."""

    statuses: set[int]
    made: Counter[str]


def forms_at(place: Place) -> Iterator[Found]:
    with undone():
        response = read_out(another(place.browser).get(place.address))
    return forms_in(response, place.address, place.browser)


def forms_in(response: Any, address: str, browser: Client) -> Iterator[Found]:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code == HTTPStatus.OK and is_page:
        for form in forms_on(address, response.content.decode()):
            yield Found(form, browser)


class Opened:
    """Every page of the site, opened once by somebody who may, and the forms on it."""

    def __init__(self) -> None:
        self.whole = Whole()
        self.browsers = {
            role: signed_in(make_accounts.user(role)) for role in (Role.SUPERVISOR, Role.ADMIN)
        }
        self.client = signed_in(make_cases.client_with_access(self.whole.case))
        self.visitor = make_intake.holding(make_intake.draft())
        self.forms: dict[tuple[str, frozenset[str]], Found] = {}
        self.effects: dict[Found, Effect] = {}
        self.take(chain.from_iterable(forms_at(place) for place in self.places()))
        while len(self.effects) < len(self.forms):
            self.send_each()

    def send_each(self) -> None:
        """Send each form once, and take those on the answers; nothing is kept of it.

        Some acts are looked at before they are sent: their last form stands on an answer.
        """
        for found in [each for each in self.forms.values() if each not in self.effects]:
            before = records()
            with undone():
                response = found.send(found.form.filled())
                self.effects[found] = Effect({response.status_code}, records() - before)
            self.take(forms_in(response, found.form.action, found.browser))

    def take(self, forms: Iterable[Found]) -> None:
        for found in forms:
            self.forms.setdefault((found.name, frozenset(found.form.kinds)), found)

    def places(self) -> Iterator[Place]:
        """Pages where an act can go through first: a form is taken where it is met first."""
        yield from make_further.places()
        for page in PAGES:
            browser = self.who_may(page)
            if browser is not None and "GET" in getattr(page.view, "methods", ("GET",)):
                yield from (Place(browser, address) for address in self.addresses_of(page))

    def who_may(self, page: Page) -> Client | None:
        if page.rule == PUBLIC:
            return self.visitor
        if page.rule in OWN_CASE:
            return self.client
        granted = (role for role in self.browsers if page.rule in GRANTS[role])
        role = next(granted, None) if isinstance(page.rule, Permission) else None
        return self.browsers[role] if role else None

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
    run.template.drop(database)


def records() -> Counter[str]:
    """How many rows each table has that people's acts make."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if not table.endswith(NOT_RECORDS)
        ]
        counts = (f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)  # noqa: S608
        cursor.execute(" UNION ALL ".join(counts))
        return Counter(dict(cursor.fetchall()))


def effect_of_many(found: Found, people: int) -> Effect:
    """The effect of the form sent by some at once, and then once more; all of it is kept."""
    before = records()
    send = partial(found.send, found.form.filled())
    answers = [*together(*[send] * people), send()]
    return Effect({answer.status_code for answer in answers}, records() - before)


class Copy:
    """A copy of the database of the opened pages, in which what is sent stays."""

    def __init__(self) -> None:
        self.settings = connections.settings["default"]
        self.original = self.settings["NAME"]
        self.name = f"copied_{servers.WORKER}"

    def renew(self) -> None:
        connections.close_all()
        servers.join().template.clone(self.name, of=self.original)
        self.settings["NAME"] = self.name

    def leave(self) -> None:
        connections.close_all()
        self.settings["NAME"] = self.original
        servers.join().template.drop(self.name)


@pytest.fixture
def copy(opened: Opened) -> Iterator[Copy]:
    made = Copy()
    yield made
    made.leave()


def test_a_form_sent_by_eight_at_once_and_once_more_makes_one_record(
    opened: Opened, copy: Copy
) -> None:
    wrong = {}
    copy.renew()
    for found, once in opened.effects.items():
        people = 8 if once.made else 2  # two are enough where only each other is in the way
        many = effect_of_many(found, people)
        if many.made != once.made or not once.statuses <= many.statuses:
            copy.renew()  # what was sent before may have changed what this form meets
            many = effect_of_many(found, people)
        if many.made != once.made or max(many.statuses) >= BROKEN:
            wrong[found.name] = many
    assert wrong.keys() <= EACH_PRESS_IS_AN_ACT, wrong


def test_every_address_that_takes_a_post_is_on_a_page(opened: Opened) -> None:
    taking = {page.name for page in PAGES if "POST" in getattr(page.view, "methods", METHODS)}
    assert taking == {found.name for found in opened.forms.values()}


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


def test_what_was_left_empty_is_asked_for_in_words_of_its_own(opened: Opened) -> None:
    wordless = []
    for found in opened.forms.values():
        empty = {name: [""] for name in found.form.kinds if can_be_empty(found.form, name)}
        with undone():
            response = found.send(found.form.filled() | empty)
        if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
            continue
        if DJANGOS_OWN in response.content.decode():
            wordless.append(found.name)
    assert wordless == []


def can_be_empty(form: OpenedForm, name: str) -> bool:
    """Whether a person can leave this out: a list that begins with an answer always sends one."""
    if form.kinds[name] in ("hidden", "submit", "button"):
        return False
    if form.kinds[name] == "select":
        return "" in form.choices.get(name, [])
    return form.kinds[name] != "radio" or not form.values.get(name)


def problem_of(response: Any, kind: str, odd: str) -> str:
    if response.status_code >= BROKEN:
        return str(response.status_code)
    if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY or kind not in ("textarea", "text"):
        return ""
    page = html.unescape(response.content.decode())
    return "" if odd.strip() in page else "what was typed is gone"
