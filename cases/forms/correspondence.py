"""Notes, messages to the client, and tasks."""

from typing import Any

from django import forms

from accounts.models import User
from cases import to_do
from cases.forms.asking import (
    AskForm,
    day_field,
    line_field,
    words_field,
)
from cases.models import (
    Case,
    Note,
    Step,
)


class TaskForm(AskForm):
    """Something one person should do by a day."""

    title = line_field("What is to do", most=200)
    due_on = day_field("By", required=False)
    assigned_to = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), required=False, empty_label="Anyone of the team"
    )
    step = forms.ChoiceField(
        label="For step", choices=[("", "No step"), *Step.choices], required=False
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = to_do.who_can(case)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        names: tuple[str, ...] = ("title", "due_on", "assigned_to", "step")
        return {name: self.cleaned_data[name] for name in names}


class GiveTaskForm(AskForm):
    """Who does a task from now on."""

    to = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), required=False, empty_label="Anyone of the team"
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = to_do.who_can(case)  # type: ignore[attr-defined]


class NoteForm(AskForm):
    """An internal note."""

    text = words_field(
        "Note",
        most=50000,
        rows=5,
        help_text="Internal work product. The client never sees it, and it is never changed.",
    )


class MessageForm(AskForm):
    """A message to the client, first shown as the client will see it."""

    text = words_field(
        "Message to the client",
        most=20000,
        rows=6,
        help_text="Plain words. You see the client's page before it is sent.",
    )
    copied_from = forms.ModelChoiceField(
        queryset=Note.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copied_from"].queryset = case.notes.all()  # type: ignore[attr-defined]


class TaskEndForm(AskForm):
    """Why a task is not needed; empty when it is done."""

    not_needed = line_field("Why it is not needed", most=300)
