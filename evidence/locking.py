"""What may show a minor: locked, together with all that has the same bytes, and laid apart.

The files of a locked item, its original and everything made from it, leave the store by a rename
into the folder of locked files, which backup and replication do not copy. What a higher app made
of it, such as a packet, goes along: see :func:`add_holder`. The rows say what is locked; after the
commit `settle` puts each file where the rows say, and beat does it again for what a crash left
behind. Nobody needs to remember where a file lies.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission, may
from cases import to_do
from cases.models import Case
from evidence import custody, vaults
from evidence.canonical import Plain
from evidence.models import Act, Blob, Item, Sensitivity, Vault

logger = logging.getLogger(__name__)

WAS_LOCKED = "was locked: it may show someone under 18. Decide what is done"

Holder = Callable[[QuerySet[Item]], QuerySet[Blob]]
_HOLDERS: list[Holder] = []


def add_holder(holder: Holder) -> None:
    """Let a higher app name the files it made that show any of some items; called once."""
    _HOLDERS.append(holder)


def same_bytes(item: Item) -> list[Item]:
    """The item, and every other of its case that shares bytes with it, pictures included."""
    Case.objects.select_for_update(no_key=True).get(pk=item.case_id)
    found: set[int] = set()
    more = {item.pk}
    while not more <= found:
        found |= more
        digests = Blob.objects.filter(files__item__in=found).values("sha256")
        alike = Item.objects.filter(case=item.case_id, files__blob__sha256__in=digests)
        more = set(alike.values_list("pk", flat=True))
    rows = Item.objects.select_for_update(of=("self",), no_key=True).select_related("case")
    return list(rows.filter(pk__in=found).order_by("pk"))


def lock(item: Item, *, by: User | None) -> None:
    """Lock an item and all that shares bytes with it; a supervising attorney has a task.

    Call it inside a transaction.

    Args:
        item: The item.
        by: Who locks it; none when the system does, because it shares bytes with a locked one.
    """
    data: dict[str, Plain] = {"sensitivity": Sensitivity.MINOR.value}
    for each in same_bytes(item):
        if not each.is_locked:
            _set(each, Sensitivity.MINOR)
            if by is None or not may(by, Permission.EVIDENCE_UNLOCK):
                to_do.call_supervisor(each.case, f"{each.ref} {WAS_LOCKED}", by=by)
            _record(each, Act.LOCKED, by, data)
    _settle_after_commit(item)


def unlock(item: Item, to: Sensitivity, *, by: User) -> None:
    """Take the lock from an item and from all that shares bytes with it: one decision for them.

    The others are never handled less strictly than they were before the lock.
    """
    for each in same_bytes(item):
        if each.is_locked:
            decided = to if each == item else _stricter(to, Sensitivity(each.before_lock or to))
            _set(each, decided)
            data: dict[str, Plain] = {"sensitivity": decided.value}
            _record(each, Act.SENSITIVITY_SET, by, data)
    _settle_after_commit(item)


def spread(item: Item) -> None:
    """Lock an item that has just come to share bytes with a locked one."""
    locked = Item.objects.filter(case=item.case_id, sensitivity=Sensitivity.MINOR)
    if not locked.exists() or item.is_locked:
        return
    if any(each.is_locked for each in same_bytes(item)):
        lock(item, by=None)
        item.refresh_from_db(fields=["sensitivity", "released_at", "released_by"])


def locked_blobs() -> QuerySet[Blob]:
    """Every file that must lie apart."""
    items = Item.objects.filter(sensitivity=Sensitivity.MINOR)
    pks = set(Blob.objects.filter(files__item__in=items).values_list("pk", flat=True))
    for holder in _HOLDERS:
        pks.update(holder(items).values_list("pk", flat=True))
    return Blob.objects.filter(pk__in=pks, erased_at=None)


@transaction.atomic
def settle(vault_pk: int) -> int:
    """Put each file of a vault where its rows say, and return how many moved; safe to repeat.

    The vault is locked meanwhile, so that the last decision wins on disk too.
    """
    vault = Vault.objects.select_for_update(no_key=True).get(pk=vault_pk)
    store = vaults.store()
    names = locked_blobs().filter(vault=vault).values_list("stored_sha256", flat=True)
    apart = set(names)
    moved = sum(store.lock(vault.uuid, name) for name in sorted(apart))
    back = set(store.locked_names(vault.uuid)) - apart
    return moved + sum(store.unlock(vault.uuid, name) for name in sorted(back))


def settle_all() -> int:
    """Settle every vault that has locked files, in rows or on disk; returns how many moved.

    A vault whose files cannot be moved now is logged, tried again next time, and stops no other.
    """
    on_disk = Vault.objects.filter(uuid__in=vaults.store().locked_vaults())
    pks = {*locked_blobs().values_list("vault", flat=True), *on_disk.values_list("pk", flat=True)}
    moved = 0
    for pk in sorted(pks):
        try:
            moved += settle(pk)
        except OSError:
            logger.exception("locked files of vault %s could not be moved", pk)
    return moved


def _settle_after_commit(item: Item) -> None:
    """A move that fails is logged and done by beat; the row already says that it is locked."""
    vault_pk = item.case.vault.pk
    transaction.on_commit(lambda: settle(vault_pk), robust=True)


def _stricter(one: Sensitivity, other: Sensitivity) -> Sensitivity:
    order = list(Sensitivity)
    return max(one, other, key=order.index)


def _set(item: Item, to: Sensitivity) -> None:
    before = item.sensitivity if to is Sensitivity.MINOR else ""
    Item.objects.filter(pk=item.pk).update(
        sensitivity=to, before_lock=before, released_at=None, released_by=None
    )


def _record(item: Item, act: Act, by: User | None, data: dict[str, Plain]) -> None:
    custody.record(item.case.vault, act, actor=custody.actor_of(by), item=item, data=data)
