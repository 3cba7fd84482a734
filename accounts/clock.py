"""The firm's calendar: the one that counts where no reader's zone does.

A page follows its reader's zone (``middleware/sessions.py``). Letters, the work of each hour and
the demo follow the firm's.
"""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Firm


def firm_zone() -> ZoneInfo:
    return ZoneInfo(Firm.current().time_zone)


def firm_today() -> date:
    return timezone.localdate(timezone=firm_zone())
