"""Changing letters. Every change writes the next version.

Each verb locks the letter's row first, so of two people who save together one finds what the
other wrote. A block is changed against the version a person saw; if that very block reads
differently by now, nothing is overwritten and both texts are shown.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Statement
from documents.letters.drafting import addressee
from documents.letters.record import Heads, Line, cite, heads_of, lines_of
from documents.letters.requesting import Delivery
from documents.letters.versions import locked_letter, newest_of, write_version
from documents.letters.wording import long_day
from documents.models import Letter, LetterBlock, LetterVersion
from documents.parts import Part
from evidence.models import Item


class StaleEdit(Refusal):
    """The block was changed or removed since the person opened it; nothing was written."""

    def __init__(self, current: LetterBlock | None, newest: LetterVersion) -> None:
        super().__init__("Someone else changed this paragraph while you were writing.")
        self.current = current
        self.newest = newest


@transaction.atomic
def change_block(
    seen: LetterBlock, *, text: str, by: User, item: Item | None = None
) -> LetterVersion:
    """Give a block other words or, to a quotation, another exhibit.

    Args:
        seen: The block as the person saw it, in whatever version that was.
        text: Its new words; ignored for a quotation, whose words are the record's.
        by: Who writes.
        item: The item that shows a quotation.

    Returns:
        The newest version: a new one, or the present one if it reads like that already.

    Raises:
        StaleEdit: The block reads differently by now, or is gone.
    """
    newest, current = _current(seen)
    if current is None:
        raise StaleEdit(None, newest)
    if current.kind == Part.QUOTE:
        if current.citation.item == item:
            return newest
        return _rewrite(
            newest,
            current,
            lambda line: replace(line, citation=cite(_statement(line), item)),
            by=by,
            change=f"Exhibit of block {current.position}",
        )
    if current.text == text:
        return newest
    if current.text != seen.text:
        raise StaleEdit(current, newest)
    return _rewrite(
        newest,
        current,
        lambda line: replace(line, text=text),
        by=by,
        change=f"Edited block {current.position}",
    )


@transaction.atomic
def take_from_record(seen: LetterBlock, *, by: User) -> LetterVersion:
    """Quote the statement again, as the record has it now."""
    newest, current = _current(seen)
    if current is None:
        raise StaleEdit(None, newest)
    statement = Statement.objects.select_related("incident__account__platform").get(
        letter_blocks=current
    )
    return _rewrite(
        newest,
        current,
        lambda line: replace(
            line,
            text=statement.words,
            statement=statement,
            citation=cite(statement, line.citation.item if line.citation else None),
        ),
        by=by,
        change=f"Quotation {current.position} from the record",
    )


@transaction.atomic
def add_block(
    letter: Letter,
    *,
    after: uuid.UUID | None,
    kind: Part,
    text: str,
    statement: Statement | None,
    line: uuid.UUID,
    by: User,
) -> LetterVersion:
    """Put a new block behind another one, or first; a form sent twice adds one block.

    Args:
        letter: The letter.
        after: The line of the block it follows.
        kind: What it is.
        text: Its words; a quotation takes those of ``statement``.
        statement: What a quotation or a reason is about.
        line: Made with the form.
        by: Who writes.
    """
    newest = newest_of(locked_letter(letter))
    lines = lines_of(newest)
    if any(one.line == line for one in lines):
        return newest
    made = Line(kind=kind, text=text, line=line, statement=statement)
    if kind == Part.QUOTE and statement is not None:
        made = replace(made, text=statement.words, citation=cite(statement))
    places = [at for at, one in enumerate(lines, start=1) if one.line == after]
    lines.insert(places[0] if places else 0, made)
    return write_version(
        newest.letter, lines, heads_of(newest), by=by, change=f"Added a {kind.value}"
    )


@transaction.atomic
def remove_block(seen: LetterBlock, *, by: User) -> LetterVersion:
    """Take a block out; one that is gone already stays gone.

    Raises:
        StaleEdit: It reads differently by now.
    """
    newest, current = _current(seen)
    if current is None:
        return newest
    if current.text != seen.text:
        raise StaleEdit(current, newest)
    lines = [one for one in lines_of(newest) if one.line != seen.line]
    return write_version(
        newest.letter,
        lines,
        heads_of(newest),
        by=by,
        change=f"Removed block {current.position}",
    )


@transaction.atomic
def move_block(seen: LetterBlock, *, by: User, down: bool) -> LetterVersion:
    """Swap a block with its neighbour; at the edge nothing happens."""
    newest, current = _current(seen)
    lines = lines_of(newest)
    at = next((i for i, one in enumerate(lines) if one.line == seen.line), None)
    to = None if at is None else at + (1 if down else -1)
    if current is None or at is None or to is None or not 0 <= to < len(lines):
        return newest
    lines[at], lines[to] = lines[to], lines[at]
    way = "down" if down else "up"
    return write_version(
        newest.letter,
        lines,
        heads_of(newest),
        by=by,
        change=f"Moved block {current.position} {way}",
    )


@transaction.atomic
def change_heads(
    seen: LetterVersion, *, dated_on: date, respond_by: date, delivery: Delivery, by: User
) -> LetterVersion:
    """Give the letter other dates or another address.

    Where the text names the old day to answer by, it names the new one afterwards.

    Raises:
        Refusal: Dates or address were changed by someone else meanwhile.
    """
    newest = newest_of(locked_letter(seen.letter))
    heads = heads_of(newest)
    wanted = Heads(
        letterhead=heads.letterhead,
        addressee=addressee(newest.letter, delivery.contact_point, delivery.account),
        contact_point=delivery.contact_point,
        account=delivery.account,
        dated_on=dated_on,
        respond_by=respond_by,
    )
    if wanted == heads:
        return newest
    if heads != heads_of(seen):
        raise Refusal("Someone else changed the dates or the address. Look at them again.")
    was, will_be = long_day(heads.respond_by), long_day(respond_by)
    lines = [
        line if line.kind == Part.QUOTE else replace(line, text=line.text.replace(was, will_be))
        for line in lines_of(newest)
    ]
    return write_version(newest.letter, lines, wanted, by=by, change="Dates and address")


def _rewrite(
    newest: LetterVersion,
    block: LetterBlock,
    change_line: Callable[[Line], Line],
    *,
    by: User,
    change: str,
) -> LetterVersion:
    lines = [change_line(one) if one.line == block.line else one for one in lines_of(newest)]
    return write_version(newest.letter, lines, heads_of(newest), by=by, change=change)


def _current(seen: LetterBlock) -> tuple[LetterVersion, LetterBlock | None]:
    """The newest version, its letter locked, and the block as it reads in it."""
    newest = newest_of(locked_letter(seen.version.letter))
    block = newest.blocks.select_related("citation__item").filter(line=seen.line).first()
    return newest, block


def _statement(line: Line) -> Statement:
    if line.statement is None:
        raise TypeError("a quotation has a statement")
    return line.statement
