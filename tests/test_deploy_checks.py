"""``check --deploy`` is silent on a sound installation and speaks about an unsound one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks
from django.db import connection

from accounts import keys
from config import checks
from tests import servers


def found(settings: LazySettings) -> set[str]:
    """The ids of our own findings."""
    settings.SITE_URL = getattr(settings, "SITE_URL_UNDER_TEST", "https://redress.example.org")
    messages = run_checks(include_deployment_checks=True, databases=["default"])
    return {message.id for message in messages if message.id and message.id.startswith("redress.")}


# The servers of a test run are made to be thrown away, so they do not wait for the disk.
THROW_AWAY = {"redress.E010"}


def test_a_sound_installation_is_silent(own_database: str, settings: LazySettings) -> None:
    assert found(settings) == THROW_AWAY


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        ("SECRET_KEY", checks.EXAMPLE_SECRET_KEY, "redress.E001"),
        ("DEMO", True, "redress.E002"),
        ("SITE_URL_UNDER_TEST", "http://redress.example.org", "redress.E003"),
        ("ALLOWED_HOSTS", ["*"], "redress.E004"),
        ("ALLOWED_HOSTS", [".example.org"], "redress.E004"),
        ("CELERY_BROKER_TRANSPORT_OPTIONS", {"visibility_timeout": 60}, "redress.E006"),
    ],
)
def test_an_unsound_setting_is_named(
    own_database: str, settings: LazySettings, name: str, value: object, finding: str
) -> None:
    setattr(settings, name, value)

    assert finding in found(settings)


def test_missing_keys_and_keys_for_everybody_are_named(
    own_database: str, settings: LazySettings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    assert "redress.E008" in found(settings)

    keys.make(settings.KEYS_DIR)
    assert found(settings) == THROW_AWAY

    (settings.KEYS_DIR / "pepper").chmod(0o640)
    assert "redress.E009" in found(settings)


@pytest.fixture
def as_owner(own_database: str) -> Iterator[None]:
    """Connect as the owner of the tables, as a careless installation would."""
    settings_dict = connection.settings_dict
    run = servers.join()
    usual = settings_dict["USER"], settings_dict["PASSWORD"]
    connection.close()
    settings_dict["USER"] = "app_owner"
    settings_dict["PASSWORD"] = run.servers.passwords["app_owner"]
    yield
    connection.close()
    settings_dict["USER"], settings_dict["PASSWORD"] = usual


def test_serving_the_site_as_the_owner_is_named(as_owner: None, settings: LazySettings) -> None:
    assert "redress.E011" in found(settings)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("ENABLE TRIGGER custody_chain", "redress.E012"),
        ("DISABLE TRIGGER recorded_stays", "redress.E012"),
    ],
)
def test_a_guard_that_can_be_switched_off_is_named(
    own_database: str, settings: LazySettings, change: str, finding: str
) -> None:
    postgres = servers.join().servers.postgres
    postgres.sql(f"ALTER TABLE evidence_custodyentry {change}", database=own_database)

    assert finding in found(settings)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER FUNCTION custody_chain() SET search_path = pg_catalog, public",
        "ALTER FUNCTION blob_key_stays() RESET search_path",
        "CREATE FUNCTION new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "CREATE FUNCTION new() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    ],
)
def test_a_guard_that_may_read_a_temporary_table_is_named(
    own_database: str, settings: LazySettings, change: str
) -> None:
    servers.join().servers.postgres.sql(change, database=own_database)

    assert "redress.E015" in found(settings)


def test_a_table_without_its_guards_is_named(own_database: str, settings: LazySettings) -> None:
    postgres = servers.join().servers.postgres
    for trigger in ("recorded_stays", "recorded_stays_whole"):
        postgres.sql(f"DROP TRIGGER {trigger} ON cases_decision", database=own_database)

    assert "redress.E013" in found(settings)


def test_every_table_with_a_guard_of_its_own_is_looked_after(own_database: str) -> None:
    rows = servers.join().servers.postgres.sql(
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgenabled = 'A' AND t.tgname NOT LIKE 'pgtrigger%' ORDER BY 1",
        database=own_database,
    )

    assert rows.split() == list(checks.GUARDED_TABLES)
