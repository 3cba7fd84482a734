"""Orders and subpoenas."""

from typing import Any

from django import forms

from cases.forms.asking import (
    AskForm,
    ChangeForm,
    day_field,
    line_field,
)
from cases.models import (
    CourtOrder,
    OrderKind,
)


class OrderDaysForm(AskForm):
    """When an order was asked for and granted."""

    asked_on = day_field("Asked for on", required=False)
    granted_on = day_field("Granted on", required=False)


class OrderChangeForm(ChangeForm, OrderDaysForm):
    """The same days of an order that is on record."""

    def __init__(self, *args: Any, order: CourtOrder, **kwargs: Any) -> None:
        known = {"asked_on": order.asked_on, "granted_on": order.granted_on}
        super().__init__(*args, initial=known, **kwargs)


class OrderForm(OrderDaysForm):
    """An order or a subpoena that is not served yet."""

    kind = forms.ChoiceField(
        label="What",
        choices=OrderKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    court = line_field("Court", most=200)
    docket = line_field("The court's number of it", most=80, required=False)
    against = line_field("Whom it is served on", most=200)
    field_order = ("kind", "court", "docket", "against", "asked_on", "granted_on")


class ServedForm(AskForm):
    """When and how an order was served."""

    on = day_field("Served on")
    how = line_field(
        "How you know", most=300, help_text="Such as: proof of service from the process server"
    )
