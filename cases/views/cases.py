"""The case list and the search over all visible cases."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import log_access
from cases.models import AccessKind, Step
from cases.paging import page_of
from cases.reading import finding
from cases.reading.finding import CaseFilter
from cases.reading.overview import strip_of
from cases.steps import certainty, time_limits


@requires(Permission.CASE_READ)
def listing(request: StaffRequest) -> HttpResponse:
    chosen = CaseFilter.read(request.GET)
    rows = finding.listed(request.user, chosen)
    page = page_of(
        rows,
        "-changed_at",
        "-pk",
        after=request.GET.get("after", ""),
        size=finding.PER_PAGE,
    )
    if chosen.words:
        log_access(request, AccessKind.SEARCHED)
    limits = certainty.of_cases(page.rows)
    context = {
        "chosen": chosen,
        "rows": [
            {
                "case": case,
                "strip": strip_of(case.steps.all(), case.focus),
                "limit": time_limits.headline(limits[case.pk]),
            }
            for case in page.rows
        ],
        "page": page,
        "steps": Step,
    }
    return render(request, "cases/list.html", context)


@requires(Permission.CASE_READ)
def search(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    enough = len(words) >= finding.SHORTEST_SEARCH
    if enough:
        log_access(request, AccessKind.SEARCHED)
    found = finding.search(request.user, words) if enough else None
    return render(request, "cases/search.html", {"words": words, "found": found})
