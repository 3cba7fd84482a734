"""The row is the job: long work as a row with state, lease, progress and error in words.

A subclass of :class:`Job` is asked for by inserting a row and, after commit, sending its
id to a worker. The worker's task is three lines::

    build = PacketVersion.objects.claim(pk)
    if build is not None:
        with build.worked_on():
            assemble(build)

``assemble`` reports with :meth:`Job.progress` and publishes its result by calling
:meth:`Job.finish` inside the transaction that writes the result. Messages may be lost or
doubled and workers killed at any moment: beat re-sends whatever is claimable, a claim is
one UPDATE, and a run whose lease was taken over can no longer publish.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    models,
    transaction,
)
from django.db.models.functions import Now
from kombu.exceptions import KombuError

from accounts.constraints import known_values
from accounts.errors import Refusal

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
RENEW_EVERY_S = 15.0
MAX_ATTEMPTS = 5


class LeaseLost(Exception):
    """Another worker has taken the job over; this run must not publish anything."""


class Stopped(Exception):
    """Someone asked the job to stop."""


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Working"
    DONE = "done", "Ready"
    FAILED = "failed", "Did not finish"
    STOPPED = "stopped", "Stopped"


class JobQuerySet(models.QuerySet[Any]):
    def claimable(self) -> Self:
        """Waiting, or left behind by a worker whose lease ran out."""
        abandoned = models.Q(state=JobState.RUNNING, lease_until__lt=Now())
        return self.filter(models.Q(state=JobState.WAITING) | abandoned, attempt__lt=MAX_ATTEMPTS)

    def given_up(self) -> Self:
        """Tried as often as we try, and not running any more."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=Now(), attempt__gte=MAX_ATTEMPTS)

    def claim(self, pk: int) -> Any | None:
        """Take the job, or return ``None`` if it is taken, finished or gone.

        One UPDATE decides, so a message delivered twice works once.
        """
        taken = (
            self.claimable()
            .filter(pk=pk)
            .update(
                state=JobState.RUNNING,
                attempt=models.F("attempt") + 1,
                lease_until=Now() + LEASE,
                started_at=Now(),
                done=0,
                error="",
            )
        )
        return self.get(pk=pk) if taken else None


# Of every table of jobs: a run without a lease would never be taken over by another worker.
JOB_CONSTRAINTS: list[models.BaseConstraint] = [
    known_values(state=JobState.values),
    models.CheckConstraint(
        name="%(app_label)s_%(class)s_runs_under_a_lease",
        condition=~models.Q(state=JobState.RUNNING) | models.Q(lease_until__isnull=False),
    ),
    models.CheckConstraint(
        name="%(app_label)s_%(class)s_failed_says_why",
        condition=~models.Q(state=JobState.FAILED) | ~models.Q(error=""),
    ),
]


class Job(models.Model):
    """Base of every row that stands for long work."""

    state = models.CharField(
        max_length=8, choices=JobState, default=JobState.WAITING, editable=False
    )
    attempt = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    unit = models.CharField(max_length=24, default="steps", editable=False)
    stage = models.CharField(max_length=120, blank=True, editable=False)
    stop_asked = models.BooleanField(default=False, editable=False)
    error = models.CharField(max_length=500, blank=True, editable=False)
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = JOB_CONSTRAINTS

    @property
    def is_finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.STOPPED)

    def ours(self) -> models.QuerySet[Any]:
        """This row, as long as this run still holds its lease."""
        return type(self).objects.filter(pk=self.pk, state=JobState.RUNNING, attempt=self.attempt)

    def progress(
        self,
        *,
        done: int | None = None,
        total: int | None = None,
        stage: str | None = None,
    ) -> None:
        """Publish how far the work is, and renew the lease.

        Raises:
            LeaseLost: Another worker took over.
            Stopped: Someone pressed Stop.
        """
        news = {"done": done, "total": total, "stage": stage}
        changes = {name: value for name, value in news.items() if value is not None}
        if not self.ours().update(lease_until=Now() + LEASE, **changes):
            raise LeaseLost
        if self.ours().filter(stop_asked=True).exists():
            raise Stopped

    def finish(self, **results: Any) -> None:
        """Mark the job done together with its result columns.

        Call it inside the transaction that writes the result.

        Raises:
            LeaseLost: Another worker took over; the caller's transaction rolls back.
        """
        changed = self.ours().update(
            state=JobState.DONE,
            finished_at=Now(),
            stage="",
            lease_until=None,
            **results,
        )
        if not changed:
            raise LeaseLost

    @contextmanager
    def worked_on(self) -> Iterator[None]:
        """Keep the lease alive while the block runs, and record how it ended.

        A :class:`Refusal` fails the job with its sentence. A lost database leaves the
        lease to run out, so that the job is tried again. Anything else is logged and
        fails the job with a reference that also stands in the log.
        """
        with self._lease_renewed():
            try:
                yield
            except Stopped:
                self._end(JobState.STOPPED, "Stopped by request.")
            except LeaseLost:
                logger.warning("%s %s was taken over by another worker", self._meta.label, self.pk)
            except Refusal as refusal:
                self._end(JobState.FAILED, str(refusal))
            except (OperationalError, InterfaceError):
                logger.exception("%s %s lost the database", self._meta.label, self.pk)
                raise
            except Exception:
                reference = uuid.uuid4().hex[:8]
                logger.exception("%s %s failed, reference %s", self._meta.label, self.pk, reference)
                self._end(
                    JobState.FAILED,
                    f"Something went wrong on our side (reference {reference}). Try again.",
                )

    def _end(self, state: JobState, error: str) -> None:
        self.ours().update(
            state=state,
            error=error[:500],
            finished_at=Now(),
            stage="",
            lease_until=None,
        )

    @contextmanager
    def _lease_renewed(self) -> Iterator[None]:
        over = threading.Event()
        thread = threading.Thread(target=self._renew_until, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _renew_until(self, over: threading.Event) -> None:
        while not over.wait(RENEW_EVERY_S):
            try:
                self.ours().update(lease_until=Now() + LEASE)
            except DatabaseError:
                logger.warning("%s %s could not renew its lease", self._meta.label, self.pk)
            finally:
                connection.close()

    def ask_to_stop(self) -> None:
        """Ask the worker to stop at its next step; a waiting job stops at once."""
        rows = type(self).objects.filter(pk=self.pk)
        rows.filter(state=JobState.WAITING).update(
            state=JobState.STOPPED, error="Stopped by request.", finished_at=Now()
        )
        rows.filter(state=JobState.RUNNING).update(stop_asked=True)

    def retry(self) -> None:
        """Put a job that ended without a result back into the queue."""
        type(self).objects.filter(pk=self.pk, state__in=[JobState.FAILED, JobState.STOPPED]).update(
            state=JobState.WAITING,
            attempt=0,
            error="",
            stop_asked=False,
            finished_at=None,
        )


def wake(task: Any, pk: int) -> None:
    """Ring for a worker after commit; a broker that is away is logged, never an error page."""
    transaction.on_commit(partial(_ring, task, pk))


def resend_claimable(jobs: type[Job], task: Any) -> None:
    """For beat: ring again for every job whose message or worker was lost."""
    jobs.objects.given_up().update(
        state=JobState.FAILED,
        error=f"This did not finish after {MAX_ATTEMPTS} tries. Press Retry or ask for help.",
        finished_at=Now(),
    )
    for pk in jobs.objects.claimable().values_list("pk", flat=True):
        _ring(task, pk)


def _ring(task: Any, pk: int) -> None:
    send: Callable[..., object] = task.apply_async
    try:
        send(args=[pk], retry=False)
    except (OSError, KombuError) as error:
        logger.warning("no worker could be woken for %s %s: %s", task.name, pk, error)
