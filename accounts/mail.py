"""The only module that sends mail, to clients and to staff, sign-in mail included.

A client's mail is never about anything: it has the subject that the person chose, a
fixed neutral text and at most one code. Whoever has no address marked safe gets none.
"""

import logging

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.errors import Refusal
from accounts.models import SafeContact, User

logger = logging.getLogger(__name__)

NEWS = "There is news for you. Sign in the way you usually do when it suits you."
CODE = "Your code is {code}. It works for a few minutes. If you did not ask for it, do nothing."


class NoSafeAddress(Refusal):
    """There is no e-mail address that the person called safe; nothing was sent."""


def send_news(contact: SafeContact) -> None:
    """Tell a client that something waits behind the sign-in, without saying what.

    Raises:
        NoSafeAddress: The profile allows no e-mail; a person has to reach the client.
    """
    _send_neutral(contact, NEWS)


def send_code(contact: SafeContact, code: str) -> None:
    """Send a client a one-time code and nothing else.

    Raises:
        NoSafeAddress: The profile allows no e-mail.
    """
    _send_neutral(contact, CODE.format(code=code))


def send_to_staff(user: User, subject: str, text: str) -> None:
    """Mail a person of the firm; ``subject`` and ``text`` name no client and no matter."""
    if not user.is_staff:
        raise NoSafeAddress("Clients are reached only through their safe contact profile.")
    _deliver(user.email, subject, text)


def _send_neutral(contact: SafeContact, text: str) -> None:
    if not contact.may_be_mailed:
        raise NoSafeAddress("There is no safe e-mail address. Use the way the client chose.")
    _deliver(contact.email, contact.subject, text)


def _deliver(address: str, subject: str, text: str) -> None:
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address]).send()
    logger.info("mail sent")
