"""Safety: flags, how the client is reached, her code word, who is not the source."""

from typing import Any

from django import forms

from accounts.models import Channel, SafeContact
from cases.forms.asking import (
    AskForm,
    line_field,
    long_enough,
)
from cases.models import (
    Case,
    OnlineAccount,
    Party,
    ReachOutcome,
    SafetyKind,
)


class FlagForm(AskForm):
    """A danger, and whom it comes from as far as anyone knows."""

    kind = forms.ChoiceField(label="Danger", choices=SafetyKind.choices)
    source = forms.ChoiceField(
        label="From whom",
        help_text="“Not known” blocks letters to everyone of the other side until told apart",
        required=False,
    )
    reason = line_field("What happened or was said", most=500)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        people = [(f"party-{party.pk}", party.label) for party in case.parties.all()]
        accounts = [
            (f"account-{account.pk}", f"Account {account.letter}: {account}")
            for account in case.accounts.select_related("platform")
        ]
        choices = [("", "Not known, or the whole case"), *people, *accounts]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def named(self) -> dict[str, Party | OnlineAccount]:
        """The party or the account the flag names, if any."""
        what, _, pk = self.cleaned_data["source"].partition("-")
        if what == "party":
            return {"party": self.case.parties.get(pk=pk)}
        if what == "account":
            return {"account": self.case.accounts.get(pk=pk)}
        return {}


class SafeContactForm(AskForm):
    """How the client may be reached; what nobody asked stays “no”."""

    channel = forms.ChoiceField(label="Safe way", choices=Channel.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter an address such as name@example.com."},
    )
    email_safe = forms.BooleanField(label="Only the client reads this address", required=False)
    phone = line_field("Phone", most=40, required=False)
    voicemail_ok = forms.BooleanField(label="We may leave a voice message", required=False)
    text_ok = forms.BooleanField(label="We may send a text message", required=False)
    may_say_who = forms.BooleanField(label="We may say who we are", required=False)
    device_unsafe = forms.BooleanField(label="Others may see her phone or computer", required=False)
    times = line_field("Safe days and hours", most=200, required=False)
    subject = line_field(
        "Subject line of mail", most=40, required=False, help_text="It must say nothing"
    )
    code_word = line_field(
        "New code word",
        most=80,
        required=False,
        help_text="Check the old one first. Leave empty to keep it.",
    )
    code_word.validators.append(long_enough)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept: SafeContact | None, **kwargs: Any) -> None:
        shown = {name: getattr(kept, name) for name in self.base_fields if hasattr(kept, name)}
        # The code word is heard, never shown.
        shown.pop("code_word", None)
        known = shown or {"channel": Channel.PORTAL, "version": 0}
        super().__init__(*args, initial=known, **kwargs)

    def facts(self) -> dict[str, Any]:
        left_out = {"once", "version"}
        facts = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return facts | {"channel": Channel(facts["channel"])}


class CodeWordForm(AskForm):
    """What a caller says when asked for the code word."""

    said = forms.CharField(
        label="What the caller says",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type what the caller says."},
    )


class ReachSettleForm(AskForm):
    """What the client said about a change that her page asked for."""

    outcome = forms.ChoiceField(
        label="What she said",
        choices=[
            (ReachOutcome.USED, "She asked for it, and it is safe"),
            (ReachOutcome.DROPPED, "She no longer wants it"),
            (ReachOutcome.NOT_HERS, "It was not her: somebody else uses her page"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what she said."},
    )
    how = line_field(
        "How you asked her",
        most=300,
        help_text="Such as: called the number we had, code word given, she was alone",
    )


class DifferenceForm(AskForm):
    """Why someone is not the source of a danger."""

    party = forms.ModelChoiceField(
        label="Who is not the source",
        queryset=Party.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )
    reason = line_field("How you know", most=500)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.all()  # type: ignore[attr-defined]
