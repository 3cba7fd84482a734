"""Makers of letters, through the same functions that make them."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Firm, FirmJurisdiction
from cases.models import (
    Attribution,
    AttributionLevel,
    Case,
    ContactKind,
    ContactPoint,
    OnlineAccount,
    PaperKind,
    Party,
    Statement,
)
from documents.letters import editing, requesting, tasks
from documents.models import Letter, LetterVersion, Proof
from documents.parts import LetterKind, Part
from evidence.models import ItemIncident
from tests import make_accounts, make_cases, make_evidence
from tests.make import after_work


def firm() -> Firm:
    """The demo firm with a letterhead, admitted in California."""
    made = make_accounts.firm(
        address="410 Harbor Street\nEastport, CA 90000",
        phone="(213) 555-0100",
        email="office@example.com",
    )
    FirmJurisdiction.objects.create(firm=made, code="US-CA", name="California")
    return made


def recipient(of: Case, **fields: Any) -> Party:
    """An identified adult without a lawyer, whose account and postal address are known."""
    fields.setdefault("label", "Raymond Ashby")
    fields.setdefault("represented", False)
    made = make_cases.party(of, **fields)
    account = make_cases.account(of, handle="HonestPatient88")
    Attribution.objects.create(
        account=account,
        party=made,
        level=AttributionLevel.ESTABLISHED,
        basis="He signed it",
        set_by=of.lead,
    )
    contact_point(made, "7 Tannery Row, Eastport, CA 90001", verified=True)
    return made


def contact_point(
    of: Party, value: str, kind: ContactKind = ContactKind.ADDRESS, **fields: Any
) -> ContactPoint:
    verified = fields.pop("verified", False)
    made = ContactPoint(party=of, kind=kind, **fields)
    made.value = value
    if verified:
        made.verified_by, made.verified_at = of.case.lead, timezone.now()
    made.save()
    return made


def statement(of: Case, account: OnlineAccount | None = None, **fields: Any) -> Statement:
    """A reviewed statement whose post is preserved and linked."""
    incident = make_cases.incident(
        of, account=account or of.accounts.first(), address="https://ratebarn.example.com/r/8841"
    )
    item = make_evidence.item(of)
    ItemIncident.objects.create(item=item, incident=incident, by=of.lead)
    return make_cases.statement(incident, **fields)


def ready_case(**fields: Any) -> Case:
    """A case in which nothing stands in the way of a letter to its only recipient."""
    fields.setdefault("jurisdiction", "US-CA")
    fields.setdefault("client_name", "Dr. Marisol Vantreight")
    if not Firm.objects.exists():
        firm()
    made = make_cases.case(**fields)
    recipient(made)
    statement(made)
    make_cases.agreed(made, PaperKind.CONTACT)
    return made


def letter(
    of: Case | None = None, kind: LetterKind = LetterKind.CEASE_DESIST, **fields: Any
) -> Letter:
    """A letter to the case's recipient, asked for and not drafted yet."""
    case = of or ready_case()
    to = fields.pop("recipient", None) or case.parties.get(label="Raymond Ashby")
    statements = fields.pop("statements", None) or list(
        Statement.objects.filter(incident__case=case)
    )
    fields.setdefault("delivery", requesting.Delivery(contact_point=to.contact_points.first()))
    fields.setdefault("claims", ["defamation"])
    fields.setdefault(
        "respond_by", requesting.next_working_day(timezone.localdate() + timedelta(days=10))
    )
    fields.setdefault("by", case.lead)
    fields.setdefault("form_uuid", uuid.uuid4())
    return requesting.request_letter(case, kind=kind, recipient=to, statements=statements, **fields)


def draft(of: Letter | None = None, **fields: Any) -> LetterVersion:
    """The first version of a letter, as the worker writes it."""
    made = of or letter(**fields)
    tasks.write_letter_draft(made.newest_draft.pk)
    after_work(made.newest_draft)
    newest = made.newest
    assert newest is not None
    return newest


def insult(of: Letter) -> LetterVersion:
    """The letter's next version, with a word that is pointed out and may be answered for."""
    return editing.add_block(
        of,
        after=None,
        kind=Part.PARAGRAPH,
        text="Your post was vile.",
        statement=None,
        line=uuid.uuid4(),
        by=of.case.lead,
    )


def proof(of: LetterVersion) -> Proof:
    """The PDFs of a version, after a worker has seen it; it may have failed."""
    asked = requesting.request_proof(of, by=of.letter.made_by)
    tasks.make_proof(asked.pk)
    return after_work(asked)


def far_workday() -> date:
    """A working day about two weeks ahead."""
    return requesting.next_working_day(timezone.localdate() + timedelta(days=14))
