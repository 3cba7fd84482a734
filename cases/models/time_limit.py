"""Time limits, which are never shown as certain before an attorney confirms them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.incident import Incident


@pghistory.track()
class TimeLimit(models.Model):
    """The last safe day of one claim, with its basis; typed by one person, confirmed by another."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="time_limits")
    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="time_limits",
    )
    claim = models.CharField(max_length=120, help_text="Such as libel, US-CA")
    expires_on = models.DateField(help_text="Counted from the earliest possible posting")
    basis = models.CharField(max_length=300, help_text="The rule, and the day it is counted from")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_reason = models.CharField(max_length=300, blank=True)
    dismissed_reason = models.CharField(max_length=300, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["expires_on", "pk"]

    def __str__(self) -> str:
        return f"{self.claim}, {self.expires_on}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
