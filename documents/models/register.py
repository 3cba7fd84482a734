"""The registers that outlive every packet: exhibit labels, and Bates numbers of pages."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from cases.models import Case
from documents.models.packet import Packet
from documents.pdf.plan import Span
from evidence.models import File, Item


class ExhibitLabel(models.Model):
    """The label an item bears in every paper of its case; never given to another item."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibit_labels")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="exhibit_label")
    number = models.PositiveIntegerField(editable=False)
    reserved_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="label_once_per_case", fields=["case", "number"])
        ]

    def __str__(self) -> str:
        return f"Exhibit {self.number}"


class BatesSeries(models.Model):
    """The page numbers of one case: a prefix, and the last number given out."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="bates_series")
    prefix = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="bates_prefix_is_capitals",
                condition=models.Q(prefix__regex=r"^[A-Z]{2,10}$"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}, up to {self.last}"


class BatesRange(models.Model):
    """Page numbers one file keeps in one packet, through every rebuild. Never given again."""

    series = models.ForeignKey(BatesSeries, on_delete=models.PROTECT, related_name="ranges")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="bates_ranges")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    first = models.PositiveIntegerField(editable=False)
    last = models.PositiveIntegerField(editable=False)
    reserved_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["first"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="bates_first_once", fields=["series", "first"]),
            models.UniqueConstraint(name="bates_last_once", fields=["series", "last"]),
            models.CheckConstraint(
                name="bates_range_runs_forward",
                condition=models.Q(first__gt=0, first__lte=models.F("last")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    @property
    def span(self) -> Span:
        return Span(self.series.prefix, self.first, self.last)
