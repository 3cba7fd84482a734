"""The timeline and the case's custody log."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import log_access, with_case
from cases.models import AccessKind, Case
from cases.paging import page_of
from evidence import custody, naming, timeline, verification
from evidence.forms import SHOWN, FilterForm
from evidence.models import CustodyEntry, CustodyHead
from evidence.views.finding import item_of

ENTRIES_PER_PAGE = 100


@with_case(Permission.EVIDENCE_READ)
def timeline_page(request: StaffRequest, case: Case) -> HttpResponse:
    """The evidence by day; ``?item=`` opens the panel beside it."""
    form = FilterForm(request.GET, case=case)
    filters = form.cleaned_data if form.is_valid() else {}
    page = timeline.read(case, request.user, filters, after=request.GET.get("after", ""))
    chosen = None
    if ref := request.GET.get("item", ""):
        try:
            chosen = item_of(case, ref, request.user)
            log_access(request, AccessKind.VIEWED, case=case, subject=chosen.ref)
        except Http404:
            chosen = None
    if filters.get("q"):
        log_access(request, AccessKind.SEARCHED, case=case)
    context = {
        "case": case,
        "form": form,
        "page": page,
        "asked": _asked(form),
        "chosen": timeline.entry_of(chosen) if chosen else None,
        "captured": timeline.when(chosen.captured) if chosen else None,
        "beside": page.beside(chosen) if chosen else (None, None),
        "log": naming.entries_of(chosen, most=4) if chosen else [],
        "blocking": verification.blocking_items(case),
        "hidden": timeline.hidden_refs(case, request.user),
    }
    return render(request, _template(request, "evidence/timeline.html", "panel"), context)


@with_case(Permission.EVIDENCE_READ)
def custody_page(request: StaffRequest, case: Case) -> HttpResponse:
    """Has the log changed? Every entry of the case, newest first."""
    entries = CustodyEntry.objects.of_case(case)
    after = request.GET.get("after", "")
    page = page_of(entries, "-seq", after=after, size=ENTRIES_PER_PAGE)
    context = {
        "case": case,
        "page": page,
        "log": naming.named(case, page.rows),
        "problems": custody.verify_case(case),
        "head": CustodyHead.objects.filter(vault__case=case).first(),
        "blocking": verification.blocking_items(case),
    }
    return render(request, "evidence/custody.html", context)


def _asked(form: FilterForm) -> list[tuple[str, str]]:
    """Each filter that is on, in words, with the address without it."""
    if not form.is_valid():
        return []
    said = form.cleaned_data
    letters = ", ".join(account.letter for account in said["account"])
    words = {
        "q": f"“{said['q']}”" if said["q"] else "",
        "account": f"Account {letters}" if letters else "",
        "first": f"from {said['first']:%-d %b %Y}" if said["first"] else "",
        "last": f"to {said['last']:%-d %b %Y}" if said["last"] else "",
        "incident": f"shows {said['incident'].ref}" if said["incident"] else "",
        "show": SHOWN.get(said["show"], ""),
    }
    on = [name for name, each in words.items() if each]
    return [(words[name], "?" + urlencode(_others(form, on, name), doseq=True)) for name in on]


def _others(form: FilterForm, on: list[str], left_out: str) -> dict[str, list[str]]:
    data = form.data
    return {
        name: data.getlist(name) if hasattr(data, "getlist") else [str(data[name])]
        for name in on
        if name != left_out
    }


def _template(request: StaffRequest, page: str, part: str) -> str:
    return f"{page}#{part}" if request.htmx else page
