"""Who may agree with a serious decision, by the firm's own rule.

Lifting a serious safety flag and confirming a time limit ask here; filings never do. A firm of
one attorney chooses to wait a day and give a reason.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Firm, Role, SecondPerson, User

WAIT = timedelta(days=1)
ATTORNEYS = frozenset({Role.ATTORNEY, Role.SUPERVISOR})
NEEDED: Mapping[SecondPerson, str] = {
    SecondPerson.ATTORNEY: "another attorney has to agree",
    SecondPerson.STAFF: "another member of staff has to agree",
    SecondPerson.WAIT: "another attorney has to agree, or you yourself a day later with a reason",
}


def rule() -> SecondPerson:
    """What the firm has settled."""
    return SecondPerson(Firm.current().second_person)


def is_attorney(user: User) -> bool:
    return user.role in ATTORNEYS


def needs_a_reason(first: User, by: User) -> bool:
    """Whether the same person may agree with themselves, and must say why."""
    return first.pk == by.pk and rule() is SecondPerson.WAIT


def objection(
    first: User,
    at: datetime,
    *,
    by: User,
    did: str,
    settled: SecondPerson | None = None,
    now: datetime | None = None,
) -> str:
    """Why ``by`` may not agree with what ``first`` did, as a sentence; empty when they may.

    Args:
        first: Who took the decision.
        at: When.
        by: Who wants to agree.
        did: What was done, to finish “You …”, such as “wrote this date down”.
        settled: The firm's rule, for lists that have read it; looked up when left out.
        now: The time of agreeing; the clock's when left out.
    """
    settled = settled or rule()
    if first.pk == by.pk:
        if settled is not SecondPerson.WAIT:
            return f"You {did}, so {NEEDED[settled]}."
        if not is_attorney(by):
            return f"You {did}, so an attorney has to agree."
        early = (now or timezone.now()) - at < WAIT
        return f"You {did} less than a day ago, so wait, or ask another attorney." if early else ""
    by_staff = settled is SecondPerson.STAFF and is_attorney(first)
    return "" if by_staff or is_attorney(by) else "An attorney has to agree."
