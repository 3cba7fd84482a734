"""Time limits of a case: written down, confirmed, set aside."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts import second_person
from accounts.http import StaffRequest
from accounts.models import SecondPerson, User
from accounts.permissions import Permission, may
from cases.access import with_case
from cases.forms.asking import ReasonForm
from cases.forms.time_limits import ClaimForm, ConfirmLimitForm, TimeLimitForm
from cases.models import Case
from cases.steps import certainty, claims, time_limits
from cases.steps.certainty import DatedLimit
from cases.views.asking import ask, sent


def _here(case: Case) -> str:
    return reverse("cases:time_limits", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    limits = certainty.of(case)
    settled = second_person.rule()
    earliest = certainty.earliest_posting(case)
    context = {
        "case": case,
        "headline": time_limits.headline(limits),
        "claims": [
            {"line": line, "limits": [_line(each, request.user, settled) for each in line.limits]}
            for line in limits.lines
        ],
        "dismissed": case.time_limits.exclude(dismissed_by=None).select_related(
            "claim", "dismissed_by"
        ),
        "earliest": earliest,
        "first_day": earliest and certainty.first_day(earliest, case),
        "again_earlier": time_limits.AGAIN_EARLIER,
        "is_undated": certainty.has_undated_posting(case),
    }
    return render(request, "cases/time_limits.html", context)


def _line(dated: DatedLimit, user: User, settled: SecondPerson) -> dict[str, object]:
    limit = dated.limit
    return {
        "dated": dated,
        "limit": limit,
        "left": time_limits.days_left(limit.expires_on),
        "passed": limit.expires_on < timezone.localdate(),
        "may_confirm": not (
            limit.is_confirmed or time_limits.confirm_objection(dated, user, settled)
        ),
        "asks_why": limit.typed_by_id == user.pk or bool(dated.earlier),
    }


@with_case(Permission.TIME_LIMIT_PROPOSE, methods=("GET", "POST"))
def add(request: StaffRequest, case: Case) -> HttpResponse:
    attorney = may(request.user, Permission.TIME_LIMIT_CONFIRM)
    first = certainty.earliest_posting(case)
    limits = certainty.of(case)
    waiting = next(iter(limits.unanswered or [line.claim for line in limits.pursued]), None)
    known = {
        "claim": request.GET.get("claim") or (waiting.pk if waiting else None),
        "counted_from": first and certainty.first_day(first, case),
    }
    form = TimeLimitForm(sent(request), case=case, attorney=attorney, initial=known)
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
    """Stand behind a date; who must answer for something is asked for a reason."""
    limit = get_object_or_404(case.time_limits.select_related("typed_by", "claim"), pk=limit_pk)
    dated = certainty.reading_of(limit)
    own = second_person.needs_a_reason(limit.typed_by, request.user)
    form = ConfirmLimitForm(
        sent(request),
        needs_reason=own or bool(dated.earlier),
        about=map(certainty.as_dated, dated.earlier),
    )
    return ask(
        request,
        form,
        lambda: time_limits.confirm(limit, request.user, **form.facts()),
        case=case,
        back=_here(case),
        title=f"Confirm the time limit of {limit.expires_on:%-d %b %Y}",
        lead=f"{limit.claim}: {limit.basis_sentence} Counted from {limit.counted_from:%-d %b %Y}."
        f"{f' {dated.doubt}' if dated.earlier else ''}",
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
