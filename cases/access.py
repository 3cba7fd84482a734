"""The only way a view gets a case: fetched and authorised in one step.

A case the person may not see is a 404, never a 403: its existence is confidential. A case
they may see but not act on is a 403. Looks and refusals are written to the access log.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.access import View, ruled
from accounts.errors import Refusal
from accounts.http import StaffRequest
from accounts.models import Role, User
from accounts.permissions import Permission, may
from cases.models import AccessEntry, AccessKind, Case, ClientAccess, Party

SAFE = ("GET", "HEAD")
SUBJECTS = ("item_ref", "incident_ref")


class CaseClosed(Refusal):
    """Something was sent to a case that is closed."""

    def __init__(self) -> None:
        super().__init__("This case is closed. An attorney can open it again, under Plan.")


def case_for(user: User, case_ref: str, permission: Permission) -> Case:
    """Return the case, or raise ``Http404`` (not visible) or ``PermissionDenied``."""
    if user.role == Role.CLIENT:
        raise Http404
    case = get_object_or_404(
        Case.objects.visible_to(user).select_related("lead", "safe_contact"),
        ref=case_ref,
    )
    if not may(user, permission):
        raise PermissionDenied
    return case


def with_case(
    permission: Permission,
    *,
    methods: tuple[str, ...] = ("GET",),
    logged: bool = True,
    even_closed: bool = False,
) -> Callable[[View], View]:
    """Turn ``view(request, case, …)`` into a routable view that takes ``case_ref``.

    Args:
        permission: What the person must be allowed to do.
        methods: The methods the view has.
        logged: False for parts of a page that is itself in the access log.
        even_closed: Whether it may change a case that is closed.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, case_ref: str, **others: Any) -> HttpResponseBase:
            staff_request = cast(StaffRequest, request)
            case = case_for(staff_request.user, case_ref, permission)
            if not (case.is_open or even_closed or request.method in SAFE):
                raise CaseClosed
            if logged and request.method == "GET" and not staff_request.htmx:
                log_access(
                    staff_request,
                    AccessKind.VIEWED,
                    case=case,
                    subject=_subject(others),
                )
            return view(staff_request, case, **others)

        return ruled(guarded, permission, methods)

    return decorate


def with_own_case(
    permission: Permission = Permission.OWN_CASE_READ,
    *,
    methods: tuple[str, ...] = ("GET",),
) -> Callable[[View], View]:
    """Turn ``view(request, party, …)`` into the client's door to her own case.

    The party is the one the signed-in client is; anyone else gets a 404. A client of
    several cases reaches the newest one. Days and times are those of the client's zone.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **others: Any) -> HttpResponseBase:
            client_request = cast(StaffRequest, request)
            party = own_party(client_request.user)
            if not may(client_request.user, permission):
                raise Http404
            with timezone.override(ZoneInfo(party.case.zone)):
                return view(client_request, party, **others)

        return ruled(guarded, permission, methods)

    return decorate


def own_party(user: User) -> Party:
    """The party a client is in her newest visible case; else ``Http404``."""
    if user.role != Role.CLIENT:
        raise Http404
    access = (
        ClientAccess.objects.standing()
        .filter(user=user, party__case__in=Case.objects.visible_to(user))
        .select_related("party__case__safe_contact")
        .order_by("-pk")
        .first()
    )
    if access is None:
        raise Http404
    party: Party = access.party
    return party


def log_access(
    request: StaffRequest,
    kind: AccessKind,
    *,
    case: Case | None = None,
    subject: str = "",
) -> None:
    """Write one line of the access log; ``subject`` is a reference, never words of a search."""
    match = request.resolver_match
    AccessEntry.objects.create(
        user=request.user,
        case=case,
        kind=kind,
        page=match.view_name[:80] if match else "",
        subject=subject[:80],
    )


def _subject(captured: dict[str, Any]) -> str:
    return next((str(captured[name]) for name in SUBJECTS if name in captured), "")
