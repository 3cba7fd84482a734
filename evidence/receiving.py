"""Receiving evidence: bytes into the vault, then receipt, item and custody in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases import once
from cases.models import Case, Incident, OnlineAccount, Party
from cases.moments import Moment
from cases.numbering import next_number
from evidence import custody, locking, previews, sniffing, vaults, verification
from evidence.canonical import Plain
from evidence.models import (
    Act,
    Blob,
    Channel,
    File,
    FileRole,
    Item,
    ItemIncident,
    Obtained,
    Receipt,
    Sensitivity,
    Vault,
)
from evidence.store import Arrival, StoreFull
from evidence.uploading import SealedUpload

PIECE = 1 << 20


class NotTaken(Refusal):
    """A file that cannot be received, with what to do about it."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What was said about a file when it came; all of it may be unknown.

    Attributes:
        captured: When it was captured.
        captured_by: Who captured it, in words.
        obtained: How it was obtained.
        address: Link of the page it shows, or empty.
        note: Anything else that was said.
    """

    captured: Moment = field(default_factory=Moment)
    captured_by: str = ""
    obtained: Obtained = Obtained.UNKNOWN
    address: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Received:
    """What came of one file.

    Attributes:
        item: The item that holds the bytes.
        receipt: The record of this arrival.
        is_new: False when the case already held the same bytes; then one copy is kept.
    """

    item: Item
    receipt: Receipt
    is_new: bool


@transaction.atomic
def receive(
    content: SealedUpload | BinaryIO,
    *,
    case: Case,
    by: User,
    name: str = "",
    stated: Stated | None = None,
    incident: Incident | None = None,
    account: OnlineAccount | None = None,
    sensitivity: Sensitivity = Sensitivity.NORMAL,
    title: str = "",
) -> Received:
    """Preserve a file that someone of the firm adds to a case.

    The same bytes twice in one case are recognised: both arrivals get a receipt, one copy is kept.

    Args:
        content: An upload, or any readable binary file.
        name: The file's name as received; an upload brings its own.
        incident: Of the same case; the item is linked to it.

    Raises:
        NotTaken: It is empty, too big, or there is no room.
    """
    return _received(
        content,
        case=case,
        receipt=_receipt(name or _name_of(content), Channel.STAFF, stated, by=by),
        incident=incident,
        item=Item(account=account, sensitivity=sensitivity, title=title),
    )


def is_first(upload: SealedUpload, number: UUID | None, *, place: int) -> bool:
    """Whether a file comes for the first time with this showing of a form; takes its number.

    Other bytes at the same place are an arrival of their own, so nothing new is taken for known.
    Call it inside the transaction that receives the file.

    Args:
        upload: The file.
        number: Of the showing of the form.
        place: Of the file among those of the form.
    """
    if upload.arrival is None:
        return True
    return once.first_time(number, part=f"{place} {upload.arrival.plain.sha256}")


def held_as(upload: SealedUpload, case: Case) -> Item | None:
    """The item of the case that holds the bytes of an upload."""
    if upload.arrival is None:
        return None
    originals = File.objects.filter(item__case=case, role=FileRole.ORIGINAL)
    held = originals.filter(blob__sha256=upload.arrival.plain.sha256).order_by("pk").last()
    return held.item if held else None


@transaction.atomic
def receive_from_client(
    content: SealedUpload | BinaryIO, *, party: Party, by: User, name: str = "", note: str = ""
) -> Received:
    """Preserve a file that a client sends from her own page.

    Raises:
        NotTaken: It is empty, too big, or there is no room.
    """
    stated = Stated(obtained=Obtained.CLIENT_DEVICE, captured_by="Client", note=note)
    receipt = _receipt(name or _name_of(content), Channel.CLIENT, stated, by=by, party=party)
    return _received(content, case=party.case, receipt=receipt)


@transaction.atomic
def receive_for_draft(
    content: SealedUpload | BinaryIO, *, vault: Vault, name: str = "", note: str = ""
) -> Receipt:
    """Preserve a file of an enquiry whose case is not open yet: no item, no picture of it.

    Raises:
        NotTaken: It is empty, too big, there is no room, or the answers were withdrawn.
    """
    stated = Stated(obtained=Obtained.CLIENT_DEVICE, captured_by="Client", note=note)
    receipt = _receipt(name or _name_of(content), Channel.ENQUIRY, stated)
    locked = Vault.objects.select_for_update(no_key=True).get(pk=vault.pk)
    if locked.shredded_at is not None:
        raise NotTaken("These answers were withdrawn, so nothing can be added to them.")
    blob, is_new = _kept(content, locked)
    _sign(receipt, blob)
    act = Act.RECEIVED if is_new else Act.RECEIVED_AGAIN
    custody.record(locked, act, actor=custody.VISITOR, data=_facts(receipt))
    return receipt


@transaction.atomic
def adopt(vault: Vault, case: Case, *, by: User) -> list[Item]:
    """Give a draft's vault to the case opened from it, and number what it holds.

    Nothing is sealed again: the receipts stay those of the upload.

    Raises:
        vaults.AlreadyTaken: Another case holds it, or the case holds another vault.
    """
    locked = Vault.objects.select_for_update(no_key=True).get(pk=vault.pk)
    if locked.case_id is not None or Vault.objects.filter(case=case).exists():
        raise vaults.AlreadyTaken("These files already belong to a case.")
    locked.case = case
    locked.save(update_fields=["case"])
    custody.record(locked, Act.CASE_OPENED, actor=custody.actor_of(by))
    items = []
    for blob in Blob.objects.readable().filter(vault=locked).order_by("pk"):
        receipt = blob.receipts.order_by("pk").first()
        if receipt is not None:
            items.append(_item_of(receipt, Item(case=case), actor=custody.actor_of(by)))
    return items


def _received(
    content: SealedUpload | BinaryIO,
    *,
    case: Case,
    receipt: Receipt,
    incident: Incident | None = None,
    item: Item | None = None,
) -> Received:
    if incident is not None and incident.case_id != case.pk:
        raise ValueError("The incident is of another case.")
    vault = vaults.vault_of(case)
    blob, _ = _kept(content, vault)
    _sign(receipt, blob)
    actor = custody.actor_of(receipt.party or receipt.by)
    held = File.objects.filter(item__case=case, role=FileRole.ORIGINAL, blob=blob).first()
    if held is None:
        made = item or Item()
        made.case = case
        custody_of = _item_of(receipt, made, actor=actor, is_arrival=True)
    else:
        custody_of = held.item
        facts = _facts(receipt)
        custody.record(vault, Act.RECEIVED_AGAIN, actor=actor, item=custody_of, data=facts)
    if incident is not None:
        link(custody_of, incident, by=receipt.by)
    return Received(item=custody_of, receipt=receipt, is_new=held is None)


def link(item: Item, incident: Incident, *, by: User | None) -> None:
    """Say that an item shows something of an incident; saying it twice changes nothing."""
    _, is_new = item.incident_links.get_or_create(incident=incident, defaults={"by": by})
    if is_new:
        data: dict[str, Plain] = {"incident": str(incident.uuid)}
        actor = custody.actor_of(by)
        custody.record(item.case.vault, Act.LINKED, actor=actor, item=item, data=data)


@transaction.atomic
def unlink(shown: ItemIncident, *, by: User) -> None:
    """Take back, once, that an item shows an incident; the chain keeps that it was said."""
    item, incident = shown.item, shown.incident
    deleted, _ = shown.delete()
    if not deleted:
        return
    data: dict[str, Plain] = {"incident": str(incident.uuid)}
    actor = custody.actor_of(by)
    custody.record(item.case.vault, Act.UNLINKED, actor=actor, item=item, data=data)


def _receipt(
    name: str,
    channel: Channel,
    stated: Stated | None,
    *,
    by: User | None = None,
    party: Party | None = None,
) -> Receipt:
    """A receipt without its bytes; not saved."""
    said = stated or Stated()
    receipt = Receipt(
        channel=channel,
        by=by,
        party=party,
        name=name.replace("\x00", "")[:255] or "file",
        obtained=said.obtained,
        captured_by=said.captured_by,
        address=said.address,
        note=said.note,
    )
    receipt.captured = said.captured
    return receipt


def _sign(receipt: Receipt, blob: Blob) -> None:
    """Save the receipt for the bytes that came; the database sets its time."""
    receipt.blob = blob
    receipt.vault = blob.vault
    receipt.save()


def _facts(receipt: Receipt) -> dict[str, Plain]:
    """What the chain says of an arrival: ids, digests and codes only."""
    return {
        "receipt": str(receipt.uuid),
        "blob": str(receipt.blob.uuid),
        "channel": receipt.channel,
        "sha256": receipt.blob.sha256,
        "size": receipt.blob.size,
    }


def _item_of(receipt: Receipt, item: Item, *, actor: str, is_arrival: bool = False) -> Item:
    """Number an item over the bytes of a receipt, with its original and first custody entries."""
    blob, vault = receipt.blob, receipt.vault
    item.number = next_number(f"item-{vault.uuid}")
    item.title = item.title or receipt.name[:200]
    item.captured = receipt.captured
    item.captured_by = receipt.captured_by
    item.address = receipt.address
    item.save()
    with vaults.open_blob(blob) as plain:
        media_type = sniffing.media_type_of(plain.read(sniffing.HEAD))
    original = File.objects.create(
        item=item, role=FileRole.ORIGINAL, blob=blob, name=receipt.name, media_type=media_type
    )
    locking.spread(item)
    previews.ask_for(original, by=receipt.by)
    if is_arrival:
        custody.record(vault, Act.RECEIVED, actor=actor, item=item, data=_facts(receipt))
    data: dict[str, Plain] = {
        "file": str(original.uuid),
        "blob": str(blob.uuid),
        "sha256": blob.sha256,
        "stored_sha256": blob.stored_sha256,
    }
    custody.record(vault, Act.STORED, actor=custody.SYSTEM, item=item, data=data)
    return item


def _kept(content: SealedUpload | BinaryIO, vault: Vault) -> tuple[Blob, bool]:
    """The row of the bytes in the vault, and whether they were not there before.

    A copy that is already there is checked before it is trusted; if it was changed on disk, the
    bytes that just came are kept beside it.
    """
    with _arrived(content) as arrival:
        if arrival.plain.size == 0:
            raise empty()
        held = Blob.objects.readable().filter(vault=vault, sha256=arrival.plain.sha256).first()
        if held is not None and verification.check(held, actor=custody.SYSTEM):
            return held, False
        try:
            return vaults.keep(arrival, vault), True
        except StoreFull as error:
            raise no_room() from error


@contextmanager
def _arrived(content: SealedUpload | BinaryIO) -> Iterator[Arrival]:
    """The content, sealed in the incoming folder and completely there."""
    if isinstance(content, SealedUpload):
        if (problem := problem_of(content)) or content.arrival is None:
            raise problem or no_room()
        yield content.arrival
        return
    try:
        with vaults.store().arrival() as arrival:
            while piece := content.read(PIECE):
                arrival.write(piece)
                if arrival.plain.size > settings.UPLOAD_MAX_BYTES:
                    raise too_big(settings.UPLOAD_MAX_BYTES)
            arrival.finish()
            yield arrival
    except StoreFull as error:
        raise no_room() from error


def problem_of(upload: SealedUpload) -> NotTaken | None:
    """Why an upload cannot be taken, or ``None`` when it can."""
    if upload.is_too_big:
        return too_big(upload.limit)
    if upload.arrival is None:
        return no_room()
    return None if upload.size else empty()


def empty() -> NotTaken:
    return NotTaken("This file is empty. Please check it and send it again.")


def too_big(limit: int) -> NotTaken:
    return NotTaken(
        f"This file is larger than {limit // 1024**2} MB. Please split it, or ask for another way."
    )


def no_room() -> NotTaken:
    return NotTaken("We cannot take files right now. Nothing is lost: please try again later.")


def _name_of(content: SealedUpload | BinaryIO) -> str:
    return str(getattr(content, "name", "") or "")
