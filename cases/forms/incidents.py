"""Forms about incidents and the exact words in them."""

from typing import Any

from django import forms

from cases.forms.asking import AskForm, line_field, words_field
from cases.models import (
    Case,
    Category,
    Direction,
    Incident,
    Online,
    OnlineAccount,
    Review,
    Statement,
    StatementKind,
)


class IncidentForm(AskForm):
    """One act or publication; its two times are asked by moment forms beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    summary = line_field(
        "What happened, in one sentence",
        most=300,
        help_text="Plain facts: who, what, where, when. Leave out what you think it means.",
    )
    category = forms.ChoiceField(
        label="Kind",
        choices=[("", "Not decided"), *Category.choices],
        required=False,
        help_text="Intimate images and extortion hold back every file of the case",
    )
    direction = forms.ChoiceField(label="By whom", choices=Direction.choices)
    account = forms.ModelChoiceField(
        label="Account",
        queryset=OnlineAccount.objects.none(),
        required=False,
        empty_label="No account, or not known",
    )
    address = forms.URLField(
        label="Link",
        required=False,
        max_length=2000,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link that starts with https://"},
    )
    place = line_field("Where, if there is no link", most=200, required=False)
    post_number = line_field("Post id", most=120, required=False)
    online = forms.ChoiceField(label="Is it online", choices=Online.choices, initial=Online.UNSURE)
    seen_by = line_field("Who saw it", most=300, required=False)
    effect = words_field(
        "Effect on the client",
        most=4000,
        required=False,
        rows=3,
        help_text="On work, health, safety or money, and what shows it",
    )

    def __init__(
        self, *args: Any, case: Case, incident: Incident | None = None, **kwargs: Any
    ) -> None:
        if incident is not None:
            names = [name for name in self.base_fields if name != "once"]
            kwargs["initial"] = {name: getattr(incident, name) for name in names}
            kwargs["initial"]["account"] = incident.account_id
        super().__init__(*args, **kwargs)
        accounts = case.accounts.select_related("platform")
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The answers by the names of the incident's columns."""
        left_out = ("once", "version")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class StatementForm(AskForm):
    """Exact words, copied and never corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label="The exact words",
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "quoted", "spellcheck": "false"}),
        help_text="Copy them character for character, in the original language",
        error_messages={"required": "Copy the exact words."},
    )
    kind = forms.ChoiceField(label="What they are", choices=StatementKind.choices)
    why_false = words_field(
        "Why they are false", most=4000, required=False, rows=3, help_text="What is the truth"
    )
    proof = words_field("What shows it", most=4000, required=False, rows=2)

    def __init__(self, *args: Any, statement: Statement | None = None, **kwargs: Any) -> None:
        if statement is not None:
            names = ("version", "words", "kind", "why_false", "proof")
            kwargs["initial"] = {name: getattr(statement, name) for name in names}
        super().__init__(*args, **kwargs)

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].replace("\r\n", "\n")
        if not words.strip():
            raise forms.ValidationError("Copy the exact words.")
        return words

    def facts(self) -> dict[str, Any]:
        names = ("words", "kind", "why_false", "proof")
        return {name: self.cleaned_data[name] for name in names}


class ReviewForm(AskForm):
    """The verdict on an incident."""

    verdict = forms.ChoiceField(choices=Review.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)


class StatementReviewForm(ReviewForm):
    """An attorney's verdict on exact words."""

    not_actionable = forms.ChoiceField(
        label="Why we do not rely on them",
        required=False,
        choices=[
            ("", "We rely on them"),
            ("true", "They are true"),
            ("privileged", "They are privileged"),
            ("opinion", "They are opinion"),
            ("consented", "The client consented"),
        ],
    )
