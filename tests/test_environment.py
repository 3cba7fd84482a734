"""The environment contract, its example and its refusals agree."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.fingerprints import ROOT
from config.embedded.programs import beat_program, web_program, worker_program
from config.env import env
from tests import servers

EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
)
REQUIRED = {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL"}
FOR_COMPOSE_ALONE = {
    "POSTGRES_PASSWORD",
    "APP_OWNER_PASSWORD",
    "APP_WEB_PASSWORD",
    "APP_AUDIT_PASSWORD",
    "WEB_PORT",
}
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own, with this environment alone."""
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_names_exactly_the_variables_that_are_read() -> None:
    assert set(EXAMPLE) == set(env.scheme) | FOR_COMPOSE_ALONE


def test_the_example_can_be_read_by_the_settings() -> None:
    assert start(EXAMPLE).stderr == ""


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_the_site_does_not_start_without_a_required_variable(name: str) -> None:
    environment = servers.join().environment()
    del environment[name]

    assert f"Set the {name} environment variable" in start(environment).stderr


def test_the_example_holds_every_value_compose_asks_for() -> None:
    asked_for = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))

    assert asked_for <= set(EXAMPLE)
    assert asked_for >= FOR_COMPOSE_ALONE


def test_the_site_knows_every_variable_compose_gives_it() -> None:
    given = set(re.findall(r"^    ([A-Z_]+): ", COMPOSE.split("services:")[0], re.MULTILINE))

    assert given == set(env.scheme) - {"DEMO"}


def test_the_containers_run_the_programs_of_the_demo() -> None:
    web = json.loads(DOCKERFILE.rpartition("\nCMD ")[2].replace("\\\n", ""))
    worker, beat = (found.split() for found in re.findall("command: (celery .*)", COMPOSE))

    assert web == web_program(8000, host="0.0.0.0")  # noqa: S104 - a container's own address
    assert worker == worker_program()
    assert beat == beat_program(Path("/tmp/beat-schedule"))  # noqa: S108 - a container's own


def test_nothing_but_the_contract_reads_the_environment() -> None:
    # The font library has no other way to be told where its fonts lie.
    allowed = {"config/env.py", "config/celery.py", "config/wsgi.py", "documents/pdf/fonts.py"}
    readers = {
        str(file.relative_to(ROOT))
        for app in ("accounts", "cases", "config", "documents", "evidence", "intake")
        for file in (ROOT / app).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", file.read_text())
        and not file.is_relative_to(ROOT / "config" / "embedded")
    }

    assert readers <= allowed
