"""Child processes that cannot outlive the command that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.embedded.places import Account, Unusable

PR_SET_PDEATHSIG = 1
POLL_S = 0.05


def started_at(pid: int) -> str | None:
    """When a running process began, in the system's own words, or None when it is gone.

    Together with the number it names a process for ever: numbers are used again.
    """
    if not sys.platform.startswith("linux"):
        shown = subprocess.run(
            ["/bin/ps", "-o", "lstart=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        return shown.stdout.strip() or None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return None
    state, start = fields[0], fields[19]
    return None if state in "ZX" else start


class Child:
    """One program in a session of its own, with a log and a note of its process id.

    A session of its own keeps a terminal's Ctrl-C for the supervisor, which then stops its
    children in order. The death signal (Linux) ends them when the supervisor is killed.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        state: Path,
        env: Mapping[str, str],
        cwd: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        death_signal: signal.Signals | None = None,
        grace_s: float = 10.0,
        account: Account | None = None,
    ) -> None:
        self.name = name
        self.stop_signal = stop_signal
        self.grace_s = grace_s
        self.log = state / "logs" / f"{name}.log"
        self.note = note_of(state, name)
        for file in (self.log, self.note):
            file.parent.mkdir(exist_ok=True)
        at_death = int(death_signal or stop_signal)
        as_account = account.popen if account else {}
        self.log_start = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
                [str(part) for part in argv],
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(at_death),  # noqa: PLW1509 - no thread runs yet
                **as_account,
            )
        self.note.write_text(f"{self.process.pid} {int(stop_signal)} {started_at(self.pid)}\n")

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        """What the program wrote into its log since it was started."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode("utf-8", "replace")

    def refuse_if_gone(self) -> None:
        """Raise ``Unusable`` with the end of the log when the program has ended by itself."""
        if not self.running:
            last = "\n".join(self.said().splitlines()[-8:])
            raise Unusable(f"{self.name} ended by itself; its log {self.log} says:\n{last}")

    def stop(self) -> None:
        """Ask the program to end, and kill its whole session when it does not in time."""
        if self.running:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace_s)
        kill_session(self.pid)
        self.process.wait()
        self.note.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the program at once with everything it started, as a power cut would."""
        kill_session(self.pid)
        self.process.wait()
        self.note.unlink(missing_ok=True)


def die_with_parent(signal_number: int) -> None:
    """Between fork and exec: have the kernel send ``signal_number`` when the parent ends."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def kill_session(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def note_of(state: Path, name: str) -> Path:
    return state / "pids" / name


def stop_leftovers(state: Path, names: Sequence[str], *, grace_s: float = 5.0) -> list[str]:
    """Stop what an earlier, killed command left behind.

    Args:
        state: The folder whose notes are read.
        names: Programs in the order in which to stop them.
        grace_s: How long each may take before it is killed.

    Returns:
        The names of those that were still running.
    """
    found = []
    for name in names:
        note = note_of(state, name)
        try:
            pid_text, signal_text, start = note.read_text().split(maxsplit=2)
        except (OSError, ValueError):
            note.unlink(missing_ok=True)
            continue
        pid, start = int(pid_text), start.strip()
        if started_at(pid) == start:
            found.append(name)
            stop_stranger(pid, int(signal_text), start, grace_s)
        note.unlink(missing_ok=True)
    return found


def stop_stranger(pid: int, signal_number: int, start: str, grace_s: float) -> None:
    """Stop a process that is not our child, known by its id and its start."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal_number)
    until = time.monotonic() + grace_s
    while started_at(pid) == start and time.monotonic() < until:
        time.sleep(POLL_S)
    kill_session(pid)
    while started_at(pid) == start:
        time.sleep(POLL_S)
