"""Scans of papers the client signed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.models import Consent
from evidence.models.item import Item


class SignedPaper(models.Model):
    """The item that holds the scan of a signed paper. Never changed."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="signed_paper")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="signed_papers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.consent_id} is in {self.item_id}"
