"""The merits of a case, certified by an attorney: privileged work product."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.forms.plan import MeritsForm
from cases.models import Case
from cases.steps import merits
from cases.views.stale import ask_to_change


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    context = {"case": case, "certificates": case.merits_certificates.select_related("by")}
    return render(request, "cases/merits.html", context)


@with_case(Permission.MERITS_CERTIFY, methods=("GET", "POST"))
def certify(request: StaffRequest, case: Case) -> HttpResponse:
    return ask_to_change(
        request,
        case,
        case,
        lambda data: MeritsForm(data, case=case),
        lambda form: merits.certify(
            case,
            by=request.user,
            claims=form.cleaned_data["claims"],
            weaknesses=form.cleaned_data["weaknesses"],
            forum=form.cleaned_data["forum"],
        ),
        rows=Case.objects.all(),
        back=reverse("cases:plan_merits", kwargs={"case_ref": case.ref}),
        title="Certify the merits",
        lead="Privileged work product, never shown to the client or put into an export. It is kept "
        "as you write it, with your name and the time; a new one stands in for the one before.",
        button=f"Certify as {request.user.name}",
        done="Certified. You stand behind it.",
    )
