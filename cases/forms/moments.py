"""Asking for a time as people know it: exactly, roughly, between two days, or not at all."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.clock import known_zones
from cases.forms.asking import in_our_time, zone_choices
from cases.moments import PRECISION_CHOICES, SOURCE_CHOICES, Moment, Precision, Source

WITH_TIME = frozenset({Precision.EXACT, Precision.MINUTE})


def can_have_been(day: date) -> None:
    """Check of a field: somebody can have seen this day; somewhere it may be tomorrow already."""
    if day > timezone.localdate() + timedelta(days=1):
        raise ValidationError("This day has not come yet.")


class MomentForm(forms.Form):
    """One stated time; ``moment()`` gives it once the form is valid."""

    use_required_attribute = False

    precision = forms.ChoiceField(
        label="How exactly it is known", choices=PRECISION_CHOICES, initial="unknown"
    )
    day = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[in_our_time, can_have_been],
        error_messages={"invalid": "Enter a date such as 2026-10-06."},
    )
    clock = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": 1}, format="%H:%M:%S"),
        error_messages={"invalid": "Enter a time such as 21:14."},
    )
    until = forms.DateField(
        label="Last date",
        required=False,
        help_text="Only for “between”",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[in_our_time, can_have_been],
        error_messages={"invalid": "Enter a date such as 2026-10-06."},
    )
    zone = forms.ChoiceField(label="Time zone of the clock that showed it", required=False)
    source = forms.ChoiceField(label="Where it comes from", choices=SOURCE_CHOICES, initial="none")
    words = forms.CharField(
        label="The words as seen",
        required=False,
        max_length=200,
        help_text="Such as “2h” or “last spring”",
    )

    def __init__(
        self, *args: Any, moment: Moment | None = None, usual_zone: str = "", **kwargs: Any
    ) -> None:
        if moment is not None:
            kwargs["initial"] = _initial(moment)
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        current = moment.zone if moment else usual_zone
        zone.choices = zone_choices(current)  # type: ignore[attr-defined]  # a choice field
        if moment is None:
            zone.initial = usual_zone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        precision = Precision(cleaned["precision"])
        if precision is Precision.UNKNOWN:
            return cleaned
        if cleaned["day"] is None:
            self.add_error("day", ValidationError("Enter a date, or choose “not known”."))
        if precision in WITH_TIME and cleaned["clock"] is None:
            self.add_error("clock", ValidationError("Enter the time, or choose “exact day”."))
        if precision is Precision.BETWEEN:
            if cleaned["until"] is None:
                self.add_error("until", ValidationError("Enter the last date."))
            elif cleaned["day"] and cleaned["until"] < cleaned["day"]:
                self.add_error("until", ValidationError("This is before the first date."))
        return cleaned

    def moment(self) -> Moment:
        """The stated time; call it on a valid form."""
        data = self.cleaned_data
        precision = Precision(data["precision"])
        if precision is Precision.UNKNOWN:
            return Moment(words=data["words"], source=Source(data["source"]))
        clock = data["clock"] if precision in WITH_TIME else None
        until = data["until"] if precision is Precision.BETWEEN else None
        return Moment(
            words=data["words"],
            wall_from=datetime.combine(data["day"], clock or time()),
            wall_to=datetime.combine(until, time()) if until else None,
            zone=data["zone"] if data["zone"] in known_zones() else "",
            precision=precision,
            source=Source(data["source"]),
        )


def _initial(moment: Moment) -> dict[str, Any]:
    return {
        "precision": moment.precision.value,
        "day": moment.wall_from.date() if moment.wall_from else None,
        "clock": moment.wall_from.time() if moment.wall_from else None,
        "until": moment.wall_to.date() if moment.wall_to else None,
        "zone": moment.zone,
        "source": moment.source.value,
        "words": moment.words,
    }


def say_with_source(moment: Moment) -> str:
    """A stated time with all that was said of it, to hold two of them side by side."""
    seen = f"“{moment.words}”" if moment.words else ""
    parts = (say(moment), moment.zone, dict(SOURCE_CHOICES)[moment.source.value], seen)
    return ", ".join(part for part in parts if part)


def say(moment: Moment) -> str:
    """A stated time as a person would write it: “about 6 Oct 2026”, “6 Oct 2026, 21:14 PDT”."""
    if moment.wall_from is None:
        return "Not known"
    day = f"{moment.wall_from:%-d %b %Y}"
    clock = f"{moment.wall_from:%-I:%M} {moment.wall_from:%p}".lower()
    short = ""
    if moment.zone:
        short = moment.wall_from.replace(tzinfo=ZoneInfo(moment.zone)).tzname() or moment.zone
    match moment.precision:
        case Precision.EXACT | Precision.MINUTE:
            return f"{day}, {clock} {short or 'zone not known'}"
        case Precision.MONTH:
            return f"{moment.wall_from:%B %Y}"
        case Precision.BETWEEN if moment.wall_to:
            return f"Between {day} and {moment.wall_to:%-d %b %Y}"
        case Precision.ABOUT | Precision.BEFORE | Precision.AFTER:
            return f"{moment.precision.value.capitalize()} {day}"
        case _:
            return day
