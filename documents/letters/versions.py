"""Writing the next version of a letter: the one place where versions come into being."""

import hashlib
from collections.abc import Sequence

from accounts.errors import Refusal
from accounts.models import User
from documents.letters import checks
from documents.letters.record import Heads, Line, lay_out
from documents.models import Citation, Letter, LetterBlock, LetterVersion


def write_version(
    letter: Letter, lines: Sequence[Line], heads: Heads, *, by: User | None, change: str
) -> LetterVersion:
    """Write the next version with its blocks and what the checks find in it.

    Call it in a transaction that holds the letter's row, so that numbers do not collide.

    Args:
        letter: The locked letter.
        lines: The blocks in order.
        heads: What stands above them.
        by: The author, or nobody for a draft that was asked for by someone who has left.
        change: What this save did, in a few words.
    """
    newest = letter.newest
    text = lay_out(letter.kind, lines, heads).text
    version = LetterVersion.objects.create(
        letter=letter,
        number=newest.number + 1 if newest else 1,
        author=by,
        change=change,
        letterhead=heads.letterhead,
        addressee=heads.addressee,
        contact_point=heads.contact_point,
        account=heads.account,
        dated_on=heads.dated_on,
        respond_by=heads.respond_by,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    blocks = LetterBlock.objects.bulk_create(
        LetterBlock(
            version=version,
            position=position,
            line=line.line,
            kind=line.kind,
            text=line.text,
            statement=line.statement,
        )
        for position, line in enumerate(lines, start=1)
    )
    citations = []
    for block, line in zip(blocks, lines, strict=True):
        if line.citation is not None:
            line.citation.block = block
            citations.append(line.citation)
    Citation.objects.bulk_create(citations)
    version.refresh_from_db()
    checks.store(version, checks.findings(version))
    return version


def locked_letter(letter: Letter) -> Letter:
    """The letter, its row held until the transaction ends."""
    locked: Letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("case", "recipient")
        .get(pk=letter.pk)
    )
    return locked


def newest_of(letter: Letter) -> LetterVersion:
    """Its newest version.

    Raises:
        Refusal: There is none yet.
    """
    newest = letter.newest
    if newest is None:
        raise Refusal("The first draft is still being written.")
    newest.letter = letter
    return newest
