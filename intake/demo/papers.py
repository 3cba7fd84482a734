"""Letters of the demo matters: one approved, one that the checks hold back, one with gaps."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.clock import firm_today
from accounts.models import User
from cases.models import Case, Direction, Party, Review, Statement
from documents.letters import approval, editing, judging, requesting, tasks
from documents.letters.checks import findings
from documents.letters.requesting import Delivery
from documents.models import BlockKind, LetterVersion, Proof
from documents.parts import LetterKind, Part

ANSWER = "Looked at on the day of approval; it does not change what we ask."
TOO_SHARP = "If this is not done, we will sue and inform the police."


def load(case: Case, *, attorney: User, paralegal: User) -> None:
    """Write the letters of a matter whose other side is known by name; else one with gaps."""
    known = case.parties.filter(kind="person", roles__code="adverse", represented=False)
    recipient = known.exclude(safety_flags__isnull=False).first()
    if case.safety_flags.standing().exists():
        return
    if recipient is None:
        _with_gaps(case, by=paralegal)
        return
    _approved(case, recipient, attorney=attorney, paralegal=paralegal)
    _held_back(case, recipient, by=paralegal)


def _approved(case: Case, recipient: Party, *, attorney: User, paralegal: User) -> None:
    version = _drafted(case, recipient, LetterKind.AMICABLE_REQUEST, by=paralegal)
    judging.confirm_address(version, by=paralegal)
    for finding in findings(version):
        if finding.can_be_answered:
            judging.answer_finding(version, finding, reason=ANSWER, by=attorney)
    proof = requesting.request_proof(version, by=attorney)
    tasks.make_proof(proof.pk)
    approval.approve(
        version,
        pdf_sha256=Proof.objects.get(pk=proof.pk).final_sha256,
        by=attorney,
        second_factor_at=timezone.now(),
    )


def _held_back(case: Case, recipient: Party, *, by: User) -> None:
    version = _drafted(case, recipient, LetterKind.AMICABLE_REQUEST, by=by)
    editing.add_block(
        version.letter,
        after=version.blocks.get(text__startswith="We ask you").line,
        kind=Part.PARAGRAPH,
        text=TOO_SHARP,
        statement=None,
        line=uuid.uuid4(),
        by=by,
    )


def _with_gaps(case: Case, *, by: User) -> None:
    unknown = case.parties.filter(kind="doe", roles__code="adverse").first()
    if unknown is not None:
        version = _drafted(case, unknown, LetterKind.CEASE_DESIST, by=by)
        closing = version.blocks.filter(kind=BlockKind.PARAGRAPH).last()
        editing.add_block(
            version.letter,
            after=closing.line if closing else None,
            kind=Part.PARAGRAPH,
            text="We will bring suit in [[MISSING: venue]] if we have to.",
            statement=None,
            line=uuid.uuid4(),
            by=by,
        )


def _drafted(case: Case, recipient: Party, kind: LetterKind, *, by: User) -> LetterVersion:
    accounts = case.accounts.filter(attributions__party=recipient)
    quotable = Statement.objects.filter(
        incident__case=case,
        incident__direction=Direction.OTHER_SIDE,
        incident__review=Review.REVIEWED,
        incident__items__isnull=False,
        review=Review.REVIEWED,
        kind="fact",
        not_actionable="",
    ).distinct()
    his = quotable.filter(incident__account__in=accounts)
    point = recipient.contact_points.filter(kind="address").first()
    due = firm_today() + timedelta(days=14)
    letter = requesting.request_letter(
        case,
        kind=kind,
        recipient=recipient,
        delivery=Delivery(contact_point=point, account=accounts.first() if point is None else None),
        statements=list((his if his.exists() else quotable)[:3]),
        claims=["defamation"] if kind == LetterKind.CEASE_DESIST else [],
        respond_by=requesting.next_working_day(due),
        by=by,
        form_uuid=uuid.uuid4(),
    )
    tasks.write_letter_draft(letter.newest_draft.pk)
    return letter.versions.get()
