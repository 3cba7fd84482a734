"""Who looked at what, who searched for what, and who was refused."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.constraints import known_values
from cases.models.case import Case


class AccessKind(models.TextChoices):
    VIEWED = "viewed", "Looked at"
    SEARCHED = "searched", "Searched"
    REFUSED = "refused", "Was refused"


class AccessEntry(models.Model):
    """One look, search or refusal; append-only, and never part of the custody chain."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="access_entries"
    )
    kind = models.CharField(max_length=8, choices=AccessKind)
    page = models.CharField(max_length=80, help_text="The page's name, such as cases:overview")
    subject = models.CharField(max_length=80, blank=True, help_text="Such as E-0012")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(name="looks_at_a_case", fields=["case", "-id"])]
        constraints: ClassVar = [known_values(kind=AccessKind.values)]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.page}"
