"""PostgreSQL and Valkey together, with their passwords and the site's environment."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from config.embedded.places import Places, Unusable
from config.embedded.postgres import ROLES, SUPERUSER, Postgres
from config.embedded.processes import stop_leftovers
from config.embedded.valkey import Valkey

STOP_ORDER = ("web", "beat", "worker", "valkey", "postgres")
# All that the site's processes inherit: a variable set for another purpose cannot change them.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TERM", "TMPDIR", "TZ", "USER")


class Servers:
    """The two servers of one state folder, held by one command at a time."""

    def __init__(
        self, state: Path, *, throw_away: bool = False, held: TextIO | None = None
    ) -> None:
        self.places = Places.under(state)
        self.state = self.places.state
        self.passwords = remembered_passwords(self.state)
        self.postgres = Postgres(self.places, self.passwords, throw_away=throw_away)
        self.valkey = Valkey(self.places)
        self.held = held

    def hold(self) -> bool:
        """Take the folder for this process; False when another command holds it."""
        lock = (self.state / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self.held = lock
        return True

    def holder(self) -> int | None:
        """The process that holds the folder, None when nobody does."""
        if self.hold():
            self.release()
            return None
        return int((self.state / "lock").read_text() or 0)

    def release(self) -> None:
        if self.held:
            self.held.truncate(0)
            self.held.close()
            self.held = None

    def start(self) -> list[str]:
        """Start both servers; returns what a killed command had left running."""
        if self.held is None:
            raise Unusable("The folder must be held before its servers are started.")
        leftovers = stop_leftovers(self.state, STOP_ORDER)
        self.places.make()
        self.postgres.start()
        self.valkey.start()
        return leftovers

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()

    def environment(
        self, *, role: str, database: str, site_url: str, broker: int = 0
    ) -> dict[str, str]:
        """The environment contract of ``config/env.py`` for a process on these servers."""
        files = self.state / "site"
        files.mkdir(mode=0o700, exist_ok=True)
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
            "SECRET_KEY": self.passwords["secret_key"],
            "DATABASE_URL": self.postgres.url(role, database),
            "REDIS_URL": self.valkey.url(broker),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SITE_URL": site_url,
            "STATE_DIR": str(files),
            "TRUSTED_PROXY_COUNT": "0",
            "EMAIL_URL": f"filemail:///{quote(str(files / 'mail'))}",
        }


def remembered_passwords(state: Path) -> dict[str, str]:
    """The passwords of the roles and the site's secret key, made once per state folder."""
    file = state / "passwords.json"
    if file.exists():
        found: dict[str, str] = json.loads(file.read_text())
        return found
    made = {name: secrets.token_urlsafe(32) for name in (SUPERUSER, *ROLES)}
    made["secret_key"] = secrets.token_urlsafe(64)
    unfinished = file.with_suffix(".unfinished")
    unfinished.touch(0o600)
    unfinished.write_text(json.dumps(made, indent=1))
    unfinished.rename(file)
    return made
