"""Sign-in forms: django-allauth's checks in the house's words."""

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as MFAAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts import mfa
from accounts.models import User

NEW_PASSWORD = "At least 12 characters. Three or four unrelated words work well."  # noqa: S105


class PlainWords:
    """Visible labels instead of placeholders, and errors that say what to enter."""

    fields: dict[str, forms.Field]
    words: ClassVar[dict[str, tuple[str, str, str]]]  # label, hint, what to do when empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, ask) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = ask
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an email address like name@example.com"


class SignInForm(PlainWords, LoginForm):
    words: ClassVar = {
        "login": ("Email", "", "Enter your email address"),
        "password": ("Password", "", "Enter your password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskForCodeForm(PlainWords, ResetPasswordForm):
    words: ClassVar = {"email": ("Email", "", "Enter your email address")}


class ResetCodeForm(PlainWords, ConfirmPasswordResetCodeForm):
    words: ClassVar = {"code": ("Code from the message", "", "Enter the code from the message")}


class NewPasswordForm(PlainWords, ResetPasswordKeyForm):
    words: ClassVar = {
        "password1": ("New password", NEW_PASSWORD, "Enter a new password"),
        "password2": ("New password again", "", "Enter the same password again"),
    }


class ChangeOwnPasswordForm(PlainWords, ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": ("Current password", "", "Enter your current password"),
        "password1": ("New password", NEW_PASSWORD, "Enter a new password"),
        "password2": ("New password again", "", "Enter the same password again"),
    }


class PasswordAgainForm(PlainWords, ReauthenticateForm):
    words: ClassVar = {"password": ("Password", "", "Enter your password")}


class CodeOnceForm(PlainWords):
    """Accepts a code of the app once; recovery codes are used up by django-allauth itself."""

    words: ClassVar = {
        "code": ("Code", "Six digits from your app, or a recovery code", "Enter the code")
    }
    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside it
        from_app = self.authenticator.type == Authenticator.Type.TOTP
        if from_app and not mfa.use_up(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(CodeOnceForm, MFAAuthenticateForm):
    pass


class SecondFactorAgainForm(CodeOnceForm, MFAReauthenticateForm):
    pass


class SetUpSecondFactorForm(PlainWords, ActivateTOTPForm):
    words: ClassVar = {
        "code": ("Code your app shows now", "Six digits", "Enter the code your app shows")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        code: str = super().clean_code()
        mfa.use_up(self.user, code)
        return code


class FirstSignInForm(forms.Form):
    """A one-time code and the first password."""

    code = forms.CharField(
        label="One-time code",
        help_text="As it was given to you. Spaces, dashes and small letters do not matter.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": "Enter the code you were given"},
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=NEW_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter the same password again"},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, second = given.get("password"), given.get("again")
        if first and second and first != second:
            self.add_error("again", "The two passwords differ. Enter the same one twice.")
        return given
