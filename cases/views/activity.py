"""What happened in a case, and who looked at it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import activity
from cases.access import with_case
from cases.models import Case

MOST = 150
PER_PAGE = 50


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    context = {"case": case, "entries": activity.entries(case, most=MOST), "most": MOST}
    return render(request, "cases/activity.html", context)


@with_case(Permission.TEAM_MANAGE)
def access_log(request: StaffRequest, case: Case) -> HttpResponse:
    """Looks, searches and refusals; for attorneys, and never part of an export."""
    pages = Paginator(case.access_entries.select_related("user"), PER_PAGE)
    context = {"case": case, "page": pages.get_page(request.GET.get("page"))}
    return render(request, "cases/access_log.html", context)
