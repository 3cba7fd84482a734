"""Old contacts from a CSV file into the register of names: first a dry run, then the import.

The dry run reports on every line and stores none of them; the file waits encrypted until
somebody imports or discards it.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import ContactImport, ImportRow, TermKind
from cases.register import conflicts
from cases.register.conflicts import Term

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 20_000
LONGEST = 200
BEYOND = "cells beyond the last column"
COLUMNS = {
    "name": TermKind.PERSON,
    "former_name": TermKind.PERSON,
    "organisation": TermKind.ORGANISATION,
    "email": TermKind.EMAIL,
    "phone": TermKind.PHONE,
    "handle": TermKind.HANDLE,
}
OTHER_COLUMNS = ("role", "city", "matter")
SPELLINGS = {
    "full_name": "name",
    "organization": "organisation",
    "company": "organisation",
    "e-mail": "email",
    "email_address": "email",
    "phone_number": "phone",
    "telephone": "phone",
    "mobile": "phone",
}
# A formula, what stands in place of a failed one, or a number too long for its cell.
SPREADSHEETS_OWN = re.compile(r"=.*|#(N/A|[A-Z0/]+[!?])|\+?\d([.,]\d+)?E\+\d+", re.DOTALL)


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
    text = _text(content)
    lines = list(_lines(text))
    with transaction.atomic():
        batch = ContactImport(
            file_name=file_name[:200], sha256=hashlib.sha256(content).hexdigest(), imported_by=by
        )
        batch.file = text
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
def import_tried(batch: ContactImport, *, by: User) -> int:
    """Import what was tried out; returns how many names, addresses and numbers were new.

    Raises:
        ImportRefused: It was imported before, or holds nothing: an import of nothing would let
            every later check say that old contacts were searched.
    """
    locked = ContactImport.objects.select_for_update().get(pk=batch.pk)
    if locked.committed:
        raise ImportRefused("This file was already imported.")
    source = f"import {locked.sha256[:12]}"
    terms = [term for line in _lines(locked.file) for term in line.terms]
    if not terms:
        raise ImportRefused("No line of this file can be imported. Correct it and try it again.")
    entries = conflicts.remember(terms, source=source, batch=locked)
    locked.committed, locked.file = True, ""
    locked.imported_by, locked.imported_at = by, timezone.now()
    locked.save(update_fields=["committed", "file_sealed", "imported_by", "imported_at"])
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What the first line of a file names.

    Attributes:
        unread: Its columns that are not known, as they stand in the file.
        missing: Known columns that can be searched and are not in the file, in words.
    """

    unread: list[str]
    missing: list[str]


def heading_of(batch: ContactImport) -> Heading | None:
    """What is read of a file that still waits, and what is not; nothing once it is imported."""
    if not batch.file:
        return None
    given = _table(batch.file).fieldnames or []
    known = [_column(name) for name in given]
    return Heading(
        unread=[name.strip() for name in given if not _is_known(name) and name.strip()],
        missing=[name.replace("_", " ") for name in COLUMNS if name not in known],
    )


def _lines(text: str) -> Iterator[Line]:
    """Each line below the first that holds anything, and what becomes of it."""
    table = _table(text)
    seen: dict[tuple[Term, ...], int] = {}
    try:
        table.fieldnames = _columns(table.fieldnames or [])
        for count, row in enumerate(table):
            if count == MOST_LINES:
                raise ImportRefused(f"The file has more than {MOST_LINES:,} lines. Split it.")
            line = _line(table.line_num, row)
            first = seen.setdefault(tuple(line.terms), line.number)
            if line.terms and first != line.number:
                report = f"Left out: it says the same as line {first}."
                line = replace(line, terms=[], report=report)
            yield line
    except csv.Error as error:
        at = table.line_num + 1
        raise ImportRefused(f"From line {at} on this is not well-formed CSV: {error}.") from error


def _table(text: str) -> "csv.DictReader[str]":
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    return csv.DictReader(io.StringIO(text), restkey=BEYOND, delimiter=delimiter, strict=True)


def _columns(given: Sequence[str]) -> list[str]:
    """The names of the columns as they are known here.

    Raises:
        ImportRefused: Nothing says who a line is about, or one column stands there twice.
    """
    names = [_column(name) for name in given]
    if not {"name", "organisation"} & {*names}:
        raise ImportRefused(
            "The first line has to name the columns, one of them “name” or “organisation”."
        )
    if twice := [name for name in names if names.count(name) > 1 and _is_known(name)]:
        raise ImportRefused(f"Two columns are read as “{twice[0]}”. Rename one of them.")
    return names


def _column(name: str) -> str:
    plain = name.strip().lower().replace(" ", "_")
    return SPELLINGS.get(plain, plain)


def _is_known(name: str) -> bool:
    return _column(name) in (*COLUMNS, *OTHER_COLUMNS)


def _line(number: int, row: dict[str, str | None]) -> Line:
    given = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *OTHER_COLUMNS)}
    shown = given["name"] or given["organisation"]
    too_many = "it has more cells than the first line names" if any(row.get(BEYOND) or ()) else ""
    if problem := too_many or next(_problems(given), ""):
        return Line(number=number, shown=shown, terms=[], report=f"Left out: {problem}.")
    role = given["role"] or "old contact"
    if given["matter"]:
        role = f"{role}, {given['matter']}"
    terms = [
        Term(kind=kind, text=given[name], role=role[:80], city=given["city"])
        for name, kind in COLUMNS.items()
        if given[name]
    ]
    parts = ", ".join(name.replace("_", " ") for name in COLUMNS if given[name])
    return Line(number=number, shown=shown, terms=terms, report=f"Will be searched: {parts}.")


def _problems(given: Mapping[str, str]) -> Iterator[str]:
    """What keeps a line from being imported, in words."""
    if not (given["name"] or given["organisation"]):
        yield "neither a name nor an organisation"
    for name in COLUMNS:
        words, column = given[name], name.replace("_", " ")
        if SPREADSHEETS_OWN.fullmatch(words):
            yield f"the {column} is what a spreadsheet made of it ({words[:40]})"
        if len(words) > LONGEST:
            yield f"the {column} is longer than {LONGEST} letters"
        if words and not any(letter.isalnum() for letter in words):
            yield f"the {column} has neither a letter nor a digit"
    if given["email"] and not conflicts.EMAIL_LIKE.fullmatch(given["email"]):
        yield "the email is not one address like name@example.com"
    if given["phone"] and not any(letter.isdigit() for letter in given["phone"]):
        yield "the phone has no digits"
