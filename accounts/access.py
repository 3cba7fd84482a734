"""Every view carries a rule; this module holds the two rules that need no case.

``view.rule`` is a :class:`Permission` or :data:`PUBLIC`. The access matrix reads it from
the URL resolver, and a view without one is never run.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from accounts.http import StaffRequest
from accounts.permissions import Permission, may

View = Callable[..., HttpResponseBase]
PUBLIC: Final = "public"


def ruled(view: View, rule: Permission | str, methods: tuple[str, ...]) -> View:
    """The view, limited to ``methods``, carrying both."""
    limited = require_http_methods(list(methods))(view)
    limited.rule = rule  # type: ignore[attr-defined]  # read by the middleware and the matrix
    limited.methods = methods  # type: ignore[attr-defined]  # read by the matrix
    return limited


def public(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let everyone in, signed in or not."""

    def decorate(view: View) -> View:
        return login_not_required(ruled(view, PUBLIC, methods))

    return decorate


def requires(
    permission: Permission, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], View]:
    """Let the request through if the user's role carries ``permission``; else 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **captured: Any) -> HttpResponseBase:
            staff_request = cast(StaffRequest, request)
            if not may(staff_request.user, permission):
                raise PermissionDenied
            return view(staff_request, **captured)

        return ruled(guarded, permission, methods)

    return decorate
