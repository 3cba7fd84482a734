"""How long a sign-in lasts, and ending it for good.

A session ends after a time without a request (15 minutes for clients, 30 for staff) and
after 12 hours in any case. It lives in the database alone, and a request that is still
running when its session is ended cannot save it back: Django's store only updates.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest

from accounts import browsers
from accounts.models import KnownBrowser, User

CLIENT_IDLE: Final = timedelta(minutes=15)
STAFF_IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
WRITE_EVERY: Final = timedelta(minutes=1)

BEGAN_AT = "began_at"
SEEN_AT = "seen_at"
PREVIOUS_SIGN_IN = "previous_sign_in"
PREVIOUS_BROWSER = "previous_browser"
NEW_BROWSER = "new_browser"
CAME_FOR = "came_for"


@dataclass(frozen=True)
class PreviousSignIn:
    """When somebody last signed in, and with what.

    Attributes:
        browser: Such as “Chrome on Windows”; empty when that was not kept.
        new_browser: The one now in use, if the person never signed in with it before.
    """

    at: datetime
    browser: str
    new_browser: str


def begin(request: HttpRequest, *, previous: datetime | None) -> None:
    """Start the clocks of a new session and remember when the person signed in before it."""
    request.session[BEGAN_AT] = request.session[SEEN_AT] = time.time()
    last, name, is_new = _note_browser(request)
    if previous:
        request.session[PREVIOUS_SIGN_IN] = previous.timestamp()
        request.session[PREVIOUS_BROWSER] = last
        request.session[NEW_BROWSER] = name if is_new and last else ""


def _note_browser(request: HttpRequest) -> tuple[str, str, bool]:
    """Keep what the person signs in with; the one before, this one, and whether it is new."""
    person = cast("User", request.user)
    last = person.known_browsers.first()
    name = browsers.name_of(request.headers.get("User-Agent", ""))
    _, is_new = KnownBrowser.objects.update_or_create(user=person, name=name)
    return (last.name if last else "", name, is_new)


def previous_sign_in(request: HttpRequest) -> PreviousSignIn | None:
    """The sign-in before this session, if it was not said yet."""
    at = request.session.get(PREVIOUS_SIGN_IN)
    if at is None:
        return None
    return PreviousSignIn(
        at=datetime.fromtimestamp(at, UTC),
        browser=request.session.get(PREVIOUS_BROWSER, ""),
        new_browser=request.session.get(NEW_BROWSER, ""),
    )


def forget_previous(request: HttpRequest) -> None:
    """Say it no more."""
    for name in (PREVIOUS_SIGN_IN, PREVIOUS_BROWSER, NEW_BROWSER):
        request.session.pop(name, None)


def has_lapsed(request: HttpRequest, user: User) -> bool:
    """Whether the session was unused for too long, or is too old."""
    now = time.time()
    idle = STAFF_IDLE if user.is_staff else CLIENT_IDLE
    began = request.session.get(BEGAN_AT, now)
    seen = request.session.get(SEEN_AT, now)
    return bool(now - seen > idle.total_seconds() or now - began > LONGEST.total_seconds())


def visitor_has_lapsed(request: HttpRequest) -> bool:
    """Whether somebody who writes without an account was away for too long."""
    seen = request.session.get(SEEN_AT, time.time())
    return bool(time.time() - seen > CLIENT_IDLE.total_seconds())


def touch(request: HttpRequest) -> None:
    """Note that the session is in use; written at most once a minute."""
    now = time.time()
    request.session.setdefault(BEGAN_AT, now)
    if now - request.session.get(SEEN_AT, 0) > WRITE_EVERY.total_seconds():
        request.session[SEEN_AT] = now


def end(request: HttpRequest) -> None:
    """End this session: its row is deleted, the person is a stranger again."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


def end_all(person: User, *, except_key: str | None = None) -> int:
    """End every session of ``person``, on all their devices.

    Args:
        person: Whose sessions end.
        except_key: The key of the one session that stays, if any.

    Returns:
        How many were ended.
    """
    others = UserSession.objects.filter(user=person).exclude(session_key=except_key or "")
    for session in others:
        session.end()
    return len(others)
