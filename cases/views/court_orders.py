"""Orders and subpoenas of a case, and whether they are served."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.client import correspondence
from cases.forms.asking import ReasonForm
from cases.forms.court_orders import OrderChangeForm, OrderForm, ServedForm
from cases.models import Case, OrderKind
from cases.safety import court_orders
from cases.views.asking import ask, sent
from cases.views.stale import ask_to_change

OPENS = (
    "From then on her page shows what was confirmed and sent, unless something else keeps it "
    "closed."
)


def _here(case: Case) -> str:
    return reverse("cases:orders", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    context = {
        "case": case,
        "orders": case.court_orders.select_related("recorded_by"),
        "watched": correspondence.watched_because(case),
    }
    return render(request, "cases/orders.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def add(request: StaffRequest, case: Case) -> HttpResponse:
    form = OrderForm(sent(request))

    def act() -> None:
        given = {name: form.cleaned_data[name] for name in form.fields if name != "once"}
        kind = OrderKind(given.pop("kind"))
        court_orders.record(case, kind, by=request.user, **given)

    return ask(
        request,
        form,
        act,
        case=case,
        back=_here(case),
        title="An order or a subpoena",
        lead="From this moment until it is served, the client's page says only that we are working "
        "on it, and no mail goes to her.",
        button="Record",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def days(request: StaffRequest, case: Case, order_pk: int) -> HttpResponse:
    order = get_object_or_404(case.court_orders, pk=order_pk)
    return ask_to_change(
        request,
        case,
        order,
        lambda data: OrderChangeForm(data, order=order),
        lambda form: court_orders.note_days(
            order,
            asked_on=form.cleaned_data["asked_on"],
            granted_on=form.cleaned_data["granted_on"],
        ),
        rows=case.court_orders.all(),
        back=_here(case),
        title=f"Days of: {order}",
        browser_title="Days of an order",
    )


@with_case(Permission.SAFETY_LIFT, methods=("GET", "POST"), even_closed=True)
def served(request: StaffRequest, case: Case, order_pk: int) -> HttpResponse:
    order = get_object_or_404(case.court_orders, pk=order_pk)
    form = ServedForm(sent(request))
    return ask(
        request,
        form,
        lambda: court_orders.serve(order, on=form.cleaned_data["on"], how=form.cleaned_data["how"]),
        case=case,
        back=_here(case),
        title=f"Served: {order}",
        browser_title="An order is served",
        lead=OPENS,
        button="It was served",
        danger=True,
    )


@with_case(Permission.SAFETY_LIFT, methods=("GET", "POST"), even_closed=True)
def ended(request: StaffRequest, case: Case, order_pk: int) -> HttpResponse:
    order = get_object_or_404(case.court_orders, pk=order_pk)
    form = ReasonForm(sent(request))
    return ask(
        request,
        form,
        lambda: court_orders.end(order, why=form.cleaned_data["reason"]),
        case=case,
        back=_here(case),
        title=f"Will not be served: {order}",
        browser_title="An order will not be served",
        lead=OPENS,
        button="It will not be served",
        danger=True,
    )


@with_case(Permission.CASE_EDIT, methods=("POST",), even_closed=True)
def open_again(request: StaffRequest, case: Case, order_pk: int) -> HttpResponse:
    court_orders.open_again(get_object_or_404(case.court_orders, pk=order_pk))
    messages.success(request, "It stands as not served. The client's page is closed again.")
    return redirect(_here(case))
