"""The demonstration's sign-in: there when switched on, and nowhere else."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts import demo
from accounts.models import Role, User
from config.env import BASE_DIR
from tests.accounts import odd_urls

pytestmark = pytest.mark.django_db

ASK = """
import django; django.setup()
from django.urls import Resolver404, resolve
try:
    print(resolve("/demo/").view_name)
except Resolver404:
    print("no such page")
"""


@pytest.mark.parametrize(
    ("switch", "answer"), [({}, "no such page"), ({"DEMO": "true"}, "accounts:demo")]
)
def test_the_page_exists_only_where_the_demonstration_is_on(
    switch: dict[str, str], answer: str
) -> None:
    usual = {name: value for name, value in os.environ.items() if name != "DEMO"}

    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASK],
        cwd=BASE_DIR,
        env=usual | {"DJANGO_SETTINGS_MODULE": "config.settings"} | switch,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == answer


def test_demo_people_are_not_loaded_into_a_real_installation() -> None:
    with pytest.raises(ImproperlyConfigured):
        demo.load_people()

    assert not User.objects.exists()


@pytest.fixture
def demonstration(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = odd_urls.__name__  # type: ignore[attr-defined]
    demo.load_people()


@pytest.mark.usefixtures("demonstration")
def test_loading_twice_changes_nothing() -> None:
    before = list(User.objects.values_list("pk", "password"))

    demo.load_people()

    assert list(User.objects.values_list("pk", "password")) == before
    assert {user.role for user in User.objects.all()} == set(Role)


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("key", [one.key for one in demo.PEOPLE])
def test_one_press_signs_in_second_factor_included(key: str) -> None:
    browser = Client(SERVER_NAME="127.0.0.1")

    arrived = browser.post("/demo/", {"person": key})

    assert arrived.headers["Location"] == "/in/arrive/"
    own_page = "/in/not-me/" if key == "client" else "/w/me/"
    assert browser.get(own_page).status_code == 200


@pytest.mark.usefixtures("demonstration")
def test_the_usual_way_shows_the_code_where_it_is_asked() -> None:
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.post("/in/", {"login": demo.person("attorney").email, "password": demo.PASSWORD})

    page = browser.get("/in/code/").content.decode()

    code = re.search(r"the code is now <strong[^>]*>(\d{6})<", page)
    assert code
    assert browser.post("/in/code/", {"code": code.group(1)}).headers["Location"] == "/in/arrive/"


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(
    ("host", "header"),
    [
        ("demo.example.net", {}),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.7"}),
        ("localhost:8000", {"forwarded": "for=203.0.113.7"}),
    ],
)
def test_the_demonstration_answers_this_machine_only(
    host: str, header: dict[str, str], settings: pytest.FixtureRequest
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]

    answer = Client().get("/demo/", headers={"host": host} | header)

    assert answer.status_code == 403
    assert "The demonstration stays on this machine" in answer.content.decode()


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8011", "localhost", "[::1]:8000"])
def test_it_answers_every_name_of_this_machine(host: str, settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]

    assert Client().get("/in/", headers={"host": host}).status_code in {200, 302}
