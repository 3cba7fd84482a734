"""Asking with one form: show it, act on it once, or show it again with what is wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.errors import Refusal
from accounts.http import StaffRequest
from cases import once
from cases.forms.asking import AskForm
from cases.models import Case

Act = Callable[[], object]


def sent(request: StaffRequest) -> QueryDict | None:
    """What was sent, even if nothing was filled in; ``None`` when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def ask(
    request: StaffRequest,
    form: AskForm,
    act: Act,
    *,
    back: str,
    case: Case | None = None,
    title: str = "",
    browser_title: str = "",
    button: str = "Save",
    lead: str = "",
    done: str = "",
    template: str = "cases/ask.html",
    danger: bool = False,
    more: Mapping[str, Any] | None = None,
    also_valid: bool = True,
) -> HttpResponse:
    """One page with one form.

    Valid input acts once and leads back; anything else shows the page again with 422, what
    was typed and a sentence at each field; a refusal shows its sentence with 409.

    Args:
        request: The request.
        form: The bound or unbound form.
        act: Does what the form asks; reads ``form.cleaned_data``.
        back: Where success leads.
        case: The case the page belongs to, if any.
        title: The page's heading.
        browser_title: What the window is called where the heading names someone: a title stays
            in the history and stands on shared screens.
        button: What the button says.
        lead: A sentence under the heading.
        done: What is said after success.
        template: The page, if not the general one.
        danger: Whether the button warns.
        more: Further context of the page.
        also_valid: Whether the forms beside this one are valid too.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and also_valid:
            try:
                acted = act_once(form, act, case=case)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                if acted and case is not None:
                    touch(case)
                if acted and done:
                    messages.success(request, done)
                return redirect(back)
    context = {
        "form": form,
        "case": case,
        "title": title,
        "browser_title": browser_title or title,
        "button": button,
        "lead": lead,
        "back": back,
        "danger": danger,
        "base": "cases/base_case.html" if case else "base_work.html",
        **(more or {}),
    }
    return render(request, template, context, status=status)


def act_once(form: AskForm, act: Act, *, case: Case | None = None) -> bool:
    """Act unless this showing of the form has acted before; says whether it did.

    Args:
        form: The valid form.
        act: Does what the form asks.
        case: What is touched afterwards; it is locked first, before any row in it, as everybody
            does who locks several rows.
    """
    number = form.cleaned_data.get("once")
    with transaction.atomic():
        if case is not None:
            Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.pk)
        if not once.first_time(number):
            return False
        act()
        return True


def press(request: StaffRequest, act: Act) -> bool:
    """Act on a button that asks nothing, once for each showing of it; says whether it did."""
    form = AskForm(request.POST)
    return form.is_valid() and act_once(form, act)


def touch(case: Case) -> None:
    """Bring the case to the head of the list; somebody has just worked on it."""
    Case.objects.filter(pk=case.pk).update(changed_at=Now())
