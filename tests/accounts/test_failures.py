"""Error pages: right status, right shell, sentences that help, nothing leaked."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from config.env import BASE_DIR
from config.logs import WithoutWords
from tests import make_accounts
from tests.accounts.odd_urls import MARKER
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.odd_urls")]

PAGES = [
    ("odd/broken/", 500, "Something went wrong on our side"),
    ("odd/outage/", 503, "We will be back shortly"),
    ("odd/refusing/", 409, "The packet is being built. Wait until it is ready."),
    ("odd/forbidding/", 403, "This page is not open to you"),
    ("odd/unruled/", 403, "This page is not open to you"),
    ("odd/nowhere/", 404, "We cannot find this page"),
    ("odd/crowded/", 429, "Wait 15 minutes, then try again."),
]
WORK_SHELL = 'class="rail"'
EXIT = ">Leave this site</a>"


@pytest.mark.parametrize(("path", "status", "sentence"), PAGES)
def test_a_client_sees_a_calm_page_with_the_exit(path: str, status: int, sentence: str) -> None:
    browser = signed_in(make_accounts.client())
    browser.raise_request_exception = False

    answer = browser.get(f"/{path}")

    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert EXIT in page
    assert WORK_SHELL not in page
    assert MARKER not in page
    assert answer["X-Request-ID"] in page


@pytest.mark.parametrize(("path", "status", "sentence"), PAGES)
def test_staff_see_it_in_the_work_area(path: str, status: int, sentence: str) -> None:
    browser = signed_in(make_accounts.paralegal())
    browser.raise_request_exception = False

    answer = browser.get(f"/w/{path}")

    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert EXIT not in page
    assert (WORK_SHELL in page) is (status < 500)


@pytest.mark.parametrize("area", ["", "/w"])
def test_whoever_is_signed_in_finds_the_way_to_the_own_first_page(area: str) -> None:
    for person in (make_accounts.client(), make_accounts.paralegal()):
        page = signed_in(person).get(f"{area}/odd/nowhere/").content.decode()

        assert 'class="btn" href="/in/arrive/"' in page
    assert 'class="btn" href="/"' in Client().get("/odd/nowhere/").content.decode()


@pytest.mark.parametrize("name", ["broken", "outage"])
def test_a_page_that_failed_can_be_tried_again(name: str) -> None:
    browser = Client(raise_request_exception=False)

    page = browser.get(f"/odd/{name}/?show=all").content.decode()

    assert f'href="/odd/{name}/?show=all">Try again' in page


def test_the_log_names_the_error_and_where_but_repeats_none_of_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:

    Client(raise_request_exception=False).get("/odd/broken/")

    (record,) = [one for one in caplog.records if one.exc_info]
    line = WithoutWords("%(message)s").format(record)
    assert line.index("builtins.RuntimeError") < line.index("builtins.ValueError")
    assert "odd_urls.py" in line
    assert MARKER not in line


def test_errors_that_name_each_other_as_their_cause_are_each_named_once() -> None:
    one, other = RuntimeError(MARKER), ValueError(MARKER)
    one.__cause__, other.__cause__ = other, one

    told = WithoutWords().formatException((RuntimeError, one, None))

    assert told.split() == ["builtins.RuntimeError", "after", "builtins.ValueError"]


@pytest.mark.parametrize("area", ["", "/w"])
def test_a_form_that_is_too_big_is_a_413(settings: LazySettings, area: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 64
    answer = signed_in(make_accounts.paralegal()).post(f"{area}/odd/reading/", {"words": 100 * "x"})

    assert answer.status_code == 413
    assert "more than this page can take" in answer.content.decode()
    assert (WORK_SHELL in answer.content.decode()) is bool(area)


@pytest.mark.parametrize("area", ["", "/w"])
def test_a_form_that_cannot_be_read_is_a_400(settings: LazySettings, area: str) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    browser = signed_in(make_accounts.paralegal())
    answer = browser.post(f"{area}/odd/reading/", {"one": "1", "two": "2"})

    assert answer.status_code == 400
    assert "That did not work" in answer.content.decode()
    assert (WORK_SHELL in answer.content.decode()) is bool(area)


def test_a_page_that_was_open_for_too_long_asks_to_send_again() -> None:
    answer = Client(enforce_csrf_checks=True).post("/in/", {"login": "a@example.com"})

    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()


def test_a_view_without_a_rule_is_not_run_for_anyone() -> None:
    for browser in (Client(), signed_in(make_accounts.supervisor())):
        answer = browser.get("/odd/unruled/", follow=True)

        assert "nobody should read this" not in answer.content.decode()


OUTAGE = """
import django; django.setup()
from django.conf import settings
from django.test import Client
client = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
for path in ("/in/", "/w/me/", "/leave"):
    answer = client.get(path)
    print(path, answer.status_code, answer.headers.get("Location", "-"))
    print(answer.headers.get("Clear-Site-Data", "-"), "|", answer.cookies.output())
"""


def test_with_the_database_away_pages_say_so_and_leaving_still_works(tmp_path: Path) -> None:
    environment = {
        "SECRET_KEY": "x" * 60,
        "DATABASE_URL": "postgres://app_web@127.0.0.1:9/none",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "STATE_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.outage_settings",
        "PATH": "/usr/bin:/bin",
    }
    seen = subprocess.run(  # noqa: S603
        [sys.executable, "-c", OUTAGE],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert seen.returncode == 0, seen.stderr
    assert "/in/ 503 -" in seen.stdout
    assert "/leave 303 https://www.example.com/" in seen.stdout
    assert '"cookies", "storage" | Set-Cookie: ' in seen.stdout
    assert "/w/me/ 503 -" in seen.stdout
