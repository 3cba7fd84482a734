"""Asking for a letter, for a fresh draft of it, and for its PDF."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases.jobs import JobState, wake
from cases.models import Case, ContactPoint, OnlineAccount, Party, Statement
from documents.letters import wording
from documents.letters.tasks import make_proof, write_letter_draft
from documents.letters.versions import locked_letter
from documents.models import (
    ChosenClaim,
    ChosenStatement,
    Letter,
    LetterDraft,
    LetterVersion,
    Proof,
    TemplatePassage,
    TemplateVersion,
)
from documents.parts import LetterKind

DAYS_TO_ANSWER = {LetterKind.AMICABLE_REQUEST: 14, LetterKind.CEASE_DESIST: 10}
SATURDAY = 5


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
    locked = locked_letter(letter)
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
    template = wording.TEMPLATES[kind]
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
    locked_letter(version.letter)
    proof, is_new = Proof.objects.get_or_create(
        version=version, defaults={"requested_by": by, "total": 2, "unit": "steps"}
    )
    if not is_new and proof.state in (JobState.FAILED, JobState.STOPPED):
        proof.retry()
    if is_new or proof.state != JobState.DONE:
        wake(make_proof, proof.pk)
    return proof
