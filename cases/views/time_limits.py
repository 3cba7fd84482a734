"""Time limits of a case: written down, confirmed, set aside."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import second_person
from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import time_limits
from cases.access import with_case
from cases.forms.work import ReasonForm, SecondForm, TimeLimitForm
from cases.models import Case
from cases.views.asking import ask, sent


def _here(case: Case) -> str:
    return reverse("cases:time_limits", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    context = {
        "case": case,
        "headline": time_limits.headline(case),
        "limits": [
            {
                "limit": limit,
                "left": time_limits.days_left(limit.expires_on),
                "may_confirm": not limit.is_confirmed
                and not time_limits.confirm_objection(limit, request.user),
                "own": limit.typed_by_id == request.user.pk,
            }
            for limit in time_limits.standing(case)
        ],
        "dismissed": case.time_limits.exclude(dismissed_by=None).select_related("dismissed_by"),
        "earliest": time_limits.earliest_posting(case),
    }
    return render(request, "cases/time_limits.html", context)


@with_case(Permission.TIME_LIMIT_PROPOSE, methods=("GET", "POST"))
def add(request: StaffRequest, case: Case) -> HttpResponse:
    form = TimeLimitForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: time_limits.propose(
            case,
            by=request.user,
            claim=form.cleaned_data["claim"],
            expires_on=form.cleaned_data["expires_on"],
            basis=form.cleaned_data["basis"],
            incident=form.cleaned_data["incident"],
        ),
        case=case,
        back=_here(case),
        title="Write down a time limit",
        lead="It reads “not confirmed” until it is confirmed: "
        f"{second_person.NEEDED[second_person.rule()]}.",
        button="Write down",
    )


@with_case(Permission.SECOND_GIVE, methods=("GET", "POST"))
def confirm(request: StaffRequest, case: Case, limit_pk: int) -> HttpResponse:
    """Stand behind a date; who confirms their own after the wait is asked for a reason."""
    limit = get_object_or_404(case.time_limits.select_related("typed_by"), pk=limit_pk)
    own = second_person.needs_a_reason(limit.typed_by, request.user)
    form = SecondForm(sent(request), needs_reason=own)
    return ask(
        request,
        form,
        lambda: time_limits.confirm(limit, request.user, form.cleaned_data["reason"]),
        case=case,
        back=_here(case),
        title=f"Confirm the time limit of {limit.expires_on:%-d %b %Y}",
        lead=f"{limit.claim}: {limit.basis}",
        button="Confirm",
        done="Confirmed. You stand behind this date.",
    )


@with_case(Permission.TIME_LIMIT_CONFIRM, methods=("GET", "POST"))
def dismiss(request: StaffRequest, case: Case, limit_pk: int) -> HttpResponse:
    limit = get_object_or_404(case.time_limits, pk=limit_pk)
    form = ReasonForm(sent(request))
    return ask(
        request,
        form,
        lambda: time_limits.dismiss(limit, request.user, form.cleaned_data["reason"]),
        case=case,
        back=_here(case),
        title=f"Set aside “{limit.claim}”",
        lead="Say why this time limit does not apply. The record stays.",
        button="Set aside",
        danger=True,
    )
