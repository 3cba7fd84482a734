"""What the letter page shows: paper with marks, findings in groups, the state in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from cases.models import Case
from documents.letters.approval import blockers
from documents.letters.checks import Finding
from documents.letters.marking import Piece, pieces
from documents.letters.record import sheet_of
from documents.letters.sheet import Row, Sheet
from documents.models import Letter, LetterBlock, LetterVersion, Level


@dataclass(frozen=True)
class PaperBlock:
    """One block on the paper view.

    Attributes:
        lines: Its text line by line, each cut into marked pieces.
        source: The lines below a quotation, cut likewise.
        is_off: Whether a quotation is not as the record has it.
    """

    block: LetterBlock
    row: Row
    lines: list[list[Piece]]
    source: list[list[Piece]]
    is_off: bool


@dataclass(frozen=True)
class Paper:
    """The letter as the page shows it."""

    sheet: Sheet
    letterhead: list[list[Piece]]
    addressee: list[list[Piece]]
    blocks: list[PaperBlock]


def paper(version: LetterVersion, found: Sequence[Finding]) -> Paper:
    """Lay a version out with the words its findings are about marked."""
    sheet = sheet_of(version)
    blocks = {str(block.line): block for block in version.blocks.select_related("citation__item")}
    return Paper(
        sheet=sheet,
        letterhead=[pieces(line) for line in sheet.letterhead.splitlines()],
        addressee=[pieces(line) for line in sheet.addressee.splitlines()],
        blocks=[_paper_block(blocks[row.key], row, found) for row in sheet.rows],
    )


def _paper_block(block: LetterBlock, row: Row, found: Sequence[Finding]) -> PaperBlock:
    about = [one for one in found if one.block == block and one.is_open]
    suspects = {one.words for one in about if one.words and one.words in row.text}
    is_quote = bool(row.source)
    return PaperBlock(
        block=block,
        row=row,
        lines=[pieces(line, () if is_quote else suspects) for line in row.text.splitlines()],
        source=[pieces(line) for line in row.source.splitlines()],
        is_off=is_quote and any(one.rule.absolute for one in about),
    )


@dataclass(frozen=True)
class Verdict:
    """How far a version is from approval, in words."""

    found: list[Finding]
    blockers: list[str]
    must_fix: int
    to_consider: int

    @property
    def heading(self) -> str:
        """Such as “2 must fix, 1 to consider”."""
        said = []
        if self.must_fix:
            said.append(f"{self.must_fix} must fix")
        if self.to_consider:
            said.append(f"{self.to_consider} to consider")
        return ", ".join(said) or "Nothing open"

    @property
    def off_until(self) -> str:
        """Why the approve button does nothing yet; empty when it does something."""
        count = self.must_fix + self.to_consider
        if not count:
            return " ".join(self.blockers)
        return f"Off until {count} item{'s are' if count > 1 else ' is'} fixed or answered."


def verdict(version: LetterVersion, found: list[Finding]) -> Verdict:
    still_open = [one for one in found if one.is_open]
    return Verdict(
        found=found,
        blockers=blockers(version, found),
        must_fix=sum(one.level == Level.MUST_FIX for one in still_open),
        to_consider=sum(one.level == Level.CONSIDER for one in still_open),
    )


def letters_of(case: Case) -> Any:
    """The letters of a case, newest first, with what their rows show."""
    return (
        case.letters.with_newest()
        .select_related("case", "recipient", "made_by")
        .prefetch_related("drafts")
    )


def letters_to_decide(user: User) -> Any:
    """Letters of all the user's open cases whose newest version nobody has approved."""
    return _undecided(user).with_newest().select_related("case", "recipient")


def count_to_decide(user: User) -> int:
    count: int = _undecided(user).count()
    return count


def _undecided(user: User) -> Any:
    cases = Case.objects.visible_to(user).still_open()
    return Letter.objects.filter(case__in=cases).undecided()
