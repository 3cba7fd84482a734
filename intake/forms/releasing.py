"""The form by which a letter comes onto the client's page."""

from django import forms

from cases.forms.asking import AskForm, day_field, line_field


class ReleaseForm(AskForm):
    """What the client reads about a letter."""

    words = line_field(
        "What the client reads about it",
        most=200,
        help_text="Plain words, such as: Our letter that asks him to take the posts down.",
    )
    sent_on = day_field(
        "Sent for her on", required=False, help_text="Leave it empty if it is not sent yet."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
