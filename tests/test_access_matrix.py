"""Every address of the site, tried by every kind of person, by GET and by POST.

The addresses are read from the URL configuration, so a page added without a rule fails here
before it has a test of its own. What each person should meet follows from two tables only:
``GRANTS`` (which acts) and ``Case.objects.visible_to`` (which rows).
"""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.access import PUBLIC
from accounts.models import Role, User
from accounts.permissions import Permission, may
from cases.models import Case, ClientAccess, TeamMember, Wall
from tests import make_accounts, make_cases, servers
from tests.conftest import connected_to
from tests.make_whole import Whole
from tests.signing_in import give_password, give_second_factor, session_of

METHODS = ("GET", "POST")
WHERE_NOTHING_IS_YET = {  # whoever is let in meets a 404, because the row is not there
    "documents:letter_pdf",  # the letter is not approved
    "documents:letter_requote",  # the block is no quote
    "intake:fetch",  # no file was declined
    "intake:client_letter_back",  # nothing was put on her page
    "intake:home_letter",
    "intake:home_read",  # her page is quiet while an order is not served
    "intake:home_take_back",  # the file was not hers
    "intake:home_unread",
    "intake:letter_release",  # the letter is not approved
    "intake:mark_hit",  # the hit is of a case's check, not of the enquiry's
    "mfa_view_recovery_codes",  # they are shown once, when they are made
}
OWN_CASE = {Permission.OWN_CASE_READ, Permission.OWN_CASE_ADD}
BROKEN = HTTPStatus.INTERNAL_SERVER_ERROR


class Page(NamedTuple):
    name: str
    view: Callable[..., HttpResponseBase]
    parameters: frozenset[str]

    @property
    def rule(self) -> Permission | str | None:
        return getattr(self.view, "rule", None)

    def __str__(self) -> str:
        return self.name


def pages(
    patterns: Iterable[URLPattern | URLResolver],
    namespace: str = "",
    outer: frozenset[str] = frozenset(),
) -> Iterator[Page]:
    for pattern in patterns:
        parameters = outer | pattern.pattern.converters.keys()
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern.url_patterns, inner, parameters)
        else:
            yield Page(f"{namespace}{pattern.name}", pattern.callback, frozenset(parameters))


PAGES = list(pages(get_resolver().url_patterns))
DOORS = [(page, method) for page in PAGES for method in getattr(page.view, "methods", METHODS)]
ROWS_OF_A_CASE = frozenset(
    name
    for page in PAGES
    if "case_ref" in page.parameters
    for name in page.parameters
    if name.endswith(("_pk", "_uuid"))
)
NESTED = [
    (page, method)
    for page, method in DOORS
    if "case_ref" in page.parameters and page.parameters & ROWS_OF_A_CASE
]
every_page = pytest.mark.parametrize("page", PAGES, ids=str)
every_door = pytest.mark.parametrize(("page", "method"), DOORS, ids=str)


# --- The people -------------------------------------------------------------------------------


def on_the_team(role: Role) -> Callable[[Case], User]:
    def someone(case: Case) -> User:
        person = make_accounts.user(role)
        TeamMember.objects.create(case=case, user=person)
        return person

    return someone


def off_the_team(role: Role) -> Callable[[Case], User]:
    return lambda _case: make_accounts.user(role)


def taken_off_the_team(case: Case) -> User:
    person = on_the_team(Role.ATTORNEY)(case)
    TeamMember.objects.filter(case=case, user=person).update(
        ended_at="2026-11-01T00:00Z", ended_by=person
    )
    return person


def walled(role: Role) -> Callable[[Case], User]:
    def someone(case: Case) -> User:
        person = on_the_team(role)(case)
        Wall.objects.create(case=case, user=person, reason="Acted before.", set_by=case.lead)
        return person

    return someone


def client_of_another_case(_case: Case) -> User:
    return make_cases.client_with_access(make_cases.case())


PEOPLE: dict[str, Callable[[Case], User]] = {
    "own client": make_cases.client_with_access,
    "another's client": client_of_another_case,
    "paralegal on the team": on_the_team(Role.PARALEGAL),
    "paralegal off the team": off_the_team(Role.PARALEGAL),
    "walled paralegal": walled(Role.PARALEGAL),
    "attorney on the team": on_the_team(Role.ATTORNEY),
    "attorney off the team": off_the_team(Role.ATTORNEY),
    "attorney taken off the team": taken_off_the_team,
    "walled attorney": walled(Role.ATTORNEY),
    "supervising attorney": off_the_team(Role.SUPERVISOR),
    "walled supervising attorney": walled(Role.SUPERVISOR),
    "administrator": off_the_team(Role.ADMIN),
    "administrator on the team": on_the_team(Role.ADMIN),
}


class OtherCase(Whole):
    """A second case, with something of everything in it too."""

    def _of_the_firm(self) -> dict[str, Any]:
        return {}


class House(Whole):
    """The whole case, and everyone, each with a session in which they are signed in."""

    def __init__(self) -> None:
        super().__init__()
        self.people = {who: make(self.case) for who, make in PEOPLE.items()}
        for person in self.people.values():
            give_password(person)
            give_second_factor(person)
        self.sessions = {who: session_of(person) for who, person in self.people.items()}
        self.other = OtherCase()

    def address(self, page: Page) -> str:
        return reverse(page.name, kwargs=self.captured(page.parameters))

    def visit(self, page: Page, method: str, who: str = "") -> int:
        """The status that somebody (or a stranger) meets; whatever the visit did is undone."""
        browser = Client(raise_request_exception=False)
        if who:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        with transaction.atomic():
            response = browser.generic(method, self.address(page))
            if response.streaming:
                response.getvalue()
            transaction.set_rollback(True)
        return response.status_code

    def strays(self, page: Page, method: str) -> dict[str, int]:
        """What somebody meets who sees both cases and asks for a row of one through the other."""
        met = {}
        browser = Client(raise_request_exception=False)
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions["supervising attorney"]
        for name in page.parameters & ROWS_OF_A_CASE:
            other = self.other.captured([name])
            if other[name] == self.rows[name]:
                continue
            captured = self.captured(page.parameters) | other
            with transaction.atomic():
                response = browser.generic(method, reverse(page.name, kwargs=captured))
                transaction.set_rollback(True)
            met[name] = response.status_code
        return met

    def who_may_differ(self, page: Page) -> Iterable[str]:
        """Everyone; at an address that names no row, where the role alone decides, one of each."""
        if page.parameters:
            return PEOPLE
        return {person.role: who for who, person in reversed(self.people.items())}.values()

    def refusal(self, page: Page, who: str) -> int | None:
        """403 or 404 where the two tables refuse, ``None`` where they let the person in."""
        person, rule = self.people[who], page.rule
        if not isinstance(rule, Permission):
            return None
        if person.role == Role.CLIENT and self.address(page).startswith("/w/"):
            return HTTPStatus.NOT_FOUND
        if rule in OWN_CASE:
            return None if may(person, rule) and self._is_a_client(person) else 404
        if "case_ref" in page.parameters and not self._sees_the_case(person):
            return HTTPStatus.NOT_FOUND
        return None if may(person, rule) else HTTPStatus.FORBIDDEN

    def _is_a_client(self, person: User) -> bool:
        return ClientAccess.objects.standing().filter(user=person).exists()

    def _sees_the_case(self, person: User) -> bool:
        return Case.objects.visible_to(person).filter(pk=self.case.pk).exists()


@pytest.fixture(scope="module")
def house(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[House]:
    run, database = servers.join(), f"house_{servers.WORKER}"
    for _ in connected_to(database, run, request, django_db_blocker):
        yield House()
    run.template.drop(database)


# --- The matrix -------------------------------------------------------------------------------


@every_page
def test_a_page_declares_its_rule(page: Page) -> None:
    assert page.rule == PUBLIC or page.rule in set(Permission)


@every_door
def test_a_stranger_gets_no_further_than_the_sign_in_page(
    page: Page, method: str, house: House
) -> None:
    status = house.visit(page, method)

    if page.rule == PUBLIC:
        assert status not in {HTTPStatus.FORBIDDEN, BROKEN}
    else:
        assert status == HTTPStatus.FOUND


@every_door
def test_everyone_meets_what_the_tables_say(page: Page, method: str, house: House) -> None:
    wrong = {}
    for who in house.who_may_differ(page):
        refusal, status = house.refusal(page, who), house.visit(page, method, who)
        refused = {BROKEN, HTTPStatus.FORBIDDEN}
        if page.name not in WHERE_NOTHING_IS_YET:
            refused.add(HTTPStatus.NOT_FOUND)
        right = status not in refused if refusal is None else status == refusal
        if not right:
            wrong[who] = f"{status}, not {refusal or 'let in'}"

    assert wrong == {}


@pytest.mark.parametrize(("page", "method"), NESTED, ids=str)
def test_a_row_of_one_case_is_not_found_through_another(
    page: Page, method: str, house: House
) -> None:
    assert set(house.strays(page, method).values()) <= {HTTPStatus.NOT_FOUND}


@every_page
def test_someone_deactivated_gets_in_nowhere(page: Page, house: House) -> None:
    with transaction.atomic():
        person = house.people["attorney on the team"]
        User.objects.filter(pk=person.pk).update(is_active=False)
        status = house.visit(page, "GET", "attorney on the team")
        transaction.set_rollback(True)

    assert page.rule == PUBLIC or status in {HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
