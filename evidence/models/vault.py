"""Where the bytes lie: vaults with a key each, and the sealed files in them."""

import os
import uuid
from typing import ClassVar, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.db.models.functions import Now

from accounts import keys
from cases.models import Case

NONCE_BYTES = 12
DIGEST = r"^[0-9a-f]{64}$"


class Vault(models.Model):
    """The key and the folder of everything one matter received.

    Made with the enquiry's draft and given to the case when it is opened, so a receipt stays the
    upload's own and nothing is sealed twice. Its uuid names the folder and the custody chain. While
    no case holds it, its key can be destroyed, and with the key every file in it; after that never.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, related_name="vault", editable=False
    )
    wrapped_key = models.BinaryField(null=True, editable=False)
    recovery_wrapped_key = models.BinaryField(null=True, editable=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    shredded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="vault_key_until_shredded",
                condition=models.Q(
                    shredded_at=None, wrapped_key__isnull=False, recovery_wrapped_key__isnull=False
                )
                | models.Q(
                    shredded_at__isnull=False,
                    case=None,
                    wrapped_key=None,
                    recovery_wrapped_key=None,
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def context(self) -> str:
        """What the wrapped keys are bound to."""
        return f"vault|{self.uuid}"

    @property
    def key(self) -> bytes:
        """The vault's key, 32 bytes; it wraps the keys of the files and nothing else."""
        if self.wrapped_key is None:
            raise ValueError("The key of this vault was destroyed.")
        return keys.unseal(bytes(self.wrapped_key), context=self.context)


class BlobQuerySet(models.QuerySet["Blob"]):
    def readable(self) -> Self:
        """Neither found altered nor erased."""
        return self.filter(altered_at=None, erased_at=None)

    def altered(self) -> Self:
        return self.exclude(altered_at=None)


class Blob(models.Model):
    """One sealed file in one vault. Only what later checks found is ever written to it again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="blobs")
    sha256 = models.CharField(max_length=64, editable=False, help_text="Of the bytes as received")
    stored_sha256 = models.CharField(
        max_length=64, editable=False, help_text="Of the sealed bytes; their name on disk"
    )
    size = models.PositiveBigIntegerField(editable=False, help_text="Bytes as received")
    wrapped_key = models.BinaryField(null=True, editable=False)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    altered_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = BlobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="same_bytes_kept_once_per_vault",
                fields=["vault", "sha256"],
                condition=models.Q(altered_at=None, erased_at=None),
            ),
            models.UniqueConstraint(
                name="stored_name_once_per_vault", fields=["vault", "stored_sha256"]
            ),
            models.CheckConstraint(name="blob_not_empty", condition=models.Q(size__gt=0)),
            models.CheckConstraint(
                name="blob_key_until_erased",
                condition=models.Q(erased_at=None, wrapped_key__isnull=False)
                | models.Q(erased_at__isnull=False, wrapped_key=None),
            ),
            models.CheckConstraint(
                name="blob_is_named_by_digests",
                condition=models.Q(sha256__regex=DIGEST, stored_sha256__regex=DIGEST),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_altered(self) -> bool:
        return self.altered_at is not None

    @property
    def context(self) -> bytes:
        return f"blob|{self.uuid}".encode()

    @property
    def key(self) -> bytes:
        """The file's own key, 32 bytes."""
        if self.wrapped_key is None:
            raise ValueError("The key of this file was destroyed.")
        wrapped = bytes(self.wrapped_key)
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return AESGCM(self.vault.key).decrypt(nonce, body, self.context)

    def wrap(self, key: bytes) -> None:
        """Set the wrapped form of the file's key; does not save."""
        nonce = os.urandom(NONCE_BYTES)
        self.wrapped_key = nonce + AESGCM(self.vault.key).encrypt(nonce, key, self.context)
