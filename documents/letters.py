"""Asking for letters and changing them. Every change writes the next version.

Each verb locks the letter's row first, so of two people who save together one finds what the
other wrote. A block is changed against the version a person saw; if that very block reads
differently by now, nothing is overwritten and both texts are shown.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now

from accounts.errors import Refusal
from accounts.models import User
from cases.jobs import JobState, wake
from cases.models import Case, ContactPoint, OnlineAccount, Party, Statement
from documents import checks_of_letters, letter_wording
from documents.checks_of_letters import Finding
from documents.letter_drafting import addressee
from documents.letter_record import Heads, Line, cite, heads_of, lines_of
from documents.letter_versions import write_version
from documents.letter_wording import LetterKind, Part, long_day
from documents.models import (
    CheckAnswer,
    ChosenClaim,
    ChosenStatement,
    Letter,
    LetterBlock,
    LetterDraft,
    LetterReturn,
    LetterVersion,
    Proof,
    TemplatePassage,
    TemplateVersion,
)
from documents.tasks import make_proof, write_letter_draft
from evidence.models import Item

DAYS_TO_ANSWER = {LetterKind.AMICABLE_REQUEST: 14, LetterKind.CEASE_DESIST: 10}
SATURDAY = 5


class StaleEdit(Refusal):
    """The block was changed or removed since the person opened it; nothing was written."""

    def __init__(self, current: LetterBlock | None, newest: LetterVersion) -> None:
        super().__init__("Someone else changed this paragraph while you were writing.")
        self.current = current
        self.newest = newest


class DraftAtWork(Refusal):
    """A draft of this letter is being written already."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Where a letter goes: to an address, or to an account; not both."""

    contact_point: ContactPoint | None = None
    account: OnlineAccount | None = None


def default_respond_by(kind: LetterKind, today: date) -> date:
    """The usual day to answer by, never a weekend."""
    return next_working_day(today + timedelta(days=DAYS_TO_ANSWER[kind]))


def next_working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)


# --- Asking ---------------------------------------------------------------------------------


@transaction.atomic
def request_letter(
    case: Case,
    *,
    kind: LetterKind,
    recipient: Party,
    delivery: Delivery,
    statements: Sequence[Statement],
    claims: Iterable[str],
    respond_by: date,
    by: User,
    form_uuid: uuid.UUID,
) -> Letter:
    """Begin a letter and ask a worker for its first draft.

    A form sent twice (same ``form_uuid``) begins one letter; the second call returns it.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    if begun := case.letters.filter(uuid=form_uuid).first():
        return begun
    letter = Letter.objects.create(
        uuid=form_uuid,
        case=case,
        kind=kind,
        recipient=recipient,
        template=current_template(kind),
        made_by=by,
    )
    ChosenStatement.objects.bulk_create(
        ChosenStatement(letter=letter, statement=statement, position=position)
        for position, statement in enumerate(statements, start=1)
    )
    ChosenClaim.objects.bulk_create(ChosenClaim(letter=letter, code=code) for code in claims)
    _ask(letter, respond_by=respond_by, delivery=delivery, by=by)
    return letter


@transaction.atomic
def request_draft(letter: Letter, *, by: User) -> LetterDraft:
    """Ask for a fresh draft from the facts as they are now; it becomes the next version.

    Raises:
        DraftAtWork: One is being written already.
    """
    locked = _locked(letter)
    last = locked.newest_draft
    if not last.is_finished:
        raise DraftAtWork("A draft is being written already. It will be here in a moment.")
    newest = locked.newest
    return _ask(
        locked,
        respond_by=newest.respond_by if newest else last.respond_by,
        delivery=Delivery(
            contact_point=newest.contact_point if newest else last.contact_point,
            account=newest.account if newest else last.account,
        ),
        by=by,
    )


def _ask(letter: Letter, *, respond_by: date, delivery: Delivery, by: User) -> LetterDraft:
    draft = LetterDraft.objects.create(
        letter=letter,
        respond_by=respond_by,
        contact_point=delivery.contact_point,
        account=delivery.account,
        requested_by=by,
        total=letter.chosen.count(),
        unit="statements",
    )
    wake(write_letter_draft, draft.pk)
    return draft


def current_template(kind: LetterKind) -> TemplateVersion:
    """The row of the wording in use, written down the first time it is used."""
    template = letter_wording.TEMPLATES[kind]
    row, is_new = TemplateVersion.objects.get_or_create(
        sha256=template.sha256, defaults={"code": kind, "version": template.version}
    )
    if is_new:
        TemplatePassage.objects.bulk_create(
            TemplatePassage(
                template=row,
                position=position,
                kind=passage.part,
                applies=passage.applies,
                text=passage.text,
            )
            for position, passage in enumerate(template.passages, start=1)
        )
    return row


@transaction.atomic
def request_proof(version: LetterVersion, *, by: User) -> Proof:
    """Ask for the PDF of a version; asked twice, it is made once."""
    _locked(version.letter)
    proof, is_new = Proof.objects.get_or_create(
        version=version, defaults={"requested_by": by, "total": 2, "unit": "steps"}
    )
    if not is_new and proof.state in (JobState.FAILED, JobState.STOPPED):
        proof.retry()
    if is_new or proof.state != JobState.DONE:
        wake(make_proof, proof.pk)
    return proof


# --- Changing -------------------------------------------------------------------------------


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
    newest = _newest(_locked(letter))
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
    newest = _newest(_locked(seen.letter))
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
    newest = _newest(_locked(seen.version.letter))
    block = newest.blocks.select_related("citation__item").filter(line=seen.line).first()
    return newest, block


def _locked(letter: Letter) -> Letter:
    locked: Letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("case", "recipient")
        .get(pk=letter.pk)
    )
    return locked


def _newest(letter: Letter) -> LetterVersion:
    newest = letter.newest
    if newest is None:
        raise Refusal("The first draft is still being written.")
    newest.letter = letter
    return newest


def _statement(line: Line) -> Statement:
    if line.statement is None:
        raise TypeError("a quotation has a statement")
    return line.statement


# --- Judging --------------------------------------------------------------------------------


@transaction.atomic
def answer_finding(version: LetterVersion, finding: Finding, *, reason: str, by: User) -> None:
    """Keep an attorney's sentence about a finding; the first answer stands.

    Raises:
        Refusal: The rule is absolute.
    """
    if finding.rule.absolute:
        raise Refusal("This has to be put right; it cannot be answered.")
    letter = _locked(version.letter)
    CheckAnswer.objects.get_or_create(
        letter=letter,
        rule=finding.rule.code,
        about=finding.about,
        defaults={"reason": reason, "by": by},
    )
    newest = _newest(letter)
    if not newest.is_approved:
        checks_of_letters.store(newest, checks_of_letters.findings(newest))


@transaction.atomic
def confirm_address(version: LetterVersion, *, by: User) -> None:
    """Record who checked that the recipient is reached at the letter's address; once is enough."""
    address = ContactPoint.objects.filter(pk=version.contact_point_id or 0, verified_at=None)
    address.update(verified_at=Now(), verified_by=by)
    letter = _locked(version.letter)
    newest = _newest(letter)
    if not newest.is_approved:
        checks_of_letters.store(newest, checks_of_letters.findings(newest))


def send_back(version: LetterVersion, *, note: str, by: User) -> LetterReturn:
    """Return a version to its author with a note.

    Raises:
        Refusal: It is approved.
    """
    if version.is_approved:
        raise Refusal("This version is approved. Change it instead: that makes a new version.")
    return LetterReturn.objects.create(version=version, note=note, by=by)
