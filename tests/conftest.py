"""Fixtures shared by every test."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone
from playwright.sync_api import Browser, Page
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from accounts import keys
from tests import browser as browsing
from tests import make_accounts, servers
from tests.site import Site

# A busy machine is no failure, and a failure is found again by the next run.
hypothesis.settings.register_profile(
    "any machine",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")

HERE = Path(__file__).parent
LONG = {"site", "opened", "state"}  # fixtures of tests that take long
TOGETHER = "tests/test_every_form.py"  # its pages are opened once, by one process
REFUSED_FIXTURES = {"transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that would empty tables: what must only grow cannot be emptied.

    Long tests come first, the longest of all before them: those that walk the whole site. So no
    process is alone with one in the end.
    """
    items.sort(key=lambda item: (LONG.isdisjoint(fixtures_of(item)), item.path.parent != HERE))
    for item in items:
        marker = item.get_closest_marker("django_db")
        asked = REFUSED_FIXTURES.intersection(fixtures_of(item))
        if asked or (marker and (marker.args or marker.kwargs.get("transaction"))):
            raise pytest.UsageError(
                f"{item.nodeid}: a test that commits takes the fixture own_database or site"
            )


class OneByOne(LoadScopeScheduling):  # type: ignore[misc]  # comes without types
    """Gives each process the next test when it is nearly through with its last."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneByOne:
    return OneByOne(config, log)


@pytest.fixture(scope="session", autouse=True)
def installation_keys() -> None:
    """The keys of the test installation, which tests and site share."""
    keys.make(settings.KEYS_DIR)


@pytest.fixture(autouse=True)
def clock_of_the_people() -> Iterator[None]:
    """A test counts days as the people in it do; for hours of each day UTC has another date."""
    with timezone.override(make_accounts.ZONE):
        yield


@pytest.fixture(scope="session", autouse=True)
def address_map() -> None:
    """Read the addresses with the run's own settings, before a test changes any of them."""
    assert get_resolver().url_patterns


def pytest_collection_finish() -> None:
    """Spare the collector of rubbish what stays anyway: all that is imported, and every test."""
    gc.freeze()


def fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


# --- Databases ----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """The database of plain tests: one clone per process, rolled back after each test."""
    run = servers.join()
    run.template.clone(run.database)
    yield
    connections.close_all()
    run.template.drop(run.database)


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[str]:
    """A fresh clone for one test that commits, in as many threads and processes as it likes.

    Yields its name. A thread of the test closes its connection when it ends
    (``django.db.connection.close()``).
    """
    run = servers.join()
    yield from connected_to(f"own_{servers.WORKER}", run, request, django_db_blocker)
    run.template.drop(f"own_{servers.WORKER}")


def connected_to(
    database: str, run: servers.Run, request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[str]:
    """Clone the template as ``database`` and point Django's connection to it meanwhile."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        pytest.fail("db rolls back and own_database commits: a test takes one of them")
    settings = connections.settings["default"]
    usual = settings["NAME"]
    run.template.clone(database)
    connections.close_all()
    settings["NAME"] = database
    try:
        with django_db_blocker.unblock():
            yield database
    finally:
        connections.close_all()
        settings["NAME"] = usual


# --- The running site ---------------------------------------------------------------------


@pytest.fixture(scope="session")
def site_processes() -> Iterator[Site]:
    started = Site(servers.join())
    yield started
    started.stop()


@pytest.fixture
def site(
    request: pytest.FixtureRequest,
    site_processes: Site,
    django_test_environment: None,
    django_db_blocker: Any,
) -> Iterator[Site]:
    """The site as it is served: web server and worker on a fresh database, an empty broker.

    The test's own ORM calls go to the same database and the same files.
    """
    databases = connected_to(site_processes.database, servers.join(), request, django_db_blocker)
    next(databases)
    site_processes.make_ready()
    yield site_processes
    next(databases, None)


# --- Browser ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    yield from browsing.running_browser()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open further windows on the site, each a device of its own (``browsing.Windows.open``).

    The test fails at its end when any of them logged an error, a blocked resource or a request
    to a foreign host.
    """
    windows = browsing.Windows(browser, site.url)
    yield windows.open
    windows.close()
    assert windows.problems == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A desktop window on the site; addresses may be given without the host."""
    return open_page()
