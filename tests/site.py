"""The site as it is served: granian, a Celery worker, optionally beat, as child processes."""

import fcntl
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TypeVar

import pytest

from config.embedded.fingerprints import ROOT, STATIC_FILES, fingerprint, is_done
from config.embedded.processes import Child
from config.embedded.programs import beat_program, web_program, worker_program
from tests.servers import WORKER, Run

READY_WITHIN_S = 60

Value = TypeVar("Value")


class Site:
    """One web server and one worker per test process; each test finds them on an empty site.

    The processes stay between tests. What changes is the database behind its unchanging name,
    the broker's content and the files.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.database = f"site_{WORKER}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.children: dict[str, Child] = {}

    def environment(self) -> dict[str, str]:
        mail = self.run.folder / "mail"
        return self.run.environment(database=self.database) | {
            "SITE_URL": self.url,
            "REDRESS_TEST_RUN": str(self.run.servers.state),
            "EMAIL_URL": f"filemail:///{mail}",
            "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        }

    def make_ready(self) -> None:
        """Empty the broker and the files, and start whatever does not run."""
        self.stop_beat()
        self.flush_broker()
        self.run.empty_files()
        self.start_web()
        self.start_worker()

    # --- Processes ------------------------------------------------------------------------

    def start_web(self) -> None:
        if not self.is_running("web"):
            self.collect_static_files()
            self.start("web", web_program(self.port))
        self.wait_until(self.answers)

    def collect_static_files(self) -> None:
        """Collect them once per run and state of the files; the first worker of a run does it."""
        folder = self.run.servers.state
        with (folder / "static.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = folder / "static.collected"
            wanted = fingerprint(STATIC_FILES)
            if is_done(done, wanted):
                return
            subprocess.run(
                [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "-v0"],
                cwd=ROOT,
                env=self.environment(),
                check=True,
            )
            done.write_text(wanted)

    def start_worker(self) -> None:
        """Start the worker if none runs, and wait until it listens."""
        if not self.is_running("worker"):
            self.start("worker", worker_program())
        self.wait_until(lambda: " ready." in self.children["worker"].said())

    def start_beat(self) -> None:
        """Start the clock that wakes forgotten jobs; it ends with the test."""
        schedule = self.run.folder / "beat-schedule"
        self.start("beat", beat_program(schedule))

    def start(self, name: str, arguments: list[str]) -> None:
        self.children[name] = Child(
            name,
            [sys.executable, "-m", *arguments],
            state=self.run.folder,
            env=self.environment(),
            cwd=ROOT,
            grace_s=5,
        )

    def kill_worker(self) -> None:
        """End the worker and all it started at once, as a power cut would."""
        self.children.pop("worker").kill()

    def stop_beat(self) -> None:
        if "beat" in self.children:
            self.children.pop("beat").stop()

    def stop(self) -> None:
        for name in ("beat", "web", "worker"):
            if name in self.children:
                self.children.pop(name).kill()

    def is_running(self, name: str) -> bool:
        return name in self.children and self.children[name].running

    def answers(self) -> bool:
        self.children["web"].refuse_if_gone()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    # --- What a test asks -----------------------------------------------------------------

    def flush_broker(self) -> None:
        """Empty this site's broker, as if it had lost everything."""
        valkey = self.run.servers.valkey
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(str(valkey.socket))
            wire.sendall(f"SELECT {self.run.broker}\r\nFLUSHDB\r\n".encode())
            answer = b""
            while answer.count(b"+OK") < 2:
                answer += wire.recv(64)

    def mails(self) -> list[str]:
        """The mails sent by the site's processes, as written, oldest first."""
        folder = self.run.folder / "mail"
        return [file.read_text() for file in sorted(folder.glob("*.log"))]

    def log(self, name: str) -> str:
        """What ``web``, ``worker`` or ``beat`` has written since it was started."""
        return self.children[name].said()

    def wait_until(self, value: Callable[[], Value], *, within_s: float = READY_WITHIN_S) -> Value:
        """Ask until the answer is true, and return it; fail the test when it never is."""
        until = time.monotonic() + within_s
        while True:
            found = value()
            if found:
                return found
            if time.monotonic() > until:
                pytest.fail(f"did not happen within {within_s:.0f} s; logs: {self.run.folder}/logs")
            time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
