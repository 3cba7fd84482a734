"""Recording orders and subpoenas; while one is not served, the client's page gives nothing away.

Everything that closes her page anyone of the team may record. What opens it, an attorney says.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Case, CourtOrder, OrderKind


class OrderRefused(Refusal):
    """An order cannot be recorded as asked."""


def record(
    case: Case,
    kind: OrderKind,
    *,
    court: str,
    against: str,
    docket: str = "",
    asked_on: date | None = None,
    granted_on: date | None = None,
    by: User,
) -> CourtOrder:
    """Write down an order or a subpoena that is prepared, asked for or granted, and not served."""
    _check_days(asked_on, granted_on)
    return CourtOrder.objects.create(
        case=case,
        kind=kind,
        court=court,
        docket=docket,
        against=against,
        asked_on=asked_on,
        granted_on=granted_on,
        recorded_by=by,
    )


@transaction.atomic
def note_days(order: CourtOrder, *, asked_on: date | None, granted_on: date | None) -> CourtOrder:
    """Note when it was asked for and granted."""
    current = _locked_unserved(order)
    _check_days(asked_on, granted_on)
    current.asked_on, current.granted_on = asked_on, granted_on
    current.save(update_fields=["asked_on", "granted_on"])
    return current


@transaction.atomic
def serve(order: CourtOrder, *, on: date, how: str) -> CourtOrder:
    """Note that it was served: the client's page opens, unless something else keeps it closed."""
    current = _locked_unserved(order)
    _check_days(current.asked_on, current.granted_on, on)
    current.served_on, current.served_how = on, how.strip()[:300]
    current.save(update_fields=["served_on", "served_how"])
    return current


@transaction.atomic
def end(order: CourtOrder, *, why: str) -> CourtOrder:
    """Note that it will never be served: refused, withdrawn, settled."""
    current = _locked_unserved(order)
    current.ended_on, current.ended_why = timezone.localdate(), why.strip()[:300]
    current.save(update_fields=["ended_on", "ended_why"])
    return current


@transaction.atomic
def open_again(order: CourtOrder) -> CourtOrder:
    """It was not served after all, or will be: the client's page closes again."""
    current = CourtOrder.objects.select_for_update().get(pk=order.pk)
    if current.is_unserved:
        raise OrderRefused("This already stands as not served.")
    current.served_on = current.ended_on = None
    current.served_how = current.ended_why = ""
    current.save(update_fields=["served_on", "served_how", "ended_on", "ended_why"])
    return current


def _locked_unserved(order: CourtOrder) -> CourtOrder:
    current = CourtOrder.objects.select_for_update().get(pk=order.pk)
    if current.served_on is not None:
        raise OrderRefused(f"This was served on {current.served_on:%-d %B %Y}.")
    if current.ended_on is not None:
        raise OrderRefused("Somebody noted that this will not be served.")
    return current


def _check_days(*days: date | None) -> None:
    """Days in their order: asked for, granted, served; none of them to come."""
    known = [day for day in days if day is not None]
    if known != sorted(known):
        raise OrderRefused("It is asked for first, then granted, then served. Check the days.")
    if any(day > timezone.localdate() for day in known):
        raise OrderRefused("This day has not come yet.")
