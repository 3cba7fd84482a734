"""Letting a person who wrote to us know that something waits behind their phrase.

A neutral mail where they called an address safe. Else they stand in the inbox under “To reach”
until somebody has reached them in the way they chose. Who chose “only here” is left alone: they
look themselves.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.client import news
from cases.client.news import Told
from intake.models import Enquiry, ReachOut, ReachOutWhy


class AlreadyReached(Refusal):
    """Somebody reached them, or took what waited back."""


@transaction.atomic
def tell(enquiry: Enquiry, why: ReachOutWhy, *, by: User) -> Told:
    """See that the person learns that something waits; why is for staff alone."""
    told = news.way_of_telling(enquiry.safe_contact)
    if told is Told.BY_HERSELF:
        return told
    row = ReachOut.objects.create(enquiry=enquiry, why=why, made_by=by)
    if told is Told.BY_MAIL:
        news.mail_after_commit(enquiry.safe_contact, partial(_mailed, row.pk))
    return told


def _mailed(reach_out_pk: int) -> None:
    ReachOut.objects.to_do().filter(pk=reach_out_pk).update(done_at=timezone.now())


def let_be(enquiry: Enquiry) -> None:
    """Nothing is left to tell: they came by themselves, or what they sent is erased."""
    ReachOut.objects.to_do().filter(enquiry=enquiry).update(done_at=timezone.now())


def reached(enquiry: Enquiry, *, by: User) -> None:
    """Note that somebody reached the person, in the way they chose.

    Raises:
        AlreadyReached: Nothing is left to tell them.
    """
    waiting = ReachOut.objects.to_do().filter(enquiry=enquiry)
    if not waiting.update(done_at=timezone.now(), done_by=by):
        raise AlreadyReached("Somebody has reached them already.")
