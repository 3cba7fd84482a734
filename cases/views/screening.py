"""The safety questions of a case: asked, kept, and turned into flags."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import flags
from cases.access import with_case
from cases.forms.screening import ScreeningForm
from cases.models import Case, SafetyAnswer, SafetyQuestion, SafetyReply
from cases.safety import screening
from cases.views.asking import ask, sent


def _here(case: Case) -> str:
    return reverse("cases:safety_screening", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    screenings = case.screenings.select_related("asked_by").prefetch_related("answers")
    contact = case.safe_contact
    newest = screening.newest(case)
    seen = newest is not None and newest.answers.filter(
        question=SafetyQuestion.DEVICE, reply=SafetyReply.YES
    )
    context = {
        "case": case,
        "screenings": screenings,
        "unanswered": screening.unanswered(case),
        "proposed": [
            {"answer": answer, "kind": screening.POINTS_TO[SafetyQuestion(answer.question)]}
            for answer in screening.flags_to_raise(case)
        ],
        "device_to_mark": bool(seen) and not (contact and contact.device_unsafe),
    }
    return render(request, "cases/screening.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def add(request: StaffRequest, case: Case) -> HttpResponse:
    form = ScreeningForm(sent(request), case=case, by=request.user)
    return ask(
        request,
        form,
        lambda: screening.record(case, form.screened(), by=request.user),
        case=case,
        back=_here(case),
        title="Ask the safety questions",
        template="cases/screening_form.html",
    )


@with_case(Permission.SAFETY_RAISE, methods=("POST",), even_closed=True)
def raise_flag(request: StaffRequest, case: Case, answer_pk: int) -> HttpResponse:
    answer = get_object_or_404(
        SafetyAnswer.objects.select_related("screening"), pk=answer_pk, screening__case=case
    )
    flag = flags.raise_from_answer(answer, by=request.user)
    messages.success(request, f"“{flag.get_kind_display()}” is raised on the whole case.")
    return redirect(_here(case))
