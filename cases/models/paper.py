"""Papers put before the client, and her answers to them. None of these rows is ever changed."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.constraints import known_values
from cases.models.case import Case


class PaperKind(models.TextChoices):
    ENGAGEMENT = "engagement", "Engagement letter"
    DO_NOT_ENGAGE = "do_not_engage", "Do-not-engage sheet"
    PLAN = "plan", "Plan"
    CONTACT = "contact", "Consent that we write to the other side"
    COSTS = "costs", "Consent to cost, publicity, counterclaim and fee risk"


class PaperQuerySet(models.QuerySet["Paper"]):
    def approved(self) -> Self:
        return self.filter(approval__isnull=False)


class Paper(models.Model):
    """One version of a text for the client, with what the firm notes beside it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=16, choices=PaperKind)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=20000, help_text="The exact words the client reads")
    memo = models.TextField(
        max_length=20000,
        blank=True,
        help_text="Work product, never for the client",
    )
    standard = models.CharField(
        max_length=24, blank=True, help_text="The standard text it is, unchanged, with its version"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            known_values(kind=PaperKind.values),
            models.UniqueConstraint(
                name="paper_versions_count_up", fields=["case", "kind", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.number}"


class PaperApproval(models.Model):
    """An attorney lets a version be put before the client."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.paper_id} approved by {self.by_id}"


class Way(models.TextChoices):
    """How the client gave her answer."""

    PAGE = "page", "On her own page"
    SIGNED = "signed", "On signed paper"
    READ_OUT = "read_out", "It was read out to her"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawal=None)


class Consent(models.Model):
    """The client's yes to a version of a paper."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=16, choices=PaperKind)
    paper = models.ForeignKey(
        Paper,
        on_delete=models.PROTECT,
        null=True,
        related_name="consents",
        help_text="None where only the signed paper holds the words",
    )
    way = models.CharField(max_length=8, choices=Way)
    words = models.CharField(
        max_length=500, blank=True, help_text="The name she signed with, or how it was read out"
    )
    given_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The client herself where she gave it on her page",
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            known_values(kind=PaperKind.values, way=Way.values),
            models.CheckConstraint(
                name="only_a_signed_paper_stands_for_the_words",
                condition=models.Q(paper__isnull=False) | models.Q(way=Way.SIGNED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_way_display()}"


class Withdrawal(models.Model):
    """The client takes her yes back; the record of it stays."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.consent_id} withdrawn"
