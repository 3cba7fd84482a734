"""Writes refusals to the access log, after the request's own transaction is rolled back."""

from collections.abc import Callable
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.http import StaffRequest
from cases.access import log_access
from cases.models import AccessKind, Case


class RefusalLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record who was refused which case; the answer itself is made elsewhere."""
        refused = isinstance(exception, Http404 | PermissionDenied)
        if not refused or request.resolver_match is None or not request.user.is_authenticated:
            return
        case_ref = request.resolver_match.kwargs.get("case_ref")
        if case_ref is None:
            return
        case = Case.objects.filter(ref=case_ref).first()
        log_access(cast(StaffRequest, request), AccessKind.REFUSED, case=case, subject=case_ref)
