"""One case with something of everything in it, found by the names that addresses capture."""

import uuid
from collections.abc import Iterable
from typing import Any

from accounts.models import Channel, Firm, FirmJurisdiction, HelpLine
from cases import flags, people
from cases.models import (
    ClientAccess,
    ContactKind,
    OrderKind,
    PaperKind,
    ReachChange,
    RoleOnCase,
    SafetyKind,
    SafetyReply,
    Step,
    Task,
    TeamMember,
    Wall,
)
from cases.register import conflicts, contact_import
from cases.safety import court_orders
from cases.steps.conditions import Move
from tests import (
    make_accounts,
    make_cases,
    make_documents,
    make_evidence,
    make_intake,
    make_letters,
)

UNBROKEN = "x" * 100  # no page may grow wider for it


class Whole:
    """The rows of one case, an enquiry beside it, and a person of the firm who is on no team."""

    def __init__(self) -> None:
        self.case = make_letters.ready_case()
        self.rows = {
            **self._of_the_firm(),
            **self._of_the_case(),
            **self._of_the_evidence(),
            **self._of_the_documents(),
            **self._of_the_intake(),
        }

    def captured(self, names: Iterable[str]) -> dict[str, Any]:
        """A value for each name that an address captures."""
        return {name: self.rows[name] for name in names}

    def _of_the_firm(self) -> dict[str, Any]:
        firm = Firm.current()
        return {
            "user_pk": make_accounts.paralegal().pk,
            "jurisdiction_pk": FirmJurisdiction.objects.create(
                firm=firm, code="US-NV", name="Nevada"
            ).pk,
            "help_line_pk": HelpLine.objects.create(firm=firm, name="Line", number="555-0190").pk,
        }

    def _of_the_case(self) -> dict[str, Any]:
        case, lead = self.case, self.case.lead
        account = make_cases.account(case, handle=f"@{UNBROKEN}")
        incident = make_cases.incident(
            case,
            account=account,
            summary=f"A post by {UNBROKEN}",
            address=f"https://chirrup.example.net/{UNBROKEN}",
        )
        statement = make_cases.statement(incident)
        flag = flags.raise_flag(case, SafetyKind.WEAPON, by=lead, reason="Seen with one.")
        limit = make_cases.limit(case, confirmed=False, claim="Libel")
        consent = make_cases.agreed(case, PaperKind.COSTS)
        party = make_cases.party(case, label=f"Ashby {UNBROKEN}")
        contact = people.add_contact(party, ContactKind.ADDRESS, "7 Tannery Row, Eastport")
        change = ReachChange.objects.create(
            case=case,
            asked_by=make_accounts.client(),
            channel=Channel.PORTAL,
            voicemail_ok=False,
            device_unsafe=False,
            task=Task.objects.create(case=case, title="Ask her", made_by=lead),
        )
        way_in = ClientAccess.objects.create(
            user=make_accounts.client(),
            party=make_cases.party(case, RoleOnCase.CLIENT),
            identity_checked_by=lead,
            identity_checked_how="In person",
        )
        wall = Wall.objects.create(
            case=case, user=make_accounts.attorney(), reason="Acted before.", set_by=lead
        )
        check = conflicts.run_check(case.ref, conflicts.terms_of_case(case), lead, case)
        return {
            "case_ref": case.ref,
            "party_pk": party.pk,
            "contact_pk": contact.pk,
            "account_pk": account.pk,
            "incident_ref": statement.incident.ref,
            "statement_pk": statement.pk,
            "flag_pk": flag.pk,
            "access_pk": way_in.pk,
            "change_pk": change.pk,
            "answer_pk": make_cases.screening(case, weapon=SafetyReply.YES)
            .answers.get(reply="yes")
            .pk,
            "limit_pk": limit.pk,
            "claim_pk": limit.claim_id,
            "order_pk": court_orders.record(
                case, OrderKind.SUBPOENA, court="Superior Court", against="Chirrup", by=lead
            ).pk,
            "consent_pk": consent.pk,
            "paper_pk": consent.paper_id,
            "paper_kind": PaperKind.COSTS,
            "wall_pk": wall.pk,
            "member_pk": TeamMember.objects.create(case=case, user=make_accounts.paralegal()).pk,
            "task_pk": Task.objects.create(case=case, title="Call", made_by=lead).pk,
            "step": Step.EVIDENCE,
            "to_make": Move.HOLD,
            "hit_pk": make_cases.hit(check).pk,
            "import_pk": contact_import.try_out("old.csv", b"name\nRaymond Ashby\n", by=lead).pk,
        }

    def _of_the_evidence(self) -> dict[str, Any]:
        self.item = make_evidence.inspected(make_evidence.item(self.case))
        incident = make_cases.incident(self.case)
        self.item.incident_links.create(incident=incident, by=self.case.lead)
        return {"item_ref": self.item.ref}

    def _of_the_documents(self) -> dict[str, Any]:
        version = make_documents.built(make_documents.packet(self.case, self.item))
        draft = make_letters.draft(make_letters.letter(self.case))
        make_letters.proof(draft)
        return {
            "packet_pk": version.packet_id,
            "version_pk": version.pk,
            "letter_pk": draft.letter_id,
            "letterversion_pk": draft.pk,
            "letterblock_pk": draft.blocks.order_by("pk").values_list("pk", flat=True)[0],
            "old_pk": draft.pk,
            "new_pk": draft.pk,
        }

    def _of_the_intake(self) -> dict[str, Any]:
        return {
            "enquiry_ref": make_intake.enquiry().ref,
            "part": 1,
            "n": 1,
            "query_uuid": uuid.uuid4(),
            "receipt_uuid": uuid.uuid4(),
            "release_uuid": uuid.uuid4(),
            "release_pk": 0,
        }
