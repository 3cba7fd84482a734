"""Letting a person who wrote to us know that something waits behind their phrase.

A neutral mail where they called an address safe. Else they stand in the inbox under “To reach”
until somebody has reached them in the way they chose. Who chose “only here” is left alone: they
look themselves.
"""

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts import mail
from accounts.errors import Refusal
from accounts.models import Channel, User
from cases.news import Told
from intake.models import Enquiry, ReachOut, ReachOutWhy

logger = logging.getLogger(__name__)


class AlreadyReached(Refusal):
    """Somebody reached them, or took what waited back."""


@transaction.atomic
def tell(enquiry: Enquiry, why: ReachOutWhy, *, by: User) -> Told:
    """See that the person learns that something waits; why is for staff alone."""
    contact = enquiry.safe_contact
    if contact.channel in (Channel.PORTAL, Channel.NONE):
        return Told.BY_HERSELF
    row = ReachOut.objects.create(enquiry=enquiry, why=why, made_by=by)
    if not contact.may_be_mailed:
        return Told.BY_US
    transaction.on_commit(partial(_mail, row.pk))
    return Told.BY_MAIL


def _mail(reach_out_pk: int) -> None:
    row = ReachOut.objects.to_do().select_related("enquiry__safe_contact").get(pk=reach_out_pk)
    try:
        mail.send_news(row.enquiry.safe_contact)
    except (mail.NoSafeAddress, OSError):
        logger.warning("no neutral mail went out; the enquiry stays among those to reach")
        return
    ReachOut.objects.to_do().filter(pk=reach_out_pk).update(done_at=timezone.now())


def reached(enquiry: Enquiry, *, by: User) -> None:
    """Note that somebody reached the person, in the way they chose.

    Raises:
        AlreadyReached: Nothing is left to tell them.
    """
    waiting = ReachOut.objects.to_do().filter(enquiry=enquiry)
    if not waiting.update(done_at=timezone.now(), done_by=by):
        raise AlreadyReached("Somebody has reached them already.")
