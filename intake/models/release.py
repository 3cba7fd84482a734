"""Approved letters that an attorney has put on a client's page."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.constraints import all_or_none
from cases.models import Case
from documents.models import LetterVersion


class ReleasedLetterQuerySet(models.QuerySet["ReleasedLetter"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class ReleasedLetter(models.Model):
    """One approved version that the client may read, with the words that stand beside it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="released_letters")
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="releases")
    words = models.CharField(max_length=200, help_text="What the client reads about it")
    sent_on = models.DateField(null=True, blank=True, help_text="The day it was sent for her")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ReleasedLetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_letter_stands_once_on_her_page",
                fields=["version"],
                condition=models.Q(taken_back_at=None),
            ),
            models.CheckConstraint(
                name="a_letter_taken_back_says_by_whom",
                condition=all_or_none("taken_back_at", "taken_back_by"),
            ),
        ]

    def __str__(self) -> str:
        return self.words
