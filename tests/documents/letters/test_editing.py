"""Drafting and editing letters: every save is a version, and nothing is overwritten."""

import hashlib
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.errors import Refusal
from cases.jobs import JobState
from cases.models import Case, Statement
from documents.letters import editing, requesting, tasks
from documents.letters.editing import StaleEdit
from documents.letters.record import sheet_of
from documents.letters.sheet import compare
from documents.letters.wording import long_day
from documents.models import (
    BlockKind,
    Letter,
    LetterBlock,
    LetterDraft,
    LetterVersion,
    TemplateVersion,
)
from documents.parts import LetterKind, Part
from tests import make_accounts, make_letters


@pytest.fixture
def version(db: None) -> LetterVersion:
    return make_letters.draft()


def the_block(version: LetterVersion, kind: BlockKind) -> LetterBlock:
    block: LetterBlock = version.blocks.filter(kind=kind)[0]
    return block


def edited(block: LetterBlock, text: str) -> LetterVersion:
    return editing.change_block(block, text=text, by=block.version.letter.case.lead)


# --- Drafting -----------------------------------------------------------------------------


def test_a_draft_quotes_words_account_date_and_exhibit(version: LetterVersion) -> None:
    citation = the_block(version, BlockKind.QUOTE).citation

    assert citation.words == "She reuses needles. I saw the assistant rinse one."
    assert citation.posted == "6 October 2026, 9:14 pm PDT (7 October 2026, 04:14 UTC)"
    assert citation.posted_by == "the account HonestPatient88 on Chirrup"
    assert citation.locator == "https://ratebarn.example.com/r/8841"
    assert citation.exhibit == "E-0001"
    for part in (citation.words, citation.posted, citation.locator, citation.exhibit):
        assert part in version.text


def test_a_draft_names_the_wording_it_was_made_from(version: LetterVersion) -> None:
    template = version.letter.template

    assert (template.code, template.version) == (LetterKind.CEASE_DESIST, 1)
    assert version.change == "Draft from Cease and desist, wording 1"
    make_letters.draft(of=make_letters.letter(version.letter.case))
    assert TemplateVersion.objects.count() == 1


def test_the_digest_is_that_of_the_text(version: LetterVersion) -> None:
    assert version.text == sheet_of(version).text
    assert version.text_sha256 == hashlib.sha256(version.text.encode()).hexdigest()


@pytest.mark.django_db
def test_a_statement_that_lost_its_review_ends_the_draft_with_a_sentence() -> None:
    letter = make_letters.letter()
    Statement.objects.update(review="submitted")

    tasks.write_letter_draft(letter.newest_draft.pk)

    draft = letter.newest_draft
    assert draft.state == JobState.FAILED
    assert draft.error.startswith("Statement 1, “She reuses needles.")
    assert letter.newest is None


@pytest.mark.django_db
def test_a_draft_asked_for_again_becomes_the_next_version() -> None:
    version = make_letters.draft()
    letter = version.letter
    edited(the_block(version, BlockKind.SUBJECT), "Your review")
    Statement.objects.update(why_false="The needles come sealed, one by one.")

    requesting.request_draft(letter, by=letter.case.lead)
    with pytest.raises(requesting.DraftAtWork):
        requesting.request_draft(letter, by=letter.case.lead)
    tasks.write_letter_draft(letter.newest_draft.pk)

    newest = letter.newest
    assert newest is not None
    assert newest.number == 3
    assert "The needles come sealed, one by one." in newest.text
    assert "Your review" not in newest.text


# --- Editing ------------------------------------------------------------------------------


def test_an_edit_makes_the_next_version_and_leaves_the_last_as_it_was(
    version: LetterVersion,
) -> None:
    before = version.text

    after = edited(the_block(version, BlockKind.SUBJECT), "Your review of 6 October")

    assert (after.number, after.change) == (2, "Edited block 1")
    assert "Your review of 6 October" in after.text
    assert sheet_of(version).text == before
    assert after.blocks.count() == version.blocks.count()


def test_saving_what_stands_there_already_makes_no_version(version: LetterVersion) -> None:
    block = the_block(version, BlockKind.SUBJECT)

    assert edited(block, block.text).number == 1


def test_two_people_may_edit_two_blocks_of_the_same_version(version: LetterVersion) -> None:
    edited(the_block(version, BlockKind.SUBJECT), "Your review")

    after = edited(the_block(version, BlockKind.CLOSING), "Yours truly,\nAdaeze Lindqvist")

    assert after.number == 3
    assert "Your review" in after.text
    assert "Yours truly," in after.text


def test_the_second_of_two_edits_of_one_block_writes_nothing(version: LetterVersion) -> None:
    block = the_block(version, BlockKind.SUBJECT)
    edited(block, "Your review")

    with pytest.raises(StaleEdit) as stale:
        edited(block, "A review of yours")

    assert stale.value.current is not None
    assert stale.value.current.text == "Your review"
    assert version.letter.versions.count() == 2


def test_an_edit_of_a_block_that_is_gone_writes_nothing(version: LetterVersion) -> None:
    block = the_block(version, BlockKind.SUBJECT)
    editing.remove_block(block, by=version.letter.case.lead)

    with pytest.raises(StaleEdit) as stale:
        edited(block, "A review of yours")

    assert stale.value.current is None


def test_the_words_of_a_quotation_are_not_edited(version: LetterVersion) -> None:
    quote = the_block(version, BlockKind.QUOTE)

    after = editing.change_block(
        quote, text="She reuses everything.", item=quote.citation.item, by=version.letter.case.lead
    )

    assert after.number == 1
    assert "She reuses everything." not in after.text


def test_blocks_are_added_moved_and_removed_and_statements_renumber(
    version: LetterVersion,
) -> None:
    case = version.letter.case
    second = make_letters.statement(case, words="Ask her about the fraud case.")
    quote = the_block(version, BlockKind.QUOTE)

    added = editing.add_block(
        version.letter,
        after=quote.line,
        kind=Part.QUOTE,
        text="",
        statement=second,
        line=uuid.uuid4(),
        by=case.lead,
    )
    assert "Statement 2\n“Ask her about the fraud case.”" in added.text
    moved = editing.move_block(quote, down=True, by=case.lead)
    assert "Statement 1\n“Ask her about the fraud case.”" in moved.text
    assert "Statement 2. It is false." in moved.text
    removed = editing.remove_block(quote, by=case.lead)
    assert "Statement 2" not in removed.text


def test_a_new_day_to_answer_by_is_named_in_the_text(version: LetterVersion) -> None:
    day = requesting.next_working_day(version.respond_by + timedelta(days=7))

    after = editing.change_heads(
        version,
        dated_on=version.dated_on,
        respond_by=day,
        delivery=requesting.Delivery(contact_point=version.contact_point),
        by=version.letter.case.lead,
    )

    assert long_day(day) in after.text
    assert long_day(version.respond_by) not in after.text


def test_dates_changed_by_someone_else_are_not_overwritten(version: LetterVersion) -> None:
    lead = version.letter.case.lead
    here = requesting.Delivery(contact_point=version.contact_point)
    later = requesting.next_working_day(version.respond_by + timedelta(days=7))
    editing.change_heads(
        version, dated_on=version.dated_on, respond_by=later, delivery=here, by=lead
    )

    with pytest.raises(Refusal):
        editing.change_heads(
            version,
            dated_on=version.dated_on,
            respond_by=version.respond_by,
            delivery=requesting.Delivery(),
            by=lead,
        )


def test_a_comparison_shows_words_added_and_removed(version: LetterVersion) -> None:
    after = edited(the_block(version, BlockKind.SUBJECT), "Statements about her: please stop")

    rows = [row for row in compare(sheet_of(version), sheet_of(after)) if row.differs]

    assert len(rows) == 1
    assert [c.text for c in rows[0].changes if c.kind == "removed"] != []
    assert "please stop" in "".join(c.text for c in rows[0].changes if c.kind == "added")


# --- What the database refuses ------------------------------------------------------------


CHANGES: dict[str, Callable[[LetterVersion], object]] = {
    "a version": lambda v: LetterVersion.objects.filter(pk=v.pk).update(text="Dear Ray"),
    "a block": lambda v: v.blocks.update(text="Dear Ray"),
    "a citation": lambda v: v.blocks.filter(kind="quote")[0].citation.delete(),
    "a wording": lambda v: TemplateVersion.objects.filter(letters=v.letter).update(version=9),
    "its passages": lambda v: v.letter.template.passages.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_written_once_stays(change: str, version: LetterVersion) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CHANGES[change](version)


# --- At the same time ---------------------------------------------------------------------


def at_once(act: Callable[[], object], times: int) -> None:
    """Do something in ``times`` threads that begin together."""
    begin = threading.Barrier(times)

    def run() -> None:
        try:
            begin.wait()
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_form_sent_eight_times_begins_one_letter(own_database: str) -> None:
    case = make_letters.ready_case()
    number = uuid.uuid4()

    at_once(lambda: make_letters.letter(Case.objects.get(pk=case.pk), form_uuid=number), 8)

    assert Letter.objects.count() == 1
    assert LetterDraft.objects.count() == 1


def test_a_block_added_eight_times_is_there_once(own_database: str) -> None:
    version = make_letters.draft()
    lead, line = version.letter.case.lead, uuid.uuid4()

    def add() -> None:
        editing.add_block(
            Letter.objects.get(pk=version.letter_id),
            after=None,
            kind=Part.PARAGRAPH,
            text="One more thing.",
            statement=None,
            line=line,
            by=lead,
        )

    at_once(add, 8)

    newest = version.letter.newest
    assert newest is not None
    assert newest.number == 2
    assert newest.text.count("One more thing.") == 1


def test_of_two_people_who_save_one_block_together_one_writes(own_database: str) -> None:
    version = make_letters.draft()
    pk = the_block(version, BlockKind.SUBJECT).pk
    stale: list[StaleEdit] = []
    people = [make_accounts.attorney(name=name) for name in ("Adaeze", "Rune")]

    def save() -> None:
        person = people.pop()
        block = LetterBlock.objects.select_related("version__letter").get(pk=pk)
        try:
            editing.change_block(block, text=f"As {person.name} has it", by=person)
        except StaleEdit as refusal:
            stale.append(refusal)

    at_once(save, 2)

    assert len(stale) == 1
    assert version.letter.versions.count() == 2
