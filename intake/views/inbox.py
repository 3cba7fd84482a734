"""The inbox: reading enquiries, the conflict check, and what becomes of them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import requires
from accounts.http import StaffRequest
from accounts.permissions import Permission, may
from cases import conflicts
from cases.access import log_access
from cases.models import AccessKind, ConflictCheck, Hit, HitMark, Outcome
from cases.news import Told
from intake import conversion, endings, inbox, screening, telling
from intake.forms.inbox import (
    AskForm,
    AssignForm,
    DecideForm,
    DeclineForm,
    HitForm,
    LaterForm,
    LawyerForm,
    NameForm,
    PossibleForm,
)
from intake.models import Enquiry, LawyerKnown, Side

OWN_LIST = {"new", "asked", "later", "declined", "withdrawn"}
WAYS_TOLD = {
    Told.BY_MAIL: "A neutral mail goes out to them.",
    Told.BY_US: "No mail may go to them: they stand under “To reach”.",
    Told.BY_HERSELF: "They want nothing sent: they find it when they look.",
}
FORMS: dict[str, type[forms.Form]] = {
    "assign": AssignForm,
    "later": LaterForm,
    "ask": AskForm,
    "decline": DeclineForm,
    "possible": PossibleForm,
    "decide": DecideForm,
    "name": NameForm,
    "lawyer": LawyerForm,
}


@requires(Permission.INTAKE_READ)
def listing(request: StaffRequest) -> HttpResponse:
    view = request.GET.get("view", "new")
    view = view if view in inbox.VIEWS else "new"
    queue = inbox.queue(view, request.user, after=request.GET.get("after", ""))
    shown = {"queue": queue, "view": view, "views": inbox.VIEWS}
    return render(request, "intake/inbox/list.html", shown)


@requires(Permission.INTAKE_READ)
def enquiry(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    log_access(request, AccessKind.VIEWED, case=row.case, subject=row.ref)
    return _page(request, row)


def _enquiry(request: StaffRequest, enquiry_ref: str) -> Enquiry:
    """The enquiry, or a 404: not there, or of a case the person may not know of."""
    visible = Enquiry.objects.visible_to(request.user).for_inbox()
    return get_object_or_404(visible, ref=enquiry_ref)


def _check_shown(row: Enquiry, form: forms.Form) -> ConflictCheck:
    """The check the sent page showed, which may have been replaced; a 404 if of another."""
    checks = ConflictCheck.objects.filter(about=row.ref)
    return get_object_or_404(checks, pk=form.cleaned_data["check"])


def _form(name: str, data: Mapping[str, Any] | None = None) -> forms.Form:
    """One of the forms of the page; ids carry its name, so that none stands there twice."""
    return FORMS[name](data, auto_id=f"{name}_%s")


def _page(request: StaffRequest, row: Enquiry, **bound: forms.Form) -> HttpResponse:
    """The list beside one enquiry, with the form that needs another look, if any."""
    view = (
        "mine"
        if request.GET.get("view") == "mine"
        else (row.state if row.state in OWN_LIST else "opened")
    )
    right = {name: may(request.user, permission) for name, permission in RIGHTS.items()}
    shown: dict[str, Any] = {
        "queue": inbox.queue(view, request.user, after=request.GET.get("after", "")),
        "view": view,
        "views": inbox.VIEWS,
        "page": inbox.page_of(row, request.user),
        "enquiry": row,
        "parts": inbox.answers(row),
        "right": right,
        "forms": {name: bound.get(name) or _form(name) for name in FORMS},
        "bound": next(iter(bound), ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render(request, "intake/inbox/enquiry.html", shown, status=status)


RIGHTS = {
    "triage": Permission.INTAKE_TRIAGE,
    "mark": Permission.CONFLICT_MARK,
    "decide": Permission.CONFLICT_DECIDE,
    "decline": Permission.INTAKE_DECLINE,
    "open": Permission.CASE_OPEN,
}


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def assign(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("assign", request.POST)
    if not form.is_valid():
        return _page(request, row, assign=form)
    endings.assign(row, to=form.cleaned_data["to"])
    return redirect(row)


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def later(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("later", request.POST)
    if not form.is_valid():
        return _page(request, row, later=form)
    endings.put_off(row, by=request.user, **form.cleaned_data)
    messages.success(request, f"{row.ref} waits until {form.cleaned_data['until']:%-d %b %Y}.")
    return redirect("intake:inbox")


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def take_up(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    endings.take_up(row, by=request.user)
    return redirect(row)


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def ask(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("ask", request.POST)
    if not form.is_valid():
        return _page(request, row, ask=form)
    told = endings.ask(row, form.cleaned_data["words"], by=request.user)
    messages.success(request, f"The question waits for them. {WAYS_TOLD[told]}")
    return redirect(row)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def run_check(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    screening.run(row, by=request.user)
    messages.success(request, "The conflict check ran again.")
    return redirect(row)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def add_name(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("name", request.POST)
    if not form.is_valid():
        return _page(request, row, name=form)
    given = form.cleaned_data | {"side": Side(form.cleaned_data["side"])}
    screening.add_name(row, by=request.user, **given)
    messages.success(request, "The name is noted, and the check ran again.")
    return redirect(row)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def note_lawyer(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("lawyer", request.POST)
    if not form.is_valid():
        return _page(request, row, lawyer=form)
    known = LawyerKnown(form.cleaned_data["known"])
    screening.note_lawyer(row, Side(form.cleaned_data["side"]), known, by=request.user)
    messages.success(request, "The answer is noted, and the check ran again.")
    return redirect(row)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def mark_hit(request: StaffRequest, enquiry_ref: str, hit_pk: int) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    hit = get_object_or_404(Hit, pk=hit_pk, check_run__about=row.ref)
    form = HitForm(request.POST)
    if not form.is_valid():
        return redirect(row)
    mark = HitMark(form.cleaned_data["mark"])
    conflicts.mark_hit(hit, mark, by=request.user, reason=form.cleaned_data["reason"])
    return redirect(row)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def mark_possible(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    """None of the merely possible hits is the same, for one reason."""
    row = _enquiry(request, enquiry_ref)
    form = _form("possible", request.POST)
    if not form.is_valid():
        return _page(request, row, possible=form)
    check = _check_shown(row, form)
    conflicts.mark_all_possible(check, form.cleaned_data["reason"], by=request.user)
    return redirect(row)


@requires(Permission.CONFLICT_DECIDE, methods=("POST",))
def decide(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("decide", request.POST)
    if not form.is_valid():
        return _page(request, row, decide=form)
    outcome = Outcome(form.cleaned_data["outcome"])
    check = _check_shown(row, form)
    told = screening.decide(row, check, outcome, form.cleaned_data["reason"], by=request.user)
    more = f" {WAYS_TOLD[told]}" if told else ""
    messages.success(request, f"Conflict check: {outcome.label.lower()}.{more}")
    return redirect(row)


@requires(Permission.INTAKE_DECLINE, methods=("POST",))
def decline(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    form = _form("decline", request.POST)
    if not form.is_valid():
        return _page(request, row, decline=form)
    declining, told = endings.decline(row, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(
        request,
        f"{row.ref} is declined. The notice waits for them. {WAYS_TOLD[told]} "
        f"What they sent is erased on {declining.erase_on:%-d %b %Y}.",
    )
    return redirect("intake:inbox")


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def reached(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    telling.reached(row, by=request.user)
    messages.success(request, f"{row.ref}: reached.")
    return redirect(row)


@requires(Permission.CASE_OPEN, methods=("POST",))
def open_case(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    case = conversion.open_case(row, by=request.user)
    messages.success(request, f"Case {case.ref} is open.")
    return redirect(case)
