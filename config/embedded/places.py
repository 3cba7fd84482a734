"""Where the embedded servers keep their files, and as whom they run."""

import hashlib
import os
import pwd
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_MAX = 107 if sys.platform.startswith("linux") else 103
LONGEST_SOCKET = ".s.PGSQL.5432"
NEEDED_FREE_BYTES = 400 * 1024**2
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


class Unusable(Exception):
    """The machine or the folder does not allow what was asked; ``str()`` says what to do."""


@dataclass(frozen=True)
class Account:
    """The account the servers run as when the caller is root, which PostgreSQL refuses to be."""

    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, object]:
        """Arguments of ``subprocess`` that change to this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        os.chown(folder, self.uid, self.gid)


def server_account() -> Account | None:
    """The unprivileged account for the servers, or None when the caller is one already."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Unusable("Root needs an account named “nobody” to run the database as; make one.")


def reachable_by_others(path: Path) -> bool:
    """Whether an account that owns none of the folders on the way can reach ``path``."""
    return all(
        folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents] if folder.exists()
    )


@dataclass(frozen=True)
class Places:
    """The folders of one set of servers.

    Attributes:
        state: What the caller chose: logs, process ids, passwords, the site's own files.
        private: Data of the servers. Inside ``state``, unless root runs them as another
            account that cannot reach it: then under ``/var/lib/redress``.
        sockets: Where the servers listen; a short plain path, because the system limits the
            length and PostgreSQL reads a comma as a list.
        account: As whom the servers run, None for the caller.
    """

    state: Path
    private: Path
    sockets: Path
    account: Account | None

    @classmethod
    def under(cls, state: Path) -> "Places":
        """Make the folders for servers whose state lies in ``state``.

        Raises:
            Unusable: The folder cannot be written, or its disk is full.
        """
        state = state.resolve()
        try:
            state.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError as error:
            raise Unusable(
                f"The folder {state} cannot be made ({error.strerror}). Choose one with --state."
            ) from error
        if not os.access(state, os.W_OK | os.X_OK):
            raise Unusable(f"The folder {state} cannot be written. Choose one with --state.")
        account = server_account()
        private = state / "servers"
        if account and not reachable_by_others(state):
            private = Path("/var/lib/redress") / tag(state)
        sockets = private / "run"
        if not fits_a_socket(sockets):
            sockets = Path(tempfile.gettempdir()) / f"redress-{tag(state)}"
        return cls(state, private, sockets, account)

    def make(self) -> None:
        """Make the servers' folders, theirs alone.

        Raises:
            Unusable: The disk is full, or somebody else holds the socket folder.
        """
        refuse_a_full_disk(self.state)
        self.private.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in (self.private, self.sockets):
            self.make_private(folder)

    def make_private(self, folder: Path) -> None:
        """Make ``folder`` readable by the servers' account alone, or refuse a stranger's."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        owner = self.account.uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise Unusable(f"{folder} belongs to somebody else. Remove it and start again.")
        folder.chmod(0o700)
        if self.account:
            self.account.own(folder)

    def remove(self) -> None:
        """Delete the servers' data and everything else the state folder holds."""
        for folder in (self.private, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)
        empty(self.state, keep={"lock"})


def empty(folder: Path, *, keep: Container[str] = ()) -> None:
    """Delete what ``folder`` holds, but for the names in ``keep``."""
    if not folder.exists():
        return
    for entry in folder.iterdir():
        if entry.name in keep:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def tag(state: Path) -> str:
    """Ten letters that stand for a state folder in places shared with others."""
    return hashlib.sha256(os.fsencode(state)).hexdigest()[:10]


def fits_a_socket(folder: Path) -> bool:
    longest = str(folder / LONGEST_SOCKET)
    return len(longest) <= SOCKET_PATH_MAX and PLAIN_PATH.fullmatch(longest) is not None


def refuse_a_full_disk(folder: Path, *, needed_bytes: int = NEEDED_FREE_BYTES) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise Unusable(
            f"Only {free // 1024**2} MB are free on the disk of {folder};"
            f" {needed_bytes // 1024**2} MB are needed."
            " Free some, or choose another folder with --state."
        )
