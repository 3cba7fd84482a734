"""What workers do for evidence."""

from celery import shared_task

from cases.jobs import resend_claimable
from evidence import inspection, locking, vaults, verification
from evidence.models import Inspection


@shared_task
def inspect_file(job_pk: int) -> None:
    """Draw one original; the row is the job."""
    job = Inspection.objects.claim(job_pk)
    if job is not None:
        with job.worked_on():
            inspection.run(job)


@shared_task
def resend_inspections() -> None:
    """Ring again for every look whose message or worker was lost (beat: each minute)."""
    resend_claimable(Inspection, inspect_file)


@shared_task
def check_oldest() -> None:
    """Read again what was checked longest ago (beat: each ten minutes)."""
    verification.check_oldest()


@shared_task
def settle_locked_files() -> None:
    """Lay apart what a crash left in its old place after a lock (beat: each minute)."""
    locking.settle_all()


@shared_task
def sweep_arrivals() -> None:
    """Remove uploads that nobody kept within a day (beat: each hour)."""
    vaults.store().sweep()
