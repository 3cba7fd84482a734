"""Forms about the papers put before the client."""

from typing import Any

from django import forms
from django.utils import timezone

from cases.client import papers
from cases.forms.asking import AskForm, ChangeForm, day_field, line_field, words_field
from cases.models import Case, Paper, PaperKind


class PaperForm(ChangeForm):
    """The next version of a paper; the plan has a memo that stays with the firm."""

    text = words_field(
        "What the client reads",
        most=20000,
        rows=22,
        help_text="Plain words, an empty line between paragraphs. Fill in what stands in brackets.",
    )
    memo = words_field(
        "Memo for the firm",
        most=20000,
        rows=8,
        required=False,
        help_text="Work product: options, cost, risk, doing nothing too. Never for the client.",
    )

    def __init__(self, *args: Any, case: Case, kind: PaperKind, **kwargs: Any) -> None:
        newest = papers.newest(case, kind)
        kwargs["initial"] = {
            "text": newest.text if newest else papers.standard_text(kind),
            "memo": newest.memo if newest else "",
        }
        super().__init__(*args, **kwargs)
        if kind is not PaperKind.PLAN:
            del self.fields["memo"]

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "memo") if name in self.fields}


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    """Which approved version of a paper the client answered."""

    def label_from_instance(self, obj: Paper) -> str:
        return f"Version {obj.number}, approved {timezone.localdate(obj.approval.at):%-d %b %Y}"


class ReadOutForm(AskForm):
    """That the do-not-engage sheet was read out."""

    paper = VersionChoice(
        label="Which words were read out",
        queryset=Paper.objects.none(),
        empty_label="Choose a version",
        error_messages={"required": "Choose the version that was read out."},
    )
    words = line_field(
        "Who read it out, and how",
        most=500,
        help_text="Such as: Sam Ortiz, by phone, code word given, she had no questions",
    )
    given_on = day_field("On")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        versions = papers.versions_approved(case, PaperKind.DO_NOT_ENGAGE)
        first = {"given_on": timezone.localdate(), "paper": versions.first()}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["paper"].queryset = versions  # type: ignore[attr-defined]  # a choice field


class WithdrawForm(AskForm):
    """What she said when she took her yes back."""

    reason = line_field("What she said, and how", most=500)
