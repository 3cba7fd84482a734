"""Writing incidents and statements down, and an attorney's or paralegal's review of them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Case, Incident, Review, Statement
from cases.moments import Moment
from cases.numbering import next_number


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
    return incident


@transaction.atomic
def add_statement(incident: Incident, *, words: str, **facts: Any) -> Statement:
    """Copy the exact words that are complained of; never trimmed, never corrected."""
    if not words.strip():
        raise IncidentRefused("Copy the exact words.")
    return Statement.objects.create(incident=incident, words=words, **facts)


def review(row: Incident | Statement, *, by: User, outcome: Review = Review.REVIEWED) -> None:
    """Stand behind an incident or a statement, or set it aside."""
    row.review, row.reviewed_by, row.reviewed_at = outcome, by, timezone.now()
    row.save(update_fields=["review", "reviewed_by", "reviewed_at"])
