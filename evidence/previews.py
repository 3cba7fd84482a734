"""Asking for pictures of an original; the look itself is taken by a worker."""

from accounts.models import User
from cases.jobs import wake
from evidence import jail
from evidence.models import File, Inspection
from evidence.tasks import inspect_file


def ask_for(original: File, *, by: User | None = None) -> Inspection | None:
    """Queue the look at an original, once; nothing for kinds we never draw or items held back."""
    if original.media_type not in jail.VIEWABLE or original.item.is_held_back:
        return None
    job: Inspection
    job, _ = Inspection.objects.get_or_create(
        file=original, defaults={"unit": "pictures", "total": 1, "requested_by": by}
    )
    wake(inspect_file, job.pk)
    return job
