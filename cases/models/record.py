"""What people write down: tasks, internal notes, messages to the client, step sentences."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from accounts.constraints import known_values, or_empty
from accounts.models import Role, User
from cases.models.case import Case, Step, TeamMember, Wall
from cases.models.step import StepState


class TaskQuerySet(models.QuerySet["Task"]):
    def to_do(self) -> Self:
        return self.filter(done_at=None)

    def with_holders(self) -> Self:
        """Adds ``is_held``: whether it was given to somebody who still works on the case.

        That is who stands on its team, and every supervising attorney outside its walls.
        """
        holder = models.OuterRef("assigned_to")
        here = {"case": models.OuterRef("case"), "user": holder}
        acting = User.objects.who_act_on_cases()
        on_the_team = TeamMember.objects.standing().filter(user__in=acting, **here)
        supervising = acting.filter(role=Role.SUPERVISOR, pk=holder)
        walled = Wall.objects.standing().filter(**here)
        return self.annotate(
            is_held=models.Exists(on_the_team) | models.Exists(supervising) & ~models.Exists(walled)
        )

    def by_day(self) -> Self:
        """Adds ``day``, the day a task is due, and the last of all days without one."""
        return self.annotate(day=Coalesce("due_on", models.Value(date.max)))


@pghistory.track()
class Task(models.Model):
    """Something one person should do by a day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    step = models.CharField(max_length=8, choices=Step, blank=True)
    due_on = models.DateField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    not_needed_reason = models.CharField(max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    is_held: bool

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            known_values(step=or_empty(Step.values)),
            models.CheckConstraint(
                name="an_open_task_was_not_done",
                condition=models.Q(done_at__isnull=False)
                | models.Q(done_by=None, not_needed_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NextActionAnswerQuerySet(models.QuerySet["NextActionAnswer"]):
    def standing(self, today: date) -> Self:
        """Those that still hold: not needed, or put off to a later day."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=today))


class NextActionAnswer(models.Model):
    """What someone answered to a proposed next action: later, or not needed and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="next_action_answers")
    code = models.CharField(max_length=80, help_text="The proposal, such as time_limit:missing")
    until = models.DateField(null=True, blank=True, help_text="Empty when it is not needed at all")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = NextActionAnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="not_needed_says_why",
                condition=models.Q(until__isnull=False) | ~models.Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Note(models.Model):
    """An internal note: work product, never shown to the client and never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=50000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Message(models.Model):
    """A message between the firm and the client, a record of its own."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    from_client = models.BooleanField(default=False)
    text = models.TextField(max_length=20000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    copied_from = models.ForeignKey(
        Note, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_the_firm_copies_from_its_notes",
                condition=models.Q(from_client=False) | models.Q(copied_from=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class StepSentence(models.Model):
    """What the client's page says about one step, once a person has confirmed it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_sentences")
    step = models.CharField(max_length=8, choices=Step)
    text = models.CharField(max_length=300)
    state = models.CharField(
        max_length=12,
        choices=StepState,
        blank=True,
        help_text="The state of the step it was confirmed for; empty where none was noted",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(step=Step.values, state=or_empty(StepState.values))]

    def __str__(self) -> str:
        return self.text
