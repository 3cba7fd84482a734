"""The firm's profile, where it is admitted, and the help lines client pages show."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import requires
from accounts.forms.people import FirmForm, HelpLineForm, JurisdictionForm
from accounts.http import StaffRequest
from accounts.models import Firm
from accounts.permissions import Permission


@requires(Permission.FIRM_MANAGE, methods=("GET", "POST"))
def firm(request: StaffRequest) -> HttpResponse:
    form = FirmForm(request.POST or None, instance=_locked() if request.POST else _stored())
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:firm")
    return _page(request, form=form)


@requires(Permission.FIRM_MANAGE, methods=("POST",))
def add_jurisdiction(request: StaffRequest) -> HttpResponse:
    form = JurisdictionForm(request.POST, firm=_locked(), prefix="place")
    if not form.is_valid():
        return _page(request, jurisdiction_form=form)
    form.save()
    messages.success(request, f"{form.instance.name} is listed.")
    return redirect("accounts:firm")


@requires(Permission.FIRM_MANAGE, methods=("POST",))
def remove_jurisdiction(request: StaffRequest, jurisdiction_pk: int) -> HttpResponse:
    place = get_object_or_404(_stored().jurisdictions, pk=jurisdiction_pk)
    place.delete()
    messages.success(request, f"{place.name} is no longer listed.")
    return redirect("accounts:firm")


@requires(Permission.FIRM_MANAGE, methods=("POST",))
def add_help_line(request: StaffRequest) -> HttpResponse:
    form = HelpLineForm(request.POST, firm=_locked(), prefix="line")
    if not form.is_valid():
        return _page(request, help_line_form=form)
    form.save()
    messages.success(request, f"{form.instance.name} is shown on client pages.")
    return redirect("accounts:firm")


@requires(Permission.FIRM_MANAGE, methods=("POST",))
def remove_help_line(request: StaffRequest, help_line_pk: int) -> HttpResponse:
    line = get_object_or_404(_stored().help_lines, pk=help_line_pk)
    line.delete()
    messages.success(request, f"{line.name} is no longer shown.")
    return redirect("accounts:firm")


def _stored() -> Firm:
    return Firm.objects.get_or_create(only=True)[0]


def _locked() -> Firm:
    """The firm's row, held until the request ends: of two savers the second sees the first's."""
    return Firm.objects.select_for_update().get(pk=_stored().pk)


def _page(request: StaffRequest, **given: Any) -> HttpResponse:
    """The page with all its forms; ``given`` holds the one that was just sent and needs work."""
    stored = _stored()
    forms = {
        "form": FirmForm(instance=stored),
        "jurisdiction_form": JurisdictionForm(firm=stored, prefix="place"),
        "help_line_form": HelpLineForm(firm=stored, prefix="line"),
    } | given
    context = forms | {
        "jurisdictions": stored.jurisdictions.all(),
        "help_lines": stored.help_lines.all(),
    }
    refused = any(form.errors for form in forms.values())
    return render(request, "accounts/firm.html", context, status=422 if refused else 200)
