"""Forms of the client's own pages, and the invitation to them."""

from typing import Any

from django import forms

from accounts.models import Channel, SafeContact
from cases import once
from cases.client.reach_changes import Wish
from cases.forms.asking import AskForm, long_enough
from cases.models import IdentityWay
from intake.forms.fields import EmailField, PhoneField, too_long

MESSAGE_LENGTH = 4000
NOTE_LENGTH = 1000
WAYS = [
    (Channel.PORTAL, "Only here"),
    (Channel.EMAIL, "Email"),
    (Channel.PHONE, "A phone call"),
    (Channel.TEXT, "A text message"),
]


class MessageForm(forms.Form):
    number = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Your message",
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Write your message first",
            "max_length": f"Write up to {MESSAGE_LENGTH:,} characters, and send the rest after it",
        },
    )


class ReadForm(forms.Form):
    """A paper she read; her name is her signature, except where it is only read."""

    name = forms.CharField(
        label="Your full name, as you would sign",
        max_length=200,
        error_messages={
            "required": "Type your full name, if you agree",
            "max_length": "Type your full name in up to 200 characters",
        },
    )

    def __init__(self, *args: Any, signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not signed:
            del self.fields["name"]


class NoteForm(AskForm):
    """What the files are."""

    note = forms.CharField(
        label="What they are, and where they come from",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        """The words with plain line ends: what a person typed is counted as she sees it."""
        words = "\n".join(self.cleaned_data["note"].splitlines())
        if len(words) > NOTE_LENGTH:
            raise forms.ValidationError(
                f"These words are too long. Write up to {NOTE_LENGTH:,} characters"
            )
        return words


class ReachForm(forms.Form):
    """How a client wants to be reached.

    With ``kept`` the page shows nothing of what we keep, because somebody else may read it: what
    is left empty stays as it is.
    """

    channel = forms.ChoiceField(
        label="The safest way",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the safest way to reach you"},
    )
    email = EmailField(label="Email that only you can open", required=False, max_length=254)
    phone = PhoneField(label="Number that only you answer", required=False, max_length=30)
    voicemail_ok = forms.BooleanField(label="You may leave a message", required=False)
    times = forms.CharField(
        label="Good times, and times to avoid",
        max_length=120,
        required=False,
        error_messages={"max_length": too_long(120)},
    )
    device_unsafe = forms.BooleanField(
        label="Someone else may see this phone or computer", required=False
    )

    code_word = forms.CharField(
        label="A code word",
        help_text="We ask for it when we speak, to know that it is you. Choose one that nobody "
        "around you would guess. Leave it empty to keep the one you have.",
        max_length=80,
        required=False,
        validators=[long_enough],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Choose a word of up to 80 characters"},
    )
    number = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=once.fresh_number)

    def __init__(self, *args: Any, kept: SafeContact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("email", "phone", "times", "voicemail_ok", "device_unsafe"):
            if self.kept and name not in self.errors:
                cleaned[name] = cleaned.get(name) or getattr(self.kept, name)
        way = cleaned.get("channel")
        if way == Channel.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter an email address like name@example.com")
        by_phone = way in (Channel.PHONE, Channel.TEXT)
        if by_phone and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Enter a phone number like 202 555 0143")
        return cleaned

    def wish(self) -> Wish:
        given = {name: said for name, said in self.cleaned_data.items() if name != "number"}
        return Wish(**given | {"channel": Channel(given["channel"])})


class InviteForm(forms.Form):
    """A client's way in."""

    email = forms.EmailField(
        label="Email the client signs in with",
        help_text="Nothing is sent to it unless it is marked safe.",
        error_messages={"required": "Write the address", "invalid": "Write a whole address"},
    )
    checked_how = forms.CharField(
        label="How you made sure who this is",
        help_text="Such as in person with a photo ID, or by a call with the code word.",
        max_length=200,
        error_messages={"required": "Say how you made sure"},
    )
    code_word = forms.CharField(
        label="Code word the client chose",
        help_text="Ask for it now, when nobody else hears it. It is never shown again.",
        max_length=80,
        required=False,
        validators=[long_enough],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    number = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=once.fresh_number)
    alone = forms.BooleanField(
        label="I hand the code to the client alone, in person or through the safe channel",
        error_messages={"required": "Tick this, or do not invite yet"},
    )


class NewCodeForm(forms.Form):
    """A new one-time code for a client who cannot sign in."""

    way = forms.ChoiceField(
        label="How you made sure who this is",
        choices=[
            (IdentityWay.CODE_WORD, "She said her code word, and I compared it just now"),
            (IdentityWay.IN_PERSON, "She is here, with a photo ID"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how you made sure"},
    )
    words = forms.CharField(
        label="What you saw", max_length=200, required=False, help_text="Only if she is here."
    )
    number = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=once.fresh_number)
    alone = forms.BooleanField(
        label="I hand the code to the client alone, in person or through the safe channel",
        error_messages={"required": "Tick this, or do not make a code yet"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == IdentityWay.IN_PERSON and not cleaned.get("words"):
            self.add_error("words", "Say what you saw, such as a driving licence")
        return cleaned
