"""Forms of the administrator: people, and the firm with its jurisdictions and help lines."""

import hashlib
import json
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.forms.models import model_to_dict

from accounts.clock import known_zones
from accounts.models import Firm, FirmJurisdiction, HelpLine, Role, User

STAFF_ROLES = [(role.value, role.label) for role in Role if role != Role.CLIENT]
# The names of sites that greet people; “x” alone would be part of too many others.
PERSONAL_SITES = frozenset(
    {"bing", "facebook", "gmail", "google", "instagram", "linkedin", "live", "mail", "outlook"}
    | {"pinterest", "reddit", "snapchat", "tiktok", "twitter", "whatsapp", "yahoo", "youtube"}
)
PERSONAL_HOSTS = frozenset({"x.com", "t.me"})


def time_zones() -> list[tuple[str, str]]:
    """Return the zones of cities: ``America/Los_Angeles`` reads ``Los Angeles (America)``."""
    cities = sorted(zone for zone in known_zones() if zone.count("/") == 1)
    named = [zone for zone in cities if not zone.startswith(("Etc/", "SystemV/", "US/"))]
    pairs = [(zone, *zone.replace("_", " ").split("/")) for zone in named]
    return [("UTC", "UTC"), *((zone, f"{city} ({area})") for zone, area, city in pairs)]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A new person of the firm. Clients are invited from their case."""

    role = forms.ChoiceField(choices=STAFF_ROLES)

    class Meta:
        model = User
        fields: ClassVar = ["name", "email", "role"]
        labels: ClassVar = {"email": "Work email"}
        error_messages: ClassVar = {
            "name": {"required": "Enter the person’s name"},
            "email": {
                "required": "Enter the person’s work email",
                "invalid": "Enter an email address like name@example.com",
                "unique": "Somebody with this email is already here",
            },
        }
        widgets: ClassVar = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "email": forms.EmailInput({"autocomplete": "off"}),
        }

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(self.Meta.error_messages["email"]["unique"])
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=STAFF_ROLES)


class FirmForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """What the firm is called, where it sits, and what client pages show of it.

    The page remembers which values it was filled with. When somebody saved others meanwhile,
    nothing is stored: what was typed stays, and what stands now is said beside each field.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    time_zone = forms.ChoiceField(choices=time_zones)
    exit_url = forms.URLField(
        label="Address that “Leave this site” opens",
        help_text="A site anyone might have open, such as a weather site",
        assume_scheme="https",
        error_messages={"required": "Enter an address that starts with https://"},
    )

    class Meta:
        model = Firm
        fields: ClassVar = [
            "name",
            "address",
            "phone",
            "email",
            "hours",
            "reply_working_days",
            "time_zone",
            "neutral_name",
            "exit_url",
            "second_person",
            "intake_open",
        ]
        error_messages: ClassVar = {
            "name": {"required": "Enter the firm’s name"},
            "neutral_name": {"required": "Enter a name that says nothing"},
            "reply_working_days": {"required": "Enter a number of working days"},
        }
        widgets: ClassVar = {
            "second_person": forms.RadioSelect,
            "address": forms.Textarea({"rows": 4}),
            "reply_working_days": forms.NumberInput({"min": 1, "max": 30}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = model_to_dict(self.instance, self.Meta.fields)
        self.initial["seen"] = self.fingerprint()

    def fingerprint(self) -> str:
        """Return a short mark of the stored values."""
        return hashlib.sha256(json.dumps(self.stored).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("seen") and given["seen"] != self.fingerprint():
            self.add_error(None, "Somebody saved other values meanwhile. Save again to keep yours.")
            for name in self.Meta.fields:
                if name in given and given[name] != self.stored[name]:
                    self.add_error(name, f"Stored meanwhile: {self.stored[name]}")
            self.data = {**self.data.dict(), "seen": self.fingerprint()}  # type: ignore[attr-defined]
        return given

    def clean_exit_url(self) -> str:
        """Refuse sites that greet people by name or show what they looked at before."""
        address: str = self.cleaned_data["exit_url"]
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        if not address.startswith("https://"):
            raise forms.ValidationError("Enter an address that starts with https://")
        if PERSONAL_SITES & {*host.split(".")[:-1]} or PERSONAL_HOSTS & {
            host,
            host.partition(".")[2],
        }:
            raise forms.ValidationError(
                "This site shows people their own things. Choose a plain one, such as weather."
            )
        return address


class JurisdictionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    class Meta:
        model = FirmJurisdiction
        fields: ClassVar = ["code", "name"]
        error_messages: ClassVar = {
            "code": {"required": "Enter a code such as US-CA"},
            "name": {"required": "Enter the name, such as California"},
        }

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.firm = firm

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].upper()
        if self.instance.firm.jurisdictions.filter(code=code).exists():
            raise forms.ValidationError("This place is already listed")
        return code


class HelpLineForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    class Meta:
        model = HelpLine
        fields: ClassVar = ["name", "number", "hours"]
        error_messages: ClassVar = {
            "name": {"required": "Enter who answers"},
            "number": {"required": "Enter the number"},
        }

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.firm = firm

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        same = self.instance.firm.help_lines.filter(number=number)
        if same.filter(name=self.cleaned_data.get("name", "")).exists():
            raise forms.ValidationError("This help line is already listed")
        return number
