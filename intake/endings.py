"""How an enquiry rests or ends without a case: later, asked, declined, withdrawn, erased."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases import to_do
from cases.client.news import Told
from evidence import vaults
from intake import notices, telling
from intake.models import (
    DAY_CAME,
    Declining,
    Draft,
    Enquiry,
    EnquiryMove,
    EnquiryState,
    Query,
    ReachOutWhy,
    Story,
    Withdrawal,
)

logger = logging.getLogger(__name__)

FILES_DAYS = 30
ERASED_AFTER_DAYS = 90
WISH = "Talk with the client: they ask to have everything they sent deleted"
KEPT = {
    "id",
    "uuid",
    "ref",
    "sent_at",
    "reply_by",
    "state",
    "safe_contact",
    "check_run",
    "vault",
    "case",
    "assigned_to",
    "later_until",
}


class EnquiryClosed(Refusal):
    """Somebody decided on this enquiry before."""


def locked_open(enquiry: Enquiry) -> Enquiry:
    """The row, locked, as long as nobody has decided on it.

    Raises:
        EnquiryClosed: With what became of it.
    """
    row = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    if not row.is_open:
        raise EnquiryClosed(f"This enquiry is closed: {row.get_state_display().lower()}.")
    return row


def move(row: Enquiry, to: EnquiryState, *, by: User | None, reason: str = "") -> None:
    """Change the state of a locked row and note who did it and why."""
    EnquiryMove.objects.create(enquiry=row, left=row.state, entered=to, by=by, reason=reason)
    row.state = to
    if to != EnquiryState.LATER:
        row.later_until = None
    row.save(update_fields=["state", "later_until", "case"])


@transaction.atomic
def assign(enquiry: Enquiry, *, to: User | None) -> None:
    row = locked_open(enquiry)
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])


@transaction.atomic
def put_off(enquiry: Enquiry, *, until: date, reason: str, by: User) -> None:
    """Set the enquiry aside until a day, when it is among the new ones again."""
    row = locked_open(enquiry)
    row.later_until = until
    move(row, EnquiryState.LATER, by=by, reason=reason)


@transaction.atomic
def take_up(enquiry: Enquiry, *, by: User) -> None:
    """Put an enquiry that waited back among the new ones.

    Raises:
        Refusal: It does not wait any more.
    """
    row = locked_open(enquiry)
    if row.state != EnquiryState.LATER:
        raise Refusal("Somebody has taken this up already.")
    move(row, EnquiryState.NEW, by=by)


@transaction.atomic
def ask(enquiry: Enquiry, words: str, *, by: User) -> Told:
    """Ask the person one thing; it waits where they come back with their phrase."""
    row = locked_open(enquiry)
    Query.objects.create(enquiry=row, words=words, asked_by=by)
    move(row, EnquiryState.ASKED, by=by)
    return telling.tell(row, ReachOutWhy.ASKED, by=by)


@transaction.atomic
def decline(enquiry: Enquiry, *, reason: str, by: User) -> tuple[Declining, Told]:
    """Decide that we cannot act: a neutral notice, a copy kept, days of erasure set.

    The notice does not say why, nor whether any time has passed. The names stay in the register.

    Returns:
        The notice with its days, and how the person learns that it waits.

    Raises:
        EnquiryClosed: Somebody was faster.
    """
    row = locked_open(enquiry)
    today = timezone.localdate()
    files_until = today + timedelta(days=FILES_DAYS)
    erase_on = today + timedelta(days=ERASED_AFTER_DAYS)
    declining = Declining.objects.create(
        enquiry=row,
        notice=notices.DECLINE.format(
            files_until=f"{files_until.day} {files_until:%B %Y}",
            erase_on=f"{erase_on.day} {erase_on:%B %Y}",
        ),
        notice_version=notices.DECLINE_VERSION,
        reason=reason,
        by=by,
        files_until=files_until,
        erase_on=erase_on,
    )
    move(row, EnquiryState.DECLINED, by=by)
    return declining, telling.tell(row, ReachOutWhy.DECLINED, by=by)


def may_withdraw(enquiry: Enquiry) -> bool:
    """Whether the person can still take everything back themselves."""
    return enquiry.case_id is None and enquiry.state != EnquiryState.WITHDRAWN


@transaction.atomic
def withdraw(enquiry: Enquiry) -> None:
    """Erase what the person sent; the names for conflict checks and a tombstone stay.

    Raises:
        EnquiryClosed: A case was opened meanwhile.
    """
    row = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    if row.state == EnquiryState.WITHDRAWN:
        return
    if row.case_id is not None:
        raise EnquiryClosed("A case was opened from this. Please talk to us: we will help.")
    files = erase(row)
    Withdrawal.objects.create(enquiry=row, files_erased=files)
    move(row, EnquiryState.WITHDRAWN, by=None)


def ask_to_withdraw(enquiry: Enquiry) -> None:
    """Tell the lead of the opened case today that the person asks to have everything deleted.

    What a case holds may have to be kept: an attorney talks with the person and decides.
    """
    if enquiry.case is not None:
        to_do.ask_lead(enquiry.case, WISH, by=None)


@transaction.atomic
def take_up_what_is_due(today: date) -> int:
    """Put back among the new ones what was put off until today or before; returns how many."""
    due = Enquiry.objects.filter(state=EnquiryState.LATER, later_until__lte=today)
    rows = list(due.select_for_update(of=["self"], skip_locked=True).order_by("pk"))
    for row in rows:
        move(row, EnquiryState.NEW, by=None, reason=DAY_CAME)
    return len(rows)


def erase_what_is_due(today: date) -> int:
    """Erase the enquiries declined 90 days ago; returns how many."""
    erased = 0
    for declining in Declining.objects.due(today).select_related("enquiry"):
        with transaction.atomic():
            row = Enquiry.objects.select_for_update(of=["self"]).get(pk=declining.enquiry_id)
            if Declining.objects.filter(pk=declining.pk, erased_at=None).update(
                erased_at=timezone.now(), reason=""
            ):
                erase(row)
                erased += 1
    return erased


def erase(row: Enquiry) -> int:
    """Destroy the answers, the story, the files and the way back of a locked row.

    The names remain: they are searched for the other side.

    Returns:
        How many files were erased.
    """
    files = 0
    if row.vault is not None:
        files = row.vault.blobs.filter(erased_at=None).count()
        vaults.shred(row.vault)
    for field in Enquiry._meta.concrete_fields:
        if field.name not in KEPT:
            setattr(row, field.attname, field.get_default())
    row.save()
    Draft.objects.filter(enquiry=row).delete()
    Story.objects.filter(enquiry=row).delete()
    for rows in (
        row.choices,
        row.times,
        row.links,
        row.queries,
        row.lawyer_answers,
        row.files_answers,
        row.mistakes,
    ):
        rows.all().delete()
    telling.let_be(row)
    row.moves.update(reason="")
    contact = row.safe_contact
    contact.email = contact.phone = contact.code_word = contact.times = ""
    contact.email_safe = contact.voicemail_ok = contact.text_ok = False
    contact.channel = "none"
    contact.save()
    logger.info("enquiry %s erased", row.pk)
    return files
