"""What was answered before files, to the question whether they may show someone under 18."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.constraints import known_values
from cases.models import Case

SITTING = timedelta(hours=2)


class Young(models.TextChoices):
    NO = "no", "No"
    YES = "yes", "Yes"
    UNSURE = "unsure", "I am not sure"


class AnswerQuerySet(models.QuerySet[Any]):
    def of_this_sitting(self) -> Self:
        """Those that still let files in: “no”, and not long ago."""
        return self.filter(answer=Young.NO, at__gt=Now() - SITTING)

    def stopping(self) -> Self:
        """Those after which nothing was taken."""
        return self.exclude(answer=Young.NO)


class AnswerBeforeFiles(models.Model):
    """One answer: the question in its words, who answered what, and when. Nothing of a content."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.CharField(max_length=200, editable=False)
    answer = models.CharField(max_length=6, choices=Young, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        help_text="None for someone without a sign-in",
    )
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[models.Manager[Any]] = AnswerQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(answer=Young.values)]

    def __str__(self) -> str:
        return f"{self.question} {self.get_answer_display()}"

    @property
    def stops(self) -> bool:
        """Whether nothing may be taken after it."""
        return self.answer != Young.NO


class FilesAnswer(AnswerBeforeFiles):
    """An answer of the firm or of the client before files for a case. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files_answers")
