"""Makers of cases and what hangs on them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.client import papers
from cases.models import (
    AskedBy,
    Case,
    CaseStep,
    ClientAccess,
    ConflictCheck,
    Consent,
    Hit,
    Incident,
    MatchLevel,
    Name,
    OnlineAccount,
    Paper,
    PaperKind,
    Party,
    PartyKind,
    PartyRole,
    Platform,
    Review,
    RoleOnCase,
    SafetyQuestion,
    SafetyReply,
    SafetyScreening,
    Statement,
    Step,
    TeamMember,
    TermKind,
    TimeLimit,
    Wall,
    Way,
)
from cases.moments import Moment, Precision, Source
from cases.numbering import next_number
from cases.people import letter_of
from cases.register import conflicts
from cases.register.conflicts import Term
from cases.safety import screening as safety_screening
from cases.safety.screening import Screened, Told
from cases.steps import claims
from tests import make_accounts
from tests.make import number

BEFORE_ANYTHING = date(2026, 1, 1)  # no incident of a test is older, unless it says so


def case(*, team: Iterable[User] | None = None, **fields: Any) -> Case:
    """An open case with its six steps, worked by one attorney unless ``team`` says otherwise."""
    members = [make_accounts.attorney()] if team is None else list(team)
    lead = fields.pop("lead", None) or (members[0] if members else make_accounts.attorney())
    fields.setdefault("ref", f"2026-{number():04d}")
    fields.setdefault("client_name", "Dana Whitlock")
    made = Case.objects.create(lead=lead, opened_by=lead, **fields)
    for member in members:
        TeamMember.objects.create(case=made, user=member)
    CaseStep.objects.bulk_create(CaseStep(case=made, code=code) for code in Step.values)
    return made


def party(of: Case, *roles: RoleOnCase, **fields: Any) -> Party:
    """A party of the case; the other side unless roles are given."""
    fields.setdefault("label", f"Raymond Ashby {number()}")
    made = Party.objects.create(case=of, **fields)
    for role in roles or (RoleOnCase.ADVERSE,):
        PartyRole.objects.create(party=made, code=role)
    if made.kind != PartyKind.DOE:
        Name.objects.create(party=made, text=made.label)
    return made


def client_with_access(of: Case, **fields: Any) -> User:
    """A client with a sign-in who is the client party of the case."""
    person = make_accounts.client(**fields)
    own = party(of, RoleOnCase.CLIENT, label=of.client_name)
    ClientAccess.objects.create(
        user=person, party=own, identity_checked_by=of.lead, identity_checked_how="In person"
    )
    return person


def platform(name: str = "Chirrup") -> Platform:
    made, _ = Platform.objects.get_or_create(name=name, defaults={"host": "chirrup.example.net"})
    return made


def account(of: Case, **fields: Any) -> OnlineAccount:
    fields.setdefault("platform", platform())
    fields.setdefault("letter", letter_of(next_number(f"account-{of.uuid}")))
    fields.setdefault("handle", f"@handle{number()}")
    return OnlineAccount.objects.create(case=of, **fields)


def posted_on(
    day: str = "2026-10-06", at: str = "21:14", zone: str = "America/Los_Angeles"
) -> Moment:
    """A time read off a page, to the minute."""
    return Moment(
        wall_from=datetime.fromisoformat(f"{day}T{at}"),
        zone=zone,
        precision=Precision.MINUTE,
        source=Source.PAGE,
        words=f"{day} {at}",
    )


def incident(of: Case, *, posted: Moment | None = None, **fields: Any) -> Incident:
    """A reviewed incident, numbered after the last one."""
    fields.setdefault("summary", "A post says something false")
    fields = reviewed(of) | fields
    fields.setdefault("number", next_number(f"incident-{of.uuid}"))
    made = Incident(case=of, **fields)
    made.posted = posted_on() if posted is None else posted
    made.save()
    return made


def reviewed(of: Case) -> dict[str, Any]:
    """The columns of a row that the lead of its case has reviewed."""
    return {
        "review": Review.REVIEWED,
        "reviewed_by": of.lead,
        "reviewed_at": timezone.now(),
    }


def statement(of: Incident, **fields: Any) -> Statement:
    """A reviewed statement of fact with the reason why it is false."""
    fields.setdefault("words", "She reuses needles. I saw the assistant rinse one.")
    fields.setdefault("why_false", "Only sealed single-use needles are used.")
    fields = reviewed(of.case) | fields
    return Statement.objects.create(incident=of, **fields)


def limit(
    of: Case,
    *,
    in_days: int = 200,
    confirmed: bool = True,
    claim: str = "Defamation",
    **fields: Any,
) -> TimeLimit:
    """A time limit of a claim, confirmed by an attorney unless said otherwise."""
    fields.setdefault("counted_from", BEFORE_ANYTHING)
    return TimeLimit.objects.create(
        case=of,
        claim=claims.named(of, claim),
        expires_on=timezone.localdate() + timedelta(days=in_days),
        basis="1 year from the first post",
        typed_by=of.lead,
        confirmed_by=make_accounts.attorney() if confirmed else None,
        confirmed_at=timezone.now() if confirmed else None,
        **fields,
    )


def screening(of: Case, **replies: SafetyReply) -> SafetyScreening:
    """The safety questions asked by phone and all answered “no”, unless said otherwise."""
    screened = Screened(
        way=AskedBy.PHONE,
        asked_on=timezone.localdate(),
        asked_by=of.lead,
        told={
            question: Told(replies.get(question.value, SafetyReply.NO))
            for question in SafetyQuestion
        },
    )
    return safety_screening.record(of, screened, by=of.lead)


def paper(of: Case, kind: PaperKind, text: str = "What we agree, in plain words.") -> Paper:
    """A version of a paper that the lead wrote and approved."""
    made = papers.write(of, kind, text=text, by=of.lead)
    papers.approve(made, by=of.lead)
    return made


def agreed(of: Case, kind: PaperKind) -> Consent:
    """The client's yes on her own page to a paper of this kind, written for it."""
    made = paper(of, kind)
    access = ClientAccess.objects.standing().filter(party__case=of).first()
    return Consent.objects.create(
        case=of,
        kind=kind,
        paper=made,
        way=Way.PAGE,
        words=of.client_name,
        given_on=timezone.localdate(),
        recorded_by=access.user if access else make_accounts.client(),
    )


def wall(of: Case, against: User) -> Wall:
    """An ethical wall that keeps somebody from the case."""
    return Wall.objects.create(case=of, user=against, reason="Acted for them", set_by=of.opened_by)


def hit(of: ConflictCheck) -> Hit:
    """A probable hit of a check on a name of another matter."""
    (entry,) = conflicts.remember(
        [Term(kind=TermKind.PERSON, text=f"Raymond Ashbey {number()}", role="other side")],
        source="2024-0031",
    )
    return Hit.objects.create(
        check_run=of,
        term=of.terms.all()[0],
        entry=entry,
        level=MatchLevel.PROBABLE,
        reason="Almost the same name",
    )
