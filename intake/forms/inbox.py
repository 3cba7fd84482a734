"""Forms of the inbox."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.permissions import GRANTS, Permission
from cases.forms.asking import AskForm
from cases.models import HitMark, Outcome
from intake.models import LawyerKnown, Side
from intake.questions import NAME_KINDS

REASON = {"required": "Say why, in a sentence"}
AGAIN = "Open this enquiry again"
LATER_AT_MOST = timedelta(days=90)


def _reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, error_messages=REASON)


class AssignForm(AskForm):
    """Who reads an enquiry."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        readers = [role for role, rights in GRANTS.items() if Permission.INTAKE_TRIAGE in rights]
        self.fields["to"] = forms.ModelChoiceField(
            User.objects.active().filter(role__in=readers),
            label="Who reads it",
            required=False,
            empty_label="Nobody",
        )


class LaterForm(AskForm):
    until = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose a day", "invalid": "Choose a day"},
    )
    reason = _reason("Why it can wait")

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today < until <= today + LATER_AT_MOST:
            raise ValidationError("Choose a day after today, within 90 days")
        return until


class QuestionForm(AskForm):
    words = forms.CharField(
        label="One question to the client",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Waits behind their private phrase. Ask for no story before the check is clear.",
        error_messages={"required": "Write the question"},
    )


class DeclineForm(AskForm):
    reason = _reason("Why we cannot act (stays inside the firm)")


class HitForm(AskForm):
    mark = forms.ChoiceField(choices=[(m.value, m.label) for m in HitMark])
    reason = forms.CharField(label="Reason", max_length=300, required=False)


class AboutCheckForm(AskForm):
    """A form about the very check its page showed; a newer one may have run since."""

    check = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": AGAIN, "invalid": AGAIN}
    )


class PossibleForm(AboutCheckForm):
    reason = forms.CharField(
        label="One reason for all of them", max_length=300, error_messages=REASON
    )


class DecideForm(AboutCheckForm):
    outcome = forms.ChoiceField(
        label="Decision",
        choices=[("", "Choose one"), *Outcome.choices],
        error_messages={"required": "Choose a decision"},
    )
    reason = _reason("Why")


class NameForm(AskForm):
    side = forms.ChoiceField(label="Whose name", choices=Side.choices)
    kind = forms.ChoiceField(
        label="What it is", choices=[(kind.value, kind.label) for kind in NAME_KINDS]
    )
    text = forms.CharField(
        label="Name or account name",
        max_length=200,
        error_messages={"required": "Write the name"},
    )
    relation = forms.CharField(label="Who they are to the client", max_length=120, required=False)


class LawyerForm(AskForm):
    """What the person said when asked about a side's lawyer."""

    side = forms.ChoiceField(
        label="Whose lawyer",
        choices=[
            (Side.MY_LAWYER, "Of the person who asks us"),
            (Side.THEIR_LAWYER, "Of the other side"),
        ],
    )
    known = forms.ChoiceField(
        label="Is there one", choices=LawyerKnown.choices, help_text="A name is added beside it."
    )
