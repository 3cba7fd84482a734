"""Reading untrusted files in a process that can do nothing else.

The child, such as `evidence.cell`, gets the bytes on a pipe, an empty environment, a session of
its own and hard limits; a seccomp filter (`evidence.confinement`) refuses it sockets, programs and
every change to the disk. Its answer is untrusted too: of a look, facts outside their ranges are
dropped and only JPEGs of modest size are taken.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from evidence.sniffing import PICTURES

ROOT = Path(__file__).parents[1]
START = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__")
"""
WALL_S = 30.0
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


@contextmanager
def running(
    program: str, media_type: str, pieces: Iterable[bytes], *, wall_s: float
) -> Iterator[IO[bytes]]:
    """Run a module of ours on a file's plain bytes; what it answers is read from the yielded pipe.

    The program confines itself before it reads. It is killed when the block ends or time is up.
    """
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-I", "-B", "-c", START, str(ROOT), program, media_type],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    clock = threading.Timer(wall_s, child.kill)
    clock.start()
    with child:
        if child.stdin is None or child.stdout is None:
            raise OSError("The jail has no pipes.")
        feeder = threading.Thread(target=_feed, args=(child.stdin, pieces), daemon=True)
        feeder.start()
        try:
            yield child.stdout
        finally:
            clock.cancel()
            child.kill()
            feeder.join()


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
