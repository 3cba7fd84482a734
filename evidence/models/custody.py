"""The custody chain: what happened to the evidence, in an order nobody can change."""

from typing import ClassVar, Self

from django.db import models

from accounts.constraints import known_values
from cases.models import Case
from evidence.models.vault import Vault


class Act(models.TextChoices):
    """What can happen to evidence; the values are part of the hashed text and never change."""

    RECEIVED = "received", "Received"
    RECEIVED_AGAIN = "received_again", "The same bytes were received again"
    STORED = "stored", "Original stored, read-only"
    CASE_OPENED = "case_opened", "Taken over into the case"
    RELEASED = "released", "Released for viewing"
    LOCKED = "locked", "Locked"
    SENSITIVITY_SET = "sensitivity_set", "Handling changed"
    DERIVATIVE_MADE = "derivative_made", "Picture for viewing made"
    VERIFIED = "verified", "Checked: unchanged"
    MISMATCH = "mismatch", "Checked: NOT the bytes we received"
    ORIGINAL_DOWNLOADED = "original_downloaded", "Original downloaded"
    LINKED = "linked", "Linked to an incident"
    UNLINKED = "unlinked", "Link to an incident removed"
    HIDDEN = "hidden", "Hidden, sent by mistake"
    SHOWN = "shown", "Shown again"
    WITHDRAWN = "withdrawn", "Withdrawn by the sender and erased"
    INCLUDED_IN_PACKET = "included_in_packet", "Included in a packet"
    CITED_IN_LETTER = "cited_in_letter", "Cited in an approved letter"


class CustodyEntryQuerySet(models.QuerySet["CustodyEntry"]):
    def in_order(self) -> Self:
        return self.order_by("vault_id", "seq")

    def of_case(self, case: Case) -> Self:
        return self.filter(vault__case=case)


class CustodyEntry(models.Model):
    """One link of a vault's chain. Append-only.

    Only ``vault``, ``act``, ``actor``, ``subject`` and ``data`` can be given; the database itself
    sets the rest: sequence, time, predecessor, the exact text that is hashed, and the hash. Write
    through `evidence.custody.record`; the application's role may insert no other column.
    """

    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="custody")
    act = models.CharField(max_length=24, choices=Act, editable=False)
    actor = models.CharField(
        max_length=48, editable=False, help_text="user:<uuid>, party:<uuid>, visitor or system"
    )
    subject = models.UUIDField(null=True, editable=False, help_text="The item, if it is about one")
    data = models.TextField(editable=False, help_text="Ids, digests and codes as canonical JSON")
    seq = models.PositiveBigIntegerField(editable=False)
    prev = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    canonical = models.TextField(editable=False)
    recorded_at = models.DateTimeField(editable=False)
    db_user = models.CharField(max_length=63, editable=False)

    objects = CustodyEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="custody_numbered_once", fields=["vault", "seq"]),
            known_values(act=Act.values),
            models.CheckConstraint(
                name="custody_actor_is_an_id",
                condition=models.Q(
                    actor__regex=r"^(system|visitor|(user|party):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="custody_of_an_item", fields=["subject", "-seq"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class CustodyHead(models.Model):
    """The last link of each chain, written by the database's own trigger and nobody else."""

    vault = models.OneToOneField(
        Vault, on_delete=models.PROTECT, primary_key=True, related_name="custody_head"
    )
    seq = models.PositiveBigIntegerField(editable=False)
    hash = models.CharField(max_length=64, editable=False)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
