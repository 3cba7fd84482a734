"""What is told only after the conflict check is clear."""

import uuid
from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from accounts.permissions import Permission, may
from accounts.sealed import SealedText
from cases.models import Case
from intake.models.enquiry import FREE, Enquiry

STORY_LENGTH = 6000


class StoryQuerySet(models.QuerySet["Story"]):
    def readable_by(self, user: User) -> Self:
        """Stories the person may read, none of the others selected.

        Before a case: whoever reads enquiries, while the check stands clear. Afterwards: the
        people who see the case.
        """
        if not may(user, Permission.INTAKE_READ):
            return self.none()
        before = models.Q(enquiry__case=None, enquiry__check_run__decision__outcome__in=FREE)
        return self.filter(before | models.Q(enquiry__case__in=Case.objects.visible_to(user)))


class Story(models.Model):
    """What happened, in the person's own words."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="story")
    text_sealed = models.BinaryField(editable=False)
    text = SealedText()
    written_at = models.DateTimeField(auto_now=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return f"Story of {self.enquiry_id}"
