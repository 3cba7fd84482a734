"""Makers of evidence, through the same functions that receive it."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw

from accounts.models import User
from cases.models import Case
from evidence import receiving, tasks
from evidence.models import Blob, Inspection, Item
from tests.make import after_work, number


def screenshot(words: str = "", size: tuple[int, int] = (390, 844)) -> bytes:
    """A PNG no other call makes."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).text((20, 40), f"{words} {number()}", fill="black")
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def item(of: Case, *, content: bytes | None = None, by: User | None = None, **facts: Any) -> Item:
    """A screenshot received into the case by its lead."""
    facts.setdefault("name", "Screenshot.png")
    given = io.BytesIO(screenshot() if content is None else content)
    return receiving.receive(given, case=of, by=by or of.lead, **facts).item


def inspected(item: Item) -> Item:
    """The item after a worker has drawn it."""
    asked = Inspection.objects.get(file=item.original)
    tasks.inspect_file(asked.pk)
    after_work(asked)
    return Item.objects.get(pk=item.pk)


def spoil(blob: Blob) -> None:
    """Cut off the last byte of what is kept of a file."""
    name = blob.stored_sha256
    path = Path(settings.STORE_DIR) / "vaults" / str(blob.vault.uuid) / name[:2] / name
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
