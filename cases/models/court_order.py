"""Orders and subpoenas: asked for, granted, served, or never served."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models

from accounts.constraints import known_values
from cases.models.case import Case


class OrderKind(models.TextChoices):
    PROTECTIVE = "protective_order", "Protective order"
    COURT = "court_order", "Court order"
    SUBPOENA = "subpoena", "Subpoena"


class CourtOrderQuerySet(models.QuerySet["CourtOrder"]):
    def unserved(self) -> Self:
        """Those the other side must not hear of yet."""
        return self.filter(served_on=None, ended_on=None)


@pghistory.track()
class CourtOrder(models.Model):
    """An order or a subpoena on its way; until it is served nobody may be warned of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="court_orders")
    kind = models.CharField(max_length=16, choices=OrderKind)
    court = models.CharField(max_length=200)
    docket = models.CharField(max_length=80, blank=True, help_text="The court's number of it")
    against = models.CharField(max_length=200, help_text="Whom it is served on")
    asked_on = models.DateField(null=True, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    served_on = models.DateField(null=True, blank=True)
    served_how = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="It will not be served")
    ended_why = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CourtOrderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            known_values(kind=OrderKind.values),
            models.CheckConstraint(
                name="a_served_order_says_how",
                condition=models.Q(served_on=None) | ~models.Q(served_how=""),
            ),
            models.CheckConstraint(
                name="an_ended_order_says_why_and_was_not_served",
                condition=models.Q(ended_on=None)
                | (~models.Q(ended_why="") & models.Q(served_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.court}"

    @property
    def is_unserved(self) -> bool:
        return self.served_on is None and self.ended_on is None
