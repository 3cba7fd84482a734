"""Forms about the papers put before the client."""

from typing import Any

from django.utils import timezone

from cases.forms.asking import AskForm, day_field, line_field, words_field


class PaperForm(AskForm):
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

    def __init__(self, *args: Any, with_memo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_memo:
            del self.fields["memo"]

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "memo") if name in self.fields}


class ReadOutForm(AskForm):
    """That the do-not-engage sheet was read out."""

    words = line_field(
        "Who read it out, and how",
        most=500,
        help_text="Such as: Sam Ortiz, by phone, code word given, she had no questions",
    )
    given_on = day_field("On")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"given_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class WithdrawForm(AskForm):
    """What she said when she took her yes back."""

    reason = line_field("What she said, and how", most=500)
