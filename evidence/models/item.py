"""Evidence items, their files, how each arrived, and what incidents they show."""

import uuid
from collections.abc import Iterable
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from accounts.constraints import all_or_none, known_values, or_empty
from accounts.models import User
from cases.models import Captured, Case, Incident, OnlineAccount, Party
from cases.models.moments import in_order, moment_values
from evidence import sniffing
from evidence.models.vault import Blob, Vault


class Sensitivity(models.TextChoices):
    NORMAL = "normal", "Ordinary"
    GRAPHIC = "graphic", "Distressing: covered until asked for"
    PRIVILEGED = "privileged", "Privileged: never leaves the firm"
    INTIMATE = "intimate", "Intimate: nobody opens it until it is released"
    MINOR = "minor", "May show a minor: locked"


class ItemState(models.TextChoices):
    RECEIVED = "received", "Needs review"
    REVIEWED = "reviewed", "Reviewed"
    SET_ASIDE = "set_aside", "Set aside"


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: User) -> Self:
        """Items of cases the person works on; one sent by mistake is for the lead alone."""
        return self.filter(models.Q(hidden_at=None) | models.Q(case__lead=user))

    def shown(self) -> Self:
        """Not hidden from the case as sent by mistake."""
        return self.filter(hidden_at=None)

    def altered(self) -> Self:
        """Those whose original no longer has the bytes we received."""
        return self.filter(files__role=FileRole.ORIGINAL, files__blob__altered_at__isnull=False)

    def held_back(self) -> Self:
        """Those that nobody opens: locked, or not released since they were held."""
        held = models.Q(case__held_since__isnull=False) & models.Q(
            released_at__lte=models.F("case__held_since")
        )
        closed = models.Q(sensitivity=Sensitivity.INTIMATE) | models.Q(
            case__held_since__isnull=False
        )
        return self.filter(
            models.Q(sensitivity=Sensitivity.MINOR) | held | (closed & models.Q(released_at=None))
        )

    def unsound(self) -> Self:
        """Those that no letter or packet may use: altered, locked, hidden or not released."""
        return self.filter(
            models.Q(pk__in=Item.objects.altered().values("pk"))
            | models.Q(pk__in=Item.objects.held_back().values("pk"))
            | models.Q(hidden_at__isnull=False)
        )

    def in_reading_order(self) -> Self:
        """By what it shows, else by its capture, else by its arrival: adds ``shown_at``."""
        first = models.Min(
            Coalesce(
                "incidents__posted_earliest",
                "incidents__posted_latest",
                "incidents__seen_earliest",
            )
        )
        return self.annotate(
            shown_at=Coalesce(first, "captured_earliest", "captured_latest", "arrived_at")
        ).order_by("shown_at", "pk")


@pghistory.track()
class Item(Captured):
    """One thing preserved: a number that never changes, over bytes that never change.

    What is said about it can be corrected here; what was said on arrival stays in its receipts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(
        max_length=4000, blank=True, help_text="Also read out to those who cannot see the picture"
    )
    account = models.ForeignKey(
        OnlineAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    address = models.URLField("link", max_length=2000, blank=True)
    captured_by = models.CharField(max_length=120, blank=True)
    sensitivity = models.CharField(
        max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL, editable=False
    )
    before_lock = models.CharField(
        max_length=10,
        choices=Sensitivity,
        blank=True,
        editable=False,
        help_text="How a locked item was handled before",
    )
    state = models.CharField(max_length=9, choices=ItemState, default=ItemState.RECEIVED)
    arrived_at = models.DateTimeField(db_default=Now(), editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    incidents = models.ManyToManyField(
        Incident, through="evidence.ItemIncident", related_name="items"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            known_values(
                sensitivity=Sensitivity.values,
                before_lock=or_empty(Sensitivity.values),
                state=ItemState.values,
                **moment_values("captured"),
            ),
            models.UniqueConstraint(name="item_number_once", fields=["case", "number"]),
            in_order("captured"),
            models.CheckConstraint(
                name="a_release_says_by_whom",
                condition=all_or_none("released_at", "released_by"),
            ),
            models.CheckConstraint(
                name="only_what_is_locked_was_otherwise_before",
                condition=models.Q(before_lock="") | models.Q(sensitivity=Sensitivity.MINOR),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("evidence:item", kwargs={"case_ref": self.case.ref, "item_ref": self.ref})

    @property
    def ref(self) -> str:
        """Such as E-0047."""
        return f"E-{self.number:04d}"

    @property
    def original(self) -> "File":
        """The file as received."""
        return next(file for file in self.files.all() if file.role == FileRole.ORIGINAL)

    @property
    def preview(self) -> "File | None":
        return newest(self.files.all(), FileRole.PREVIEW)

    @property
    def thumbnail(self) -> "File | None":
        return newest(self.files.all(), FileRole.THUMBNAIL)

    @property
    def is_altered(self) -> bool:
        """Whether the stored bytes were found to differ from those received."""
        return self.original.blob.is_altered

    @property
    def is_locked(self) -> bool:
        """Suspected to show a minor: nothing is opened, drawn, copied or sent."""
        return self.sensitivity == Sensitivity.MINOR

    @property
    def is_held_back(self) -> bool:
        """Nobody opens it until a named person releases it, after it was held."""
        if self.is_locked or self.released_at is None:
            return self.is_locked or self.case.held_back or self.sensitivity == Sensitivity.INTIMATE
        held_since = self.case.held_since
        return held_since is not None and self.released_at <= held_since

    @property
    def is_sound(self) -> bool:
        """Whether letters and packets may use it."""
        return not (self.is_altered or self.is_held_back or self.hidden_at)


class FileRole(models.TextChoices):
    ORIGINAL = "original", "Original"
    PREVIEW = "preview", "Picture for viewing"
    THUMBNAIL = "thumbnail", "Small picture"
    RENDITION = "rendition", "Prepared for print"


class File(models.Model):
    """A file of an item: the original, or something made from it. Never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=9, choices=FileRole)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="derivatives"
    )
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255, help_text="The original's as received")
    media_type = models.CharField(max_length=100, help_text="Judged from the bytes")
    width = models.PositiveIntegerField(null=True, help_text="Pixels, of pictures we made")
    height = models.PositiveIntegerField(null=True)
    made_by = models.CharField(max_length=40, blank=True, help_text="Program that made it")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(role=FileRole.values),
            models.UniqueConstraint(
                name="one_original_per_item",
                fields=["item"],
                condition=models.Q(role="original"),
            ),
            models.UniqueConstraint(
                name="made_once_by_each_program",
                fields=["parent", "role", "made_by"],
                condition=~models.Q(role="original"),
            ),
            models.CheckConstraint(
                name="only_originals_have_no_parent",
                condition=models.Q(role="original", parent=None)
                | (~models.Q(role="original") & models.Q(parent__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.item_id}"

    @property
    def kind(self) -> str:
        """The kind of file in words."""
        return sniffing.label(self.media_type)

    @property
    def icon(self) -> str:
        """The symbol of its kind."""
        return sniffing.icon(self.media_type)

    @property
    def is_misnamed(self) -> bool:
        """Whether the name it came under promises another kind of file."""
        return sniffing.differs_from_name(self.media_type, self.name)


def newest(files: Iterable[File], role: FileRole) -> File | None:
    """The latest file of a role."""
    return max((file for file in files if file.role == role), key=lambda f: f.pk, default=None)


class Channel(models.TextChoices):
    STAFF = "staff", "Added by the firm"
    CLIENT = "client", "Sent by the client from her page"
    ENQUIRY = "enquiry", "Sent with the enquiry"


class Obtained(models.TextChoices):
    CLIENT_DEVICE = "client_device", "Client's own device or account"
    FIRM_CAPTURE = "firm_capture", "Captured by the firm on a public page"
    WITNESS = "witness", "Given by a witness"
    PLATFORM_EXPORT = "platform_export", "Exported from the platform"
    MAIL = "mail", "Received by e-mail or post"
    AUTHORITY = "authority", "From police, court or platform"
    UNKNOWN = "unknown", "Not known yet"


class Receipt(Captured):
    """One arrival of a file: who sent it, how, and what was said about it then. Append-only.

    The time is the database's. Nothing is ever corrected here.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="receipts")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="receipts")
    channel = models.CharField(max_length=8, choices=Channel)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=255, help_text="File name as received")
    obtained = models.CharField(max_length=16, choices=Obtained, default=Obtained.UNKNOWN)
    captured_by = models.CharField(max_length=120, blank=True)
    address = models.URLField(max_length=2000, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    received_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(
                channel=Channel.values, obtained=Obtained.values, **moment_values("captured")
            ),
            in_order("captured"),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.received_at:%Y-%m-%d %H:%M} UTC"


class ItemIncident(models.Model):
    """An item shows something of an incident."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="incident_links")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="item_links")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="item_shows_incident_once", fields=["item", "incident"])
        ]

    def __str__(self) -> str:
        return f"{self.item_id} shows {self.incident_id}"
