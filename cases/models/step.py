"""The six steps of a case, their moves, and the flags that forbid some of them."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models

from accounts.constraints import known_values, or_empty
from cases.models.case import Case, Step
from cases.models.party import OnlineAccount, Party


class StepState(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    ACTIVE = "active", "Active"
    ON_HOLD = "on_hold", "On hold"
    COMPLETE = "complete", "Done"
    SKIPPED = "skipped", "Skipped"


class SkipReason(models.TextChoices):
    SAFETY_RISK = "safety_risk", "Contact could raise the risk"
    THREATS = "stalking_or_threats", "Stalking or threats"
    NCII = "ncii_or_extortion", "Intimate images or extortion"
    ORDER = "protective_order_in_force", "A protective order is in force"
    UNKNOWN = "harasser_unknown", "The person is unknown"
    REPRESENTED = "represented_party", "The other side has a lawyer"
    LIMITATION = "limitation_imminent", "A time limit is near"
    MEDIA = (
        "media_defendant_statutory_notice_instead",
        "A statutory notice goes out instead",
    )
    MINOR = "harasser_is_minor", "The other side is under 18"
    POLICE = "law_enforcement_asked_to_hold", "The police asked to hold contact"
    CLIENT = "client_declined", "The client does not want it"
    DONE_BEFORE = "already_done_before_intake", "Done before we were asked"
    REMOVED = "content_already_removed", "The content is already gone"
    CATEGORY = "not_applicable_to_category", "Does not fit this kind of matter"
    COST = "cost_disproportionate", "The cost is out of proportion"
    NO_CHANNEL = "platform_has_no_channel", "The platform has no channel"
    ADMITTED = "already_known_and_admitted", "Already known and admitted"
    RESOLVED = "resolved", "Already settled"
    MERITS = "merits_weak", "The merits are weak"
    OTHER = "other", "Other, explained"


class Emergency(models.TextChoices):
    """Why step 6 was opened before its gates were met."""

    ORDER = "emergency_order", "Emergency order"
    LIMITATION = "limitation_14_days", "Limitation within 14 days"


class CaseStep(models.Model):
    """One of the six steps of one case; several may be open at once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=8, choices=Step)
    state = models.CharField(
        max_length=12, choices=StepState, default=StepState.NOT_STARTED, editable=False
    )
    since = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(code=Step.values, state=StepState.values),
            models.UniqueConstraint(name="each_step_once_per_case", fields=["case", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.get_state_display()}"

    @property
    def number(self) -> int:
        """1 to 6."""
        return Step.values.index(self.code) + 1

    @property
    def is_open(self) -> bool:
        return self.state == StepState.ACTIVE


class StepTransition(models.Model):
    """One move of one step: who, when, why. Never changed afterwards."""

    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="transitions")
    left = models.CharField(max_length=12, choices=StepState)
    entered = models.CharField(max_length=12, choices=StepState)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=48, choices=SkipReason, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    emergency = models.CharField(
        max_length=24,
        blank=True,
        choices=Emergency,
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            known_values(
                left=StepState.values,
                entered=StepState.values,
                reason_code=or_empty(SkipReason.values),
                emergency=or_empty(Emergency.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.left} to {self.entered}"


class ConditionReading(models.Model):
    """One condition as it stood when a step moved."""

    transition = models.ForeignKey(
        StepTransition, on_delete=models.CASCADE, related_name="conditions"
    )
    code = models.CharField(max_length=48)
    sentence = models.CharField(max_length=300)
    met = models.BooleanField()
    overridden = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.sentence


class SafetyKind(models.TextChoices):
    IMMEDIATE_DANGER = "immediate_danger", "Immediate danger"
    CREDIBLE_THREAT = "credible_threat", "Credible threat"
    STALKING = "stalking", "Stalking"
    PROXIMITY = "physical_proximity", "Knows where the client is"
    WEAPON = "weapon", "Weapon"
    PRIOR_VIOLENCE = "prior_violence", "Earlier violence"
    NCII = "ncii", "Intimate images"
    SEXTORTION = "sextortion", "Sexual extortion"
    MINOR = "minor_involved", "Someone under 18"
    ORDER = "protective_order", "Protective order"


class SafetyFlagQuerySet(models.QuerySet["SafetyFlag"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)


@pghistory.track()
class SafetyFlag(models.Model):
    """A danger that names a party, an account, or (neither) the whole case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safety_flags")
    kind = models.CharField(max_length=20, choices=SafetyKind)
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="safety_flags",
    )
    account = models.ForeignKey(
        OnlineAccount,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="safety_flags",
    )
    reason = models.CharField(max_length=500)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lift_seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lift_asked_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True)
    lift_second_reason = models.CharField(max_length=500, blank=True)

    objects = SafetyFlagQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-raised_at"]
        constraints: ClassVar = [
            known_values(kind=SafetyKind.values),
            models.CheckConstraint(
                name="flag_names_a_party_or_an_account_not_both",
                condition=models.Q(party=None) | models.Q(account=None),
            ),
            models.CheckConstraint(
                name="a_lifted_flag_says_who_and_why",
                condition=models.Q(lifted_at=None)
                | (models.Q(lifted_by__isnull=False) & ~models.Q(lift_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SafetyDifference(models.Model):
    """An attorney's note why a party is not the source of a danger; only for this flag."""

    flag = models.ForeignKey(SafetyFlag, on_delete=models.CASCADE, related_name="differences")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_difference_per_party", fields=["flag", "party"])
        ]

    def __str__(self) -> str:
        return f"{self.party_id} is not behind {self.flag_id}"
