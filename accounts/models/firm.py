"""The firm: one row, and the rows that hang on it."""

from typing import ClassVar

from django.db import models

from accounts.constraints import known_values


class SecondPerson(models.TextChoices):
    """Who stands behind a serious decision beside the attorney who took it."""

    ATTORNEY = "attorney", "Another attorney"
    STAFF = "staff", "Another member of staff"
    WAIT = "wait", "The same attorney after waiting a day, with a reason"


class Firm(models.Model):
    """What the firm is called, where it sits, and what client pages show of it."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=120, default="Our firm")
    neutral_name = models.CharField(
        "name in client tabs",
        max_length=40,
        default="Client area",
        help_text="Shown in browser tabs and history, so it should say nothing",
    )
    address = models.TextField("letterhead address", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    exit_url = models.URLField(
        "address that “Leave this site” opens",
        default="https://www.example.com/",
        help_text="A site anyone might have open, such as a weather site",
    )
    hours = models.CharField(max_length=120, default="Monday to Friday, 9 to 5", blank=True)
    reply_working_days = models.PositiveSmallIntegerField(
        "we reply within, working days", default=1
    )
    time_zone = models.CharField(max_length=64, default="America/Los_Angeles")
    second_person = models.CharField(
        "who agrees",
        max_length=8,
        choices=SecondPerson,
        default=SecondPerson.ATTORNEY,
        help_text="When a serious safety flag is lifted, and when a time limit is confirmed. "
        "Filings never wait for it.",
    )
    intake_open = models.BooleanField("the questionnaire is open", default=True)

    class Meta:
        constraints: ClassVar = [
            known_values(second_person=SecondPerson.values),
            models.CheckConstraint(name="firm_is_one_row", condition=models.Q(only=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Firm":
        """The firm's row, or the defaults while nobody has filled it in."""
        return cls.objects.first() or cls()


class FirmJurisdiction(models.Model):
    """A place where the firm has someone admitted."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="jurisdictions")
    code = models.CharField(max_length=12, help_text="Such as US-CA or GB-ENG")
    name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="firm_jurisdiction_once", fields=["firm", "code"])
        ]

    def __str__(self) -> str:
        return self.name


class HelpLine(models.Model):
    """A number shown on the client pages' “Other help”."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="help_lines")
    name = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    hours = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.number}"
