"""Old contacts from a CSV file into the register of names: first a dry run, then the import.

The dry run reports on every line and stores none of them; the file waits encrypted until
somebody imports or discards it.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases.models import ContactImport, ImportRow, TermKind
from cases.register import conflicts
from cases.register.conflicts import Term

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 20_000
COLUMNS = {
    "name": TermKind.PERSON,
    "former_name": TermKind.PERSON,
    "organisation": TermKind.ORGANISATION,
    "email": TermKind.EMAIL,
    "phone": TermKind.PHONE,
    "handle": TermKind.HANDLE,
}
OTHER_COLUMNS = frozenset({"role", "city", "matter"})
SPELLINGS = {"organization": "organisation", "company": "organisation", "e-mail": "email"}


class ImportRefused(Refusal):
    """The file cannot be read as contacts."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one line of the file gives."""

    number: int
    shown: str
    terms: list[Term]
    report: str

    @property
    def accepted(self) -> bool:
        return bool(self.terms)


def try_out(file_name: str, content: bytes, *, by: User) -> ContactImport:
    """Read the file and report on each line, without importing anything.

    Raises:
        ImportRefused: It is too large, not text, or has no known column.
    """
    lines = list(_lines(_text(content)))
    with transaction.atomic():
        batch = ContactImport(
            file_name=file_name[:200], sha256=hashlib.sha256(content).hexdigest(), imported_by=by
        )
        batch.file = _text(content)
        batch.save()
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=batch,
                line=line.number,
                text=line.shown[:500],
                accepted=line.accepted,
                report=line.report[:300],
            )
            for line in lines
        )
    return batch


@transaction.atomic
def import_tried(batch: ContactImport) -> int:
    """Import what was tried out; returns how many names, addresses and numbers were new."""
    locked = ContactImport.objects.select_for_update().get(pk=batch.pk)
    if locked.committed:
        raise ImportRefused("This file was already imported.")
    source = f"import {locked.sha256[:12]}"
    terms = [term for line in _lines(locked.file) for term in line.terms]
    entries = conflicts.remember(terms, source=source, batch=locked)
    locked.committed = True
    locked.file = ""
    locked.save(update_fields=["committed", "file_sealed"])
    return len(entries)


@transaction.atomic
def discard(batch: ContactImport) -> None:
    """Forget a file that was only tried out."""
    deleted, _ = ContactImport.objects.filter(pk=batch.pk, committed=False).delete()
    if not deleted:
        raise ImportRefused("What was imported stays: earlier checks rest on it.")


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise ImportRefused("The file is larger than 5 MB. Split it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("The file is not UTF-8 text. Save it as “CSV UTF-8”.") from None
    if "\x00" in text:
        raise ImportRefused("This is not a CSV file.")
    return text


def _lines(text: str) -> Iterator[Line]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
        table.fieldnames = [_column(name) for name in table.fieldnames or []]
        if not set(table.fieldnames) & {"name", "organisation"}:
            raise ImportRefused(
                "The first line has to name the columns, one of them “name” or “organisation”."
            )
        for row in table:
            if table.line_num > MOST_LINES:
                raise ImportRefused(f"The file has more than {MOST_LINES:,} lines. Split it.")
            yield _line(table.line_num, row)
    except csv.Error as error:
        raise ImportRefused(f"The file is not well-formed CSV: {error}.") from error


def _column(name: str) -> str:
    plain = name.strip().lower().replace(" ", "_")
    return SPELLINGS.get(plain, plain)


def _line(number: int, row: dict[str, str | None]) -> Line:
    given = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *OTHER_COLUMNS)}
    role = given["role"] or "old contact"
    if given["matter"]:
        role = f"{role}, {given['matter']}"
    shown = given["name"] or given["organisation"]
    if not shown:
        return Line(
            number=number,
            shown="",
            terms=[],
            report="Left out: neither a name nor an organisation.",
        )
    terms = [
        Term(kind=kind, text=given[name][:200], role=role[:80], city=given["city"])
        for name, kind in COLUMNS.items()
        if given[name]
    ]
    problem = _problem(given)
    if problem:
        return Line(number=number, shown=shown, terms=[], report=problem)
    parts = ", ".join(name.replace("_", " ") for name in COLUMNS if given[name])
    return Line(number=number, shown=shown, terms=terms, report=f"Will be searched: {parts}.")


def _problem(given: dict[str, str]) -> str:
    if given["email"] and "@" not in given["email"]:
        return "Left out: the email has no @."
    if given["phone"] and not any(letter.isdigit() for letter in given["phone"]):
        return "Left out: the phone has no digits."
    return ""
