"""From which browsers a person has signed in."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class KnownBrowser(models.Model):
    """One kind of browser on one kind of system that a person signed in with, and since when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_browsers"
    )
    name = models.CharField(max_length=40, help_text="Such as Chrome on Windows")
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-last_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_browser_once", fields=["user", "name"])
        ]

    def __str__(self) -> str:
        return self.name
