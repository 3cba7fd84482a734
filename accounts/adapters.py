"""Where django-allauth meets the house: words, mail, sessions and stored secrets.

All mail it would send passes :mod:`accounts.mail`. A client gets at most a bare code, and
only at an address she called safe; staff get short notices of changes to their sign-in.
"""

import base64
import logging
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest

from accounts import keys, mail, mfa, sessions
from accounts.models import User

logger = logging.getLogger(__name__)

FRESH_SIGN_IN_S = 300
SECRET = "second factor"  # noqa: S105  # names what is sealed

WRONG_PAIR = "That email and password do not match."
WRONG_CODE = "That code does not match. Enter the newest code your app shows."
TOO_MANY = "Too many tries. Wait 15 minutes, then try again."

SAID = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "mfa/messages/totp_activated.txt": "Your second factor is set up.",
    "mfa/messages/totp_deactivated.txt": "The old second factor is removed.",
}
NOTICES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was set anew with a code.",
    "mfa/email/totp_activated": "A second factor was set up for your sign-in.",
    "mfa/email/totp_deactivated": "The second factor of your sign-in was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your sign-in.",
}
NOT_YOU = "If this was not you, tell your administrator at once."


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG_PAIR,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "That password does not match.",
        "enter_current_password": "That is not your current password.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up: people are invited."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Every answer is a page."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        previous = user.last_login
        super().login(request, user)
        sessions.begin(request, previous=previous)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again, except to set up a first factor just after signing in."""
        request = current.request
        if app == "allauth.mfa" and not mfa.is_set_up(request.user):
            records = get_authentication_records(request, request.user)
            if records and time.time() - records[-1]["at"] < FRESH_SIGN_IN_S:
                return False
        return bool(super().is_reauthentication_required(app=app))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = User.objects.active().filter(email=email.lower()).first()
        if person is None:
            return
        if code := context.get("code"):
            self.send_code(person, code)
        elif person.is_staff and template_prefix in NOTICES:
            text = f"{NOTICES[template_prefix]} {NOT_YOU}"
            mail.send_to_staff(person, "A change to your sign-in", text)

    def send_code(self, person: User, code: str) -> None:
        """Send a reset code; a client without a safe address gets none and asks the firm."""
        if person.is_staff:
            mail.send_to_staff(person, "Your code", mail.CODE.format(code=code))
        elif person.safe_contact and person.safe_contact.may_be_mailed:
            mail.send_code(person.safe_contact, code)
        else:
            logger.info("no code was sent: the person has no address marked safe")

    def add_message(  # noqa: PLR0917  # as the base class has it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say only what the house says; signing in and out needs no announcement."""
        if words := message or SAID.get(message_template or ""):
            messages.add_message(request, level, words, extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def get_totp_issuer(self) -> str:
        """Name nothing: the entry stands in an app that others may see."""
        return "Work sign-in"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keys.seal(text.encode(), context=SECRET)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.unseal(base64.b64decode(encrypted_text), context=SECRET).decode()
