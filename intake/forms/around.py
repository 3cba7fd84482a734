"""The forms around the questionnaire: sending, coming back, telling more."""

from collections.abc import Mapping
from typing import Any

from django import forms

from intake.forms.fields import too_long
from intake.models import STORY_LENGTH
from intake.notices import ASKED, Notice


class PhraseForm(forms.Form):
    """The six words."""

    words = forms.CharField(
        label="Your private phrase",
        help_text="Six words, in their order.",
        max_length=200,
        error_messages={
            "required": "Write the six words of your phrase",
            "max_length": "Write the six words of your phrase, and nothing else",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class StoryForm(forms.Form):
    """What happened, in the person's own words."""

    text = forms.CharField(
        label="What happened",
        help_text="A few sentences is plenty. You can also tell us instead.",
        max_length=STORY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={
            "required": "Write a few words, or go back and tell us instead",
            "max_length": (
                f"Write up to {STORY_LENGTH:,} characters. You can tell us the rest when we talk"
            ),
        },
    )


class SendForm(forms.Form):
    """The notices that somebody agrees to before sending."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="%s")
        for notice in ASKED:
            self.fields[notice.code] = forms.BooleanField(
                label=notice.words, error_messages={"required": notice.missing}
            )

    def ticked(self) -> list[Notice]:
        return [notice for notice in ASKED if self.cleaned_data.get(notice.code)]


class AnswerForm(forms.Form):
    """The answer to a question of ours."""

    text = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Write your answer, or leave this for later",
            "max_length": too_long(2000),
        },
    )
