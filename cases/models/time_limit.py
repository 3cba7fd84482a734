"""Claims and their time limits, which are never shown as certain before they are confirmed."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from accounts.constraints import all_or_none
from cases.models.case import Case
from cases.models.incident import Incident


class ClaimQuerySet(models.QuerySet["Claim"]):
    def pursued(self) -> Self:
        """Those an attorney has not given up; the newest decision counts."""
        given_up = ClaimDecision.objects.filter(
            pk__in=ClaimDecision.objects.newest(), pursued=False
        )
        return self.exclude(pk__in=given_up.values("claim"))


class Claim(models.Model):
    """Something the client may go to court for; each claim has a time limit of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
    name = models.CharField(max_length=120, help_text="Such as defamation")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("case", Lower("name"), name="a_claim_once_per_case")
        ]

    def __str__(self) -> str:
        return self.name


class ClaimDecisionQuerySet(models.QuerySet["ClaimDecision"]):
    def newest(self) -> models.QuerySet["ClaimDecision", int]:
        """The keys of the latest decision on each claim."""
        last = self.filter(claim=models.OuterRef("claim")).order_by("-pk").values("pk")[:1]
        return self.filter(pk=models.Subquery(last)).values_list("pk", flat=True)


class ClaimDecision(models.Model):
    """An attorney gives a claim up, or takes it up again, with a reason. Never changed."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    pursued = models.BooleanField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ClaimDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.claim_id}: {'pursued' if self.pursued else 'not pursued'}"


class TimeLimitQuerySet(models.QuerySet["TimeLimit"]):
    def standing(self) -> Self:
        """Not set aside, and of a claim that is pursued."""
        return self.filter(dismissed_by=None, claim__in=Claim.objects.pursued())


@pghistory.track()
class TimeLimit(models.Model):
    """The last safe day of one claim, with its basis; typed by one person, confirmed by another."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="time_limits")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="time_limits")
    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="time_limits",
    )
    expires_on = models.DateField(help_text="The last safe day")
    basis = models.CharField(max_length=300, help_text="The rule, and the day it is counted from")
    counted_from = models.DateField(
        help_text="The earliest possible posting, unless a rule says later"
    )
    discovery_rule = models.CharField(
        max_length=300, blank=True, help_text="The rule an attorney names to count from later"
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_reason = models.CharField(max_length=300, blank=True)
    dismissed_reason = models.CharField(max_length=300, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["expires_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_confirmed_limit_says_by_whom",
                condition=all_or_none("confirmed_at", "confirmed_by"),
            ),
            models.CheckConstraint(
                name="a_limit_set_aside_says_why",
                condition=models.Q(dismissed_by=None, dismissed_reason="")
                | (models.Q(dismissed_by__isnull=False) & ~models.Q(dismissed_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim}, {self.expires_on}"

    @property
    def basis_sentence(self) -> str:
        """The rule, ended as a sentence, whoever typed it with or without a full stop."""
        return f"{self.basis.rstrip('.')}."

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person stood behind it; whether it is certain says `steps.certainty`."""
        return self.confirmed_at is not None


class AnsweredPosting(models.Model):
    """An incident that may be older than a limit counts from, dated as it was at the answer.

    The reason the attorney gave stands on the limit. An incident dated differently since has no
    answer. Never changed.
    """

    limit = models.ForeignKey(TimeLimit, on_delete=models.PROTECT, related_name="answered_postings")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    posted_earliest = models.DateTimeField(null=True)
    posted_latest = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_posting_answered_once", fields=["limit", "incident"])
        ]

    def __str__(self) -> str:
        return f"{self.limit_id}: {self.incident_id}"
