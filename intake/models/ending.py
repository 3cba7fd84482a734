"""How an enquiry ends without a case."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.constraints import known_values
from intake.models.enquiry import Enquiry


class DecliningQuerySet(models.QuerySet["Declining"]):
    def due(self, today: date) -> Self:
        """Declined so long ago that the answers must be erased."""
        return self.filter(erase_on__lte=today, erased_at=None)


class Declining(models.Model):
    """That we cannot act: the neutral notice, word for word, and until when anything is kept.

    The reason stays inside the firm.
    """

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="declining")
    notice = models.TextField()
    notice_version = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    files_until = models.DateField(help_text="The person may fetch their files until this day")
    erase_on = models.DateField(help_text="Answers and files are erased on this day")
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = DecliningQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="files_are_fetchable_before_they_are_erased",
                condition=models.Q(files_until__lt=models.F("erase_on")),
            )
        ]

    def __str__(self) -> str:
        return f"Declined {self.enquiry_id}"


class Withdrawal(models.Model):
    """The tombstone of an enquiry that the person took back before any engagement."""

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(auto_now_add=True)
    files_erased = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Withdrawn {self.enquiry_id}"


class ReachOutWhy(models.TextChoices):
    ASKED = "asked", "We asked something"
    CLEAR = "clear", "The check is clear: the story and files may come"
    DECLINED = "declined", "We cannot act"


class ReachOutQuerySet(models.QuerySet["ReachOut"]):
    def to_do(self) -> Self:
        return self.filter(done_at=None)


class ReachOut(models.Model):
    """That a person is to learn that something waits for them: by a neutral mail, or from us."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="reach_outs")
    why = models.CharField(max_length=8, choices=ReachOutWhy)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Nobody, where a neutral mail went out",
    )

    objects = ReachOutQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [known_values(why=ReachOutWhy.values)]

    def __str__(self) -> str:
        return self.get_why_display()
