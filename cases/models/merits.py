"""An attorney's certificate that a suit has merit."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.models.case import Case


class MeritsCertificate(models.Model):
    """What the claims are, where they go, how strong they are: an attorney answers for it.

    Privileged work product. Never changed; a new certificate stands in for the one before.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merits_certificates")
    claims = models.TextField(max_length=8000, help_text="Each claim with its elements and proof")
    weaknesses = models.TextField(max_length=8000, help_text="What the other side will say")
    forum = models.CharField(max_length=200, help_text="The court, and why it is the right one")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"Merits of {self.case_id}, {self.at:%Y-%m-%d} UTC"
