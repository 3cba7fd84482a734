"""One policy of headers on every class of answer, exactly."""

from collections.abc import Mapping

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.models import Firm
from tests import make_accounts
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.odd_urls")]

POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
OFF = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")

STRANGERS = {
    "a page": ("/in/", 200),
    "a redirect to sign in": ("/w/me/", 302),
    "an error of the server": ("/odd/broken/", 500),
    "an outage": ("/odd/outage/", 503),
    "a refusal": ("/odd/refusing/", 409),
    "a forbidden page": ("/odd/forbidding/", 403),
    "a missing page": ("/nowhere/", 404),
    "a missing static file": ("/static/none.css", 404),
    "too many tries": ("/odd/crowded/", 429),
    "a wrong method": ("/odd/reading/", 405),
    "nothing": ("/awake/", 204),
    "a bad host": ("/in/", 400),
}


def assert_policy(headers: Mapping[str, str], **other: str) -> None:
    expected = POLICY | other
    assert {name: headers.get(name) for name in expected} == expected
    permissions = headers["Permissions-Policy"]
    assert all(f"{feature}=()" in permissions for feature in OFF)


@pytest.mark.parametrize("kind", STRANGERS)
def test_every_answer_to_a_stranger_carries_the_policy(kind: str) -> None:
    path, status = STRANGERS[kind]
    host = "elsewhere.example.net" if kind == "a bad host" else "127.0.0.1"

    answer = Client(raise_request_exception=False).get(path, headers={"host": host})

    assert answer.status_code == status
    assert_policy(answer.headers, **{"Cache-Control": "no-store"})


def test_a_form_that_is_too_big_meets_the_policy_too(settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 64

    answer = Client().post("/odd/reading/", {"words": 100 * "x"})

    assert answer.status_code == 413
    assert_policy(answer.headers, **{"Cache-Control": "no-store"})


@pytest.mark.parametrize("path", ["/w/me/", "/in/not-me/", "/w/me/theme/", "/w/nowhere/"])
def test_every_answer_behind_a_session_carries_it(path: str) -> None:
    answer = signed_in(make_accounts.paralegal()).get(path)

    assert_policy(answer.headers, **{"Cache-Control": "no-store"})


def test_static_files_carry_it_and_may_be_kept() -> None:
    answer = Client().get("/static/css/tokens.css")

    assert answer.status_code == 200
    assert_policy(answer.headers)
    assert "no-store" not in answer.headers["Cache-Control"]
    answer.close()


def test_a_post_and_its_redirect_carry_it() -> None:
    browser = signed_in(make_accounts.paralegal())

    answer = browser.post("/w/me/theme/", {"theme": "dark", "next": "/w/me/"})

    assert answer.status_code == 302
    assert_policy(answer.headers, **{"Cache-Control": "no-store"})


def test_leaving_clears_the_browser_and_tells_the_next_site_nothing() -> None:
    Firm.objects.create(exit_url="https://weather.example.com/today")
    browser = signed_in(make_accounts.client())

    answer = browser.get("/leave")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://weather.example.com/today"
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert_policy(answer.headers, **{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    assert answer.cookies["__Host-session"]["max-age"] == 0
    assert browser.get("/in/not-me/").status_code == 302


def test_signing_out_clears_the_browser() -> None:
    answer = signed_in(make_accounts.paralegal()).post("/out/")

    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert_policy(answer.headers)


def test_cookies_are_safe_and_end_with_the_browser() -> None:
    person = make_accounts.client()
    person.set_password("meadow copper lantern")
    person.save()

    answer = Client().post("/in/", {"login": person.email, "password": "meadow copper lantern"})

    cookie = answer.cookies["__Host-session"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
