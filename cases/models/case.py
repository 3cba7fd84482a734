"""The case, who works on it, and who is kept out."""

import uuid
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from accounts.constraints import known_values
from accounts.models import Role, SafeContact, User


class Counter(models.Model):
    """The last number given out in one scope."""

    scope = models.CharField(max_length=80, unique=True)
    last = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"


class Step(models.TextChoices):
    """The six steps, in their usual order."""

    PLAN = "plan", "Plan"
    EVIDENCE = "evidence", "Evidence"
    IDENTIFY = "identify", "Identify"
    AMICABLE = "amicable", "Resolve"
    REPORT = "report", "Report"
    LEGAL = "legal", "Legal action"


class Category(models.TextChoices):
    """What is being done to the client."""

    DEFAMATION = "defamation", "Defamation"
    CYBERSTALKING = "cyberstalking", "Stalking"
    THREATS = "threats", "Threats"
    DOXXING = "doxxing", "Private details published"
    IMPERSONATION = "impersonation", "Impersonation"
    REPEATED_ABUSE = "repeated_abuse", "Repeated abuse"
    NCII = "ncii", "Intimate images"
    EXTORTION = "extortion", "Extortion"
    HATE = "hate_discrimination", "Hate or discrimination"
    INTRUSION = "account_intrusion", "Account broken into"
    FALSE_REVIEWS = "false_reviews", "False reviews"
    SWATTING = "swatting", "False emergency call"
    MEDIA = "media_publication", "News publication"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Cases the person may know exist.

        Clients: their own. Staff: those on whose team they are. Supervising attorneys:
        all. An ethical wall beats every role. Administrators see no case content.
        """
        if not user.is_active or user.role == Role.ADMIN:
            return self.none()
        unwalled = self.exclude(pk__in=Wall.objects.standing().filter(user=user).values("case"))
        if user.role == Role.CLIENT:
            own = ClientAccess.objects.standing().filter(user=user)
            return unwalled.filter(pk__in=own.values("party__case"))
        if user.role == Role.SUPERVISOR:
            return unwalled
        team = TeamMember.objects.standing().filter(user=user)
        return unwalled.filter(pk__in=team.values("case"))

    def still_open(self) -> Self:
        return self.filter(closed_at=None)


@pghistory.track(exclude=["changed_at"])
class Case(models.Model):
    """One matter of one client."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(max_length=16, unique=True, editable=False)
    client_name = models.CharField(max_length=200, help_text="The client as staff call them")
    pseudonym = models.CharField(max_length=80, blank=True, help_text="Name used in papers")
    headline = models.CharField(max_length=200, blank=True)
    jurisdiction = models.CharField(max_length=12, blank=True, help_text="Such as US-CA")
    zone = models.CharField(max_length=64, default="America/Los_Angeles", help_text="Client's zone")
    focus = models.CharField(max_length=8, choices=Step, default=Step.PLAN, editable=False)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="led_cases"
    )
    safe_contact = models.ForeignKey(
        SafeContact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    held_since = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Since then no file is opened until a named person releases it",
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(db_default=Now())

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(focus=Step.values)]

    def __str__(self) -> str:
        return f"{self.ref} {self.client_name}"

    def get_absolute_url(self) -> str:
        return reverse("cases:overview", kwargs={"case_ref": self.ref})

    @property
    def name_in_papers(self) -> str:
        """The client's name as outgoing papers give it."""
        return self.pseudonym or self.client_name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def held_back(self) -> bool:
        """Whether each file waits for a named person to release it."""
        return self.held_since is not None


class CaseCategory(models.Model):
    """One kind of harm in one case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(max_length=24, choices=Category)

    class Meta:
        constraints: ClassVar = [
            known_values(code=Category.values),
            models.UniqueConstraint(name="category_once_per_case", fields=["case", "code"]),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class CategoryCorrection(models.Model):
    """One kind of harm put to a case or taken from it: who, when, why. Never changed afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="category_corrections")
    code = models.CharField(max_length=24, choices=Category)
    added = models.BooleanField(help_text="Put to the case, else taken from it")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(code=Category.values)]

    def __str__(self) -> str:
        return f"{'Added' if self.added else 'Removed'} “{self.get_code_display()}”"


class Goal(models.Model):
    """What the client wants, in the client's order."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    rank = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="goals_have_an_order",
                fields=["case", "rank"],
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.text


class StandingQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Begun and not ended."""
        return self.filter(
            models.Q(ended_at=None) | models.Q(ended_at__gt=Now()), began_at__lte=Now()
        )


class TeamMember(models.Model):
    """Someone of the firm who works on the case, from and until."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="on_the_team_once",
                fields=["case", "user"],
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="who_left_the_team_says_by_whom",
                condition=models.Q(ended_at=None) | models.Q(ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.case_id}"


class Wall(models.Model):
    """An ethical wall: this person knows nothing of this case, whatever their role."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="walls")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="walls"
    )
    reason = models.CharField(max_length=500)
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="walled_once",
                fields=["case", "user"],
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="an_ended_wall_says_who_and_why",
                condition=models.Q(ended_at=None)
                | (models.Q(ended_by__isnull=False) & ~models.Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} kept from {self.case_id}"


class ClientAccess(models.Model):
    """A client's sign-in, bound to the party they are."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="client_accesses",
    )
    party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, related_name="client_accesses"
    )
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    identity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    identity_checked_how = models.CharField(max_length=200)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="client_access_once",
                fields=["user", "party"],
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="an_ended_access_says_who_and_why",
                condition=models.Q(ended_at=None)
                | (models.Q(ended_by__isnull=False) & ~models.Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.party_id}"
