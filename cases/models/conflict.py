"""The register of every name heard, and conflict checks over it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.constraints import known_values
from accounts.sealed import SealedText
from cases.models.case import Case
from cases.models.party import Party


class TermKind(models.TextChoices):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    HANDLE = "handle", "Account name"
    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"
    DOMAIN = "domain", "Web address"


class ContactImport(models.Model):
    """One import of old contacts from a CSV file; the first reading is always a dry run.

    The file itself is kept encrypted between the dry run and the decision, and then dropped.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)
    committed = models.BooleanField(default=False, help_text="False for a dry run")
    file_sealed = models.BinaryField(default=bytes, editable=False)
    file = SealedText()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What became of one line of an imported file."""

    batch = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    accepted = models.BooleanField()
    report = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="each_line_reported_once", fields=["batch", "line"])
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.report}"


class RegisterEntry(models.Model):
    """One name, handle, address or number heard anywhere, normalised for comparison.

    ``shown`` is empty for values kept encrypted elsewhere (e-mail, phone): their
    ``normal`` is a keyed digest, so the register itself gives nothing away.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=TermKind)
    shown = models.CharField(max_length=200, blank=True)
    normal = models.CharField(max_length=200, db_index=True)
    tokens = models.CharField(max_length=200, blank=True, help_text="Sorted words")
    sounds = models.CharField(max_length=120, blank=True, db_index=True)
    role = models.CharField(max_length=80, help_text="Such as other side, declined enquiry")
    source = models.CharField(max_length=40, help_text="Case, enquiry or import it was heard in")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="register_entries"
    )
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, related_name="register_entries"
    )
    batch = models.ForeignKey(
        ContactImport, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    city = models.CharField(max_length=120, blank=True)
    heard_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "register entries"
        indexes: ClassVar = [models.Index(name="heard_in", fields=["source"])]
        constraints: ClassVar = [known_values(kind=TermKind.values)]

    def __str__(self) -> str:
        return self.shown or self.get_kind_display()


class MatchLevel(models.TextChoices):
    EXACT = "exact", "Exact"
    PROBABLE = "probable", "Probable"
    POSSIBLE = "possible", "Possible"


class Outcome(models.TextChoices):
    CLEAR = "clear", "Clear"
    SCREENED = "clear_with_screen", "Clear with a screen"
    WAIVER = "waiver_needed", "A waiver is needed"
    DECLINED = "declined", "Declined"


class ConflictCheck(models.Model):
    """One search of the register; says how much was searched and until when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(max_length=40, help_text="The enquiry or case it was run for")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="conflict_checks"
    )
    run_at = models.DateTimeField(auto_now_add=True)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    people_searched = models.PositiveIntegerField()
    organisations_searched = models.PositiveIntegerField()
    handles_searched = models.PositiveIntegerField()
    contacts_searched = models.PositiveIntegerField(help_text="E-mail addresses and phones")
    last_import = models.ForeignKey(
        ContactImport, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"Check for {self.about}"


class CheckTerm(models.Model):
    """One term as it was searched."""

    check_run = models.ForeignKey(ConflictCheck, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind)
    shown = models.CharField(max_length=200, blank=True)
    normal = models.CharField(max_length=200)
    role = models.CharField(max_length=80, help_text="Who this is to the person asking")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [known_values(kind=TermKind.values)]

    def __str__(self) -> str:
        return self.shown or self.get_kind_display()


class MissingAnswer(models.Model):
    """Something a check would need to have searched, such as a former name nobody has told us."""

    check_run = models.ForeignKey(ConflictCheck, on_delete=models.CASCADE, related_name="missing")
    what = models.CharField(max_length=120, help_text="Such as: the client's former names")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.what


class HitMark(models.TextChoices):
    OPEN = "open", "Not decided"
    SAME = "same", "The same"
    NOT_SAME = "not_same", "Not the same"


class Hit(models.Model):
    """One entry of the register that resembles a searched term, with the reason in words."""

    check_run = models.ForeignKey(ConflictCheck, on_delete=models.CASCADE, related_name="hits")
    term = models.ForeignKey(CheckTerm, on_delete=models.CASCADE, related_name="hits")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=MatchLevel)
    reason = models.CharField(max_length=300)
    mark = models.CharField(max_length=8, choices=HitMark, default=HitMark.OPEN)
    mark_reason = models.CharField(max_length=300, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(level=MatchLevel.values, mark=HitMark.values),
            models.UniqueConstraint(name="one_hit_per_pair", fields=["term", "entry"]),
            models.CheckConstraint(
                name="a_marked_hit_says_by_whom",
                condition=models.Q(mark=HitMark.OPEN)
                | models.Q(marked_by__isnull=False, marked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} ~ {self.entry_id}"


class Decision(models.Model):
    """What an attorney decided on a check. Never changed; a new check needs a new one."""

    check_run = models.OneToOneField(
        ConflictCheck, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [known_values(outcome=Outcome.values)]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_clear(self) -> bool:
        return self.outcome in (Outcome.CLEAR, Outcome.SCREENED)
