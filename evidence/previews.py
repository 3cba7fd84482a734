"""Asking for the first check and the pictures of an original; a worker does both."""

from accounts.models import User
from cases.jobs import wake
from evidence.models import File, Inspection
from evidence.tasks import inspect_file


def ask_for(original: File, *, by: User | None = None) -> Inspection | None:
    """Queue the look at an original, once; nothing for items held back."""
    if original.item.is_held_back:
        return None
    job: Inspection
    job, _ = Inspection.objects.get_or_create(
        file=original, defaults={"unit": "pictures", "total": 1, "requested_by": by}
    )
    wake(inspect_file, job.pk)
    return job


def ask_again(original: File, *, by: User | None = None) -> None:
    """Queue a look that ended without a picture once more."""
    job = ask_for(original, by=by)
    if job is not None:
        job.retry()
        wake(inspect_file, job.pk)
