"""Rules about whom a letter goes to, and where."""

from collections.abc import Iterator

from cases.models import AttributionLevel, ContactPoint, RoleOnCase, SafetyKind
from cases.safety import blocks
from documents.letters import leaks
from documents.letters.rules.rule import Found, Reading, Rule
from documents.models import Level


def safe_to_reach(r: Reading) -> Iterator[Found]:
    if reason := blocks.recipient_blocked(r.case, r.recipient):
        yield Found(f"No letter may go to {r.recipient}. {reason}")


def not_represented(r: Reading) -> Iterator[Found]:
    lawyers = r.case.parties.filter(represents=r.recipient)
    if r.recipient.represented or r.recipient.counsel_id or lawyers.exists():
        yield Found(f"{r.recipient} has a lawyer. Write to the lawyer instead.")


def representation_known(r: Reading) -> Iterator[Found]:
    is_lawyer = r.recipient.roles.filter(code=RoleOnCase.COUNSEL).exists()
    if r.recipient.represented is None and not r.recipient.counsel_id and not is_lawyer:
        yield Found(f"Nobody has recorded whether {r.recipient} has a lawyer.")


def of_age(r: Reading) -> Iterator[Found]:
    if not r.recipient.is_minor:
        return
    if r.case.safety_flags.standing().filter(kind=SafetyKind.MINOR).exists():
        yield Found(
            f"{r.recipient} is under 18, and a safety flag about someone under 18 stands here."
            " Write to no parent or guardian before an attorney has settled who is safe."
        )
    else:
        yield Found(f"{r.recipient} is under 18. Write to a parent or guardian instead.")


def address_known(r: Reading) -> Iterator[Found]:
    point, account = r.version.contact_point, r.version.account
    if point is None and account is None:
        yield Found("The letter has no address. Choose one under “Dates and address”.")
    if account and not account.attributions.filter(party=r.recipient).exclude(
        level=AttributionLevel.REJECTED
    ):
        yield Found(f"Nobody has said that {account} is used by {r.recipient}.")
    if point and point.party_id != r.recipient.pk:
        yield Found("The address belongs to someone else in this case.")
    elif point and point.verified_at is None:
        yield Found("Nobody has checked the address of the recipient yet.")
    if point and _same_as_clients(r, point.value):
        yield Found("The address is one of our client's own.")


def _same_as_clients(r: Reading, value: str) -> bool:
    points = ContactPoint.objects.filter(party__in=r.clients)
    return leaks.normal(value) in {leaks.normal(point.value) for point in points}


def recipient_identified(r: Reading) -> Iterator[Found]:
    if not blocks.is_identified(r.recipient):
        yield Found(
            f"{r.recipient} is not identified, at best suspected. Fine for a message to an account,"
            " not for post."
        )


def danger_weighed(r: Reading) -> Iterator[Found]:
    if warning := blocks.recipient_warning(r.case, r.recipient):
        yield Found(warning)


RULES = (
    Rule(
        code="L11",
        title="A safety flag stands in the way",
        check=safe_to_reach,
        why="A letter can set off the harm it is meant to end.",
        absolute=True,
        fine="No safety flag stands on the recipient.",
    ),
    Rule(
        code="L02",
        title="The recipient has a lawyer",
        check=not_represented,
        why="A lawyer writes to a represented person's lawyer only (RPC 4.2 (m)).",
        absolute=True,
    ),
    Rule(
        code="L33",
        title="The recipient is under 18",
        check=of_age,
        why="Letters to minors go through a parent or guardian who is safe for them.",
        absolute=True,
    ),
    Rule(
        code="L17",
        title="The address is not certain",
        check=address_known,
        why="A letter in the wrong hands tells a stranger about the client.",
        absolute=True,
        fine="The address was checked.",
    ),
    Rule(
        code="L02-known",
        title="A lawyer on the other side?",
        check=representation_known,
        why="Ask before writing: a represented person is written to through the lawyer.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L11-warn",
        title="A safety flag stands on this case",
        check=danger_weighed,
        why="Whoever writes to a lawyer or a platform has weighed what follows.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="IDENTIFIED",
        title="The recipient is not identified",
        check=recipient_identified,
        why="A letter to the wrong person accuses a stranger.",
        level=Level.CONSIDER,
    ),
)
