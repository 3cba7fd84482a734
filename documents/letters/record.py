"""Between rows and the letter as it is read: freezing a citation, laying out a version."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.models import ContactPoint, OnlineAccount, Statement
from documents.letters.sheet import Block, Sheet, sheet
from documents.letters.wording import Source, source_line
from documents.models import Citation, LetterVersion
from documents.parts import Part
from documents.times import in_words
from evidence import gates
from evidence.models import Item


@dataclass(frozen=True, kw_only=True)
class Line:
    """A block on its way into a version; ``citation`` is not saved yet."""

    kind: str
    text: str
    line: uuid.UUID = field(default_factory=uuid.uuid4)
    statement: Statement | None = None
    citation: Citation | None = None


@dataclass(frozen=True, kw_only=True)
class Heads:
    """What stands above the blocks of a version."""

    letterhead: str
    addressee: str
    contact_point: ContactPoint | None
    account: OnlineAccount | None
    dated_on: date
    respond_by: date


def cite(statement: Statement, item: Item | None = None) -> Citation:
    """Freeze a statement's words and where they stood, with the item that shows them.

    Without ``item`` the first sound item of the incident is taken. Intimate images, private
    details and threats need none: address, account, time and a description are enough.
    """
    incident = statement.incident
    item = item or showing(statement)
    account = incident.account
    return Citation(
        words=statement.words,
        posted="" if incident.posted_precision == "unknown" else in_words(incident.posted),
        posted_by=f"the account {account.handle} on {account.platform}" if account else "",
        locator=incident.address or incident.place,
        item=item,
        exhibit=item.ref if item else "",
        needs_exhibit=incident.category not in gates.DESCRIBED,
    )


def showing(statement: Statement) -> Item | None:
    """The item that shows the statement best: sound ones first, then the oldest."""
    items = statement.incident.items.shown().select_related("case")
    items = items.prefetch_related("files__blob").order_by("number")
    return min(items, key=lambda item: not item.is_sound, default=None)


def lines_of(version: LetterVersion) -> list[Line]:
    """The blocks of a version, ready to be written into the next one."""
    blocks = version.blocks.select_related("statement", "citation__item")
    return [
        Line(
            kind=block.kind,
            text=block.text,
            line=block.line,
            statement=block.statement,
            citation=copy_of(block.citation) if block.kind == Part.QUOTE else None,
        )
        for block in blocks
    ]


def copy_of(citation: Citation) -> Citation:
    return Citation(
        words=citation.words,
        posted=citation.posted,
        posted_by=citation.posted_by,
        locator=citation.locator,
        item=citation.item,
        exhibit=citation.exhibit,
        needs_exhibit=citation.needs_exhibit,
    )


def heads_of(version: LetterVersion) -> Heads:
    return Heads(
        letterhead=version.letterhead,
        addressee=version.addressee,
        contact_point=version.contact_point,
        account=version.account,
        dated_on=version.dated_on,
        respond_by=version.respond_by,
    )


def sheet_of(version: LetterVersion) -> Sheet:
    """The version as it is read."""
    return lay_out(version.letter.kind, lines_of(version), heads_of(version))


def lay_out(kind: str, lines: Sequence[Line], heads: Heads) -> Sheet:
    quotes = [line.line for line in lines if line.kind == Part.QUOTE]
    blocks = [
        Block(
            key=str(line.line),
            kind=line.kind,
            text=line.text,
            about=line.statement.pk if line.statement else None,
            source=_source(line.citation, quotes.index(line.line) + 1) if line.citation else "",
        )
        for line in lines
    ]
    return sheet(
        kind,
        blocks,
        letterhead=heads.letterhead,
        dated_on=heads.dated_on,
        addressee=heads.addressee,
    )


def _source(citation: Citation, number: int) -> str:
    source = Source(
        posted=citation.posted,
        by=citation.posted_by,
        locator=citation.locator,
        exhibit=citation.exhibit,
        needs_exhibit=citation.needs_exhibit,
    )
    return source_line(source, number)
