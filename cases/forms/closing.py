"""Closing a case and opening it again."""

from django import forms
from django.utils import timezone

from cases.forms.asking import AskForm, day_field
from cases.models import Ending

REASON = forms.Textarea(attrs={"rows": 3})


class ClosingForm(AskForm):
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[("", "Choose one"), *Ending.choices],
        error_messages={"required": "Choose how it ended."},
    )
    reason = forms.CharField(
        label="What was reached, and what was not",
        help_text="For whoever opens this case in three years",
        max_length=2000,
        widget=REASON,
        error_messages={"required": "Write one sentence."},
    )
    told_on = day_field(
        "Day of the closing letter",
        help_text="It states each time limit that still runs, and where the client's papers are",
    )

    def clean_told_on(self) -> object:
        told = self.cleaned_data["told_on"]
        if told > timezone.localdate():
            raise forms.ValidationError("Close the case once the letter is on its way.")
        return told


class ReopeningForm(AskForm):
    reason = forms.CharField(
        label="Why it is opened again",
        max_length=2000,
        widget=REASON,
        error_messages={"required": "Write one sentence."},
    )
