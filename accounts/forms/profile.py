"""What people change about their own account."""

from typing import ClassVar

from django import forms

from accounts.forms.people import time_zones
from accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    time_zone = forms.ChoiceField(
        choices=time_zones, help_text="Times on your pages follow it, with UTC beside them"
    )

    class Meta:
        model = User
        fields: ClassVar = ["name", "time_zone", "shortcuts"]
        error_messages: ClassVar = {"name": {"required": "Enter your name"}}


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    class Meta:
        model = User
        fields: ClassVar = ["theme"]
