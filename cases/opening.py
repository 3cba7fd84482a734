"""Opening a case: its number, its six steps, its team, and what the enquiry already told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import SafeContact, User
from cases import flags
from cases.client import papers
from cases.models import (
    Case,
    CaseCategory,
    CaseStep,
    Category,
    ConflictCheck,
    Goal,
    SafetyKind,
    Step,
    TeamMember,
)
from cases.numbering import next_number
from cases.register import conflicts
from cases.safety import holding, screening
from cases.safety.screening import Screened
from cases.steps import claims, workflow


class OpeningRefused(Refusal):
    """The case cannot be opened yet."""


@dataclass(frozen=True, kw_only=True)
class RaisedAtIntake:
    """A danger the answers point to, in words."""

    kind: SafetyKind
    reason: str


@transaction.atomic
def open_case(
    *,
    by: User,
    lead: User,
    client_name: str,
    source: str = "",
    check: ConflictCheck | None = None,
    team: Iterable[User] = (),
    categories: Iterable[Category] = (),
    goals: Sequence[str] = (),
    dangers: Iterable[RaisedAtIntake] = (),
    screened: Screened | None = None,
    headline: str = "",
    jurisdiction: str = "",
    zone: str = "America/Los_Angeles",
    pseudonym: str = "",
    safe_contact: SafeContact | None = None,
    held_back: bool = False,
) -> Case:
    """Open a case, once its conflict check is clear, with step 1 started.

    The parties are not part of this: add them with ``people.add_party``, the client first.

    Args:
        by: Who opens it.
        lead: The attorney who answers for it; on the team from the start, as is ``by``.
        client_name: The client as staff call them.
        source: Reference of the enquiry it came from; its register entries and checks go along.
        check: The enquiry's decided conflict check.
        team: Who else works on it.
        categories: What is being done to the client.
        goals: What the client wants, in the client's order.
        dangers: Safety flags on the whole case.
        screened: What the client answered to the safety questions, if somebody has asked.
        headline: A line that says what the case is about.
        jurisdiction: Such as US-CA.
        zone: The client's IANA time zone.
        pseudonym: The name outgoing papers use instead of the client's.
        safe_contact: How the client may be reached.
        held_back: Files stay closed until a named person releases each; always so for
            intimate images, extortion and minors.

    Raises:
        OpeningRefused: The conflict check is not clear.
    """
    if not conflicts.is_clear(check):
        raise OpeningRefused("The conflict check is not clear, so the case cannot be opened yet.")
    chosen = list(dict.fromkeys(categories))
    year = timezone.localdate().year
    case = Case.objects.create(
        ref=f"{year}-{next_number(f'case-{year}'):04d}",
        client_name=client_name.strip(),
        headline=headline.strip(),
        jurisdiction=jurisdiction,
        zone=zone,
        pseudonym=pseudonym.strip(),
        lead=lead,
        safe_contact=safe_contact,
        opened_by=by,
    )
    if held_back:
        holding.hold_back(case)
    CaseStep.objects.bulk_create(CaseStep(case=case, code=code) for code in Step.values)
    members = dict.fromkeys([lead, by, *team])
    TeamMember.objects.bulk_create(
        TeamMember(case=case, user=each, added_by=by) for each in members
    )
    CaseCategory.objects.bulk_create(CaseCategory(case=case, code=code) for code in chosen)
    claims.suggest(case, chosen)
    for code in chosen:
        holding.hold_for_category(case, code)
    Goal.objects.bulk_create(
        Goal(case=case, rank=rank, text=text[:200]) for rank, text in enumerate(goals, 1)
    )
    if source:
        conflicts.adopt(source, case)
    if screened is not None:
        screening.record(case, screened, by=by)
    papers.hand_out_sheet(case, by=by)
    workflow.begin(case, by=by)
    for danger in dangers:
        flags.raise_flag(case, danger.kind, by=by, reason=danger.reason)
    return case
