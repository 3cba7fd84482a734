"""Knowing whether files changed since a step that reads them was last done."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MIGRATIONS = (
    "*/migrations/*.py",
    "accounts/migrating.py",
    "cases/guards.py",
    "config/roles.sql",
    "requirements/app.txt",
)
STATIC_FILES = ("static/**/*", "requirements/app.txt")


def fingerprint(patterns: tuple[str, ...]) -> str:
    """Sixteen digits that change when a file of the project matching ``patterns`` does."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def is_done(mark: Path, wanted: str) -> bool:
    """Whether ``mark`` says that the step was done for this state of the files."""
    return mark.exists() and mark.read_text() == wanted
