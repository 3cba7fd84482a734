"""People, organisations and unknown persons of a case, and the accounts they use."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.constraints import all_or_none, known_values
from accounts.sealed import SealedText
from cases.models.case import Case


class PartyKind(models.TextChoices):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    DOE = "doe", "Unknown person (Doe)"


class RoleOnCase(models.TextChoices):
    CLIENT = "client", "Client"
    ADVERSE = "adverse", "Other side"
    SUSPECTED = "suspected", "Suspected by the client"
    WITNESS = "witness", "Witness"
    CO_AFFECTED = "co_affected", "Also affected"
    EMPLOYER = "employer", "Employer or business"
    COUNSEL = "counsel", "Lawyer of the other side"
    PRIOR_COUNSEL = "prior_counsel", "Another lawyer of the client"
    PLATFORM = "platform", "Platform or host"
    PUBLISHER = "publisher", "Newspaper or other publisher"
    OTHER = "other", "Other"


@pghistory.track()
class Party(models.Model):
    """Someone who matters in one case. A Doe keeps the row when they get a name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=12, choices=PartyKind, default=PartyKind.PERSON)
    label = models.CharField(max_length=200, help_text="The name shown in lists")
    relation = models.CharField(max_length=120, blank=True, help_text="To the client")
    city = models.CharField(max_length=120, blank=True)
    is_minor = models.BooleanField(null=True, help_text="Under 18; unknown when empty")
    counsel = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="represents",
    )
    represented = models.BooleanField(null=True, help_text="Has a lawyer; unknown when empty")
    representation_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "parties"
        constraints: ClassVar = [known_values(kind=PartyKind.values)]

    def __str__(self) -> str:
        return self.label


class PartyRole(models.Model):
    """One role of one party."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="roles")
    code = models.CharField(max_length=16, choices=RoleOnCase)

    class Meta:
        constraints: ClassVar = [
            known_values(code=RoleOnCase.values),
            models.UniqueConstraint(name="role_once_per_party", fields=["party", "code"]),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class RoleChange(models.Model):
    """A role given or taken, or an unknown person named: by whom and why. Never changed."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="role_changes")
    code = models.CharField(
        max_length=16, choices=[*RoleOnCase.choices, (PartyKind.DOE.value, PartyKind.DOE.label)]
    )
    added = models.BooleanField(help_text="Given, else taken away")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(code=[*RoleOnCase.values, PartyKind.DOE.value])]

    def __str__(self) -> str:
        return f"{'Added' if self.added else 'Removed'} the role “{self.get_code_display()}”"


class NameKind(models.TextChoices):
    LEGAL = "legal", "Legal name"
    FORMER = "former", "Former name"
    USED = "used", "Name used"
    BUSINESS = "business", "Business name"


@pghistory.track()
class Name(models.Model):
    """A name a party bears or bore."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=8, choices=NameKind, default=NameKind.LEGAL)
    text = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [known_values(kind=NameKind.values)]

    def __str__(self) -> str:
        return self.text


class ContactKind(models.TextChoices):
    ADDRESS = "address", "Postal address"
    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"
    SCHOOL = "school", "School or workplace"
    OTHER = "other", "Other"


class ContactPoint(models.Model):
    """An address or number of a party, encrypted; of a client it is never printed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=ContactKind)
    value_sealed = models.BinaryField(editable=False)
    value = SealedText()
    protected = models.BooleanField(default=False, help_text="Must never leave the firm")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(kind=ContactKind.values),
            models.CheckConstraint(
                name="a_verified_address_says_by_whom",
                condition=all_or_none("verified_at", "verified_by"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Platform(models.Model):
    """A site or service where things are posted."""

    name = models.CharField(max_length=80, unique=True)
    host = models.CharField(max_length=120, blank=True, help_text="Such as chirrup.example.net")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class OnlineAccount(models.Model):
    """An account on a platform, marked in the case by a letter, a colour and a shape."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="accounts")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=3, editable=False)
    handle = models.CharField(max_length=120)
    display_name = models.CharField(max_length=200, blank=True)
    profile_url = models.URLField(max_length=1000, blank=True)
    platform_number = models.CharField("numeric id", max_length=80, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="letter_once_per_case", fields=["case", "letter"]),
            models.UniqueConstraint(
                name="account_once_per_case", fields=["case", "platform", "handle"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle}, {self.platform}"


class HandleUse(models.Model):
    """A handle or display name the account bore over some time."""

    account = models.ForeignKey(OnlineAccount, on_delete=models.CASCADE, related_name="handle_uses")
    handle = models.CharField(max_length=120)
    display_name = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.handle


class AttributionLevel(models.TextChoices):
    SUSPECTED = "suspected", "Suspected"
    PROBABLE = "probable", "Probable"
    ESTABLISHED = "established", "Established"
    ADMITTED = "admitted", "Admitted"
    COURT_ORDERED = "court_ordered", "Found by a court"
    REJECTED = "rejected", "Rejected"


@pghistory.track()
class Attribution(models.Model):
    """Who, in the attorney's view, stands behind an account, and on what basis."""

    account = models.ForeignKey(
        OnlineAccount, on_delete=models.CASCADE, related_name="attributions"
    )
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="attributions")
    level = models.CharField(max_length=16, choices=AttributionLevel)
    basis = models.TextField(max_length=2000)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(level=AttributionLevel.values),
            models.UniqueConstraint(name="one_view_per_pair", fields=["account", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.get_level_display()}"
