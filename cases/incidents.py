"""Writing incidents and statements down, correcting and reviewing them.

Two people who correct the same row do not overwrite each other: whoever saves second gets
:class:`StaleEdit` and sees both texts.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Case, Incident, Review, Statement, StatementKind
from cases.moments import Moment
from cases.numbering import next_number
from cases.safety import holding
from cases.stale import StaleEdit

Row = TypeVar("Row", Incident, Statement)

# What of an incident a letter states as reviewed.
RELIED_ON = ("direction", "category", "summary", "account", "address", "place", "posted")


class IncidentRefused(Refusal):
    """An incident or statement cannot be changed as asked."""


@transaction.atomic
def write_down(
    case: Case,
    *,
    by: User | None,
    summary: str,
    posted: Moment | None = None,
    seen: Moment | None = None,
    **facts: Any,
) -> Incident:
    """Add an incident under the next number of the case; it waits for review.

    Intimate images and extortion hold the case's files back.

    Args:
        case: The case.
        by: Who wrote it down; none when it came with the enquiry.
        summary: Plain facts: who, what, where, when.
        posted: When it was posted, sent or done.
        seen: When someone first saw it.
        facts: Any other columns of :class:`Incident`.
    """
    incident = Incident(
        case=case,
        number=next_number(f"incident-{case.uuid}"),
        summary=summary.strip(),
        made_by=by,
        **facts,
    )
    incident.posted = posted or Moment()
    incident.seen = seen or Moment()
    incident.save()
    holding.hold_for_category(case, incident.category)
    return incident


@transaction.atomic
def add_statement(incident: Incident, *, words: str, **facts: Any) -> Statement:
    """Copy the exact words that are complained of; never trimmed, never corrected."""
    if not words.strip():
        raise IncidentRefused("Copy the exact words.")
    return Statement.objects.create(incident=incident, words=words, **facts)


@transaction.atomic
def change_incident(incident: Incident, version: int, changes: Mapping[str, Any]) -> Incident:
    """Correct an incident that is still at ``version``; its kind can hold the files back.

    What letters rely on has to be reviewed again once it differs.

    Args:
        incident: The incident.
        version: The version the person's page showed.
        changes: New values of its fields; ``posted`` and ``seen`` are moments.

    Raises:
        StaleEdit: Someone else saved it meanwhile; nothing is stored.
    """
    current = Incident.objects.select_for_update().get(pk=incident.pk)
    changed = _change(current, version, changes, relied_on=RELIED_ON)
    holding.hold_for_category(changed.case, changed.category)
    return changed


@transaction.atomic
def change_statement(statement: Statement, version: int, changes: Mapping[str, Any]) -> Statement:
    """Correct a statement that is still at ``version``; other words have to be reviewed again.

    Raises:
        StaleEdit: Someone else saved it meanwhile; nothing is stored.
    """
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    return _change(current, version, changes, relied_on=("words",))


def _change(
    current: Row, version: int, changes: Mapping[str, Any], *, relied_on: Collection[str]
) -> Row:
    if current.version != version:
        raise StaleEdit(current, current.version)
    before = [getattr(current, name) for name in relied_on]
    for name, value in changes.items():
        setattr(current, name, value)
    if before != [getattr(current, name) for name in relied_on]:
        current.review, current.reviewed_by, current.reviewed_at = Review.SUBMITTED, None, None
    current.version += 1
    current.save()
    return current


@transaction.atomic
def review(
    row: Row,
    *,
    by: User,
    outcome: Review = Review.REVIEWED,
    version: int | None = None,
    **facts: Any,
) -> Row:
    """Stand behind an incident or a statement, or set it aside.

    Args:
        row: The incident or the statement.
        by: Who read it.
        outcome: The verdict.
        version: The version their page showed; the one at hand when left out.
        facts: Columns that are part of the verdict.

    Raises:
        IncidentRefused: It was changed since they read it, or a statement of fact lacks the
            reason why it is false.
    """
    current: Row = type(row).objects.select_for_update().get(pk=row.pk)
    if current.version != (row.version if version is None else version):
        raise IncidentRefused("Somebody changed this while you were reading. Read it again.")
    for name, value in facts.items():
        setattr(current, name, value)
    if outcome == Review.REVIEWED and _is_unexplained(current):
        raise IncidentRefused("Write down why these words are false before relying on them.")
    current.review, current.reviewed_by, current.reviewed_at = outcome, by, timezone.now()
    current.save(update_fields=["review", "reviewed_by", "reviewed_at", *facts])
    return current


def _is_unexplained(row: Incident | Statement) -> bool:
    """Whether these are words we would rely on as false without saying why."""
    if not isinstance(row, Statement) or row.kind != StatementKind.FACT:
        return False
    return not (row.why_false or row.not_actionable)
