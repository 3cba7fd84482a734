"""What workers do for intake: deleting what may not be kept any longer."""

import logging

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from accounts.clock import firm_today
from intake import drafts, endings, pressing, throttle

logger = logging.getLogger(__name__)


@shared_task
def erase_what_is_due() -> None:
    """Delete what is over: drafts, sessions, counters, what was declined 90 days ago (hourly)."""
    SessionStore.clear_expired()
    throttle.forget_past()
    deleted = drafts.delete_expired()
    erased = endings.erase_what_is_due(firm_today())
    if deleted or erased:
        logger.info("deleted %s drafts, erased %s enquiries", deleted, erased)


@shared_task
def order_inbox() -> None:
    """Bring back what was put off to today, and to the head what has become urgent (hourly)."""
    endings.take_up_what_is_due(firm_today())
    pressing.keep_all(firm_today())
