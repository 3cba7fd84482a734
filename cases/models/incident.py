"""Incidents, and the exact words within them that are complained of."""

import uuid
from datetime import UTC, datetime
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.constraints import known_values, or_empty
from cases.models.case import Case, Category
from cases.models.moments import Posted, Seen, in_order, moment_values
from cases.models.party import OnlineAccount


class Direction(models.TextChoices):
    OTHER_SIDE = "other_side", "By the other side"
    CLIENT = "client", "By our client"
    THIRD_PARTY = "third_party", "By someone else"


class Review(models.TextChoices):
    SUBMITTED = "submitted", "Waiting for review"
    REVIEWED = "reviewed", "Reviewed"
    SET_ASIDE = "set_aside", "Set aside"


class Online(models.TextChoices):
    LIVE = "live", "Still online"
    REMOVED = "removed", "Removed"
    UNSURE = "unsure", "Not known"
    NEVER = "never", "Never was online"


NEVER_DATED = datetime(9999, 1, 1, tzinfo=UTC)  # sorts what has no time at all last


class IncidentQuerySet(models.QuerySet["Incident"]):
    def in_reading_order(self) -> Self:
        """By the earliest time it can mean; “before” sorts by its latest; unknown last."""
        return self.annotate(
            sort_at=Coalesce(
                "posted_earliest", "posted_latest", "seen_earliest", models.Value(NEVER_DATED)
            )
        ).order_by("sort_at", "pk")

    def reviewed(self) -> Self:
        return self.filter(review=Review.REVIEWED)


@pghistory.track()
class Incident(Posted, Seen):
    """One act or publication at a place and time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="incidents")
    number = models.PositiveIntegerField(editable=False)
    direction = models.CharField(max_length=12, choices=Direction, default=Direction.OTHER_SIDE)
    category = models.CharField(max_length=24, choices=Category, blank=True)
    summary = models.CharField(max_length=300, help_text="Plain facts: who, what, where, when")
    account = models.ForeignKey(
        OnlineAccount,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
    )
    address = models.URLField("link", max_length=2000, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="Where there is no link")
    post_number = models.CharField("post id", max_length=120, blank=True)
    online = models.CharField(max_length=8, choices=Online, default=Online.UNSURE)
    seen_by = models.CharField("who saw it", max_length=300, blank=True)
    effect = models.TextField("effect on the client", max_length=4000, blank=True)
    clients_words = models.TextField(max_length=6000, blank=True, help_text="Read only")
    review = models.CharField(max_length=10, choices=Review, default=Review.SUBMITTED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            known_values(
                direction=Direction.values,
                category=or_empty(Category.values),
                online=Online.values,
                review=Review.values,
                **moment_values("posted"),
                **moment_values("seen"),
            ),
            models.UniqueConstraint(name="incident_number_once", fields=["case", "number"]),
            in_order("posted"),
            in_order("seen"),
            models.CheckConstraint(
                name="a_reviewed_incident_says_by_whom",
                condition=models.Q(review=Review.SUBMITTED)
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="incidents_in_order", fields=["case", "posted_earliest", "id"])
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.summary}"

    @property
    def ref(self) -> str:
        """Such as I-012."""
        return f"I-{self.number:03d}"

    def get_absolute_url(self) -> str:
        return reverse(
            "cases:incident",
            kwargs={"case_ref": self.case.ref, "incident_ref": self.ref},
        )


class StatementKind(models.TextChoices):
    FACT = "fact", "Statement of fact"
    OPINION = "opinion", "Opinion"
    THREAT = "threat", "Threat"
    PRIVATE = "private", "Private details"


class NotActionable(models.TextChoices):
    TRUE = "true", "True"
    PRIVILEGED = "privileged", "Privileged"
    OPINION = "opinion", "Opinion"
    CONSENTED = "consented", "Consented"


@pghistory.track()
class Statement(models.Model):
    """Exact words within an incident; letters quote these, character for character."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="statements")
    words = models.TextField(max_length=20000, help_text="Copied exactly, in the original language")
    kind = models.CharField(max_length=8, choices=StatementKind, default=StatementKind.FACT)
    why_false = models.TextField(max_length=4000, blank=True)
    proof = models.TextField(max_length=4000, blank=True, help_text="What shows it is false")
    not_actionable = models.CharField(
        max_length=12,
        blank=True,
        choices=NotActionable,
        help_text="Why an attorney will not rely on it",
    )
    review = models.CharField(max_length=10, choices=Review, default=Review.SUBMITTED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(
                kind=StatementKind.values,
                not_actionable=or_empty(NotActionable.values),
                review=Review.values,
            ),
            models.CheckConstraint(
                name="a_reviewed_statement_says_by_whom",
                condition=models.Q(review=Review.SUBMITTED)
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]
