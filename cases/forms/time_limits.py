"""Time limits and claims."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.forms.asking import (
    AskForm,
    SecondForm,
    day_field,
    line_field,
)
from cases.models import (
    Case,
    Incident,
)

OTHER = "other"


class TimeLimitForm(AskForm):
    """The last safe day of one claim, with its basis; only an attorney names a discovery rule."""

    claim = forms.ChoiceField(label="Claim", error_messages={"required": "Choose the claim."})
    other_claim = line_field(
        "Another claim", most=120, required=False, help_text="Such as defamation"
    )
    expires_on = day_field("Last safe day")
    counted_from = day_field(
        "Counted from",
        help_text="The earliest possible posting, never the day the client saw it",
    )
    basis = line_field(
        "Basis", most=300, help_text="The law and the rule, such as US-CA, one year. Confirm it."
    )
    incident = forms.ModelChoiceField(
        label="Incident",
        queryset=Incident.objects.none(),
        required=False,
        empty_label="The first of all",
    )
    discovery_rule = line_field(
        "Discovery rule",
        most=300,
        required=False,
        help_text="Only where the law lets the time run from when it was found. Name the rule; "
        "the page then says it beside the date.",
    )

    def __init__(self, *args: Any, case: Case, attorney: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(claim.pk), claim.name) for claim in case.claims.pursued()]
        self.fields["claim"].choices = [*names, (OTHER, "Another claim")]  # type: ignore[attr-defined]
        self.fields["incident"].queryset = case.incidents.all()  # type: ignore[attr-defined]
        if not attorney:
            del self.fields["discovery_rule"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("claim") == OTHER and not cleaned.get("other_claim", "").strip():
            self.add_error("other_claim", "Name the claim.")
        return cleaned

    def facts(self) -> dict[str, Any]:
        names = ("expires_on", "counted_from", "basis", "incident", "discovery_rule")
        facts = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        known = dict(self.fields["claim"].choices)  # type: ignore[attr-defined]  # a choice field
        chosen = self.cleaned_data["claim"]
        other = self.cleaned_data["other_claim"]
        return facts | {"claim": other if chosen == OTHER else known[chosen]}


class ShownNow(forms.CharField):
    """A hidden mark that always carries what the page shows now, also when it is shown again."""

    widget = forms.HiddenInput

    def bound_data(self, _data: object, initial: object) -> object:
        return initial


class ConfirmLimitForm(SecondForm):
    """Standing behind a date; the reason answers for the incidents that the page named."""

    reason = line_field("Why the date holds", most=300)
    about = ShownNow(required=False)

    def __init__(self, *args: Any, about: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].initial = " ".join(about)

    def facts(self) -> dict[str, Any]:
        return {
            "reason": self.cleaned_data["reason"],
            "about": self.cleaned_data["about"].split(),
        }


class ClaimForm(AskForm):
    """Another claim of the case."""

    name = line_field("Claim", most=120, help_text="Such as defamation, or private facts")
