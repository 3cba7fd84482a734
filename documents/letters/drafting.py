"""The worker's part of a letter: reviewed facts into the first, or the next, version."""

from django.db import transaction

from accounts.clock import firm_today
from accounts.errors import Refusal
from accounts.models import Firm, FirmJurisdiction
from cases.models import ContactPoint, OnlineAccount, PartyKind, Review, Statement
from documents.letters.record import Heads, Line, cite
from documents.letters.versions import write_version
from documents.letters.wording import (
    Applies,
    Cited,
    Composed,
    Facts,
    Passage,
    compose,
    missing,
)
from documents.models import Citation, Letter, LetterDraft
from documents.parts import Part


class NotReviewed(Refusal):
    """A statement the letter was to quote is no longer a reviewed fact."""


def write_draft(job: LetterDraft) -> None:
    """Write the next version of the letter from its template and the reviewed facts.

    Raises:
        NotReviewed: Someone took the review of a chosen statement back.
    """
    letter = Letter.objects.select_related("case__lead", "recipient").get(pk=job.letter_id)
    job.progress(done=0, stage="Reading the reviewed facts")
    statements = chosen_statements(letter)
    citations = []
    for done, statement in enumerate(statements, start=1):
        citations.append(cite(statement))
        job.progress(done=done, stage="Citing the statements")
    composed = compose(passages(letter), facts(job, letter, statements))
    lines = [
        _line(one, statements, citations[one.cited] if one.cited is not None else None)
        for one in composed
    ]
    heads = Heads(
        letterhead=letterhead(),
        addressee=addressee(letter, job.contact_point, job.account),
        contact_point=job.contact_point,
        account=job.account,
        dated_on=firm_today(),
        respond_by=job.respond_by,
    )
    with transaction.atomic():
        Letter.objects.select_for_update().get(pk=letter.pk)
        version = write_version(
            letter, lines, heads, by=job.requested_by, change=f"Draft from {letter.template}"
        )
        job.finish(version=version)


def chosen_statements(letter: Letter) -> list[Statement]:
    chosen = letter.chosen.select_related("statement__incident__account__platform")
    statements = [one.statement for one in chosen]
    for number, statement in enumerate(statements, start=1):
        if {statement.review, statement.incident.review} != {Review.REVIEWED}:
            raise NotReviewed(
                f"Statement {number}, “{statement.words[:60]}”, is not reviewed. Have it reviewed,"
                " or begin a letter without it."
            )
    return statements


def passages(letter: Letter) -> list[Passage]:
    """The wording the letter was begun with."""
    return [
        Passage(Part(row.kind), row.text, Applies(row.applies))
        for row in letter.template.passages.all()
    ]


def facts(job: LetterDraft, letter: Letter, statements: list[Statement]) -> Facts:
    firm, case = Firm.current(), letter.case
    place = FirmJurisdiction.objects.filter(code=case.jurisdiction).first()
    return Facts(
        firm=firm.name,
        reply_to=firm.email or firm.phone,
        client=case.name_in_papers,
        recipient=called(letter, job.account),
        attorney=case.lead.name,
        jurisdiction=place.name if place else "",
        claims=tuple(claim.get_code_display() for claim in letter.claims.all()),
        respond_by=job.respond_by,
        cited=tuple(Cited(one.kind, one.why_false or one.proof) for one in statements),
    )


def called(letter: Letter, account: OnlineAccount | None) -> str:
    """How the recipient is addressed: an unknown person by the name of the account."""
    if letter.recipient.kind != PartyKind.DOE:
        return letter.recipient.label
    return (account.display_name or account.handle) if account else ""


def letterhead() -> str:
    """The firm's name and address; never anyone else's."""
    firm = Firm.current()
    contact = " · ".join(part for part in (firm.phone, firm.email) if part)
    lines = [firm.name, firm.address.strip() or missing("address of the firm"), contact]
    return "\n".join(line for line in lines if line)


def addressee(letter: Letter, point: ContactPoint | None, account: OnlineAccount | None) -> str:
    """Name and address of the recipient, line by line."""
    name = called(letter, account) or letter.recipient.label
    if point is not None:
        return f"{name}\n{point.value.strip()}"
    if account is not None:
        return f"{name}\nBy message to {account.handle} on {account.platform}"
    return f"{name}\n{missing('address of the recipient')}"


def _line(one: Composed, statements: list[Statement], citation: Citation | None) -> Line:
    statement = statements[one.cited] if one.cited is not None else None
    if one.part is Part.QUOTE and statement is not None:
        return Line(kind=one.part, text=statement.words, statement=statement, citation=citation)
    return Line(kind=one.part, text=one.text, statement=statement)
