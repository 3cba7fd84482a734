"""How often one place, and everybody together, may do what floods us or guesses phrases.

Counters are rows under a keyed digest of the address, so that no list of visitors comes into
being and an emptied broker resets nothing.
"""

import hashlib
import hmac
import ipaddress
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import get_adapter
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts import keys
from intake.models import ThrottleCount

IPV6_PREFIX = 64


@dataclass(frozen=True)
class Allowance:
    """How often an act is allowed within a window of time.

    Attributes:
        each: Times for one address (an IPv6 network of 64 bits counts as one).
        everyone: Times for all addresses together.
    """

    act: str
    each: int
    everyone: int
    minutes: int


BEGIN = Allowance("begin", each=20, everyone=600, minutes=60)
SEND = Allowance("send", each=10, everyone=300, minutes=60)
WRONG_PHRASE = Allowance("phrase", each=5, everyone=200, minutes=15)
ADD_FILE = Allowance("file", each=120, everyone=3000, minutes=60)


def spend(request: HttpRequest, allowance: Allowance) -> bool:
    """Count one use; False when this address, or everyone together, had used the allowance up.

    One UPDATE counts and compares, so of a hundred requests at once no more get through than the
    allowance has left. Whoever guesses pays before the guess is looked at, see :func:`give_back`.
    """
    ends = _window(allowance) + timedelta(minutes=allowance.minutes)
    each, everyone = _keys(request, allowance)
    return _take(each, allowance.each, ends) and _take(everyone, allowance.everyone, ends)


def give_back(request: HttpRequest, allowance: Allowance) -> None:
    """Undo one use: what was paid for turned out to be no guess."""
    counts = ThrottleCount.objects.filter(key__in=_keys(request, allowance), used__gt=0)
    counts.update(used=F("used") - 1)


def forget_past() -> int:
    """Delete the counters of windows that are over; returns how many."""
    deleted, _ = ThrottleCount.objects.filter(ends_at__lt=timezone.now()).delete()
    return deleted


def _take(key: str, most: int, ends: datetime) -> bool:
    ThrottleCount.objects.bulk_create([ThrottleCount(key=key, ends_at=ends)], ignore_conflicts=True)
    left = ThrottleCount.objects.filter(key=key, used__lt=most)
    return bool(left.update(used=F("used") + 1))


def _window(allowance: Allowance) -> datetime:
    """When the running window began."""
    length = allowance.minutes * 60
    return datetime.fromtimestamp(int(time.time()) // length * length, UTC)


def _keys(request: HttpRequest, allowance: Allowance) -> tuple[str, str]:
    window = int(_window(allowance).timestamp())
    digest = hmac.new(keys.pepper(), _place(request).encode(), hashlib.sha256).hexdigest()[:32]
    return (f"{allowance.act}:{window}:{digest}", f"{allowance.act}:{window}:all")


def _place(request: HttpRequest) -> str:
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
