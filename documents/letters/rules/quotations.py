"""Rules about what is quoted, and about the evidence behind it."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from cases.models import Review, StatementKind
from documents.letters import phrases
from documents.letters.record import cite
from documents.letters.rules.rule import Found, Reading, Rule, short
from documents.models import LetterBlock, Level
from documents.parts import Part
from evidence.models import Sensitivity

FRESH_CAPTURE = timedelta(days=7)


def word_for_word(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        statement = block.statement
        if statement is None:
            continue
        if not block.text == block.citation.words == statement.words:
            yield Found(
                "The quotation differs from the record. Take the words from the record again.",
                block.text,
                block,
            )
        if {statement.review, statement.incident.review} != {Review.REVIEWED}:
            yield Found("The quoted statement is not reviewed.", block.text, block)


def inline_word_for_word(r: Reading) -> Iterator[Found]:
    record = [
        _plain(words)
        for words in r.case.incidents.filter(statements__review=Review.REVIEWED).values_list(
            "statements__words", flat=True
        )
    ]
    headings = {_plain(block.text) for block in r.ours if block.kind == Part.HEADING}
    for words, block in r.in_our_words(lambda text: list(phrases.inline_quotations(text))):
        plain = _plain(words).rstrip(".,")
        if plain not in headings and not any(plain in recorded for recorded in record):
            yield Found(
                f"“{short(words)}” stands in quotation marks but is in no reviewed statement.",
                words,
                block,
            )


def sources_current(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        if block.statement is None:
            continue
        now, then = cite(block.statement, block.citation.item), block.citation
        if (now.posted, now.posted_by, now.locator) != (then.posted, then.posted_by, then.locator):
            yield Found(
                "Date, account or address of the quotation have changed in the record. Take them"
                " from the record again.",
                f"{now.posted}|{now.posted_by}|{now.locator}",
                block,
            )


def evidence_unchanged(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        item = block.citation.item
        if item is None:
            continue
        if item.is_altered:
            yield Found(
                f"The file of {item.ref} is no longer the one we received.", item.ref, block
            )
        elif not item.is_sound:
            yield Found(f"{item.ref} is locked, hidden or not released.", item.ref, block)
        elif not item.incident_links.filter(incident=_incident(block)).exists():
            yield Found(f"{item.ref} is not linked to the quoted incident.", item.ref, block)


def no_intimate_image(r: Reading) -> Iterator[Found]:
    never = {Sensitivity.INTIMATE, Sensitivity.MINOR}
    for block in r.quotes:
        item = block.citation.item
        if item and item.sensitivity in never:
            yield Found(f"{item.ref} is described, never cited or sent.", item.ref, block)


def captured_lately(r: Reading) -> Iterator[Found]:
    oldest = timezone.now() - FRESH_CAPTURE
    for block in r.quotes:
        item = block.citation.item
        if item is None or not _is_live(block):
            continue
        captured = item.captured_latest or item.arrived_at
        if captured < oldest:
            yield Found(
                f"{item.ref} was captured more than 7 days ago. Capture the post again: it may be"
                " gone once the letter arrives.",
                item.ref,
                block,
            )


def said_as_fact(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        statement = block.statement
        if statement is None:
            continue
        opinion = statement.kind == StatementKind.OPINION
        if opinion or phrases.OPINION.search(statement.words):
            yield Found(
                "The quotation reads as opinion, which is rarely actionable.", block.text, block
            )


def relied_on(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        if block.statement and block.statement.not_actionable:
            why = block.statement.get_not_actionable_display().lower()
            yield Found(f"An attorney marked the quoted statement as {why}.", block.text, block)


def reason_given(r: Reading) -> Iterator[Found]:
    reasons = {block.statement_id for block in r.blocks if block.kind == Part.REASON}
    quoted = {block.statement_id for block in r.quotes}
    for block in r.quotes:
        if block.statement_id not in reasons:
            yield Found("The letter does not say what is wrong with this.", block.text, block)
    for block in r.blocks:
        if block.kind == Part.REASON and block.statement_id not in quoted:
            yield Found("This is about a statement the letter does not quote.", block.text, block)
    if not r.quotes:
        yield Found("The letter quotes no statement.")


def _incident(block: LetterBlock) -> int | None:
    return block.statement.incident_id if block.statement else None


def _is_live(block: LetterBlock) -> bool:
    return bool(block.statement and block.statement.incident.online in ("live", "unsure"))


def _plain(words: str) -> str:
    """For comparing what stands between quotation marks: one kind of mark, single spaces."""
    return " ".join(words.translate({0x2018: "'", 0x2019: "'"}).split())


RULES = (
    Rule(
        code="L05",
        title="A quotation differs from the record",
        check=word_for_word,
        why="What is quoted must be provable character for character.",
        absolute=True,
        fine="Every quotation is word for word as recorded.",
    ),
    Rule(
        code="L05-inline",
        title="Words in quotation marks are not recorded",
        check=inline_word_for_word,
        why="What is quoted must be provable character for character.",
        absolute=True,
    ),
    Rule(
        code="L04",
        title="A source line is out of date",
        check=sources_current,
        why="Date and address of a quotation must be those of the record.",
        absolute=True,
    ),
    Rule(
        code="L34",
        title="An exhibit cannot be relied on",
        check=evidence_unchanged,
        why="A demand goes out only with preserved, unchanged evidence for every quotation.",
        absolute=True,
        fine="The files of all exhibits are as we received them.",
    ),
    Rule(
        code="L23",
        title="An intimate image is cited",
        check=no_intimate_image,
        why="Citing or enclosing one repeats the harm and can be a crime.",
        absolute=True,
    ),
    Rule(
        code="L14",
        title="A quotation without a reason",
        check=reason_given,
        why="Saying only that something is untrue convinces nobody.",
    ),
    Rule(
        code="L15",
        title="A statement we do not rely on",
        check=relied_on,
        why="A true, privileged or consented statement is not complained of (RPC 3.1, 4.1 (m)).",
    ),
    Rule(
        code="L40",
        title="The capture is old",
        check=captured_lately,
        why="Posts are often deleted or changed when a letter arrives.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L12",
        title="Opinion rather than fact",
        check=said_as_fact,
        why="Opinion is protected, and a suit over it can cost the client fees.",
        level=Level.CONSIDER,
    ),
)
