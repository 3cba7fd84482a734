"""Closing a case, and opening it again.

A closed case is read as before; nothing is added to it, besides notes, messages and what keeps
people safe: flags, orders, walls, the client's way in, how we reach her, stricter handling. A case
is closed when nothing in it still waits for anybody.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Case, CaseEnding, Ending, StepState


class ClosingRefused(Refusal):
    """The case cannot be closed, or opened again, as it stands."""


def stands_in_the_way(case: Case) -> list[str]:
    """What still waits in the case, as sentences; empty when it can be closed."""
    steps = [step.get_code_display() for step in case.steps.filter(state=StepState.ACTIVE)]
    tasks = case.tasks.to_do().count()
    unread = case.messages.filter(from_client=True, read_at=None).exists()
    flags = case.safety_flags.standing().exists()
    unserved = case.court_orders.unserved().exists()
    found = {
        f"Still open: {', '.join(steps)}. Finish, skip or hold each step.": bool(steps),
        "A task is still to do." if tasks == 1 else f"{tasks} tasks are still to do.": tasks > 0,
        "A message of the client is not read.": unread,
        "A safety flag stands. Lift it, or keep the case open.": flags,
        "An order or a subpoena is not served. Say how it ended.": unserved,
    }
    return [sentence for sentence, holds in found.items() if holds]


@transaction.atomic
def close(case: Case, *, by: User, outcome: Ending, reason: str, told_on: date) -> CaseEnding:
    """Close the case.

    Args:
        told_on: The day of the closing letter. It states each limit that still runs.

    Raises:
        ClosingRefused: When something still waits, or somebody has just closed it.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not locked.is_open:
        raise ClosingRefused("Somebody has just closed this case.")
    if sentences := stands_in_the_way(locked):
        raise ClosingRefused(" ".join(sentences))
    _set_closed(locked, closed=True)
    return CaseEnding.objects.create(
        case=locked, by=by, outcome=outcome, reason=reason, told_on=told_on
    )


@transaction.atomic
def reopen(case: Case, *, by: User, reason: str) -> CaseEnding:
    """Open a closed case again, with everything as it was.

    Raises:
        ClosingRefused: When somebody has just opened it.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.is_open:
        raise ClosingRefused("This case is already open again.")
    _set_closed(locked, closed=False)
    return CaseEnding.objects.create(case=locked, by=by, reason=reason)


def _set_closed(case: Case, *, closed: bool) -> None:
    case.closed_at = timezone.now() if closed else None
    case.save(update_fields=["closed_at"])
