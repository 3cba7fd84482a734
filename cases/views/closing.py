"""Closing a case and opening it again."""

from django.http import HttpResponse
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import closing
from cases.access import with_case
from cases.forms.closing import ClosingForm, ReopeningForm
from cases.models import Case, Ending
from cases.views.asking import ask, sent


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"))
def close(request: StaffRequest, case: Case) -> HttpResponse:
    form = ClosingForm(sent(request))
    return ask(
        request,
        form,
        lambda: closing.close(
            case,
            by=request.user,
            outcome=Ending(form.cleaned_data["outcome"]),
            reason=form.cleaned_data["reason"],
            told_on=form.cleaned_data["told_on"],
        ),
        case=case,
        back=reverse("cases:plan", kwargs={"case_ref": case.ref}),
        title="Close this case",
        lead=" ".join(closing.stands_in_the_way(case))
        or "Nothing waits here. Everything stays readable, and it can be opened again.",
        button="Close the case",
        done="Closed.",
    )


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"), even_closed=True)
def reopen(request: StaffRequest, case: Case) -> HttpResponse:
    form = ReopeningForm(sent(request))
    return ask(
        request,
        form,
        lambda: closing.reopen(case, by=request.user, reason=form.cleaned_data["reason"]),
        case=case,
        back=reverse("cases:plan", kwargs={"case_ref": case.ref}),
        title="Open this case again",
        lead="Steps, people and papers are as they were.",
        button="Open it again",
        done="Open again.",
    )
