"""The own account, and the words of the pages everybody reaches."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import Firm
from tests import make_accounts
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

NEVER_SAID = re.compile(
    r"\b(victim|alleged?|submit|failed|invalid|required|hash|custody|fingerprint)\b", re.IGNORECASE
)


def test_the_theme_is_kept_with_the_person_not_in_the_browser() -> None:
    person = make_accounts.paralegal()
    browser = signed_in(person)
    assert '<html lang="en">' in browser.get("/w/me/").content.decode()

    answer = browser.post("/w/me/theme/", {"theme": "dark", "next": "/w/me/?tab=1"})

    assert answer.headers["Location"] == "/w/me/?tab=1"
    assert '<html lang="en" data-theme="dark">' in signed_in(person).get("/w/me/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example.net/",
        "//elsewhere.example.net",
        "/\\elsewhere.example.net",
        "javascript:alert(1)",
        "accounts:leave",
        "words",
        "\x00",
        "",
    ],
)
def test_the_theme_button_leads_nowhere_else(address: str) -> None:
    answer = signed_in(make_accounts.paralegal()).post(
        "/w/me/theme/", {"theme": "light", "next": address}
    )

    assert answer.headers["Location"] == "/in/arrive/"


def test_an_address_with_a_line_break_makes_no_second_header() -> None:
    answer = signed_in(make_accounts.paralegal()).post(
        "/w/me/theme/", {"theme": "light", "next": "/w/\r\nX-Planted: yes"}
    )

    assert answer.status_code == 302
    assert "X-Planted" not in answer.headers


def test_times_follow_the_clock_a_person_chose() -> None:
    browser = signed_in(make_accounts.paralegal())
    fields = {"name": "Petra Osgrove", "time_zone": "Asia/Tokyo", "shortcuts": "on"}

    browser.post("/w/me/", fields)

    page = browser.get("/w/me/").content.decode()
    assert "Times in JST" in page
    assert re.search(r"since <time[^>]*>\d+ \w+ 2\d{3}, \d+:\d\d [ap]m JST", page)


def test_a_name_cannot_be_emptied() -> None:
    person = make_accounts.paralegal(name="Petra Osgrove")

    answer = signed_in(person).post("/w/me/", {"name": "", "time_zone": "UTC"})

    assert answer.status_code == 422
    assert answer.content.decode().count("Enter your name") == 2
    person.refresh_from_db()
    assert person.name == "Petra Osgrove"


@pytest.mark.parametrize("path", ["/in/", "/in/reset/", "/in/first/", "/nowhere/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_for_everyone_use_calm_words_and_say_nothing_in_the_tab(
    path: str, method: str
) -> None:
    Firm.objects.create(name="Marlow Reid Law", neutral_name="My page")
    typed = {"login": "nonsense", "email": "nonsense", "code": "x", "password": "short"}

    page = getattr(Client(), method)(path, typed).content.decode()

    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert title.group(1).endswith(" - My page")
    assert "Marlow" not in title.group(1)
    words = strip_tags(re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL))
    assert NEVER_SAID.findall(words) == []
