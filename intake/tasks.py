"""What workers do for intake: deleting what may not be kept any longer."""

import logging

from celery import shared_task
from django.utils import timezone

from intake import drafts, endings

logger = logging.getLogger(__name__)


@shared_task
def erase_what_is_due() -> None:
    """Delete expired drafts, and erase what was declined 90 days ago (beat: each hour)."""
    deleted = drafts.delete_expired()
    erased = endings.erase_what_is_due(timezone.localdate())
    if deleted or erased:
        logger.info("deleted %s drafts, erased %s enquiries", deleted, erased)
