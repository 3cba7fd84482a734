"""The servers of one test run.

The first process of a run takes the first free folder below ``var/test``, starts PostgreSQL and
Valkey there and builds the template database as ``app_owner``; the workers of ``pytest -n`` find
the folder in the environment and join. Runs of several checkouts, or several runs of one, never
meet. Every database a test sees is a clone of the template, used as ``app_web``.
"""

import atexit
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from config.embedded.fingerprints import MIGRATIONS, ROOT, fingerprint
from config.embedded.places import Unusable, empty
from config.embedded.servers import Servers

RUNS = ROOT / "var" / "test"
MOST_RUNS_AT_ONCE = 20
FOLDER_VARIABLE = "REDRESS_TEST_RUN"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
KEPT_FILES = {"keys", "logs", "pids"}


class Run:
    """One process's part of a test run: its database, its broker, its files."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.template = f"template_{fingerprint(MIGRATIONS)}"
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

    def clone(self, database: str, of: str = "") -> None:
        """Make ``database`` anew, whoever is still connected to it.

        Args:
            database: Its name.
            of: A database nobody is connected to now; the template unless it is named.
        """
        self.drop(database)
        self.servers.postgres.sql(
            f"CREATE DATABASE {database} TEMPLATE {of or self.template} OWNER app_owner"
        )

    def drop(self, database: str) -> None:
        self.servers.postgres.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def build_template(self) -> None:
        """Migrate the template once per state of the migrations; drop what earlier runs left."""
        postgres = self.servers.postgres
        for name in postgres.sql(
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
        ).split():
            self.drop(name)
        templates = postgres.sql("SELECT datname FROM pg_database WHERE datistemplate").split()
        if self.template in templates:
            return
        for name in templates:
            if name.startswith("template_"):
                postgres.sql(f"ALTER DATABASE {name} IS_TEMPLATE false")
                self.drop(name)
        unfinished = f"unfinished_{self.template}"
        postgres.make_roles(unfinished)
        environment = self.environment(role="app_owner", database=unfinished)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        postgres.sql(f"ALTER DATABASE {unfinished} RENAME TO {self.template}")
        postgres.sql(f"ALTER DATABASE {self.template} IS_TEMPLATE true")


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
        run.build_template()
        os.environ[FOLDER_VARIABLE] = str(servers.state)
    run.empty_files()
    return run


def hold_a_free_folder() -> Servers:
    for number in range(MOST_RUNS_AT_ONCE):
        servers = Servers(RUNS / str(number), throw_away=True)
        if servers.hold():
            return servers
    raise Unusable(f"{MOST_RUNS_AT_ONCE} test runs are already running in {RUNS}.")
