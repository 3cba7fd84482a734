"""How often something was done within one window of time."""

from django.db import models


class ThrottleCount(models.Model):
    """One counter: an act, a window, and a keyed digest of who acts, or everybody together."""

    key = models.CharField(max_length=80, unique=True)
    used = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True, help_text="When the window is over")

    def __str__(self) -> str:
        return f"{self.key}: {self.used}"
