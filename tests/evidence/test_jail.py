"""Untrusted files are drawn by processes that can do nothing else, one for each file."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from config.embedded.processes import started_at
from evidence import jail
from evidence.jail import ROOT, Jailer, Look

ATTEMPTS = {
    "socket": "socket.socket()",
    "unix socket": "socket.socket(socket.AF_UNIX)",
    "socket pair": "socket.socketpair()",
    "program": "os.execv('/bin/true', ['true'])",
    "process": "os.fork()",
    "write a file": "open('/tmp/escaped', 'w')",
    "make a folder": "os.mkdir('/tmp/escaped-folder')",
    "remove a file": "os.unlink('/tmp/not-there')",
    "signal": "os.kill(os.getppid(), 0)",
    "more memory": "bytearray(2 << 30)",
    "higher limits": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_inside_the_jail_it_is_refused(attempt: str) -> None:
    program = (
        f"import os, resource, socket, sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        f"from evidence.confinement import confine\nconfine()\nprint('in')\n{attempt}"
    )
    run = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-I", "-B", "-c", program],
        capture_output=True,
        check=False,
        text=True,
        env={},
    )

    assert run.stdout == "in\n"
    assert run.returncode == 1, "the attempt itself failed"
    assert any(word in run.stderr for word in ("PermissionError", "MemoryError", "ValueError"))


INMATE = "tests.evidence.inmate"


def told(content: bytes) -> dict[str, Any]:
    """What a program of the jail finds around itself while it reads ``content``."""
    with jail.running(INMATE, "text/plain", [content], wall_s=60) as answer:
        found: dict[str, Any] = json.loads(answer.readline())
        assert answer.read() == b""
    return found


def test_each_file_has_a_child_that_knows_nothing_of_the_others() -> None:
    first, second = told(b"of one client"), told(b"of another")

    assert first["pids"][0] != second["pids"][0]
    assert first["pids"][1] == second["pids"][1], "one process starts them all"
    assert first["before"] == second["before"] == []


def test_a_child_holds_the_pipes_of_its_file_and_nothing_else() -> None:
    found = told(b"of one client")

    assert found["kinds"] == ["pipe", "pipe", "/dev/null"]
    assert set(found["environment"]) <= {"LC_CTYPE"}, "Python's own, where there is none"
    assert found["folder"] == "/"


def test_a_jailer_that_was_killed_is_replaced() -> None:
    os.kill(told(b"")["pids"][1], signal.SIGKILL)

    assert jail.look([drawn("PNG")], "image/png").problem == ""


def begin_a_child(jailer: Jailer) -> None:
    with Path(os.devnull).open("r+b") as nothing:
        os.close(jailer.child(INMATE, "text/plain", [nothing.fileno(), nothing.fileno()]))


def started_by_us() -> set[int]:
    return set(map(int, Path("/proc/thread-self/children").read_text().split()))


def test_a_jailer_that_does_not_answer_in_time_gives_its_late_answer_to_nobody() -> None:
    before = started_by_us()

    with pytest.raises(TimeoutError):
        begin_a_child(Jailer(start_s=0.001))

    assert started_by_us() == before


def test_a_jailer_that_is_stuck_is_not_waited_for_without_end() -> None:
    before, jailer = started_by_us(), Jailer(end_s=0.01)
    begin_a_child(jailer)
    [stuck] = started_by_us() - before
    os.kill(stuck, signal.SIGSTOP)

    jailer.dismiss()

    assert started_by_us() == before


OWNER = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from evidence import jail
def endless():
    while True:
        time.sleep(1)
        yield b""
with jail.running({INMATE!r}, "text/plain", endless(), wall_s=600) as answer:
    print(answer.readline().decode(), flush=True)
    answer.read()
"""


def test_nothing_of_the_jail_outlives_a_worker_that_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE) as owner:  # noqa: S603
        assert owner.stdout is not None
        pids = json.loads(owner.stdout.readline())["pids"]
        assert all(started_at(pid) for pid in pids)
        owner.kill()

    deadline = time.monotonic() + 60
    while any(started_at(pid) for pid in pids):
        assert time.monotonic() < deadline, "a killed worker left its jail behind"
        time.sleep(0.02)


def drawn(kind: str, size: tuple[int, int] = (1170, 2532), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(made, kind, **options)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("GIF", "image/gif"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("PDF", "application/pdf"),
    ],
)
def test_a_good_file_is_drawn(kind: str, media_type: str) -> None:
    seen = jail.look([drawn(kind)], media_type)

    assert (seen.problem, seen.width, seen.height, seen.pages) == ("", 1170, 2532, 1)
    with Image.open(io.BytesIO(seen.preview)) as preview:
        assert preview.format == "JPEG"
        assert preview.width <= 1600
    with Image.open(io.BytesIO(seen.thumbnail)) as thumbnail:
        assert thumbnail.size == (252, 336)


def test_a_preview_carries_no_metadata_of_the_original() -> None:
    exif = Image.Exif()
    exif[Base.Make] = "MARKER-CAMERA"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2026:10:07 08:02:11"
    exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] = "-07:00"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"

    seen = jail.look([drawn("JPEG", exif=exif)], "image/jpeg")

    assert (seen.taken, seen.taken_offset) == ("2026:10:07 08:02:11", "-07:00")
    assert seen.has_location
    for picture in (seen.preview, seen.thumbnail):
        assert b"MARKER-CAMERA" not in picture
        assert b"Exif" not in picture
        with Image.open(io.BytesIO(picture)) as reread:
            assert len(reread.getexif()) == 0


def bomb() -> bytes:
    """A PNG of 50,000 by 50,000 pixels in a few kilobytes."""
    small = drawn("PNG", (1, 1))
    header = b"IHDR" + (50_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    checked = header + zlib.crc32(header).to_bytes(4, "big")
    return small[:12] + checked + small[33:]


@pytest.mark.parametrize(
    ("content", "media_type", "problem"),
    [
        (bomb(), "image/png", "too_large"),
        (drawn("PNG")[:200], "image/png", "unreadable"),
        (b"%PDF-1.7 nothing more", "application/pdf", "unreadable"),
        (drawn("PNG"), "image/jpeg", "unreadable"),
        (b"", "image/png", "unreadable"),
        (b"MZ" * 500, "application/x-made-up", "unreadable"),
    ],
    ids=["pixel bomb", "cut", "broken pdf", "wrong type", "empty", "type not drawn"],
)
def test_a_bad_file_gives_a_reason_and_no_picture(
    content: bytes, media_type: str, problem: str
) -> None:
    assert jail.look([content], media_type) == Look(problem=problem)


def test_a_pdf_with_scripts_is_flagged() -> None:
    active = drawn("PDF") + b"\n1 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj"

    assert jail.look([active], "application/pdf").is_active


def test_a_look_that_takes_too_long_is_stopped() -> None:
    def endless() -> "io.BytesIO":
        return io.BytesIO(b"x" * (64 << 20))

    assert jail.look(endless(), "image/png", wall_s=0.01) == Look(problem="stopped")
