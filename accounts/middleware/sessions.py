"""Ends sessions that were left alone, and sets the clock to the reader's zone.

A visitor without an account reads the firm's clock.
"""

from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.clock import firm_zone
from accounts.models import User

CLOSED = "This page was closed after a while without use, to keep it private. Sign in to go on."


class SessionLimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.concerns(request):
            person = cast(User, request.user)
            if sessions.has_lapsed(request, person):
                sessions.end(request)
                messages.info(request, CLOSED)
                if request.method == "GET":
                    request.session[sessions.CAME_FOR] = request.path
            else:
                sessions.touch(request)
                with timezone.override(ZoneInfo(person.time_zone)):
                    return self.get_response(request)
        elif self.is_of_a_visitor(request):
            if sessions.visitor_has_lapsed(request):
                request.session.flush()
            else:
                sessions.touch(request)
                with timezone.override(firm_zone()):
                    return self.get_response(request)
        return self.get_response(request)

    def is_of_a_visitor(self, request: HttpRequest) -> bool:
        """Somebody without an account has begun to write; other visitors have no session."""
        leaving = request.path == reverse("accounts:leave")
        return not leaving and sessions.SEEN_AT in request.session

    def concerns(self, request: HttpRequest) -> bool:
        """Leaving must work when the database does not, so it is never asked about."""
        return request.path != reverse("accounts:leave") and request.user.is_authenticated
