"""What people type about packets."""

from django import forms

from cases.forms.asking import ChangeForm


class PacketForm(ChangeForm):
    """Asks what a packet is called on its cover."""

    title = forms.CharField(
        max_length=120,
        label="Title on the cover",
        help_text="Such as “Motion for early discovery, exhibits 4 to 9”",
        error_messages={"required": "Write a title for the cover."},
    )
