"""Packets: what was chosen, and each version built from it."""

import uuid
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.constraints import known_values
from cases.jobs import JOB_CONSTRAINTS, Job, JobState
from cases.models import Case
from documents.pdf.plan import Span
from evidence.models import Blob, File, Item


@pghistory.track()
class Packet(models.Model):
    """A set of exhibits in an order, chosen by people; versions are built from it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packets")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=120, help_text="Such as “Motion for early discovery”")
    items = models.ManyToManyField(Item, through="documents.PacketExhibit", related_name="packets")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="packet_number_once", fields=["case", "number"])
        ]

    def __str__(self) -> str:
        return f"Packet {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("documents:packet", kwargs={"case_ref": self.case.ref, "packet_pk": self.pk})


class PacketExhibit(models.Model):
    """An item chosen for a packet, and its place in the order."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="exhibits")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="packet_places")
    position = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="item_once_in_a_packet", fields=["packet", "item"]),
            models.UniqueConstraint(
                name="one_exhibit_per_position",
                fields=["packet", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} at {self.position}"


class PacketVersion(Job):
    """One build of a packet: what went in, frozen when it was asked for, and the file it gave."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=120, editable=False)
    caption = models.CharField(max_length=200, editable=False, help_text="The matter, as printed")
    firm_name = models.CharField(max_length=120, editable=False)
    custody_seq = models.PositiveBigIntegerField(default=0, editable=False)
    custody_hash = models.CharField(max_length=64, blank=True, editable=False)
    made_with = models.CharField(max_length=120, blank=True, editable=False)
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    pages = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            *JOB_CONSTRAINTS,
            models.UniqueConstraint(name="packet_version_number_once", fields=["packet", "number"]),
            models.UniqueConstraint(
                name="one_build_of_a_packet_at_a_time",
                fields=["packet"],
                condition=models.Q(state__in=["waiting", "running"]),
            ),
            models.CheckConstraint(
                name="ready_packet_has_its_file",
                condition=~models.Q(state="done") | models.Q(blob__isnull=False, pages__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.packet_id}"

    def get_absolute_url(self) -> str:
        return reverse("documents:version", kwargs=self._place)

    @property
    def _place(self) -> dict[str, Any]:
        return {
            "case_ref": self.packet.case.ref,
            "packet_pk": self.packet_id,
            "version_pk": self.pk,
        }

    @property
    def is_ready(self) -> bool:
        return self.state == JobState.DONE

    @property
    def seconds_left(self) -> int | None:
        """A guess from the pace so far, while exhibits are being placed."""
        if self.started_at is None or not 1 < self.done < self.total:
            return None
        spent = (timezone.now() - self.started_at).total_seconds()
        return max(1, round(spent / self.done * (self.total - self.done)))

    @property
    def file_name(self) -> str:
        """What a download is called; it names no person."""
        return f"{self.packet.case.ref}-packet-{self.packet.number}-v{self.number}.pdf"


class PlacementKind(models.TextChoices):
    """How an exhibit is shown."""

    CONTENT = "content", "Shown"
    LODGED = "lodged", "Described here, lodged as a file"
    SEALED = "sealed", "Lodged under seal, not shown"


class ExhibitPlacement(models.Model):
    """One exhibit of one version, as it stood when the version was asked for."""

    version = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveIntegerField()
    label_number = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="placements")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    item_ref = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes")
    media_type = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=400, help_text="The account it concerns, neutrally")
    address = models.CharField(max_length=2000, blank=True)
    posted = models.CharField(max_length=200)
    captured = models.CharField(max_length=300)
    words = models.TextField(blank=True, help_text="Laid unseen over a picture, for search")
    is_sealed = models.BooleanField(default=False)
    is_distressing = models.BooleanField(default=False)
    kind = models.CharField(
        max_length=7, choices=PlacementKind, default=PlacementKind.CONTENT, editable=False
    )
    pages = models.PositiveIntegerField(default=0, editable=False)
    bates_prefix = models.CharField(max_length=10, blank=True, editable=False)
    bates_first = models.PositiveIntegerField(null=True, editable=False)
    bates_last = models.PositiveIntegerField(null=True, editable=False)
    note = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            known_values(kind=PlacementKind.values),
            models.UniqueConstraint(name="placement_has_its_place", fields=["version", "position"]),
            models.UniqueConstraint(name="item_placed_once", fields=["version", "item"]),
            models.UniqueConstraint(name="label_placed_once", fields=["version", "label_number"]),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.title}"

    @property
    def label(self) -> str:
        return f"Exhibit {self.label_number}"

    @property
    def anchor(self) -> str:
        """The name by which links inside the packet find this exhibit."""
        return f"exhibit-{self.label_number}"

    @property
    def bates(self) -> Span | None:
        if self.bates_first is None or self.bates_last is None:
            return None
        return Span(self.bates_prefix, self.bates_first, self.bates_last)


class ChronologyLine(models.Model):
    """One event of the chronology of one version, with the exhibits that show it."""

    version = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="chronology")
    position = models.PositiveIntegerField()
    stated = models.CharField(max_length=200, help_text="When, in words")
    summary = models.CharField(max_length=300)
    source = models.CharField(max_length=400, blank=True)
    exhibits = models.ManyToManyField(ExhibitPlacement, related_name="chronology_lines")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="chronology_line_has_its_place", fields=["version", "position"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.stated}: {self.summary}"
