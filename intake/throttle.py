"""How often one place, and everybody together, may do what floods us or guesses phrases.

Counters live in the database cache under a keyed digest of the address, so that no list of visitors
comes into being.
"""

import hashlib
import hmac
import ipaddress
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from accounts import keys

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


def is_spent(request: HttpRequest, allowance: Allowance) -> bool:
    """Whether this address, or everyone together, has used the allowance up."""
    each, everyone = _keys(request, allowance)
    return bool(
        cache.get(each, 0) >= allowance.each or cache.get(everyone, 0) >= allowance.everyone
    )


def spend(request: HttpRequest, allowance: Allowance) -> bool:
    """Count one use; False when the allowance was used up before."""
    if is_spent(request, allowance):
        return False
    for key in _keys(request, allowance):
        cache.set(key, cache.get(key, 0) + 1, timeout=allowance.minutes * 60)
    return True


def _keys(request: HttpRequest, allowance: Allowance) -> tuple[str, str]:
    window = int(time.time()) // (allowance.minutes * 60)
    digest = hmac.new(keys.pepper(), _place(request).encode(), hashlib.sha256).hexdigest()[:32]
    return (f"{allowance.act}:{window}:{digest}", f"{allowance.act}:{window}:all")


def _place(request: HttpRequest) -> str:
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
