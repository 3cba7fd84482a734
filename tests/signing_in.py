"""Being somebody in a test: a signed-in test client, or a signed-in window of a running site."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Page

from accounts import mfa, sessions
from accounts.models import User

PASSWORD = "meadow copper lantern"  # noqa: S105


def signed_in(user: User) -> Client:
    """A browser in which ``user`` has just signed in, with a second factor where one is due."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


def sign_in_window(page: Page, user: User, url: str) -> Page:
    """Make a window of the site at ``url`` one in which ``user`` has just signed in."""
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session_of(user),
                "url": url.replace("http:", "https:"),  # or Chromium takes no secure cookie
                "secure": True,
                "httpOnly": True,
            }
        ]
    )
    return page


def session_of(user: User) -> str:
    """Make the session that a sign-in makes; returns its key."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.user = user
    request.session = client.session
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "Mozilla/5.0 (Windows) Chrome/1"}
    sessions.begin(request, previous=None)
    if user.is_staff:
        give_second_factor(user)
        record_authentication(request, user, method="mfa", type=Authenticator.Type.TOTP)
    request.session.save()
    UserSession.objects.create_from_request(request)
    key = request.session.session_key
    assert key
    return key


def give_second_factor(user: User) -> None:
    """Give ``user`` an authenticator app and recovery codes, unless they have them."""
    if not mfa.is_set_up(user):
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)


def give_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
