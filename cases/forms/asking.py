"""The base of forms that act once, and the small fields many of them share."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from accounts.clock import known_zones
from cases import once
from cases.client import identity

ZONES = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/New_York",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Toronto",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Africa/Lagos",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "UTC",
)
FIRST_YEAR, LAST_YEAR = 1900, 2199
YES_NO_UNKNOWN = [("", "Not known"), ("yes", "Yes"), ("no", "No")]


class AskForm(forms.Form):
    """A form whose showing carries a number, so that sending it twice acts once."""

    use_required_attribute = False

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = once.fresh_number
        self.order_fields([name for name in self.fields if name != "once"])


class ChangeForm(AskForm):
    """A form about what stands there already; it carries a mark of what its page showed."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.mark
        self.order_fields([name for name in self.fields if name not in ("version", "once")])

    @property
    def mark(self) -> str:
        """Differs as soon as anything the form shows has been changed by somebody."""
        return mark_of(self.initial)


def mark_of(shown: Mapping[str, Any]) -> str:
    """A short mark of what a form shows."""
    words = json.dumps(shown, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def in_our_time(day: date) -> None:
    """Check of a field: a day that files and courts can name."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}.")


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        validators=[in_our_time],
        widget=forms.DateInput(attrs={"type": "date", "class": "in-10"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Enter a date.",
            "invalid": "Enter a date such as 2026-10-06.",
        },
    )


def words_field(
    label: str, *, most: int, required: bool = True, rows: int = 4, help_text: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"Fill in “{label}”."},
    )


def line_field(
    label: str, *, most: int, required: bool = True, help_text: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        error_messages={"required": f"Fill in “{label}”."},
    )


def long_enough(word: str) -> None:
    """Check of a field: enough of a code word can be heard to know somebody by it."""
    if not identity.is_long_enough(word):
        raise forms.ValidationError(identity.TOO_SHORT)


def zone_choices(current: str = "", *, with_unknown: bool = True) -> list[tuple[str, str]]:
    """Zones people pick from, the current one included."""
    zones = list(ZONES)
    if current and current not in zones and current in known_zones():
        zones.insert(0, current)
    named = [(zone, zone.replace("_", " ")) for zone in zones]
    return [("", "Nobody knows"), *named] if with_unknown else named


def tri_state(value: str) -> bool | None:
    """What “yes”, “no” and “not known” mean in a nullable column."""
    return {"yes": True, "no": False}.get(value)


def as_tri_state(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


class ReasonForm(AskForm):
    """One sentence of reason."""

    reason = line_field("Why", most=300)


class SecondForm(AskForm):
    """Agreeing with a decision; who agrees with themselves after a day says why."""

    reason = line_field("Why you are still sure", most=300)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
