"""People who can sign in."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from accounts.constraints import known_values, or_empty
from accounts.models.contact import SafeContact


class Role(models.TextChoices):
    """What a person is in the firm's eyes; rights follow from ``permissions.GRANTS``."""

    CLIENT = "client", "Client"
    PARALEGAL = "paralegal", "Paralegal"
    ATTORNEY = "attorney", "Attorney"
    SUPERVISOR = "supervisor", "Supervising attorney"
    ADMIN = "administrator", "Administrator"


class Theme(models.TextChoices):
    """What a person chose against what their device says."""

    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class UserQuerySet(models.QuerySet["User"]):
    def staff(self) -> Self:
        """Everyone who works at the firm."""
        return self.exclude(role=Role.CLIENT)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def who_act_on_cases(self) -> Self:
        """Staff who may be on a case's team: administrators see no case content."""
        return self.active().exclude(role__in=[Role.CLIENT, Role.ADMIN])


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person; without a password they can only come in by an invitation."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with a sign-in. Most clients have none."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=Role)
    is_active = models.BooleanField(default=True)
    safe_contact = models.ForeignKey(
        SafeContact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    theme = models.CharField(
        max_length=8,
        choices=[("", "As the device"), *Theme.choices],
        default="",
        blank=True,
    )
    time_zone = models.CharField(max_length=64, default="America/Los_Angeles")
    shortcuts = models.BooleanField(
        "single-key shortcuts", default=True, help_text="j, k, x, / and ? on lists"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name", "role"]

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            known_values(role=Role.values, theme=or_empty(Theme.values)),
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=models.Q(email=models.functions.Lower("email")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether the person works at the firm, and so needs a second factor."""
        return self.role != Role.CLIENT

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
