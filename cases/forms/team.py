"""The team of a case, its lead and its ethical walls."""

from typing import Any

from django import forms

from accounts.models import User
from cases.forms.asking import (
    AskForm,
    line_field,
)
from cases.models import (
    Case,
)


class MemberForm(AskForm):
    """Someone of the firm."""

    user = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = case.team.standing().values("user")
        walled = case.walls.standing().values("user")
        others = User.objects.who_act_on_cases().exclude(pk__in=there).exclude(pk__in=walled)
        self.fields["user"].queryset = others  # type: ignore[attr-defined]


class LeadForm(forms.Form):
    """Who led the case on the page from which another lead is made."""

    instead_of = forms.IntegerField()


class WallForm(AskForm):
    """An ethical wall around one person."""

    user = forms.ModelChoiceField(
        label="Who is kept from this case",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )
    reason = line_field("Why", most=500)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        walled = case.walls.standing().values("user")
        others = User.objects.who_act_on_cases().exclude(pk__in=walled)
        self.fields["user"].queryset = others  # type: ignore[attr-defined]
