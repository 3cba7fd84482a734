"""What was taken over from others is recorded, unchanged, and carries its licence."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from config import vendored
from config.env import BASE_DIR

TAKEN_OVER = ("static/vendor", "static/fonts", "documents/pdf/fonts")
RECORDS = {vendored.RECORD, vendored.TYPEFACES}


def test_every_file_is_the_recorded_one() -> None:
    assert vendored.problems() == []


def test_no_file_lies_there_without_a_record() -> None:
    there = {
        file for folder in TAKEN_OVER for file in (BASE_DIR / folder).rglob("*") if file.is_file()
    }
    licences = {file for file in there if "LICENSE" in file.name or "LICENCE" in file.name}
    code = {file for file in there if file.suffix in {".py", ".pyc", ".md"}}

    assert there - set(vendored.recorded()) - RECORDS - licences - code == set()


def test_every_package_names_its_version_and_licence() -> None:
    for entry in json.loads(vendored.RECORD.read_text()):
        assert set(entry) == {
            "file",
            "licence",
            "licence_file",
            "package",
            "sha256",
            "version",
        }


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    for part in ("config", "static", "documents/pdf/fonts"):
        shutil.copytree(BASE_DIR / part, tmp_path / part)
    script = tmp_path / "static" / "vendor" / "htmx" / "htmx.min.js"
    before = hashlib.sha256(script.read_bytes()).digest()
    script.write_bytes(script.read_bytes()[:-1] + b" ")
    assert hashlib.sha256(script.read_bytes()).digest() != before

    checked = subprocess.run(
        [sys.executable, "-m", "config.vendored"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode != 0
    assert "htmx.min.js is not the recorded file." in checked.stdout + checked.stderr
