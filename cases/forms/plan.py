"""What the plan page asks: names, goals, kinds of harm, merits, what the client reads."""

from typing import Any

from django import forms

from cases.forms.asking import (
    AskForm,
    ChangeForm,
    line_field,
    words_field,
    zone_choices,
)
from cases.models import (
    Case,
    Category,
    StepState,
)


class DetailsForm(ChangeForm):
    """What the case is called and where it plays."""

    client_name = line_field("Client", most=200)
    pseudonym = line_field(
        "Name used in papers",
        most=80,
        required=False,
        help_text="Letters and packets use it instead of the client's name",
    )
    headline = line_field("What it is about, in a line", most=200, required=False)
    jurisdiction = line_field(
        "Law that applies", most=12, required=False, help_text="Such as US-CA"
    )
    zone = forms.ChoiceField(label="Client's time zone")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        names = ("client_name", "pseudonym", "headline", "jurisdiction", "zone")
        kwargs["initial"] = {name: getattr(case, name) for name in names}
        super().__init__(*args, **kwargs)
        choices = zone_choices(case.zone, with_unknown=False)
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]  # a choice field


class GoalsForm(ChangeForm):
    """The goals, one a line, in the client's order."""

    goals = words_field(
        "Goals, one on each line",
        most=3000,
        required=False,
        rows=6,
        help_text="In the client's order, the most wished for first",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        lines = "\n".join(case.goals.values_list("text", flat=True))
        super().__init__(*args, initial={"goals": lines}, **kwargs)

    def lines(self) -> list[str]:
        words: str = self.cleaned_data["goals"]
        return [line.strip() for line in words.splitlines() if line.strip()]


class CategoriesForm(AskForm):
    """What is being done to the client, and why that is corrected."""

    categories = forms.TypedMultipleChoiceField(
        label="What is being done to the client",
        choices=Category.choices,
        coerce=Category,
        widget=forms.CheckboxSelectMultiple,
        help_text="Intimate images and extortion hold back every file of the case. Taking them "
        "away later releases none: each is released by name.",
        error_messages={"required": "Choose at least one."},
    )
    reason = line_field("Why it is corrected", most=500)


class MeritsForm(AskForm):
    """Why a suit may be brought."""

    claims = words_field(
        "Claims and their elements",
        most=8000,
        rows=8,
        help_text="For each claim: each element, and what proves it",
    )
    weaknesses = words_field(
        "Weaknesses",
        most=8000,
        rows=6,
        help_text="Truth, opinion, privilege, anti-SLAPP, time, proof of who it was",
    )
    forum = line_field("Forum", most=200, help_text="The court, and why it is the right one")


class SentenceForm(AskForm):
    """What the client's page says of one step."""

    text = line_field(
        "What the client reads",
        most=300,
        help_text="One plain sentence. The client sees it only after you confirm it here.",
    )
    state = forms.ChoiceField(choices=StepState.choices, widget=forms.HiddenInput)
