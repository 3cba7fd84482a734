"""What happened in a case, and who looked at it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.models import Case
from cases.paging import page_of
from cases.reading import activity


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    page = activity.page(case, after=request.GET.get("after", ""))
    context = {"case": case, "page": page}
    return render(request, "cases/activity.html", context)


@with_case(Permission.TEAM_MANAGE)
def access_log(request: StaffRequest, case: Case) -> HttpResponse:
    """Looks, searches and refusals; for attorneys, and never part of an export."""
    rows = case.access_entries.select_related("user")
    context = {"case": case, "page": page_of(rows, "-pk", after=request.GET.get("after", ""))}
    return render(request, "cases/access_log.html", context)
