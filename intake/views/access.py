"""The client's way in, for staff: who has one, a new code, the end of it."""

from http import HTTPStatus

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import once
from cases.access import with_case
from cases.client import identity
from cases.forms.asking import ReasonForm
from cases.models import Case, IdentityWay
from cases.views.asking import ask, sent
from intake import inviting
from intake.forms.home import InviteForm, NewCodeForm


@with_case(Permission.CLIENT_INVITE)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    return render(request, "intake/access.html", _page(request, case))


def _page(request: StaffRequest, case: Case) -> dict[str, object]:
    ways = list(inviting.ways_in(case))
    standing = next((way for way in ways if way.ended_at is None), None)
    return {
        "case": case,
        "party": inviting.client_of(case),
        "standing": standing,
        "invitation": standing.user.invitations.usable().first() if standing else None,
        "ended": [way for way in ways if way.ended_at is not None],
        "fresh": identity.fresh(case, by=request.user),
    }


@with_case(Permission.CLIENT_INVITE, methods=("GET", "POST"), even_closed=True)
def invite(request: StaffRequest, case: Case) -> HttpResponse:
    """Make a client's way in; the code stands on the answer to this post and nowhere else."""
    form = InviteForm(sent(request))
    code = ""
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("email", "checked_how", "code_word")}
        if _is_first_press(form):
            code = inviting.invite(case, **given, by=request.user)
        else:
            code = inviting.code_again(case, by=request.user)
    return _handed_over(request, case, form, code, title="Invite the client")


@with_case(Permission.CLIENT_INVITE, methods=("GET", "POST"), even_closed=True)
def new_code(request: StaffRequest, case: Case, access_pk: int) -> HttpResponse:
    """A new code for a client who cannot sign in any more, once it is sure that it is her."""
    access = get_object_or_404(inviting.ways_in(case), pk=access_pk)
    form = NewCodeForm(sent(request))
    code = ""
    if form.is_valid():
        if _is_first_press(form):
            code = inviting.new_code(
                access,
                IdentityWay(form.cleaned_data["way"]),
                words=form.cleaned_data["words"],
                by=request.user,
            )
        else:
            code = inviting.code_again(case, by=request.user)
    return _handed_over(request, case, form, code, title="A new one-time code")


def _is_first_press(form: forms.Form) -> bool:
    number = form.cleaned_data["number"]
    return number is None or once.first_time(number)


def _handed_over(
    request: StaffRequest, case: Case, form: forms.Form, code: str, *, title: str
) -> HttpResponse:
    shown = {
        "case": case,
        "party": inviting.client_of(case),
        "form": form,
        "code": code,
        "title": title,
        "fresh": identity.fresh(case, by=request.user),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "intake/invite.html", shown, status=status)


@with_case(Permission.CLIENT_INVITE, methods=("GET", "POST"), even_closed=True)
def end(request: StaffRequest, case: Case, access_pk: int) -> HttpResponse:
    access = get_object_or_404(inviting.ways_in(case), pk=access_pk)
    form = ReasonForm(sent(request))
    return ask(
        request,
        form,
        lambda: inviting.end(access, reason=form.cleaned_data["reason"], by=request.user),
        case=case,
        back=reverse("intake:client_access", kwargs={"case_ref": case.ref}),
        title="End the client's way in",
        lead="At once: whoever is signed in with it is signed out, and codes handed out stop "
        "working. Her page, messages and files stay.",
        button="End it now",
        done="Ended. Nobody is signed in with it any more.",
        danger=True,
    )
