"""Writing incidents and statements down, correcting and reviewing them.

Two people who correct the same row do not overwrite each other: whoever saves second gets
:class:`StaleEdit` and sees both texts.
"""

from collections.abc import Mapping
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

    Args:
        incident: The incident.
        version: The version the person's page showed.
        changes: New values of its fields; ``posted`` and ``seen`` are moments.

    Raises:
        StaleEdit: Someone else saved it meanwhile; nothing is stored.
    """
    changed = _change(Incident.objects.select_for_update().get(pk=incident.pk), version, changes)
    holding.hold_for_category(changed.case, changed.category)
    return changed


@transaction.atomic
def change_statement(statement: Statement, version: int, changes: Mapping[str, Any]) -> Statement:
    """Correct a statement that is still at ``version``; other words have to be reviewed again.

    Raises:
        StaleEdit: Someone else saved it meanwhile; nothing is stored.
    """
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.version == version and changes.get("words", current.words) != current.words:
        current.review, current.reviewed_by, current.reviewed_at = Review.SUBMITTED, None, None
    return _change(current, version, changes)


def _change(current: Row, version: int, changes: Mapping[str, Any]) -> Row:
    if current.version != version:
        raise StaleEdit(current, current.version)
    for name, value in changes.items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    return current


def review(row: Incident | Statement, *, by: User, outcome: Review = Review.REVIEWED) -> None:
    """Stand behind an incident or a statement, or set it aside.

    Raises:
        IncidentRefused: A statement of fact lacks the reason why it is false.
    """
    if isinstance(row, Statement) and outcome == Review.REVIEWED:
        unexplained = row.kind == StatementKind.FACT and not row.why_false
        if unexplained and not row.not_actionable:
            raise IncidentRefused("Write down why these words are false before relying on them.")
    row.review, row.reviewed_by, row.reviewed_at = outcome, by, timezone.now()
    row.save(update_fields=["review", "reviewed_by", "reviewed_at"])
