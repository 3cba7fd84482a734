"""Reading untrusted files in a process that can do nothing else.

Each file gets a child of its own, forked by `evidence.jailer`, which has an empty environment and
a session of its own and has read no file. The child gets the bytes on a pipe and has hard limits; a
seccomp filter (`evidence.confinement`) refuses it sockets, programs and every change to the disk.
Its answer is untrusted too: of a look, facts outside their ranges are dropped and only JPEGs of
modest size are taken.
"""

import atexit
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from evidence.sniffing import PICTURES

ROOT = Path(__file__).parents[1]
START = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
runpy.run_module("evidence.jailer", run_name="__main__")
"""
WALL_S = 30.0
START_S, END_S = 30.0, 5.0
LARGEST_LINE = 4096
LARGEST_PICTURE = 16 << 20
MOST_PICTURES = 2
LARGEST_NUMBER = 1_000_000
JPEG = b"\xff\xd8\xff"
VIEWABLE = PICTURES | {"application/pdf"}
PROBLEMS = frozenset({"too_large", "locked", "unreadable"})


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look at a file gave.

    Attributes:
        problem: Empty, ``stopped`` or one of `PROBLEMS`; then there is no picture.
        width, height: Pixels of a picture, points of a PDF page; 0 when unknown.
        pages: Pages of a PDF, frames of a picture.
        taken: EXIF time as written by the camera, ``2026:10:07 08:02:11``, or empty.
        taken_offset: EXIF offset from UTC, ``-07:00``, or empty.
        has_location: Whether the picture carries GPS data.
        is_active: Whether a PDF carries scripts, launches or files.
        preview, thumbnail: JPEG, or empty.
    """

    problem: str = ""
    width: int = 0
    height: int = 0
    pages: int = 0
    taken: str = ""
    taken_offset: str = ""
    has_location: bool = False
    is_active: bool = False
    preview: bytes = b""
    thumbnail: bytes = b""


class Jailer:
    """Our end of the process that starts a child for each file.

    It begins with the first file, and anew when it has died or belongs to the process we were
    forked from.

    Args:
        start_s: How long a child may take to begin.
        end_s: How long the process may take to end by itself.
    """

    def __init__(self, *, start_s: float = START_S, end_s: float = END_S) -> None:
        self._start_s, self._end_s = start_s, end_s
        self._turn = threading.Lock()
        self._living: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    def child(self, program: str, media_type: str, pipes: list[int]) -> int:
        """Start a child that reads from the first pipe and answers on the second.

        Returns:
            A handle on it that stays its own when it has ended (a pidfd).
        """
        with self._turn:
            requests = self._requests()
            try:
                socket.send_fds(requests, [f"{program} {media_type}".encode()], pipes)
                _, handles, _, _ = socket.recv_fds(requests, 1, 1)
            except OSError:
                self._give_up()
                raise
        if not handles:
            raise OSError("The jailer started no child.")
        return handles[0]

    def dismiss(self) -> None:
        """End the process, and with it each child that has confined itself.

        One that has not yet ends when its pipes do. In a process forked from the owner only our
        end of the socket closes: the owner holds its own, and the process goes on for it.
        """
        if self._living is not None:
            process, requests = self._living
            self._living = None
            requests.close()
            try:
                process.wait(self._end_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _give_up(self) -> None:
        """Kill a process that did not answer; the next file would be given its late answer."""
        if self._living is not None:
            self._living[0].kill()
        self.dismiss()

    def _requests(self) -> socket.socket:
        """The socket to a process that lives."""
        if self._living is not None and self._living[0].poll() is None:
            return self._living[1]
        self.dismiss()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(self._start_s)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-I", "-B", "-c", START, str(ROOT)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )
        self._living = process, ours
        return ours


JAILER = Jailer()
atexit.register(JAILER.dismiss)


@contextmanager
def running(
    program: str, media_type: str, pieces: Iterable[bytes], *, wall_s: float
) -> Iterator[IO[bytes]]:
    """Run a program of ours on a file's plain bytes; what it answers is read from the yielded pipe.

    The program confines itself before it reads. It is killed when the block ends or time is up.
    """
    with _pipe() as (source, feed), _pipe() as (answer, sink):
        with source, sink:
            child = JAILER.child(program, media_type, [source.fileno(), sink.fileno()])
        clock = threading.Timer(wall_s, _kill, [child])
        feeder = threading.Thread(target=_feed, args=(feed, pieces), daemon=True)
        clock.start()
        feeder.start()
        try:
            yield answer
        finally:
            clock.cancel()
            clock.join()
            _kill(child)
            os.close(child)
            feeder.join()


@contextmanager
def _pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb") as sink:
        yield source, sink


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(child, signal.SIGKILL)


def look(pieces: Iterable[bytes], media_type: str, *, wall_s: float = WALL_S) -> Look:
    """Draw a file of a `VIEWABLE` type from its plain bytes."""
    with running("evidence.cell", media_type, pieces, wall_s=wall_s) as answer:
        return _read(answer.read(LARGEST_LINE + MOST_PICTURES * LARGEST_PICTURE))


def _feed(pipe: BinaryIO, pieces: Iterable[bytes]) -> None:
    """Write until the child has enough; one that ends early or is cut off is no error here."""
    try:
        with pipe:
            pipe.writelines(pieces)
    except (OSError, ValueError):
        return


def _read(answer: bytes) -> Look:
    line, _, rest = answer.partition(b"\n")
    try:
        facts = json.loads(line[:LARGEST_LINE])
    except ValueError:
        return Look(problem="stopped")
    if not isinstance(facts, dict):
        return Look(problem="stopped")
    if facts.get("problem"):
        return Look(problem=_problem(facts), is_active=facts.get("is_active") is True)
    lengths = [_number(size, LARGEST_PICTURE) for size in list(facts.get("pictures", []))[:2]]
    preview, thumbnail = rest[: lengths[0]], rest[lengths[0] :][: lengths[1]]
    if not (preview.startswith(JPEG) and thumbnail.startswith(JPEG)):
        return Look(problem="stopped")
    return Look(
        width=_number(facts.get("width"), LARGEST_NUMBER),
        height=_number(facts.get("height"), LARGEST_NUMBER),
        pages=_number(facts.get("pages"), LARGEST_NUMBER),
        taken=_matching(facts.get("taken"), r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d"),
        taken_offset=_matching(facts.get("taken_offset"), r"[+-]\d\d:\d\d"),
        has_location=facts.get("has_location") is True,
        is_active=facts.get("is_active") is True,
        preview=preview,
        thumbnail=thumbnail,
    )


def _problem(facts: dict[str, Any]) -> str:
    named = facts["problem"]
    return named if isinstance(named, str) and named in PROBLEMS else "unreadable"


def _number(value: object, most: int) -> int:
    return value if type(value) is int and 0 <= value <= most else 0


def _matching(value: object, pattern: str) -> str:
    return value if isinstance(value, str) and re.fullmatch(pattern, value) else ""
