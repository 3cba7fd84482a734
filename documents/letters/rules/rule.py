"""What a rule is, and what it may ask about a letter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cases.models import Party, RoleOnCase
from documents.letters.record import sheet_of
from documents.letters.sheet import row_text
from documents.models import LetterBlock, LetterVersion, Level
from documents.parts import LetterKind, Part

BOTH = frozenset(LetterKind)
AMICABLE = frozenset({LetterKind.AMICABLE_REQUEST})
FIRM = frozenset({LetterKind.CEASE_DESIST})
EXCERPT = 140


@dataclass(frozen=True)
class Found:
    """One thing a rule found.

    Attributes:
        sentence: What is wrong and what to do, for the attorney.
        words: The words it is about; an answer holds as long as they stay the same.
        block: Where they stand.
    """

    sentence: str
    words: str = ""
    block: LetterBlock | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check.

    Attributes:
        code: Stable name; an answer refers to it.
        why: The reason, with its source; “(m)” means from memory, to be confirmed.
        fine: What is said when nothing is found; empty if nothing need be said.
    """

    code: str
    title: str
    check: "Callable[[Reading], Iterable[Found]]"
    why: str
    level: Level = Level.MUST_FIX
    absolute: bool = False
    kinds: frozenset[LetterKind] = BOTH
    fine: str = ""


class Reading:
    """One version with everything the rules ask about, read once."""

    def __init__(self, version: LetterVersion, today: date) -> None:
        self.version = version
        self.today = today
        self.letter = version.letter
        self.case = version.letter.case
        self.recipient = version.letter.recipient

    @cached_property
    def blocks(self) -> list[LetterBlock]:
        return list(
            self.version.blocks.select_related(
                "statement__incident__account__platform", "citation__item__case"
            ).prefetch_related("citation__item__files__blob")
        )

    @cached_property
    def quotes(self) -> list[LetterBlock]:
        return [block for block in self.blocks if block.kind == Part.QUOTE]

    @cached_property
    def ours(self) -> list[LetterBlock]:
        """Blocks in our own words."""
        return [block for block in self.blocks if block.kind != Part.QUOTE]

    @cached_property
    def as_read(self) -> list[tuple[str, LetterBlock | None]]:
        """Every text of the letter, source lines and heads included, with its block."""
        sheet = sheet_of(self.version)
        heads = [sheet.letterhead, sheet.date_line, sheet.addressee]
        by_line = {str(block.line): block for block in self.blocks}
        rows = [(row_text(row), by_line[row.key]) for row in sheet.rows]
        return [*((text, None) for text in heads), *rows]

    @cached_property
    def clients(self) -> list[Party]:
        return list(self.case.parties.filter(roles__code=RoleOnCase.CLIENT).distinct())

    def in_our_words(self, search: Callable[[str], list[str]]) -> Iterator[tuple[str, LetterBlock]]:
        for block in self.ours:
            for sentence in search(block.text):
                yield sentence, block


def short(words: str) -> str:
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"
