"""Time zones, and the firm's calendar, which counts where no reader's zone does.

A page of the firm follows its reader's zone (``middleware/sessions.py``), a client's own page hers
(``cases/access.py``). Letters, the work of each hour and the demo follow the firm's.
"""

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

from accounts.models import Firm


@cache
def known_zones() -> frozenset[str]:
    """Every time zone by name; read from the machine's files once, which takes its time."""
    return frozenset(available_timezones())


def firm_zone() -> ZoneInfo:
    return ZoneInfo(Firm.current().time_zone)


def firm_today() -> date:
    return timezone.localdate(timezone=firm_zone())
