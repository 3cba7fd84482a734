"""How long a sign-in lasts, and ending it for good.

A session ends after a time without a request (15 minutes for clients, 30 for staff) and
after 12 hours in any case. It lives in the database alone, and a request that is still
running when its session is ended cannot save it back: Django's store only updates.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest

from accounts.models import User

CLIENT_IDLE: Final = timedelta(minutes=15)
STAFF_IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
WRITE_EVERY: Final = timedelta(minutes=1)

BEGAN_AT = "began_at"
SEEN_AT = "seen_at"
PREVIOUS_SIGN_IN = "previous_sign_in"
CAME_FOR = "came_for"


def begin(request: HttpRequest, *, previous: datetime | None) -> None:
    """Start the clocks of a new session and remember when the person signed in before it."""
    request.session[BEGAN_AT] = request.session[SEEN_AT] = time.time()
    if previous:
        request.session[PREVIOUS_SIGN_IN] = previous.timestamp()


def previous_sign_in(request: HttpRequest) -> datetime | None:
    """When the person signed in before this session, if it was not said yet."""
    at = request.session.get(PREVIOUS_SIGN_IN)
    return None if at is None else datetime.fromtimestamp(at, UTC)


def forget_previous(request: HttpRequest) -> None:
    """Say it no more."""
    request.session.pop(PREVIOUS_SIGN_IN, None)


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
