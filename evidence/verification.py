"""Checking that the stored bytes are still the ones we received."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from cases.models import Case
from evidence import custody, sealing, vaults
from evidence.canonical import Plain
from evidence.hashing import sha256_of
from evidence.models import Act, Blob, FileRole, Item
from evidence.store import Missing

PIECE = 1 << 20
EVERY = timedelta(days=90)


def is_unchanged(blob: Blob) -> bool:
    """Whether the sealed bytes have the digest of their name and open to the bytes received.

    What is held back is not opened, also not by us: there the digest of the sealed bytes answers.
    """
    store, vault, name = vaults.store(), blob.vault.uuid, blob.stored_sha256
    if not store.is_intact(vault, name):
        return False
    if store.is_locked(vault, name) or Item.objects.held_back().filter(files__blob=blob).exists():
        return True
    try:
        with vaults.open_blob(blob, also_locked=True) as plain:
            return sha256_of(iter(lambda: plain.read(PIECE), b""))[0] == blob.sha256
    except (Missing, sealing.Damaged):
        return False


def check(blob: Blob, *, actor: str) -> bool:
    """Check a blob and note what was found; a change from before goes into the chain.

    From the moment a blob is found altered, every item over it is red, and letters and packets
    that use it are refused, until its bytes are back.
    """
    unchanged = is_unchanged(blob)
    was_altered = blob.is_altered
    _note(blob, unchanged=unchanged)
    if unchanged is was_altered:
        for item in _items_over(blob):
            _record(item, blob, unchanged=unchanged, actor=actor)
    return unchanged


def verify_item(item: Item, *, by: User | None) -> bool:
    """Check an item's original now, and record the answer in the chain either way."""
    blob = item.original.blob
    unchanged = is_unchanged(blob)
    _note(blob, unchanged=unchanged)
    for over in _items_over(blob):
        if over == item or not unchanged:
            _record(over, blob, unchanged=unchanged, actor=custody.actor_of(by))
    return unchanged


def check_oldest(*, most: int = 50, older_than: timedelta = EVERY) -> int:
    """Check files that nobody has read for long, oldest first; returns how many.

    Each is checked in a transaction of its own, so one damaged file never hides another.
    """
    due = Blob.objects.filter(erased_at=None).exclude(checked_at__gt=Now() - older_than)
    oldest = due.order_by(F("checked_at").asc(nulls_first=True), "pk")
    checked = 0
    for blob in oldest.select_related("vault")[:most]:
        with transaction.atomic():
            check(blob, actor=custody.SYSTEM)
        checked += 1
    return checked


def blocking_items(case: Case) -> list[Item]:
    """Items that stop letters and packets: their bytes are no longer the ones we received."""
    return list(Item.objects.filter(case=case).altered().order_by("number"))


def _note(blob: Blob, *, unchanged: bool) -> None:
    found: dict[str, object] = {"checked_at": Now()}
    if unchanged:
        found["altered_at"] = None
    elif not blob.is_altered:
        found["altered_at"] = Now()
    Blob.objects.filter(pk=blob.pk).update(**found)
    blob.refresh_from_db(fields=["checked_at", "altered_at"])


def _items_over(blob: Blob) -> list[Item]:
    over = Item.objects.filter(files__blob=blob, files__role=FileRole.ORIGINAL)
    return list(over.select_related("case").order_by("pk"))


def _record(item: Item, blob: Blob, *, unchanged: bool, actor: str) -> None:
    act = Act.VERIFIED if unchanged else Act.MISMATCH
    data: dict[str, Plain] = {"blob": str(blob.uuid), "sha256": blob.sha256}
    custody.record(blob.vault, act, actor=actor, item=item, data=data)
