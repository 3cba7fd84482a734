"""What the plan page asks: names, goals, kinds of harm, merits, what the client reads."""

from typing import Any

from django import forms

from cases.forms.asking import (
    ChangeForm,
    line_field,
    mark_of,
    words_field,
    zone_choices,
)
from cases.models import (
    Case,
    Category,
    Step,
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


class CategoriesForm(ChangeForm):
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

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        now = list(case.categories.values_list("code", flat=True))
        super().__init__(*args, initial={"categories": now}, **kwargs)


class MeritsForm(ChangeForm):
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

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        newest = case.merits_certificates.first()
        names = ("claims", "weaknesses", "forum")
        first = {name: getattr(newest, name) for name in names} if newest else {}
        super().__init__(*args, initial=first, **kwargs)


class SentenceForm(ChangeForm):
    """What the client's page says of one step."""

    text = line_field(
        "What the client reads",
        most=300,
        help_text="One plain sentence. The client sees it only after you confirm it here.",
    )
    state = forms.ChoiceField(choices=StepState.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, step: Step, **kwargs: Any) -> None:
        latest = case.step_sentences.filter(step=step).first()
        state = case.steps.get(code=step).state
        first = {"text": latest.text if latest else "", "state": state}
        super().__init__(*args, initial=first, **kwargs)

    @property
    def mark(self) -> str:
        """Of the words alone; that the step has moved is said in a sentence of its own."""
        return mark_of({"text": self.initial["text"]})
