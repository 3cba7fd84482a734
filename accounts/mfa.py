"""The second factor: whether someone has one, has shown it lately, and taking it away.

Enrolment, checking and recovery codes are django-allauth's. What is added: a code works
once for as long as clock drift could keep it valid, and acts that need a fresh factor ask
:func:`was_shown` with ``within``.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.models import User

STEP_UP: Final = timedelta(minutes=10)
LASTS_S: Final = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 2)


def is_set_up(person: User) -> bool:
    """Whether the person has an authenticator."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return bool(kept.exists())


def was_shown(request: HttpRequest, person: User, *, within: timedelta | None = None) -> bool:
    """Whether a second factor was given in this session.

    Args:
        request: Carries the session.
        person: Who is signed in.
        within: How recent it has to be; ``STEP_UP`` for approving, exporting and the like.
    """
    at = shown_at(request, person)
    return at is not None and (within is None or at >= datetime.now(UTC) - within)


def shown_at(request: HttpRequest, person: User) -> datetime | None:
    """When a second factor was last given in this session, if ever."""
    records = get_authentication_records(request, person)
    times = [one["at"] for one in records if one["method"] == "mfa"]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def use_up(person: User, code: str) -> bool:
    """Mark a code as used; ``False`` if it was used before.

    The mark outlives every moment at which the code could be accepted.
    """
    digits = "".join(filter(str.isdigit, code))
    return cache.add(f"totp:{person.pk}:{digits}", "used", timeout=LASTS_S)


def take_away(person: User) -> None:
    """Remove the person's authenticator and recovery codes; they set up a new one next time."""
    Authenticator.objects.filter(user=person).delete()


def current_code(person: User) -> str:
    """The code the person's authenticator shows now; only the demonstration asks.

    Returns:
        Six digits, or nothing when the person has no authenticator.
    """
    authenticator = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    secret = decrypt(authenticator.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // settings.MFA_TOTP_PERIOD)))
