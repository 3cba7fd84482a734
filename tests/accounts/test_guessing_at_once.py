"""Guesses sent at the same moment are counted one by one."""

from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests import make_accounts
from tests.at_once import together
from tests.signing_in import PASSWORD, give_password, give_second_factor

pytestmark = pytest.mark.usefixtures("own_database")

PRESSES = 24
TOO_MANY = "Too many tries."


def staff() -> User:
    person = make_accounts.attorney()
    give_password(person)
    give_second_factor(person)
    return person


def heard(page: str, wrong: str) -> str:
    return "wrong" if wrong in page else "too many" if TOO_MANY in page else "else"


def test_wrong_passwords_at_once_are_five_guesses() -> None:
    person = staff()

    def guess(number: int) -> str:
        typed = {"login": person.email, "password": f"not the password {number}"}
        page = Client().post("/in/", typed).content.decode()
        return heard(page, "That email and password do not match.")

    answers = Counter(together(*[lambda n=n: guess(n) for n in range(PRESSES)]))

    assert answers["wrong"] <= 5
    assert answers["else"] == 0
    assert TOO_MANY in Client().post("/in/", {"login": person.email, "password": PASSWORD}).text


def test_wrong_codes_at_once_are_five_guesses() -> None:
    person, first = staff(), Client()
    first.post("/in/", {"login": person.email, "password": PASSWORD})
    key = first.cookies[settings.SESSION_COOKIE_NAME].value

    def guess(number: int) -> str:
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        page = browser.post("/in/code/", {"code": f"{number:06d}"}).content.decode()
        return heard(page, "That code does not match.")

    answers = Counter(together(*[lambda n=n: guess(n) for n in range(PRESSES)]))

    assert answers["wrong"] <= 5
    assert answers["else"] == 0


def test_wrong_one_time_codes_at_once_are_ten_guesses() -> None:
    statuses = together(
        *[
            lambda n=n: Client().post("/in/first/", {"code": f"wrong-{n}"}).status_code
            for n in range(PRESSES)
        ]
    )

    assert Counter(statuses)[422] <= 10
    assert set(statuses) <= {422, 429}
