"""Who gets as far as a view at all.

Three questions before any view runs: is the person signed in where that is needed, does
the view carry a rule, and has someone who works here shown a second factor.
"""

import logging
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import mfa
from accounts.access import PUBLIC
from accounts.models import User

logger = logging.getLogger(__name__)

WORK_AREA = "/w/"
BEFORE_A_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "accounts:totp_picture",
    "mfa_activate_totp",
    "mfa_reauthenticate",
}

View = Callable[..., HttpResponseBase]


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page; the address of a client page is not repeated there."""

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Ask who the person is only where it matters: leaving works without a database."""
        if getattr(view_func, "rule", None) == PUBLIC:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # a partial gets an order to go, not a page
        self,
        request: HttpRequest,
        view_func: View,  # noqa: ARG002
    ) -> HttpResponseBase:
        there = reverse("account_login")
        if "HX-Request" in request.headers:
            return HttpResponse(status=204, headers={"HX-Redirect": there})
        if request.method == "GET" and request.path.startswith(WORK_AREA):
            there = f"{there}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponseRedirect(there)


def holds_nul(request: HttpRequest) -> bool:
    """Whether the address holds a NUL: none of ours does, and the database cannot look for it."""
    values = (value for _, values in request.GET.lists() for value in values)
    return "\x00" in request.path or any("\x00" in value for value in values)


class DoorsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        *captured: Any,  # noqa: ARG002
    ) -> HttpResponseBase | None:
        rule = getattr(view, "rule", None)
        if rule is None:
            logger.error("the view %s carries no rule and was not run", view)
            raise PermissionDenied
        if holds_nul(request):
            raise Http404
        if rule == PUBLIC:
            return None
        person = cast(User, request.user)
        if not person.is_staff:
            if request.path.startswith(WORK_AREA):
                raise Http404
            return None
        return self.second_factor(request, person)

    def second_factor(self, request: HttpRequest, person: User) -> HttpResponseBase | None:
        """Where staff are sent until they have shown a second factor in this session."""
        match = request.resolver_match
        if match and match.view_name in BEFORE_A_SECOND_FACTOR:
            return None
        if not mfa.is_set_up(person):
            return redirect("mfa_activate_totp")
        if not mfa.was_shown(request, person):
            back = request.path if request.method == "GET" else reverse("accounts:arrive")
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")
        return None
