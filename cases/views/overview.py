"""The first page of a case, and the answers to its next action."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.http import StaffRequest
from accounts.permissions import Permission, may
from cases.access import with_case
from cases.forms.steps import NotNeededForm, PutOffForm
from cases.models import Case, Step
from cases.reading import activity, overview
from cases.steps import certainty, conditions, next_action
from cases.steps.conditions import Move
from cases.views.asking import act_once, ask, sent


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    readings = overview.to_finish(case)
    since = overview.last_visit(case, request.user)
    action = next_action.next_action(case)
    limits = certainty.of(case)
    context = {
        "case": case,
        "focus": Step(case.focus),
        "focus_number": Step.values.index(case.focus) + 1,
        "verb": "finish" if overview.gated_move(case) is Move.COMPLETE else "start",
        "action_number": Step.values.index(action.step) + 1 if action and action.step else 0,
        "steps": overview.step_lines(case, readings),
        "readings": readings,
        "met": sum(each.met for each in readings),
        "later": conditions.to_check_by_hand(Step(case.focus), overview.gated_move(case)),
        "action": action,
        "action_url": action.url(case) if action else "",
        "dates": overview.dates_that_matter(case, limits),
        "undated": overview.claims_without_a_date(limits),
        "accounts": case.accounts.select_related("platform")[:8],
        "flags": case.safety_flags.standing().select_related("party", "account", "raised_by"),
        "since": since,
        "news": activity.latest(case, since=since, most=8),
        "may_answer": may(request.user, Permission.CASE_EDIT),
    }
    return render(request, "cases/overview.html", context)


@with_case(Permission.CASE_EDIT, methods=("POST",))
def postpone(request: StaffRequest, case: Case) -> HttpResponse:
    """Answer “later”: ask again in three days."""
    form = PutOffForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        act_once(form, lambda: next_action.postpone(case, code, by=request.user, days=3))
        messages.success(request, "Put off for three days.")
    return redirect(case)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def not_needed(request: StaffRequest, case: Case) -> HttpResponse:
    action = next_action.next_action(case)
    form = NotNeededForm(sent(request), initial={"code": action.code if action else ""})
    return ask(
        request,
        form,
        lambda: next_action.not_needed(
            case,
            form.cleaned_data["code"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        ),
        case=case,
        back=case.get_absolute_url(),
        title="Why is this not needed?",
        lead=f"{action.title}. The answer stays in the record." if action else "",
        button="Not needed",
    )
