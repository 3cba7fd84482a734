"""A letter as it is read: numbered headings and statements, source lines, plain text.

Pure: no database. The page, the PDF, the text that is hashed and the comparison of two
versions all come from here, so they cannot differ.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from documents.letters.wording import short_day
from documents.parts import LetterKind, Part


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block as stored.

    Attributes:
        key: What the block is known by, its line.
        about: The statement a quotation or a reason belongs to.
        source: The line below a quotation.
    """

    key: str
    kind: str
    text: str
    about: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Row:
    """One block as it is read.

    Attributes:
        label: “2.” before a heading, “Statement 1” before a quotation, or nothing.
    """

    key: str
    kind: str
    label: str
    text: str
    source: str

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]

    @property
    def demands(self) -> list[tuple[str, str]]:
        """Each line with its letter: a, b, c."""
        return [(chr(ord("a") + at), line) for at, line in enumerate(self.lines)]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole letter."""

    letterhead: str
    dated_on: date
    addressee: str
    rows: tuple[Row, ...]

    @property
    def date_line(self) -> str:
        return short_day(self.dated_on)

    @property
    def text(self) -> str:
        """The letter as plain text, one empty line between blocks."""
        parts = [self.letterhead, self.date_line, self.addressee]
        parts += [row_text(row) for row in self.rows]
        return "\n\n".join(part.strip() for part in parts) + "\n"


def sheet(
    kind: str, blocks: Sequence[Block], *, letterhead: str, dated_on: date, addressee: str
) -> Sheet:
    """Lay the blocks out; only cease-and-desist letters number headings and statements."""
    return Sheet(
        letterhead=letterhead,
        dated_on=dated_on,
        addressee=addressee,
        rows=tuple(_rows(blocks, numbered=kind == LetterKind.CEASE_DESIST)),
    )


def _rows(blocks: Sequence[Block], *, numbered: bool) -> Iterable[Row]:
    statements = [block.about for block in blocks if block.kind == Part.QUOTE]
    headings = 0
    for block in blocks:
        label = ""
        if numbered and block.kind == Part.HEADING:
            headings += 1
            label = f"{headings}."
        elif numbered and block.about in statements:
            label = f"Statement {statements.index(block.about) + 1}"
        yield Row(block.key, block.kind, label, block.text, block.source)


def row_text(row: Row) -> str:
    """One block as plain text."""
    if row.kind == Part.QUOTE:
        label = f"{row.label}\n" if row.label else ""
        return f"{label}“{row.text}”\n{row.source}"
    if row.kind == Part.DEMANDS:
        return "\n".join(f"({letter}) {line}" for letter, line in row.demands)
    if row.kind == Part.REASON and row.label:
        return f"{row.label}. {row.text}"
    return f"{row.label} {row.text}".strip()


@dataclass(frozen=True)
class Change:
    """A run of words of a comparison; ``kind`` is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class ComparedRow:
    """One block of two versions, side by side in one reading."""

    kind: str
    changes: tuple[Change, ...]

    @property
    def differs(self) -> bool:
        return any(change.kind != "same" for change in self.changes)


def compare(old: Sheet, new: Sheet) -> list[ComparedRow]:
    """Block by block, the words added and removed from ``old`` to ``new``."""
    was = _by_key(old)
    now = _by_key(new)
    order = list(now)
    for at, key in enumerate(was):
        if key not in now:
            order.insert(min(at, len(order)), key)
    rows = []
    for key in order:
        kind, before = was.get(key, ("", ""))
        kind_now, after = now.get(key, ("", ""))
        rows.append(ComparedRow(kind_now or kind, tuple(_changes(before, after))))
    return rows


def _by_key(one: Sheet) -> dict[str, tuple[str, str]]:
    heads = {
        "letterhead": ("head", one.letterhead),
        "date": ("head", one.date_line),
        "addressee": ("head", one.addressee),
    }
    return heads | {row.key: (row.kind, row_text(row)) for row in one.rows}


def _changes(before: str, after: str) -> Iterable[Change]:
    old, new = _words(before), _words(after)
    for act, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if act == "equal":
            yield Change("same", "".join(old[i1:i2]))
            continue
        if i1 < i2:
            yield Change("removed", "".join(old[i1:i2]))
        if j1 < j2:
            yield Change("added", "".join(new[j1:j2]))


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+", text)
