"""The servers of one test run.

The first process of a run takes the first free folder below ``var/test``, starts PostgreSQL and
Valkey there and builds the template database; the workers of ``pytest -n`` find the folder in the
environment and join. Runs of several checkouts, or several runs of one, never meet. Every
database a test sees is a clone of the template, used as ``app_web``.
"""

import atexit
import os
from functools import cache
from pathlib import Path

from config.embedded.places import empty
from config.embedded.servers import Servers
from config.embedded.template import Template, hold_a_free_folder

FOLDER_VARIABLE = "REDRESS_TEST_RUN"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
KEPT_FILES = {"keys", "logs", "pids"}


class Run:
    """One process's part of a test run: its database, its broker, its files."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.template = Template(servers)
        self.database = f"test_{WORKER}"
        self.broker = 0 if WORKER == "main" else 1 + int(WORKER.removeprefix("gw"))
        self.folder = servers.state / WORKER
        self.folder.mkdir(exist_ok=True)

    def environment(self, *, role: str = "app_web", database: str = "") -> dict[str, str]:
        """The environment contract for this process or one it starts."""
        made = self.servers.environment(
            role=role,
            database=database or self.database,
            site_url="http://127.0.0.1",
            broker=self.broker,
        )
        return made | {"STATE_DIR": str(self.folder)}

    def empty_files(self) -> None:
        """Delete what earlier tests stored; keys and the notes of running programs stay."""
        empty(self.folder, keep=KEPT_FILES)


@cache
def join() -> Run:
    """This process's part of the run; the first call of a run starts the servers."""
    if FOLDER_VARIABLE in os.environ:
        run = Run(Servers(Path(os.environ[FOLDER_VARIABLE]), throw_away=True))
    else:
        servers = hold_a_free_folder()
        atexit.register(servers.stop)
        servers.start()
        run = Run(servers)
        run.template.build()
        os.environ[FOLDER_VARIABLE] = str(servers.state)
    run.empty_files()
    return run
