"""Incidents and the exact words in them."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission, may
from cases import incidents
from cases.access import with_case
from cases.forms.incidents import (
    IncidentForm,
    ReviewForm,
    StatementForm,
    StatementReviewForm,
)
from cases.forms.moments import MomentForm, say_with_source
from cases.models import Case, Incident, Review, Statement
from cases.moments import Moment
from cases.paging import page_of
from cases.stale import StaleEdit
from cases.views.asking import ask, sent
from cases.views.finding import incident_of
from cases.views.stale import both_texts


def _page_of(case: Case, incident: Incident) -> str:
    kwargs = {"case_ref": case.ref, "incident_ref": incident.ref}
    return reverse("cases:incident", kwargs=kwargs)


@with_case(Permission.CASE_READ)
def listing(request: StaffRequest, case: Case) -> HttpResponse:
    chosen = request.GET.get("review", "")
    rows = case.incidents.in_reading_order().select_related("account__platform")
    rows = rows.prefetch_related("statements")
    if chosen in Review.values:
        rows = rows.filter(review=chosen)
    page = page_of(rows, "sort_at", "pk", after=request.GET.get("after", ""))
    context = {"case": case, "page": page, "chosen": chosen, "reviews": Review}
    return render(request, "cases/incidents.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def add(request: StaffRequest, case: Case) -> HttpResponse:
    data = sent(request)
    form = IncidentForm(data, case=case)
    posted = MomentForm(data, prefix="posted", usual_zone=case.zone)
    seen = MomentForm(data, prefix="seen", usual_zone=case.zone)
    made: list[Incident] = []

    def act() -> None:
        made.append(
            incidents.write_down(
                case,
                by=request.user,
                posted=posted.moment(),
                seen=seen.moment(),
                **form.facts(),
            )
        )

    times_valid = data is None or (posted.is_valid() and seen.is_valid())
    response = ask(
        request,
        form,
        act,
        case=case,
        back=reverse("cases:incidents", kwargs={"case_ref": case.ref}),
        title="New incident",
        template="cases/incident_form.html",
        more={"posted": posted, "seen": seen},
        also_valid=times_valid,
    )
    return redirect(_page_of(case, made[0])) if made else response


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case, incident_ref: str) -> HttpResponse:
    incident = incident_of(case, incident_ref)
    context = {
        "case": case,
        "incident": incident,
        "statements": incident.statements.select_related("reviewed_by"),
        "reviews": Review,
        "may_review": may(request.user, Permission.STATEMENT_REVIEW),
        "review_form": StatementReviewForm(),
    }
    return render(request, "cases/incident.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def edit(request: StaffRequest, case: Case, incident_ref: str) -> HttpResponse:
    incident = incident_of(case, incident_ref)
    data = sent(request)
    form = IncidentForm(data, case=case, incident=incident)
    posted = MomentForm(data, prefix="posted", moment=incident.posted)
    seen = MomentForm(data, prefix="seen", moment=incident.seen)

    def act() -> None:
        changes = form.facts() | {"posted": posted.moment(), "seen": seen.moment()}
        incidents.change_incident(incident, form.cleaned_data["version"] or 0, changes)

    more = {"posted": posted, "seen": seen, "incident": incident}
    try:
        return ask(
            request,
            form,
            act,
            case=case,
            back=_page_of(case, incident),
            title=f"Change {incident.ref}",
            lead="What letters rely on has to be reviewed again once it is changed.",
            template="cases/incident_form.html",
            more=more,
            also_valid=data is None or (posted.is_valid() and seen.is_valid()),
        )
    except StaleEdit as stale:
        theirs = incident_of(case, incident_ref)
        return both_texts(
            request,
            case,
            form,
            IncidentForm(case=case, incident=theirs),
            stale.version,
            back=_page_of(case, incident),
            more=more,
            beside=_times(posted.moment(), seen.moment(), theirs),
        )


def _times(posted: Moment, seen: Moment, theirs: Incident) -> Iterator[dict[str, str]]:
    """The two times of an incident where what was typed differs from what stands there."""
    pairs = (("Posted", posted, theirs.posted), ("First seen", seen, theirs.seen))
    for label, mine, stands in pairs:
        if mine != stands:
            words = {"mine": say_with_source(mine), "theirs": say_with_source(stands)}
            yield {"label": label, **words}


@with_case(Permission.CASE_EDIT, methods=("POST",))
def review(request: StaffRequest, case: Case, incident_ref: str) -> HttpResponse:
    incident = incident_of(case, incident_ref)
    form = ReviewForm(request.POST)
    if form.is_valid():
        verdict = Review(form.cleaned_data["verdict"])
        shown = form.cleaned_data["version"]
        incidents.review(incident, by=request.user, outcome=verdict, version=shown)
        messages.success(request, f"{incident.ref}: {verdict.label.lower()}.")
    return redirect(_page_of(case, incident))


# --- Statements -----------------------------------------------------------------------------------


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def add_statement(request: StaffRequest, case: Case, incident_ref: str) -> HttpResponse:
    incident = incident_of(case, incident_ref)
    form = StatementForm(sent(request))
    return ask(
        request,
        form,
        lambda: incidents.add_statement(incident, **form.facts()),
        case=case,
        back=_page_of(case, incident),
        title=f"Exact words in {incident.ref}",
        button="Add",
    )


def _statement(incident: Incident, statement_pk: int) -> Statement:
    statement: Statement = get_object_or_404(incident.statements, pk=statement_pk)
    return statement


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def edit_statement(
    request: StaffRequest, case: Case, incident_ref: str, statement_pk: int
) -> HttpResponse:
    incident = incident_of(case, incident_ref)
    statement = _statement(incident, statement_pk)
    form = StatementForm(sent(request), statement=statement)
    try:
        return ask(
            request,
            form,
            lambda: incidents.change_statement(
                statement, form.cleaned_data["version"] or 0, form.facts()
            ),
            case=case,
            back=_page_of(case, incident),
            title=f"Change the exact words in {incident.ref}",
            lead="Changed words have to be reviewed again.",
        )
    except StaleEdit as stale:
        now = StatementForm(statement=_statement(incident, statement_pk))
        back = _page_of(case, incident)
        return both_texts(request, case, form, now, stale.version, back=back)


@with_case(Permission.STATEMENT_REVIEW, methods=("POST",))
def review_statement(
    request: StaffRequest, case: Case, incident_ref: str, statement_pk: int
) -> HttpResponse:
    incident = incident_of(case, incident_ref)
    statement = _statement(incident, statement_pk)
    form = StatementReviewForm(request.POST)
    if form.is_valid():
        verdict = Review(form.cleaned_data["verdict"])
        incidents.review(
            statement,
            by=request.user,
            outcome=verdict,
            version=form.cleaned_data["version"],
            not_actionable=form.cleaned_data["not_actionable"],
        )
        messages.success(request, f"Words: {verdict.label.lower()}.")
    return redirect(_page_of(case, incident))
