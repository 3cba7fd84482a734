"""Making vaults, keeping files in them, opening and destroying them."""

import io
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from accounts import keys
from accounts.errors import Refusal
from cases.models import Case
from evidence import custody, sealing
from evidence.models import Act, Blob, Vault
from evidence.store import Arrival, FileStore


class AlreadyTaken(Refusal):
    """The vault belongs to a case, so what it holds can no longer be withdrawn."""


def store() -> FileStore:
    """The store of this installation."""
    return FileStore(settings.STORE_DIR, locked=settings.LOCKED_DIR)


def make_vault(case: Case | None = None) -> Vault:
    """A new vault with a key of its own, for a draft or for a case."""
    key = sealing.new_key()
    vault = Vault(case=case)
    vault.wrapped_key = keys.seal(key, context=vault.context)
    vault.recovery_wrapped_key = keys.seal_for_recovery(key, context=vault.context)
    vault.save()
    return vault


@transaction.atomic
def vault_of(case: Case) -> Vault:
    """The case's vault, locked until the transaction ends; made if there is none yet."""
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.pk)
    vault = Vault.objects.select_for_update(no_key=True).filter(case=case).first()
    return vault or make_vault(case)


def keep(arrival: Arrival, vault: Vault) -> Blob:
    """Put an arrival into a vault for good, and return its row.

    The bytes are on disk under their final name before the row is written.
    """
    blob = Blob(
        vault=vault,
        sha256=arrival.plain.sha256,
        size=arrival.plain.size,
        stored_sha256=arrival.keep(vault.uuid),
    )
    blob.wrap(arrival.key)
    blob.save()
    return blob


def keep_once(arrival: Arrival, vault: Vault) -> Blob:
    """Keep something that was made here; where the vault holds the same bytes, those stay."""
    arrival.finish()
    held = Blob.objects.readable().filter(vault=vault, sha256=arrival.plain.sha256).first()
    return held or keep(arrival, vault)


def keep_bytes(content: bytes, vault: Vault) -> Blob:
    """Keep something small that was made here, once."""
    with store().arrival() as arrival:
        arrival.write(content)
        return keep_once(arrival, vault)


def open_blob(blob: Blob, *, also_locked: bool = False) -> io.BufferedReader:
    """The bytes as received, readable from any position.

    Raises:
        evidence.store.Missing: The file is gone, or it is locked and not asked for as such.
        evidence.sealing.Damaged: Its bytes were changed; on opening or on reading.
    """
    uuid, name = blob.vault.uuid, blob.stored_sha256
    return store().open(uuid, name, blob.key, also_locked=also_locked)


@transaction.atomic
def shred(vault: Vault, *, actor: str = custody.VISITOR) -> None:
    """Destroy the key and remove the files of a vault that no case holds.

    Raises:
        AlreadyTaken: A case was opened from it.
    """
    locked = Vault.objects.select_for_update().get(pk=vault.pk)
    if locked.case_id is not None:
        raise AlreadyTaken("A case was opened from these files, so they cannot be erased here.")
    if locked.shredded_at is not None:
        return
    Blob.objects.filter(vault=locked).update(wrapped_key=None, erased_at=Now())
    Vault.objects.filter(pk=locked.pk).update(
        wrapped_key=None, recovery_wrapped_key=None, shredded_at=Now()
    )
    custody.record(locked, Act.WITHDRAWN, actor=actor)
    transaction.on_commit(partial(store().erase, locked.uuid))
