"""Moving a step, opening step 6 in an emergency, and answering the next action."""

from typing import Any

from django import forms

from cases.forms.asking import (
    AskForm,
    ReasonForm,
    line_field,
    words_field,
)
from cases.models import (
    SkipReason,
    Step,
)
from cases.steps import workflow
from cases.steps.conditions import Move


class MoveForm(AskForm):
    """One move of one step; asks only for what this move needs."""

    reason_code = forms.ChoiceField(label="Reason")
    reason = words_field("Why", most=2000, rows=3)
    override = words_field(
        "Why this does not matter here",
        most=2000,
        rows=3,
        help_text="It stays in the record beside each condition that is not met",
    )

    def __init__(
        self, *args: Any, step: Step, to_make: Move, needs_override: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if to_make is Move.SKIP:
            reasons = workflow.SKIP_REASONS[step]
            choices = [("", "Choose a reason"), *((each.value, each.label) for each in reasons)]
            self.fields["reason_code"].choices = choices  # type: ignore[attr-defined]
            self.fields["reason_code"].error_messages["required"] = "Choose a reason."
            self.fields["reason"].required = False
            self.fields["reason"].help_text = "A full sentence when the reason is “other”"
        else:
            del self.fields["reason_code"]
            if to_make not in workflow.NEEDS_A_REASON:
                del self.fields["reason"]
        if not needs_override:
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        other = cleaned.get("reason_code") == SkipReason.OTHER
        if other and len(cleaned.get("reason", "").strip()) < workflow.SHORTEST_OTHER_REASON:
            self.add_error("reason", "Say in a full sentence why the step is skipped.")
        return cleaned

    def facts(self) -> dict[str, str]:
        asked = ("reason_code", "reason", "override")
        return {name: self.cleaned_data[name] for name in asked if name in self.cleaned_data}


class EmergencyForm(AskForm):
    """Opening step 6 at once."""

    emergency = forms.ChoiceField(
        label="What kind of emergency",
        choices=[
            ("emergency_order", "An emergency order is needed"),
            ("limitation_14_days", "A time limit ends within 14 days"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    sentence = line_field("Why it cannot wait, in one sentence", most=2000)


class PutOffForm(AskForm):
    """“Later”, said to one proposal."""

    code = forms.CharField(max_length=80, widget=forms.HiddenInput)


class NotNeededForm(ReasonForm):
    """Why a proposal is not needed."""

    code = forms.CharField(max_length=80, widget=forms.HiddenInput)
