"""Files of an enquiry that were sent by mistake."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from evidence.models import Blob
from intake.models.enquiry import Enquiry


class SentByMistake(models.Model):
    """The person took one file back: hidden from everyone but the one who reviews it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="mistakes")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_file_is_taken_back_once", fields=["enquiry", "blob"])
        ]

    def __str__(self) -> str:
        return f"Taken back from {self.enquiry_id}"
