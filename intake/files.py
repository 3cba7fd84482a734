"""Files sent with an enquiry: taken once the conflict check is clear, and never from a minor.

They wait in a vault of their own, unopened: no picture is drawn and no text is read before a case
exists. The vault becomes the case's, so that each receipt stays the upload's own.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.errors import Refusal
from cases.client import correspondence
from evidence import asking, custody, handling, receiving, vaults, verification
from evidence.canonical import Plain
from evidence.models import Act, Channel, Item, Receipt, Vault, Young
from evidence.uploading import SealedUpload
from intake import pressing
from intake.models import Enquiry, EnquiryAnswer, EnquiryState, SentByMistake
from intake.stories import NotYet, may_add

NOT_LISTED = (
    "We do not list here what you sent for now. It is safe with us. If you sent something by "
    "mistake, write to us or call us."
)

NONE_CHOSEN = "Choose a photo or a file first."


class Changed(Refusal):
    """A file is no longer what was received."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file, in words for the person who sent it."""

    name: str
    is_safe: bool
    words: str


def may_send(enquiry: Enquiry) -> bool:
    """Whether files are open: we are free to act, and the person did not say they are under 18."""
    return may_add(enquiry) and enquiry.adult != "no"


@transaction.atomic
def answer(enquiry: Enquiry, young: Young, *, number: UUID | None = None) -> EnquiryAnswer:
    """Keep what the person answered before files; “yes” and “not sure” mark the enquiry.

    Args:
        number: Of this showing of the question, which is answered once.
    """
    answers = EnquiryAnswer.objects.filter(enquiry=enquiry)
    given: EnquiryAnswer | None = asking.answered_already(answers, young, number=number)
    if given is not None:
        return given
    given = EnquiryAnswer.objects.create(enquiry=enquiry, answer=young, question=asking.QUESTION)
    pressing.keep(enquiry)
    return given


def not_asked(uploads: Iterable[SealedUpload]) -> list[Outcome]:
    """Each file refused, because the question before files was not answered in this sitting."""
    words = "We did not keep it. Please go back, answer the question once more, and choose it again"
    return [Outcome(upload.name or "File", is_safe=False, words=words) for upload in uploads]


def take(
    enquiry: Enquiry, uploads: Iterable[SealedUpload], *, number: UUID | None
) -> list[Outcome]:
    """Take each file for itself: one that cannot be taken does not hold up the others.

    Args:
        enquiry: Where they belong.
        uploads: The files of one form.
        number: Of this showing of the form, which brings each of them once.

    Raises:
        NotYet: Files are not open.
    """
    vault = _vault_of(enquiry)

    def take_one(upload: SealedUpload) -> bool:
        held = vault.blobs.count()
        _receive(enquiry, vault, upload)
        return vault.blobs.count() > held

    return outcomes_of(uploads, take_one, number=number)


@transaction.atomic
def _receive(enquiry: Enquiry, vault: Vault, upload: SealedUpload) -> None:
    """Preserve a file; one that was taken back before and is sent again is meant to be here."""
    receipt = receiving.receive_for_draft(upload, vault=vault)
    taken_back = SentByMistake.objects.filter(
        enquiry=enquiry, blob=receipt.blob, enquiry__case=None
    )
    if taken_back.delete()[0]:
        data: dict[str, Plain] = {"receipt": str(receipt.uuid), "blob": str(receipt.blob.uuid)}
        custody.record(vault, Act.SHOWN, actor=custody.VISITOR, data=data)


def outcomes_of(
    uploads: Iterable[SealedUpload],
    take_one: Callable[[SealedUpload], bool],
    *,
    number: UUID | None,
) -> list[Outcome]:
    """Take files one by one; ``take_one`` says whether the bytes were new.

    What came with this showing of the form before is safe, and is not taken again.
    """
    outcomes = []
    for place, upload in enumerate(uploads):
        name = upload.name or "File"
        try:
            with transaction.atomic():
                is_first = receiving.is_first(upload, number, place=place)
                is_new = take_one(upload) if is_first else True
        except Refusal as refusal:
            outcomes.append(Outcome(name, is_safe=False, words=str(refusal)))
        else:
            words = "Safe with us" if is_new else "Already here. We kept one copy"
            outcomes.append(Outcome(name, is_safe=True, words=words))
    return outcomes


@transaction.atomic
def _vault_of(enquiry: Enquiry) -> Vault:
    locked = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    if not may_send(locked):
        raise NotYet("Files are closed for now. What you sent before is safe with us.")
    if locked.vault is None:
        locked.vault = vaults.make_vault()
        locked.save(update_fields=["vault"])
    return locked.vault


def received(enquiry: Enquiry) -> "QuerySet[Receipt]":
    """The arrivals of an enquiry's files that are still there and were not taken back.

    Once a case is open its vault holds what the firm adds too, which is nobody else's to read.
    """
    if enquiry.vault_id is None:
        return Receipt.objects.none()
    arrivals = Receipt.objects.filter(
        vault=enquiry.vault_id, channel=Channel.ENQUIRY, blob__erased_at=None
    )
    shown = arrivals.exclude(blob__in=enquiry.mistakes.values("blob"))
    if enquiry.case is not None:
        hidden = Item.objects.filter(case=enquiry.case, hidden_at__isnull=False)
        shown = shown.exclude(blob__files__item__in=hidden)
    return shown.select_related("blob").order_by("pk")


def is_closed(enquiry: Enquiry) -> bool:
    """Whether the page of the case gives nothing away: then the phrase lists nothing either."""
    return enquiry.case is not None and correspondence.is_watched(enquiry.case)


def shown(enquiry: Enquiry) -> "QuerySet[Receipt]":
    """The files that the page behind the phrase lists."""
    return Receipt.objects.none() if is_closed(enquiry) else received(enquiry)


def may_take_back(enquiry: Enquiry) -> bool:
    """Whether single files can still be taken back: later all is erased by itself."""
    return enquiry.is_open or enquiry.case_id is not None


@transaction.atomic
def take_back(enquiry: Enquiry, receipt_uuid: UUID) -> bool:
    """Hide at once what the person sent by mistake from all but one reviewer; it is kept.

    Before there is a case a mark stands on the enquiry, and the item is hidden as it comes to be.

    Returns:
        False when it is not theirs, not theirs alone, or was taken back before.
    """
    row = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    receipt = shown(row).filter(uuid=receipt_uuid).first() if may_take_back(row) else None
    if receipt is None:
        return False
    if row.case is None:
        SentByMistake.objects.create(enquiry=row, blob=receipt.blob)
        data: dict[str, Plain] = {"receipt": str(receipt.uuid), "blob": str(receipt.blob.uuid)}
        custody.record(receipt.vault, Act.HIDDEN, actor=custody.VISITOR, data=data)
        return True
    if receipt.blob.receipts.exclude(channel__in=[Channel.ENQUIRY, Channel.CLIENT]).exists():
        return False
    handling.hide(Item.objects.get(case=row.case, files__blob=receipt.blob), by=None)
    return True


def hide_mistakes(enquiry: Enquiry, items: Iterable[Item]) -> None:
    """Hide those of the items that a case was just opened with and that were taken back before."""
    mistakes = set(enquiry.mistakes.values_list("blob", flat=True))
    for item in items:
        if item.original.blob_id in mistakes:
            handling.hide(item, by=None)


def fetchable(enquiry: Enquiry, receipt_uuid: UUID) -> tuple[Receipt, io.BufferedReader]:
    """A file of the person's own, to be fetched back after we declined.

    Checked first, and on record before the first byte leaves.

    Raises:
        Receipt.DoesNotExist: It is not theirs, or it was erased.
        Changed: The bytes are no longer those we received.
    """
    receipt = received(enquiry).select_related("blob__vault").get(uuid=receipt_uuid)
    blob = receipt.blob
    if not verification.check(blob, actor=custody.SYSTEM):
        raise Changed("This file cannot be sent back as it is now. Please call us.")
    data: dict[str, Plain] = {
        "receipt": str(receipt.uuid),
        "blob": str(blob.uuid),
        "sha256": blob.sha256,
    }
    custody.record(receipt.vault, Act.ORIGINAL_DOWNLOADED, actor=custody.VISITOR, data=data)
    return receipt, vaults.open_blob(receipt.blob)


def may_fetch(enquiry: Enquiry, today: date) -> bool:
    """Whether a declined person may still fetch what they sent."""
    declining = getattr(enquiry, "declining", None)
    return (
        enquiry.state == EnquiryState.DECLINED
        and declining is not None
        and declining.erased_at is None
        and today <= declining.files_until
    )
