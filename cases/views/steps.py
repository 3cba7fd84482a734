"""The six steps with their conditions as sentences, and moving them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.forms.steps import EmergencyForm, MoveForm
from cases.models import Case, SkipReason, Step, StepState, StepTransition
from cases.reading import overview
from cases.steps import conditions, gates, workflow
from cases.steps.conditions import Move
from cases.views.asking import ask, sent

SAFETY = "no_safety_flag"  # the condition that skipping on safety grounds answers


def _here(case: Case) -> str:
    return reverse("cases:steps", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    lines = overview.step_lines(case, [])
    context = {
        "case": case,
        "lines": lines,
        "cards": [_card(case, line) for line in lines],
        "transitions": StepTransition.objects.filter(step__case=case)
        .select_related("by", "step")
        .prefetch_related("conditions")[:30],
        "legal_open": any(
            line.step.code == Step.LEGAL and line.step.state == StepState.ACTIVE for line in lines
        ),
    }
    return render(request, "cases/steps.html", context)


def _card(case: Case, line: overview.StepLine) -> dict[str, object]:
    step = line.step
    code = Step(step.code)
    gates = {
        StepState.NOT_STARTED: Move.START,
        StepState.ON_HOLD: Move.START,
        StepState.ACTIVE: Move.COMPLETE,
    }
    to_make = gates.get(StepState(step.state))
    readings = conditions.readings(case, code, to_make) if to_make else []
    moves = workflow.possible_moves(step)
    flagged = any(not each.met and each.condition.code == SAFETY for each in readings)
    return {
        "line": line,
        "asks": "To finish" if to_make is Move.COMPLETE else "To start",
        "readings": readings,
        "refused": any(not each.met and each.condition.hard for each in readings),
        "unsafe": flagged and Move.SKIP in moves,
        "moves": [{"move": each, "first": each == to_make} for each in moves],
        "later": conditions.to_check_by_hand(code, to_make) if to_make else (),
    }


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"))
def move(request: StaffRequest, case: Case, step: Step, to_make: Move) -> HttpResponse:
    row = get_object_or_404(case.steps, code=step)
    readings = conditions.readings(case, step, to_make)
    soft = [each for each in readings if not each.met and not each.condition.hard]
    form = MoveForm(
        sent(request),
        step=step,
        to_make=to_make,
        needs_override=bool(soft),
        initial=_on_safety_grounds(case) if request.GET.get("because") == "safety" else None,
    )
    hard = [each for each in readings if not each.met and each.condition.hard]
    return ask(
        request,
        form,
        lambda: workflow.move(case, step, to_make, by=request.user, **form.facts()),
        case=case,
        back=_here(case),
        title=f"{to_make.label}: step {row.number}, {step.label}",
        button=to_make.label,
        done=f"{step.label}: done.",
        template="cases/move.html",
        more={"readings": readings, "hard": hard, "soft": soft, "row": row},
    )


def _on_safety_grounds(case: Case) -> dict[str, str]:
    """The reason for skipping step 4 that the standing flags give; an attorney may change it."""
    return {"reason_code": SkipReason.SAFETY_RISK, "reason": gates.no_safety_flag(case) or ""}


@with_case(Permission.CASE_ADVANCE, methods=("POST",))
def focus(request: StaffRequest, case: Case, step: Step) -> HttpResponse:
    workflow.set_focus(case, step)
    messages.success(request, f"The case is now about step “{step.label}”.")
    return redirect(_here(case))


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"))
def emergency(request: StaffRequest, case: Case) -> HttpResponse:
    form = EmergencyForm(sent(request))
    return ask(
        request,
        form,
        lambda: workflow.open_in_emergency(
            case,
            by=request.user,
            emergency=form.cleaned_data["emergency"],
            sentence=form.cleaned_data["sentence"],
        ),
        case=case,
        back=_here(case),
        title="Open step 6 in an emergency",
        lead="Every condition that is not met becomes a task due today. Drafts and packets are "
        "not stopped.",
        button="Open step 6 now",
        done="Step 6 is open. What is missing stands under Tasks, due today.",
    )
