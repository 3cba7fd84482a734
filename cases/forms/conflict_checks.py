"""Marking hits, deciding a conflict check, and importing old contacts."""

from typing import Any

from django import forms

from cases.forms.asking import (
    AskForm,
    line_field,
    words_field,
)
from cases.models import (
    Case,
    ConflictCheck,
    HitMark,
    Outcome,
)


class MarkForm(AskForm):
    """Whether one hit is the same."""

    mark = forms.ChoiceField(label="Is it the same", choices=HitMark.choices)
    reason = line_field("Reason", most=300, required=False)


class AboutCheckForm(AskForm):
    """A form about the very check its page showed; a newer one may have run since."""

    check = forms.ModelChoiceField(
        queryset=ConflictCheck.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "required": "Open the conflict check again.",
            "invalid_choice": "Open the conflict check again.",
        },
    )

    def __init__(self, *args: Any, shown: ConflictCheck, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check"].queryset = case.conflict_checks.all()  # type: ignore[attr-defined]
        self.fields["check"].initial = shown


class PossibleForm(AboutCheckForm):
    """One reason for all that merely look alike."""

    reason = line_field("Why", most=300)


class DecideForm(AboutCheckForm):
    """An attorney's decision on a check."""

    outcome = forms.ChoiceField(
        label="Decision",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a decision."},
    )
    reason = words_field("Why", most=1000, rows=3)


class ContactFileForm(AskForm):
    """A CSV file of old contacts."""

    file = forms.FileField(
        label="CSV file",
        help_text="With a first line of column names: name, former name, organisation, email, "
        "phone, handle, role, city, matter. Only name or organisation has to be filled.",
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty. Choose another one.",
        },
    )
