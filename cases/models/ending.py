"""How a case ended, and that it was opened again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.constraints import known_values, or_empty
from cases.models.case import Case


class Ending(models.TextChoices):
    """How a matter can end; the ends of step 6 come from the firm's handbook."""

    RESOLVED = "resolved", "Resolved without a court"
    SETTLED = "settled", "Settled"
    JUDGMENT = "judgment", "Judgment"
    ORDER_GRANTED = "order_granted", "Order granted"
    ORDER_DENIED = "order_denied", "Order denied"
    DISMISSED = "dismissed", "Dismissed"
    WITHDRAWN = "withdrawn", "Withdrawn by the client"
    REFERRED = "referred", "Passed on to another lawyer"
    NOT_PURSUED = "not_pursued", "Not pursued further"


class CaseEnding(models.Model):
    """One closing or reopening; append-only, the newest says how the case stands."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="endings")
    outcome = models.CharField(
        max_length=16, choices=Ending, blank=True, help_text="Empty when it was opened again"
    )
    reason = models.TextField(max_length=2000)
    told_on = models.DateField(
        null=True, help_text="The closing letter, which states every limit still running"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            known_values(outcome=or_empty(Ending.values)),
            models.CheckConstraint(
                name="closing_was_told",
                condition=models.Q(outcome="") | models.Q(told_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Closed: {self.get_outcome_display()}" if self.outcome else "Opened again"
