"""A letter as it is read: numbers, plain text, marks, and what changed between two versions."""

from datetime import date

from documents.letters.marking import Piece, pieces
from documents.letters.sheet import Block, Sheet, compare, sheet
from documents.parts import LetterKind


def laid_out(*blocks: Block, kind: LetterKind = LetterKind.CEASE_DESIST) -> Sheet:
    return sheet(
        kind,
        blocks,
        letterhead="Example Reputation Law LLP",
        dated_on=date(2026, 11, 20),
        addressee="Raymond Ashby",
    )


def labels(one: Sheet) -> list[str]:
    return [row.label for row in one.rows]


FIRST = Block(key="a", kind="quote", text="She lies.", about=1, source="Posted on 6 October.")
SECOND = Block(key="b", kind="quote", text="She cheats.", about=2, source="Posted later.")
REASON = Block(key="c", kind="reason", text="It is false.", about=2)
HEADING = Block(key="d", kind="heading", text="The law")


def test_headings_and_statements_are_numbered_as_they_stand() -> None:
    assert labels(laid_out(HEADING, FIRST, SECOND, REASON, HEADING)) == [
        "1.",
        "Statement 1",
        "Statement 2",
        "Statement 2",
        "2.",
    ]
    assert labels(laid_out(SECOND, FIRST, REASON)) == ["Statement 1", "Statement 2", "Statement 1"]


def test_a_request_numbers_nothing() -> None:
    assert labels(laid_out(FIRST, REASON, kind=LetterKind.AMICABLE_REQUEST)) == ["", ""]


def test_the_plain_text_holds_everything_the_paper_shows() -> None:
    demands = Block(key="e", kind="demands", text="Remove it.\n\nConfirm it.")

    assert laid_out(FIRST, demands).text == (
        "Example Reputation Law LLP\n\n20 November 2026\n\nRaymond Ashby\n\n"
        "Statement 1\n“She lies.”\nPosted on 6 October.\n\n(a) Remove it.\n(b) Confirm it.\n"
    )


def test_a_comparison_names_words_and_keeps_what_was_removed_in_its_place() -> None:
    before = laid_out(FIRST, HEADING)
    changed = Block(key="d", kind="heading", text="The law of Texas")

    rows = compare(before, laid_out(changed))

    told = [[(c.kind, c.text) for c in row.changes] for row in rows if row.differs]
    assert told[0] == [("removed", "Statement 1\n“She lies.”\nPosted on 6 October.")]
    assert told[1] == [("same", "1. The law"), ("added", " of Texas")]


def test_a_comparison_with_itself_shows_no_change() -> None:
    assert not any(row.differs for row in compare(laid_out(FIRST), laid_out(FIRST)))


def test_gaps_and_suspect_sentences_are_marked_where_they_stand() -> None:
    marked = pieces("We sue in [[MISSING: venue]]. Thank you.", ["We sue in", "[[MISSING: venue]]"])

    assert marked == [
        Piece("We sue in", "bad-t"),
        Piece(" "),
        Piece("[[MISSING: venue]]", "fill"),
        Piece(". Thank you."),
    ]


def test_a_mark_within_a_mark_is_not_marked_twice() -> None:
    assert pieces("We will sue you.", ["We will sue you.", "sue"]) == [
        Piece("We will sue you.", "bad-t")
    ]
