"""What the client asks about how she is reached, and how somebody made sure that it was her."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.constraints import known_values, or_empty
from accounts.models import Channel
from accounts.sealed import SealedText
from cases.models.case import Case
from cases.models.record import Task


class ReachOutcome(models.TextChoices):
    AT_ONCE = "at_once", "In force at once"
    USED = "used", "The client confirmed it"
    DROPPED = "dropped", "The client no longer wants it"
    NOT_HERS = "not_hers", "It was not the client"
    REPLACED = "replaced", "Something newer took its place"


class ReachChangeQuerySet(models.QuerySet["ReachChange"]):
    def waiting(self) -> Self:
        return self.filter(outcome="")


class ReachChange(models.Model):
    """How a client's own page asked that she be reached; kept as asked, whatever became of it.

    Whoever holds her phone can send one, so only what makes things quieter is in force at once.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reach_changes")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=8, choices=Channel)
    email_sealed = models.BinaryField(default=bytes, editable=False)
    phone_sealed = models.BinaryField(default=bytes, editable=False)
    code_word_sealed = models.BinaryField(default=bytes, editable=False)
    email = SealedText()
    phone = SealedText()
    code_word = SealedText()
    voicemail_ok = models.BooleanField()
    times = models.CharField(max_length=200, blank=True)
    device_unsafe = models.BooleanField()
    outcome = models.CharField(max_length=8, choices=ReachOutcome, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_how = models.CharField(max_length=300, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")

    objects = ReachChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            known_values(channel=Channel.values, outcome=or_empty(ReachOutcome.values)),
            models.UniqueConstraint(
                name="one_reach_change_waits", fields=["case"], condition=models.Q(outcome="")
            ),
            models.CheckConstraint(
                name="a_settled_reach_change_says_when",
                condition=models.Q(outcome="", settled_at=None)
                | (~models.Q(outcome="") & models.Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.get_outcome_display() or 'waiting'}"

    @property
    def is_waiting(self) -> bool:
        return not self.outcome


class IdentityWay(models.TextChoices):
    CODE_WORD = "code_word", "By the code word"
    IN_PERSON = "in_person", "In person, with a photo ID"


class IdentityCheck(models.Model):
    """One time somebody made sure whether they spoke with the client. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="identity_checks")
    way = models.CharField(max_length=9, choices=IdentityWay)
    matched = models.BooleanField()
    words = models.CharField(max_length=200, blank=True, help_text="Never the code word")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(name="latest_identity_checks", fields=["case", "-at"])]
        constraints: ClassVar = [known_values(way=IdentityWay.values)]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {'the client' if self.matched else 'not sure'}"
