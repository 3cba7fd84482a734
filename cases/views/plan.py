"""The plan of a case: goals, guard rails, papers, what the client reads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.client import correspondence, papers
from cases.forms.plan import CategoriesForm, DetailsForm, GoalsForm, SentenceForm
from cases.models import Case, PaperKind, Step, StepState
from cases.reading import overview
from cases.steps import plan
from cases.views.stale import ask_to_change


def _here(case: Case) -> str:
    return reverse("cases:plan", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    confirmed = correspondence.confirmed_sentences(case)
    context = {
        "case": case,
        "goals": case.goals.all(),
        "categories": case.categories.all(),
        "papers": [
            {
                "kind": kind,
                "newest": papers.newest(case, kind),
                "agreed": papers.agreed(case, kind),
            }
            for kind in PaperKind
        ],
        "merits": case.merits_certificates.select_related("by").first(),
        "flags": case.safety_flags.standing(),
        "steps": [
            {"line": line, "confirmed": confirmed.get(Step(line.step.code))}
            for line in overview.step_lines(case, [])
        ],
        "watched": correspondence.is_watched(case),
        "ending": case.endings.select_related("by").first(),
    }
    return render(request, "cases/plan.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def details(request: StaffRequest, case: Case) -> HttpResponse:
    def act(form: DetailsForm) -> None:
        names = ("client_name", "pseudonym", "headline", "jurisdiction", "zone")
        for name in names:
            setattr(case, name, form.cleaned_data[name])
        case.save(update_fields=names)

    return ask_to_change(
        request,
        case,
        case,
        lambda data: DetailsForm(data, case=case),
        act,
        rows=Case.objects.all(),
        back=_here(case),
        title="What the case is called",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def goals(request: StaffRequest, case: Case) -> HttpResponse:
    return ask_to_change(
        request,
        case,
        case,
        lambda data: GoalsForm(data, case=case),
        lambda form: plan.set_goals(case, form.lines()),
        rows=Case.objects.all(),
        back=_here(case),
        title="What the client wants",
    )


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"))
def categories(request: StaffRequest, case: Case) -> HttpResponse:
    return ask_to_change(
        request,
        case,
        case,
        lambda data: CategoriesForm(data, case=case),
        lambda form: plan.correct_categories(
            case,
            form.cleaned_data["categories"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        ),
        rows=Case.objects.all(),
        back=_here(case),
        title="Correct the kind of matter",
        button="Correct it",
        done="Corrected. Activity says who did it and why.",
    )


@with_case(Permission.CASE_ADVANCE, methods=("GET", "POST"))
def sentence(request: StaffRequest, case: Case, step: Step) -> HttpResponse:
    state = StepState(case.steps.get(code=step).state)
    return ask_to_change(
        request,
        case,
        case,
        lambda data: SentenceForm(data, case=case, step=step),
        lambda form: correspondence.confirm_sentence(
            case,
            step,
            form.cleaned_data["text"],
            by=request.user,
            shown=StepState(form.cleaned_data["state"]),
        ),
        rows=Case.objects.all(),
        back=_here(case),
        title=f"What the client reads about “{step.label}”",
        lead=f"{correspondence.MARK_READ[state]} While the device is unsafe or an order is not "
        f"served, the page says only “{correspondence.WORKING_ON_IT}”",
        button="Confirm",
    )
