"""Sessions end by themselves, can be ended by others, and stay ended."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import sessions
from accounts.models import User
from tests import make_accounts
from tests.signing_in import PASSWORD, give_password, signed_in

pytestmark = pytest.mark.django_db

CLOSED = "This page was closed after a while without use"
PAGE = "/in/not-me/"  # open to clients and staff alike


def aged(person: User, *, unused: timedelta, since: timedelta) -> Client:
    """A browser of ``person`` that was last used, and signed in, that long ago."""
    browser = signed_in(person)
    session = browser.session
    session[sessions.SEEN_AT] = time.time() - unused.total_seconds()
    session[sessions.BEGAN_AT] = time.time() - since.total_seconds()
    session.save()
    return browser


@pytest.mark.parametrize(
    ("role", "minutes", "stays"),
    [("client", 14, True), ("client", 16, False), ("staff", 29, True), ("staff", 31, False)],
)
def test_an_unused_session_ends(role: str, minutes: int, stays: bool) -> None:
    person = make_accounts.client() if role == "client" else make_accounts.paralegal()
    unused = timedelta(minutes=minutes)
    browser = aged(person, unused=unused, since=unused)

    answer = browser.get(PAGE)

    assert (answer.status_code == 200) is stays
    assert (CLOSED in browser.get("/in/", follow=True).content.decode()) is not stays


def test_after_signing_in_again_the_client_is_back_on_her_page() -> None:
    person = make_accounts.client()
    give_password(person)
    long_ago = timedelta(minutes=20)
    browser = aged(person, unused=long_ago, since=long_ago)
    browser.get(PAGE)

    browser.post("/in/", {"login": person.email, "password": PASSWORD})

    assert browser.get("/in/arrive/").headers["Location"] == PAGE
    assert browser.get("/in/arrive/").headers["Location"] == "/home/"


def test_a_session_in_constant_use_ends_after_twelve_hours() -> None:
    browser = aged(
        make_accounts.paralegal(), unused=timedelta(0), since=timedelta(hours=12, minutes=1)
    )

    assert browser.get(PAGE).status_code == 302


def test_being_awake_keeps_the_session() -> None:
    browser = aged(
        make_accounts.client(), unused=timedelta(minutes=14), since=timedelta(minutes=14)
    )

    assert browser.get("/awake/").status_code == 204

    assert time.time() - browser.session[sessions.SEEN_AT] < 5


def test_an_ended_session_leaves_no_row_behind() -> None:
    browser = signed_in(make_accounts.client())
    key = browser.session.session_key

    browser.get("/leave")

    assert not Session.objects.filter(session_key=key).exists()


def test_a_late_save_does_not_revive_an_ended_session() -> None:
    person = make_accounts.client()
    browser = signed_in(person)
    running = browser.session  # what a slow request holds while another one ends the session
    running["late"] = True
    sessions.end_all(person)

    with pytest.raises(UpdateError):
        running.save()

    assert browser.get(PAGE).status_code == 302
    key = running.session_key
    assert not Session.objects.filter(session_key=key).exists()


def test_someone_who_was_closed_out_is_out_at_once() -> None:
    person = make_accounts.paralegal()
    browser = signed_in(person)
    person.is_active = False
    person.save()

    assert browser.get("/w/me/").status_code == 302


def test_not_me_ends_the_other_sessions_and_asks_for_a_new_password() -> None:
    person = make_accounts.client()
    here, elsewhere = signed_in(person), signed_in(person)

    answer = here.post("/in/not-me/")

    assert answer.headers["Location"] == "/in/password/"
    assert elsewhere.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200


def test_the_own_account_lists_and_ends_other_sessions() -> None:
    person = make_accounts.paralegal()
    here, elsewhere = signed_in(person), signed_in(person)
    assert signed_in_with(here).count("Chrome on Windows") == 2

    here.post("/w/me/end-other-sessions/")

    assert elsewhere.get("/w/me/").status_code == 302
    assert signed_in_with(here).count("Chrome on Windows") == 1


def signed_in_with(browser: Client) -> str:
    """The part of the own account that lists running sessions."""
    return browser.get("/w/me/").content.decode().split("What you signed in with")[0]
