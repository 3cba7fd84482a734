"""The order of the inbox: who is read first, kept in a column so that a long list has pages.

Triage reads facts and the day; its rank is written down when an enquiry arrives, when an answer
may change it, and each hour for all that are open, as days go by.
"""

from datetime import date

from accounts.clock import firm_today
from intake.models import Enquiry
from intake.triage import triage

AT_ONCE = 500


def keep(enquiry: Enquiry) -> None:
    """Write down how urgent an enquiry is, as triage reads it today."""
    _keep(Enquiry.objects.for_inbox().get(pk=enquiry.pk), firm_today())


def keep_all(today: date) -> int:
    """Read every open enquiry again; returns how many stand elsewhere now."""
    rows = Enquiry.objects.still_open().for_inbox()
    return sum(_keep(row, today) for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE))


def _keep(enquiry: Enquiry, today: date) -> bool:
    rank = triage(enquiry.facts(), today=today).urgency.rank
    if rank == enquiry.urgency_rank:
        return False
    Enquiry.objects.filter(pk=enquiry.pk).update(urgency_rank=rank)
    return True
