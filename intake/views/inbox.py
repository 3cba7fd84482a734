"""The inbox: reading enquiries, the conflict check, and what becomes of them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import requires
from accounts.errors import Refusal
from accounts.http import StaffRequest
from accounts.permissions import Permission, may
from cases.access import log_access
from cases.client.news import Told
from cases.forms.asking import AskForm
from cases.models import AccessKind, ConflictCheck, Hit, HitMark, Outcome
from cases.register import conflicts
from cases.views.asking import act_once, press
from intake import conversion, endings, inbox, screening, telling
from intake.forms.inbox import (
    AssignForm,
    DecideForm,
    DeclineForm,
    HitForm,
    LaterForm,
    LawyerForm,
    NameForm,
    PossibleForm,
    QuestionForm,
)
from intake.models import Enquiry, LawyerKnown, Side

OWN_LIST = {"new", "asked", "later", "declined", "withdrawn"}
WAYS_TOLD = {
    Told.BY_MAIL: "A neutral mail goes out to them.",
    Told.BY_US: "No mail may go to them: they stand under “To reach”.",
    Told.BY_HERSELF: "They want nothing sent: they find it when they look.",
}
WORDS = ("words", "reason", "text", "relation")
FORMS: dict[str, type[AskForm]] = {
    "assign": AssignForm,
    "later": LaterForm,
    "ask": QuestionForm,
    "decline": DeclineForm,
    "possible": PossibleForm,
    "decide": DecideForm,
    "name": NameForm,
    "lawyer": LawyerForm,
    "hit": HitForm,
}


@requires(Permission.INTAKE_READ)
def listing(request: StaffRequest) -> HttpResponse:
    view = request.GET.get("view", "new")
    view = view if view in inbox.VIEWS else "new"
    queue = inbox.queue(view, request.user, after=request.GET.get("after", ""))
    shown = {
        "queue": queue,
        "view": view,
        "views": inbox.VIEWS,
        "closed": view in inbox.CLOSED,
    }
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


def _check_shown(row: Enquiry, pk: int) -> ConflictCheck:
    """The check the sent page showed, which may have been replaced; a 404 if of another."""
    return get_object_or_404(ConflictCheck.objects.filter(about=row.ref), pk=pk)


def _form(name: str, data: Mapping[str, Any] | None = None, *, of: str = "") -> AskForm:
    """One of the forms of the page; ids carry its name, so that none stands there twice.

    Args:
        name: Which form.
        data: What was sent.
        of: The row of the page it belongs to, where several have the same form.
    """
    return FORMS[name](data, auto_id=f"{name}{of}_%s")


def _page(
    request: StaffRequest,
    row: Enquiry,
    bound: Mapping[str, AskForm] | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    hit: int | None = None,
) -> HttpResponse:
    """The list beside one enquiry, with the form that needs another look, if any."""
    bound = bound or {}
    own = row.state if row.state in OWN_LIST else "opened"
    view = "mine" if request.GET.get("view") == "mine" else own
    right = {name: may(request.user, permission) for name, permission in RIGHTS.items()}
    page = inbox.page_of(row, request.user)
    shown: dict[str, Any] = {
        "queue": inbox.queue(view, request.user, after=request.GET.get("after", "")),
        "view": view,
        "views": inbox.VIEWS,
        "page": page,
        "enquiry": row,
        "parts": inbox.answers(row),
        "right": right,
        "may_mark": right["mark"] and row.is_open and page.decision is None,
        "forms": {name: bound.get(name) or _form(name) for name in FORMS},
        "bound": next(iter(bound), ""),
        "bound_hit": hit,
        "typed": _typed(bound) if status == HTTPStatus.CONFLICT else "",
    }
    return render(request, "intake/inbox/enquiry.html", shown, status=status)


def _typed(bound: Mapping[str, AskForm]) -> str:
    """The words of a form that was refused: its place on the page may be gone."""
    return " ".join(
        str(form[name].value() or "")
        for form in bound.values()
        for name in WORDS
        if name in form.fields
    ).strip()


def _act(
    request: StaffRequest,
    row: Enquiry,
    name: str,
    do: Callable[[dict[str, Any]], str],
    *,
    back: Any = None,
    hit: int | None = None,
) -> HttpResponse:
    """Do what a form of the page asks, once; or show it again with what was typed, and why.

    Args:
        request: The request.
        row: The enquiry.
        name: Which form.
        do: Acts on what was given, and says what was done.
        back: Where it leads afterwards; the enquiry unless said otherwise.
        hit: The hit it is about, if it is about one.
    """
    form = _form(name, request.POST, of=f"-{hit}" if hit else "")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    said: list[str] = []
    if form.is_valid():
        try:
            act_once(form, lambda: said.append(do(form.cleaned_data)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
            row = _enquiry(request, row.ref)
        else:
            for words in filter(None, said):
                messages.success(request, words)
            return redirect(back or row)
    return _page(request, row, {name: form}, status=status, hit=hit)


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

    def do(given: dict[str, Any]) -> str:
        endings.assign(row, to=given["to"])
        return ""

    return _act(request, row, "assign", do)


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def later(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        endings.put_off(row, by=request.user, until=given["until"], reason=given["reason"])
        return f"{row.ref} waits until {given['until']:%-d %b %Y}."

    return _act(request, row, "later", do, back="intake:inbox")


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def take_up(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    endings.take_up(row, by=request.user)
    return redirect(row)


@requires(Permission.INTAKE_TRIAGE, methods=("POST",))
def ask(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        told = endings.ask(row, given["words"], by=request.user)
        return f"The question waits for them. {WAYS_TOLD[told]}"

    return _act(request, row, "ask", do)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def run_check(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    if press(request, lambda: screening.run(row, by=request.user)):
        messages.success(request, "The conflict check ran again.")
    return redirect(row)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def add_name(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        screening.add_name(
            row,
            side=Side(given["side"]),
            kind=given["kind"],
            text=given["text"],
            relation=given["relation"],
            by=request.user,
        )
        return "The name is noted, and the check ran again."

    return _act(request, row, "name", do)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def note_lawyer(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        known = LawyerKnown(given["known"])
        screening.note_lawyer(row, Side(given["side"]), known, by=request.user)
        return "The answer is noted, and the check ran again."

    return _act(request, row, "lawyer", do)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def mark_hit(request: StaffRequest, enquiry_ref: str, hit_pk: int) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)
    hit = get_object_or_404(Hit, pk=hit_pk, check_run__about=row.ref)

    def do(given: dict[str, Any]) -> str:
        mark = HitMark(given["mark"])
        conflicts.mark_hit(hit, mark, by=request.user, reason=given["reason"])
        return ""

    return _act(request, row, "hit", do, hit=hit.pk)


@requires(Permission.CONFLICT_MARK, methods=("POST",))
def mark_possible(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    """None of the merely possible hits is the same, for one reason."""
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        check = _check_shown(row, given["check"])
        conflicts.mark_all_possible(check, given["reason"], by=request.user)
        return ""

    return _act(request, row, "possible", do)


@requires(Permission.CONFLICT_DECIDE, methods=("POST",))
def decide(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        outcome = Outcome(given["outcome"])
        check = _check_shown(row, given["check"])
        told = screening.decide(row, check, outcome, given["reason"], by=request.user)
        more = f" {WAYS_TOLD[told]}" if told else ""
        return f"Conflict check: {outcome.label.lower()}.{more}"

    return _act(request, row, "decide", do)


@requires(Permission.INTAKE_DECLINE, methods=("POST",))
def decline(request: StaffRequest, enquiry_ref: str) -> HttpResponse:
    row = _enquiry(request, enquiry_ref)

    def do(given: dict[str, Any]) -> str:
        declining, told = endings.decline(row, reason=given["reason"], by=request.user)
        return (
            f"{row.ref} is declined. The notice waits for them. {WAYS_TOLD[told]} "
            f"What they sent is erased on {declining.erase_on:%-d %b %Y}."
        )

    return _act(request, row, "decline", do, back="intake:inbox")


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
