"""What ``./run`` promises: one command up, nothing left behind, and recovery from a kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from config.embedded.fingerprints import ROOT
from config.embedded.places import Places, Unusable, refuse_a_full_disk
from config.embedded.servers import Servers
from tests.site import free_port

FIRST_START_WITHIN_S = 600
SECOND_START_WITHIN_S = 120
GONE_WITHIN_S = 60


class Started:
    """A demo started as ``./run`` starts it, and every process that belongs to it."""

    def __init__(self, state: Path, port: int) -> None:
        self.state = state
        self.port = port
        self.output = state.parent / "output"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                command("demo", state, port), cwd="/", env=clean(), stdout=output, stderr=output
            )
        self.family: list[psutil.Process] = []

    def wait_until_ready(self, within_s: float) -> float:
        """Seconds until it said so."""
        begun = time.monotonic()
        while "Ready in " not in self.said:
            if self.process.poll() is not None or time.monotonic() - begun > within_s:
                pytest.fail(f"the demo did not start:\n{self.said}")
            time.sleep(0.1)
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return time.monotonic() - begun

    @property
    def said(self) -> str:
        return self.output.read_text()

    def answers(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as wire:
            wire.request("GET", "/healthz")
            return wire.getresponse().status == 200

    def kill_everything(self) -> None:
        """As a power cut: no process gets a chance to clean up."""
        for process in [psutil.Process(self.process.pid), *self.family]:
            with suppress(psutil.NoSuchProcess):  # ended with those killed before it
                process.kill()
        self.process.wait()

    def left(self) -> list[str]:
        """What still runs of it after a while."""
        _, alive = psutil.wait_procs(self.family, timeout=GONE_WITHIN_S)
        return [" ".join(process.cmdline()) for process in alive]


def command(name: str, state: Path, port: int | None = None) -> list[str]:
    asked = [sys.executable, str(ROOT / "run"), name, "--state", str(state)]
    return asked if port is None else [*asked, "--port", str(port)]


def clean() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}


def run(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own programs
        argv, cwd="/", env=clean(), capture_output=True, text=True, check=False
    )


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A folder with a space in its path, below one that only its owner may enter."""
    closed = tmp_path / "only mine"
    closed.mkdir(mode=0o700)
    yield closed / "a demo"
    run(*command("stop", closed / "a demo"))
    Places.under(closed / "a demo").remove()


@contextmanager
def dead_but_not_buried(places: Places) -> Iterator[int]:
    """The number of a process of the servers' account that has ended unnoticed."""
    account = places.account.popen if places.account else {}
    with subprocess.Popen(["/bin/true"], **account) as process:  # type: ignore[call-overload]
        yield process.pid


def test_a_demo_comes_up_goes_down_and_recovers(state: Path) -> None:
    port = free_port()

    # The first start, and a second one that must not disturb it.
    demo = Started(state, port)
    demo.wait_until_ready(FIRST_START_WITHIN_S)
    assert demo.said.splitlines()[-2].endswith(f": http://127.0.0.1:{port}/")
    assert demo.answers()
    again = run(*command("demo", state, free_port()))
    assert again.returncode == 1
    assert "already runs" in again.stderr
    assert demo.answers()

    # Ctrl-C.
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(GONE_WITHIN_S) == 0
    assert demo.left() == []

    # The supervisor alone is killed, and the next start finds a clean house.
    demo = Started(state, port)
    demo.wait_until_ready(SECOND_START_WITHIN_S)
    orphans = demo
    orphans.process.kill()
    orphans.process.wait()
    demo = Started(state, port)
    demo.wait_until_ready(SECOND_START_WITHIN_S)
    assert orphans.left() == []

    # Everything is killed at once.
    demo.kill_everything()
    assert demo.left() == []
    with dead_but_not_buried(Places.under(state)) as number:
        note = Places.under(state).private / "postgres" / "postmaster.pid"
        lines = note.read_text().splitlines()
        note.write_text("\n".join([str(number), *lines[1:], ""]))
        demo = Started(state, port)
        demo.wait_until_ready(SECOND_START_WITHIN_S)
    assert demo.answers()

    # One program dies: the others do not stay behind.
    worker = int((state / "pids" / "worker").read_text().split()[0])
    os.kill(worker, signal.SIGKILL)
    assert demo.process.wait(GONE_WITHIN_S) == 1
    assert "worker ended by itself" in demo.said
    assert demo.left() == []

    assert run(*command("stop", state)).stdout == "Nothing was running.\n"


def test_a_taken_port_is_named_with_a_free_one(state: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = run(*command("demo", state, other.getsockname()[1]))

    assert refused.returncode == 1
    assert "is used by another program" in refused.stderr
    assert "./run demo --port" in refused.stderr


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_number_that_is_no_port_is_refused(state: Path, port: str) -> None:
    refused = run(*command("demo", state), "--port", port)

    assert refused.returncode == 2
    assert "choose a number from 1 to 65535" in refused.stderr


def test_data_of_another_version_is_not_touched(state: Path) -> None:
    places = Places.under(state)
    places.make()
    places.make_private(places.private / "postgres")
    (places.private / "postgres" / "PG_VERSION").write_text("17\n")

    refused = run(*command("demo", state, free_port()))

    assert "was written by PostgreSQL 17 and this is 18" in refused.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()

    with pytest.raises(Unusable, match="cannot be made"):
        Places.under(tmp_path / "a file" / "state")


def test_a_disk_without_room_for_the_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"MB are free .* choose another folder with --state"):
        refuse_a_full_disk(tmp_path, needed_bytes=2**60)


def test_a_disk_that_fills_up_meanwhile_is_named(state: Path) -> None:
    Places.under(state)
    (state / "passwords.unfinished").symlink_to("/dev/full")  # a write the kernel has no room for

    refused = run(*command("demo", state, free_port()))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"A disk is full, that of {state} or of {ROOT}."
        " Free some space, or choose another folder with --state.\n"
    )


def test_two_commands_cannot_hold_one_folder(state: Path) -> None:
    first, second = Servers(state), Servers(state)

    assert first.hold()
    assert not second.hold()
    assert second.holder() == os.getpid()
    first.release()
    assert second.hold()
    second.release()


def test_help_names_every_command_in_one_line() -> None:
    said = run(sys.executable, str(ROOT / "run"), "--help").stdout

    for name in ("demo", "test", "check", "manage", "shell", "bench", "stop"):
        assert len([line for line in said.splitlines() if line.startswith(f"  ./run {name} ")]) == 1


def test_an_unknown_command_is_refused() -> None:
    assert run(sys.executable, str(ROOT / "run"), "dmeo").returncode == 2
