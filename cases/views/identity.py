"""The client's code word: compared with what a caller says, never shown."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.client import identity
from cases.forms.safety import CodeWordForm
from cases.models import Case
from cases.views.asking import ask, sent


@with_case(Permission.CODE_WORD_CHECK, methods=("GET", "POST"), even_closed=True)
def code_word(request: StaffRequest, case: Case) -> HttpResponse:
    form = CodeWordForm(sent(request))

    def act() -> None:
        if identity.compare(case, form.cleaned_data["said"], by=request.user).matched:
            messages.success(request, "It matches. It counts for 15 minutes, for you alone.")
        else:
            messages.warning(request, "It does not match. Tell the caller nothing.")

    contact = case.safe_contact
    return ask(
        request,
        form,
        act,
        case=case,
        back=reverse("cases:code_word", kwargs={"case_ref": case.ref}),
        template="cases/code_word.html",
        more={
            "is_kept": bool(contact and contact.code_word_sealed),
            "fresh": identity.fresh(case, by=request.user),
            "checks": case.identity_checks.select_related("by")[:20],
            "asked": case.reach_changes.waiting().first(),
        },
    )
