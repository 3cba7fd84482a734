"""The draft of the person at the keyboard, by their session."""

from typing import Final

from django.http import HttpRequest

from accounts import sessions
from intake import drafts
from intake.drafts import OpenDraft

SESSION_KEY: Final = "draft"


def token_of(request: HttpRequest) -> str:
    """The token this session holds, made when there is none; alone it opens nothing yet.

    From now on the session ends after 15 minutes without a request.
    """
    token: str = request.session.setdefault(SESSION_KEY, drafts.new_token())
    sessions.touch(request)
    return token


def draft_of(request: HttpRequest) -> OpenDraft | None:
    """The draft this session has open."""
    return drafts.opened_by(request.session.get(SESSION_KEY))


def hold(request: HttpRequest, draft: OpenDraft) -> None:
    """Let this session hold the draft, under a new session number."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = draft.token
    sessions.touch(request)


def let_go(request: HttpRequest) -> None:
    """End the session: nothing of the draft stays in reach of this browser."""
    request.session.flush()
