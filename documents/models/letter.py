"""Letters: what they were made from, every version, what checks found, who approved what.

A version and its blocks are written once and never changed: an edit makes the next version.
So what a person approved, compared or returned is still there, word for word.
"""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from accounts.constraints import known_values
from cases.jobs import JOB_CONSTRAINTS, Job, JobQuerySet
from cases.models import Case, ContactPoint, OnlineAccount, Party, Statement
from documents import parts
from evidence.models import Item


class LetterKind(models.TextChoices):
    AMICABLE_REQUEST = parts.LetterKind.AMICABLE_REQUEST.value, "Amicable request"
    CEASE_DESIST = parts.LetterKind.CEASE_DESIST.value, "Cease and desist"


class BlockKind(models.TextChoices):
    SUBJECT = parts.Part.SUBJECT.value, "Subject"
    PARAGRAPH = parts.Part.PARAGRAPH.value, "Paragraph"
    HEADING = parts.Part.HEADING.value, "Heading"
    QUOTE = parts.Part.QUOTE.value, "Quotation"
    REASON = parts.Part.REASON.value, "What is wrong with a quotation"
    DEMANDS = parts.Part.DEMANDS.value, "List of demands"
    CLOSING = parts.Part.CLOSING.value, "Closing"


class Claim(models.TextChoices):
    """Claims a cease-and-desist letter can name; an attorney chooses."""

    DEFAMATION = "defamation", "defamation"
    FALSE_LIGHT = "false_light", "false light"
    PRIVATE_FACTS = "private_facts", "public disclosure of private facts"
    HARASSMENT = "harassment", "harassment"
    DISTRESS = "distress", "intentional infliction of emotional distress"
    IMPERSONATION = "impersonation", "impersonation"
    INTERFERENCE = "interference", "interference with business relations"


class TemplateVersion(models.Model):
    """The wording letters of one kind were made from. Never changed."""

    code = models.CharField(max_length=20, choices=LetterKind)
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            known_values(code=LetterKind.values),
            models.UniqueConstraint(name="template_version_once", fields=["code", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}, wording {self.version}"


class TemplatePassage(models.Model):
    """One passage of a template, with its merge fields."""

    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="passages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=BlockKind)
    applies = models.CharField(max_length=8, help_text="Once, or for each statement of a kind")
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            known_values(kind=BlockKind.values),
            models.UniqueConstraint(name="passage_position_once", fields=["template", "position"]),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class LetterQuerySet(models.QuerySet["Letter"]):
    def with_newest(self) -> Self:
        """Adds ``newest_number``, ``saved_at``, ``approved_number``, ``must_fix``, ``is_returned``.

        Each is ``None`` where there is nothing of the kind; ``must_fix`` counts the open findings
        stored with the newest version.
        """
        versions = LetterVersion.objects.filter(letter=models.OuterRef("pk")).order_by("-number")
        open_findings = (
            CheckResult.objects.filter(
                version=models.OuterRef("newest_id"), level=Level.MUST_FIX, answer=None
            )
            .order_by()
            .values("version")
            .annotate(count=models.Count("pk"))
        )
        return self.annotate(
            newest_id=models.Subquery(versions.values("pk")[:1]),
            newest_number=models.Subquery(versions.values("number")[:1]),
            saved_at=models.Subquery(versions.values("made_at")[:1]),
            approved_number=models.Subquery(
                versions.filter(approval__isnull=False).values("number")[:1]
            ),
        ).annotate(
            must_fix=models.Subquery(open_findings.values("count")[:1]),
            is_returned=models.Exists(
                LetterReturn.objects.filter(version=models.OuterRef("newest_id"))
            ),
        )

    def undecided(self) -> Self:
        """Drafted, with a newest version that nobody has approved or sent back."""
        newer = LetterVersion.objects.filter(
            letter=models.OuterRef("letter"), number__gt=models.OuterRef("number")
        )
        open_end = LetterVersion.objects.filter(
            ~models.Exists(newer), letter=models.OuterRef("pk"), approval=None, returns=None
        )
        return self.filter(models.Exists(open_end))


class Letter(models.Model):
    """One letter to one recipient; its words are in its versions."""

    uuid = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Made with the form: sent twice, made once"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind)
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="letters")
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="letters")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(kind=LetterKind.values)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("documents:letter", kwargs={"case_ref": self.case.ref, "letter_pk": self.pk})

    @property
    def newest(self) -> "LetterVersion | None":
        return self.versions.order_by("-number").first()

    @property
    def newest_draft(self) -> "LetterDraft":
        """The job that writes, or last wrote, a draft of it."""
        newest: LetterDraft = self.drafts.order_by("-pk")[0]
        return newest


class ChosenStatement(models.Model):
    """A statement a letter is to quote, in order."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="chosen")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="statement_chosen_once", fields=["letter", "statement"])
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} for {self.letter_id}"


class ChosenClaim(models.Model):
    """A claim a letter is to name, in order."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="claims")
    code = models.CharField(max_length=16, choices=Claim)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(code=Claim.values),
            models.UniqueConstraint(name="claim_chosen_once", fields=["letter", "code"]),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class LetterDraft(Job):
    """The job of writing a draft from the template and the reviewed facts."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="drafts")
    respond_by = models.DateField(help_text="The day the draft asks for an answer by")
    contact_point = models.ForeignKey(
        ContactPoint, on_delete=models.PROTECT, null=True, related_name="+"
    )
    account = models.ForeignKey(
        OnlineAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.OneToOneField(
        "documents.LetterVersion", on_delete=models.PROTECT, null=True, related_name="draft"
    )

    objects: ClassVar[models.Manager[Any]] = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            *JOB_CONSTRAINTS,
            models.UniqueConstraint(
                name="one_draft_at_work_per_letter",
                fields=["letter"],
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of letter {self.letter_id}"


class LetterVersion(models.Model):
    """The letter as it read after one save. Append-only, blocks included."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    change = models.CharField(max_length=120, help_text="What this save did")
    letterhead = models.TextField(help_text="The firm's name and address, line by line")
    addressee = models.TextField(help_text="Name and address of the recipient, line by line")
    contact_point = models.ForeignKey(
        ContactPoint, on_delete=models.PROTECT, null=True, related_name="+"
    )
    account = models.ForeignKey(
        OnlineAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dated_on = models.DateField()
    respond_by = models.DateField()
    text = models.TextField(help_text="All of the letter as plain text")
    text_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="letter_version_once", fields=["letter", "number"]),
            models.CheckConstraint(
                name="letter_goes_one_way",
                condition=models.Q(contact_point=None) | models.Q(account=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} v{self.number}"

    @property
    def is_approved(self) -> bool:
        return hasattr(self, "approval")


class LetterBlock(models.Model):
    """One block of one version. ``line`` stays the same while a block goes through versions."""

    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="blocks")
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=BlockKind)
    text = models.TextField(blank=True, help_text="Of a quotation: the exact words as frozen")
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        null=True,
        related_name="letter_blocks",
        help_text="What a quotation or its reason is about",
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            known_values(kind=BlockKind.values),
            models.UniqueConstraint(name="block_position_once", fields=["version", "position"]),
            models.UniqueConstraint(name="block_line_once", fields=["version", "line"]),
            models.CheckConstraint(
                name="quotations_and_reasons_have_a_statement",
                condition=models.Q(kind__in=["quote", "reason"], statement__isnull=False)
                | (~models.Q(kind__in=["quote", "reason"]) & models.Q(statement=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Citation(models.Model):
    """Where a quotation comes from, as it stood when the quotation was made."""

    block = models.OneToOneField(LetterBlock, on_delete=models.PROTECT, related_name="citation")
    words = models.TextField(help_text="The statement's exact words")
    posted = models.CharField(max_length=200, blank=True, help_text="When, in words")
    posted_by = models.CharField(max_length=300, blank=True, help_text="Account and platform")
    locator = models.CharField(max_length=2000, blank=True, help_text="Address or place")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="citations")
    exhibit = models.CharField(max_length=16, blank=True, help_text="Such as E-0048")
    needs_exhibit = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.exhibit} {self.words[:60]}"


class Proof(Job):
    """The job of setting one version as a PDF, and its result.

    The draft carries a DRAFT mark on each page; the final one is the same without it and is
    given out once the version is approved. A finished proof never changes.
    """

    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="proof")
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    draft_pdf = models.BinaryField(default=bytes, editable=False)
    draft_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    final_pdf = models.BinaryField(default=bytes, editable=False)
    final_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(default=0, editable=False)
    made_by = models.CharField(max_length=40, blank=True, help_text="Program that set it")

    objects: ClassVar[models.Manager[Any]] = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Proof of version {self.version_id}"


class Level(models.TextChoices):
    MUST_FIX = "must_fix", "Must fix"
    CONSIDER = "consider", "Consider"
    FINE = "fine", "Fine"


class CheckAnswer(models.Model):
    """An attorney's sentence about a finding. It holds while the finding reads the same."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="answers")
    rule = models.CharField(max_length=24)
    about = models.CharField(max_length=64, help_text="Digest of the words the finding is about")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="finding_answered_once", fields=["letter", "rule", "about"]
            )
        ]

    def __str__(self) -> str:
        return self.reason


class CheckResult(models.Model):
    """What one check found in one version when it was saved, or when it was approved."""

    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=24)
    level = models.CharField(max_length=8, choices=Level)
    absolute = models.BooleanField(default=False, help_text="No answer lifts it")
    title = models.CharField(max_length=120)
    sentence = models.CharField(max_length=500)
    line = models.UUIDField(null=True, help_text="The block it is about")
    about = models.CharField(max_length=64, blank=True)
    answer = models.ForeignKey(
        CheckAnswer, on_delete=models.PROTECT, null=True, related_name="results"
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            known_values(level=Level.values),
            models.UniqueConstraint(name="check_position_once", fields=["version", "position"]),
            models.CheckConstraint(
                name="no_answer_lifts_an_absolute_rule",
                condition=models.Q(absolute=False) | models.Q(answer=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LetterReturn(models.Model):
    """A version sent back to its author with a note. Append-only."""

    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="returns")
    note = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.note[:80]


class Approval(models.Model):
    """An attorney's word for exactly these words and these bytes. Append-only.

    The database refuses one whose digests are not those of the version and of its proof.
    """

    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="approval")
    proof = models.OneToOneField(Proof, on_delete=models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    text_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    second_factor_at = models.DateTimeField(help_text="When the attorney gave a code")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"Approval of version {self.version_id}"
