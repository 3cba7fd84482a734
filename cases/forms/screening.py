"""The form with the safety questions."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cases.forms.asking import AskForm, day_field, line_field
from cases.models import AskedBy, Case, SafetyQuestion, SafetyReply
from cases.safety.screening import Screened, Told


class ScreeningForm(AskForm):
    """Each question with its answer and a note; nothing is filled in beforehand."""

    way = forms.ChoiceField(
        label="How you asked",
        choices=[
            (AskedBy.PHONE.value, AskedBy.PHONE.label),
            (AskedBy.IN_PERSON.value, AskedBy.IN_PERSON.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how you asked."},
    )
    asked_on = day_field("On")
    asked_by = forms.ModelChoiceField(
        label="Who asked",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": "Say who asked."},
    )

    def __init__(self, *args: Any, case: Case, by: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"asked_on": timezone.localdate(), "asked_by": by.pk}
        super().__init__(*args, **kwargs)
        members = User.objects.filter(pk__in=[*case.team.standing().values_list("user", flat=True)])
        people = members | User.objects.filter(pk=by.pk)
        self.fields["asked_by"].queryset = people  # type: ignore[attr-defined]
        for question in SafetyQuestion:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=SafetyReply.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer, or “Not asked”."},
            )
            self.fields[f"{question.value}_note"] = line_field(
                "What she said", most=300, required=False
            )

    def about(self) -> Iterator[forms.BoundField]:
        """Who asked, how and when."""
        return (self[name] for name in ("way", "asked_on", "asked_by"))

    def questions(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its note."""
        return ((self[each.value], self[f"{each.value}_note"]) for each in SafetyQuestion)

    def screened(self) -> Screened:
        given = self.cleaned_data
        return Screened(
            way=AskedBy(given["way"]),
            asked_on=given["asked_on"],
            asked_by=given["asked_by"],
            told={
                each: Told(SafetyReply(given[each.value]), given[f"{each.value}_note"])
                for each in SafetyQuestion
            },
        )
