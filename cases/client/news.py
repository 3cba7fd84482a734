"""Letting the client know that something waits for her, without saying what.

The task is the job: it is written with whatever waits, and ticked off once the neutral mail has
gone out. Where no mail may go, or the mail server does not take it, a person of the team does it.
"""

import logging
from collections.abc import Callable
from enum import Enum
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts import mail
from accounts.models import Channel, SafeContact, User
from cases.client import correspondence
from cases.models import Case, Task

logger = logging.getLogger(__name__)

MAILED = "A neutral mail went out."


class Told(Enum):
    """How somebody learns of it, as a sentence for whoever sent it."""

    BY_MAIL = "A neutral mail goes out to her."
    BY_US = "No mail may go to her: a task asks the team to reach her today."
    BY_HERSELF = "She wants nothing sent: she finds it when she looks."


@transaction.atomic
def tell_client(case: Case, what: str, *, by: User) -> Told:
    """See that the client learns that something waits on her page.

    Never by mail while her page is watched: she would find nothing there, and somebody else a hint.

    Args:
        case: The case.
        what: What waits, for the task of the team; it is not mailed.
        by: Who put it there.
    """
    contact = case.safe_contact
    watched = correspondence.is_watched(case)
    told = Told.BY_US if watched else way_of_telling(contact)
    if told is Told.BY_HERSELF:
        return told
    hidden = ", which her page does not show" if watched else ""
    task = Task.objects.create(
        case=case,
        title=f"Reach the client in the way agreed with her: {what}{hidden}"[:200],
        due_on=timezone.localdate(),
        assigned_to=case.lead,
        made_by=by,
    )
    if contact is not None and told is Told.BY_MAIL:
        mail_after_commit(contact, partial(_mailed, task.pk))
    return told


def way_of_telling(contact: SafeContact | None) -> Told:
    """How somebody learns that something waits; who wants nothing sent is left alone."""
    if contact is not None and contact.channel in (Channel.PORTAL, Channel.NONE):
        return Told.BY_HERSELF
    return Told.BY_MAIL if contact is not None and contact.may_be_mailed else Told.BY_US


def mail_after_commit(contact: SafeContact, gone: Callable[[], object]) -> None:
    """Send the neutral mail after the commit; ``gone`` notes that it went out.

    Where it may not go after all, or the server does not take it, what was to be done stays.
    """
    transaction.on_commit(partial(_mail, contact.pk, gone))


def _mail(contact_pk: int, gone: Callable[[], object]) -> None:
    try:
        mail.send_news(SafeContact.objects.get(pk=contact_pk))
    except (mail.NoSafeAddress, OSError):
        logger.warning("no neutral mail went out; one of the team is to reach them")
        return
    gone()


def _mailed(task_pk: int) -> None:
    Task.objects.filter(pk=task_pk, done_at=None).update(
        done_at=timezone.now(), not_needed_reason=MAILED
    )
