"""Forms of the administrator: people, and the firm with its jurisdictions and help lines."""

from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms

from accounts.models import Firm, FirmJurisdiction, HelpLine, Role, User

STAFF_ROLES = [(role.value, role.label) for role in Role if role != Role.CLIENT]
PERSONAL_SITES = ("facebook.", "google.", "instagram.", "mail.", "tiktok.", "x.com", "youtube.")


def time_zones() -> list[tuple[str, str]]:
    """Return the zones of cities: ``America/Los_Angeles`` reads ``Los Angeles (America)``."""
    cities = sorted(zone for zone in available_timezones() if zone.count("/") == 1)
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
    """What the firm is called, where it sits, and what client pages show of it."""

    time_zone = forms.ChoiceField(choices=time_zones)
    exit_url = forms.URLField(
        label="Address that “Leave this site” opens",
        help_text="A site anyone might have open, such as a weather site",
        assume_scheme="https",
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
            "intake_open",
        ]
        widgets: ClassVar = {
            "address": forms.Textarea({"rows": 4}),
            "reply_working_days": forms.NumberInput({"min": 1, "max": 30}),
        }

    def clean_exit_url(self) -> str:
        """Refuse sites that greet people by name or show what they looked at before."""
        address: str = self.cleaned_data["exit_url"]
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        if not address.startswith("https://"):
            raise forms.ValidationError("Enter an address that starts with https://")
        if host.startswith(PERSONAL_SITES):
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
