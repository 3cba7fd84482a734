"""Answers on their way: sealed with a key that only the person holds."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now

from intake.models.enquiry import Enquiry
from intake.phrase import DAYS_KEPT

WITHOUT_A_WAY_BACK = timedelta(hours=24)
WITH_A_PHRASE = timedelta(days=DAYS_KEPT)


class DraftQuerySet(models.QuerySet["Draft"]):
    def kept(self) -> Self:
        """Still there for their person: sent, or not past their day."""
        return self.filter(models.Q(expires_at__gt=Now()) | models.Q(enquiry__isnull=False))

    def expired(self) -> Self:
        """Never sent, and past the day on which they are deleted."""
        return self.filter(expires_at__lte=Now(), enquiry=None)


class Draft(models.Model):
    """The answers of one person, encrypted, found and opened by a secret of theirs.

    The secret is a random token. The session holds it while somebody writes; the private phrase,
    if they asked for one, seals it, so that six words lead back to it. Neither staff nor a
    stolen database can open what has not been sent. Once sent, this row is the way back to the
    enquiry and the one verbatim copy of what was answered.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lookup = models.CharField(max_length=64, unique=True, editable=False)
    answers_sealed = models.BinaryField(editable=False)
    phrase_lookup = models.CharField(max_length=64, blank=True, editable=False)
    token_sealed = models.BinaryField(default=bytes, editable=False)
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()
    enquiry = models.OneToOneField(
        Enquiry, on_delete=models.CASCADE, null=True, related_name="draft"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_phrase_leads_to_one_draft",
                fields=["phrase_lookup"],
                condition=~models.Q(phrase_lookup=""),
            )
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"

    @property
    def has_a_way_back(self) -> bool:
        return bool(self.phrase_lookup)
