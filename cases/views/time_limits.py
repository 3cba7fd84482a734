"""Time limits of a case: written down, confirmed, set aside."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import second_person
from accounts.http import StaffRequest
from accounts.models import User
from accounts.permissions import Permission, may
from cases.access import with_case
from cases.forms.asking import ReasonForm, SecondForm
from cases.forms.time_limits import ClaimForm, TimeLimitForm
from cases.models import Case, Incident, TimeLimit
from cases.steps import claims, time_limits
from cases.views.asking import ask, sent


def _here(case: Case) -> str:
    return reverse("cases:time_limits", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    earliest = time_limits.earliest_day(case)
    undated = time_limits.without_earliest(case)
    context = {
        "case": case,
        "headline": time_limits.headline(case),
        "claims": [
            {
                "line": line,
                "limits": [_line(limit, earliest, undated, request.user) for limit in line.limits],
            }
            for line in time_limits.lines(case)
        ],
        "dismissed": case.time_limits.exclude(dismissed_by=None).select_related(
            "claim", "dismissed_by"
        ),
        "earliest": time_limits.earliest_posting(case),
    }
    return render(request, "cases/time_limits.html", context)


def _line(
    limit: TimeLimit, earliest: date | None, undated: list[Incident], user: User
) -> dict[str, object]:
    objection = "" if limit.is_confirmed else time_limits.confirm_objection(limit, user)
    earlier = time_limits.maybe_earlier(limit, undated)
    if earlier and not may(user, Permission.TIME_LIMIT_CONFIRM):
        objection = objection or time_limits.earlier_sentence(earlier)
    return {
        "limit": limit,
        "left": time_limits.days_left(limit.expires_on),
        "late": time_limits.counted_late(limit, earliest),
        "may_confirm": not (limit.is_confirmed or objection),
        "earlier": time_limits.earlier_sentence(earlier) if earlier else "",
        "asks_why": limit.typed_by_id == user.pk or earlier is not None,
    }


@with_case(Permission.TIME_LIMIT_PROPOSE, methods=("GET", "POST"))
def add(request: StaffRequest, case: Case) -> HttpResponse:
    attorney = may(request.user, Permission.TIME_LIMIT_CONFIRM)
    first = {
        "claim": request.GET.get("claim", ""),
        "counted_from": time_limits.earliest_day(case),
    }
    form = TimeLimitForm(sent(request), case=case, attorney=attorney, initial=first)
    return ask(
        request,
        form,
        lambda: time_limits.propose(case, by=request.user, **form.facts()),
        case=case,
        back=_here(case),
        title="Write down a time limit",
        lead="It reads “not confirmed” until it is confirmed: "
        f"{second_person.NEEDED[second_person.rule()]}.",
        button="Write down",
    )


@with_case(Permission.TIME_LIMIT_PROPOSE, methods=("GET", "POST"))
def add_claim(request: StaffRequest, case: Case) -> HttpResponse:
    form = ClaimForm(sent(request))
    return ask(
        request,
        form,
        lambda: claims.named(case, form.cleaned_data["name"]),
        case=case,
        back=_here(case),
        title="Add a claim",
        lead="It is then asked for a time limit of its own.",
        button="Add",
    )


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"))
def decide_claim(
    request: StaffRequest, case: Case, claim_pk: int, *, pursued: bool
) -> HttpResponse:
    claim = get_object_or_404(case.claims, pk=claim_pk)
    form = ReasonForm(sent(request))
    title = f"Take “{claim}” up again" if pursued else f"Do not pursue “{claim}”"
    return ask(
        request,
        form,
        lambda: claims.decide(
            claim, pursued=pursued, reason=form.cleaned_data["reason"], by=request.user
        ),
        case=case,
        back=_here(case),
        title=title,
        browser_title="A claim",
        lead="The time limits of all other claims stay. The reason stays in the record.",
        button="Take it up" if pursued else "Do not pursue it",
        danger=not pursued,
    )


@with_case(Permission.SECOND_GIVE, methods=("GET", "POST"))
def confirm(request: StaffRequest, case: Case, limit_pk: int) -> HttpResponse:
    """Stand behind a date; who confirms their own after the wait is asked for a reason."""
    limit = get_object_or_404(case.time_limits.select_related("typed_by", "incident"), pk=limit_pk)
    own = second_person.needs_a_reason(limit.typed_by, request.user)
    earlier = time_limits.maybe_earlier(limit, time_limits.without_earliest(case))
    form = SecondForm(sent(request), needs_reason=own or earlier is not None)
    doubt = f" {time_limits.earlier_sentence(earlier)}" if earlier else ""
    return ask(
        request,
        form,
        lambda: time_limits.confirm(limit, request.user, form.cleaned_data["reason"]),
        case=case,
        back=_here(case),
        title=f"Confirm the time limit of {limit.expires_on:%-d %b %Y}",
        lead=f"{limit.claim}: {limit.basis}{doubt}",
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
        browser_title="Set aside a time limit",
        lead="Say why this time limit does not apply. The record stays.",
        button="Set aside",
        danger=True,
    )
