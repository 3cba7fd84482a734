"""Conflict checks of an open case, whenever someone new is named."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.forms.conflict_checks import DecideForm, MarkForm, PossibleForm
from cases.models import Case, ConflictCheck, Hit, HitMark, MatchLevel, Outcome
from cases.register import conflicts
from cases.views.asking import ask, press, sent


def _here(case: Case) -> str:
    return reverse("cases:conflicts", kwargs={"case_ref": case.ref})


def _newest(case: Case) -> ConflictCheck:
    check: ConflictCheck = get_object_or_404(case.conflict_checks.all()[:1])
    return check


@with_case(Permission.CONFLICT_MARK)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    check = conflicts.latest_check(case.ref, case)
    lines = conflicts.lines_for(check, request.user) if check else []
    possible = [line for line in lines if line.hit.level == MatchLevel.POSSIBLE]
    context = {
        "case": case,
        "check": check,
        "decision": conflicts.decision_of(check),
        "searched": conflicts.searched_sentence(check) if check else "",
        "coverage": conflicts.coverage_sentence(check) if check else "",
        "close": [line for line in lines if line.hit.level != MatchLevel.POSSIBLE],
        "possible": possible,
        "possible_open": sum(line.is_merely_possible for line in possible),
        "may_mark": check is not None and conflicts.decision_of(check) is None,
        "still_open": conflicts.what_is_open(check) if check else [],
        "unchecked": conflicts.unchecked_names(case),
        "earlier": case.conflict_checks.select_related("run_by", "decision__by")[1:10],
    }
    return render(request, "cases/conflicts.html", context)


@with_case(Permission.CONFLICT_MARK, methods=("POST",))
def run(request: StaffRequest, case: Case) -> HttpResponse:
    def act() -> ConflictCheck:
        terms, missing = conflicts.terms_of_case(case), conflicts.missing_from_case(case)
        return conflicts.run_check(case.ref, terms, request.user, case, missing=missing)

    press(request, act)
    return redirect(_here(case))


@with_case(Permission.CONFLICT_MARK, methods=("GET", "POST"))
def mark(request: StaffRequest, case: Case, hit_pk: int) -> HttpResponse:
    hit = get_object_or_404(Hit.objects.filter(check_run__case=case), pk=hit_pk)
    form = MarkForm(sent(request), initial={"mark": hit.mark, "reason": hit.mark_reason})
    lines = conflicts.lines_for(hit.check_run, request.user)
    line = next(line for line in lines if line.hit.pk == hit.pk)
    return ask(
        request,
        form,
        lambda: conflicts.mark_hit(
            hit, HitMark(form.cleaned_data["mark"]), request.user, form.cleaned_data["reason"]
        ),
        case=case,
        back=_here(case),
        title="Is this the same?",
        lead=f"{line.term} ({line.term_role}), and on record: {line.found} ({line.found_role}).",
    )


@with_case(Permission.CONFLICT_MARK, methods=("GET", "POST"))
def mark_possible(request: StaffRequest, case: Case) -> HttpResponse:
    check = _newest(case)
    form = PossibleForm(sent(request), shown=check, case=case)
    count = sum(line.is_merely_possible for line in conflicts.lines_for(check, request.user))
    return ask(
        request,
        form,
        lambda: conflicts.mark_all_possible(
            form.cleaned_data["check"], form.cleaned_data["reason"], request.user
        ),
        case=case,
        back=_here(case),
        title=f"None of these {count} is the same",
        lead="One reason for all that merely look alike. Close hits are marked one by one.",
        button="Put aside",
    )


@with_case(Permission.CONFLICT_DECIDE, methods=("GET", "POST"))
def decide(request: StaffRequest, case: Case) -> HttpResponse:
    check = _newest(case)
    form = DecideForm(sent(request), shown=check, case=case)

    def act() -> None:
        facts = form.cleaned_data
        outcome = Outcome(facts["outcome"])
        decision = conflicts.decide(facts["check"], outcome, facts["reason"], request.user)
        messages.success(request, f"Decided: {decision.get_outcome_display().lower()}.")

    return ask(
        request,
        form,
        act,
        case=case,
        back=_here(case),
        title="Decide the conflict check",
        lead=" ".join(conflicts.what_is_open(check)),
        button="Decide",
    )
