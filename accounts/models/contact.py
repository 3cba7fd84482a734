"""The safe contact profile of a client or of someone asking for help."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.constraints import known_values
from accounts.sealed import SealedText


class Channel(models.TextChoices):
    """A way to reach someone."""

    PORTAL = "portal", "Only this site"
    EMAIL = "email", "Email"
    PHONE = "phone", "Phone call"
    TEXT = "text", "Text message"
    NONE = "none", "Do not contact"


class SafeContact(models.Model):
    """How one person may be reached without danger; unknown means no.

    Nothing is sent to an address that stands here unless its ``…_safe`` says so.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PORTAL)
    email_sealed = models.BinaryField(default=bytes, editable=False)
    phone_sealed = models.BinaryField(default=bytes, editable=False)
    code_word_sealed = models.BinaryField(default=bytes, editable=False)
    email = SealedText()
    phone = SealedText()
    code_word = SealedText()
    email_safe = models.BooleanField(default=False, help_text="Only the client reads this address")
    voicemail_ok = models.BooleanField(default=False, help_text="We may leave a message")
    text_ok = models.BooleanField(default=False, help_text="We may send a text message")
    may_say_who = models.BooleanField(default=False, help_text="We may say who we are")
    device_unsafe = models.BooleanField(default=False, help_text="Others may see the device")
    times = models.CharField(max_length=200, blank=True, help_text="Safe days and hours")
    subject = models.CharField(
        max_length=40, default="Your appointment", help_text="Neutral subject line"
    )
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the changes, whoever made them"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects: ClassVar[models.Manager["SafeContact"]]

    class Meta:
        constraints: ClassVar = [known_values(channel=Channel.values)]

    def __str__(self) -> str:
        return self.get_channel_display()

    @property
    def may_be_mailed(self) -> bool:
        """Whether an e-mail may be sent: there is an address called safe, and nobody looks on."""
        may_come = self.channel != Channel.NONE and not self.device_unsafe
        return bool(self.email_safe and self.email_sealed and may_come)
