"""The look taken at each original: its job, and the facts it found."""

from typing import Any, ClassVar, Self

from django.db import models

from cases.jobs import Job, JobQuerySet
from evidence.models.item import File, Item

PROBLEMS = {
    "too_large": "It is too large to be drawn.",
    "locked": "It is protected by a password.",
    "unreadable": "It is damaged or not what it says it is.",
    "stopped": "Drawing it took too much time or memory and was stopped.",
}


class InspectionQuerySet(JobQuerySet):
    def claimable(self) -> Self:
        """As of any job, but none for what is held back: it waits for its release."""
        held = File.objects.filter(item__in=Item.objects.held_back())
        return super().claimable().exclude(file__in=held.values("pk"))


class Inspection(Job):
    """The job of drawing one original, and what was read from it on the way."""

    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="inspection")
    problem = models.CharField(max_length=12, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False, help_text="Pixels or points")
    height = models.PositiveIntegerField(default=0, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)
    taken = models.CharField(
        max_length=19, blank=True, editable=False, help_text="EXIF, 2026:10:07 08:02:11"
    )
    taken_offset = models.CharField(max_length=6, blank=True, editable=False)
    has_location = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(
        default=False, editable=False, help_text="A PDF that carries scripts, launches or files"
    )

    objects: ClassVar[models.Manager[Any]] = InspectionQuerySet.as_manager()

    @property
    def reason(self) -> str:
        """Why there is no picture, in words."""
        return PROBLEMS.get(self.problem, "")

    def __str__(self) -> str:
        return f"Look at file {self.file_id}"
