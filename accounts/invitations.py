"""One-time codes: the way anyone gets their first password, and a new one when all is lost.

A code is shown once to the person who makes it, and handed over in person or through the
safe channel. Only its keyed digest is kept.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import keys
from accounts.errors import Refusal
from accounts.models import Invitation, User

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads as something else
GROUPS: Final = 4
GROUP: Final = 4
LASTS: Final = timedelta(days=7)


class NotUsable(Refusal):
    """The code is wrong, used, withdrawn or too old; which one is not said."""


@transaction.atomic
def issue(person: User, *, by: User | None, lasts: timedelta = LASTS) -> str:
    """Make a one-time code for ``person`` and withdraw any earlier one.

    Args:
        person: Who will set a password with it.
        by: Who hands it over; nobody for the first administrator.
        lasts: How long it can be used.

    Returns:
        The code as it is read out: ``K7QM-2XPD-9RTV-H4NC`` (78 bits). It cannot be shown again.
    """
    withdraw([person])
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    person.invitations.create(
        digest=_digest(letters), made_by=by, expires_at=timezone.now() + lasts
    )
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def withdraw(people: Iterable[User]) -> None:
    """End every code these people have not used yet."""
    Invitation.objects.usable().filter(user__in=people).update(withdrawn_at=timezone.now())


@transaction.atomic
def redeem(code: str, *, password: str) -> User:
    """Set the password of the person a code was made for, and use the code up.

    Raises:
        NotUsable: No usable invitation has this code.
        ValidationError: The password is too easy to guess for somebody who knows the person.
    """
    invitation = (
        Invitation.objects.usable()
        .filter(digest=_digest(code), user__is_active=True)
        .select_for_update(of=("self",))
        .select_related("user")
        .first()
    )
    if invitation is None:
        raise NotUsable("This code cannot be used. Ask the firm for a new one.")
    validate_password(password, invitation.user)
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    invitation.user.set_password(password)
    invitation.user.save(update_fields=["password"])
    return invitation.user


def told(to: str, code: str) -> str:
    """What a terminal says of a code: for whom, how long, and where it is entered."""
    where = f"{settings.SITE_URL}{reverse('accounts:first')}"
    return f"One-time code for {to}: {code}\nEnter it within {LASTS.days} days at {where}"


def _digest(code: str) -> str:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.new(keys.pepper(), b"invitation|" + letters.encode(), hashlib.sha256).hexdigest()
