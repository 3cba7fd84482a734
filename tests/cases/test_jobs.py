"""A job is done once or fails in words, whoever dies on the way."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from accounts.errors import Refusal
from cases import jobs
from cases.jobs import JobState, LeaseLost
from evidence.models import Inspection
from evidence.tasks import inspect_file
from tests import make_cases, make_evidence

in_a_transaction = pytest.mark.django_db


def a_job() -> Inspection:
    """A job that waits: the look at a screenshot that just arrived."""
    item = make_evidence.item(make_cases.case())
    return Inspection.objects.get(file=item.original)


def claimed() -> Inspection:
    job = Inspection.objects.claim(a_job().pk)
    assert isinstance(job, Inspection)
    return job


def lease_ran_out(job: Inspection) -> None:
    Inspection.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def claim_in_a_thread(pk: int) -> bool:
    try:
        return Inspection.objects.claim(pk) is not None
    finally:
        connection.close()


@pytest.mark.usefixtures("own_database")
def test_of_eight_workers_one_gets_the_job() -> None:
    pk = a_job().pk

    with ThreadPoolExecutor(8) as workers:
        won = list(workers.map(claim_in_a_thread, [pk] * 8))

    assert won.count(True) == 1


@in_a_transaction
def test_a_job_whose_worker_died_can_be_claimed_again() -> None:
    job = claimed()
    assert Inspection.objects.claim(job.pk) is None
    lease_ran_out(job)

    again = Inspection.objects.claim(job.pk)

    assert again is not None
    assert again.attempt == 2


@in_a_transaction
def test_a_run_that_was_taken_over_can_publish_nothing() -> None:
    slow = claimed()
    lease_ran_out(slow)
    quick = Inspection.objects.claim(slow.pk)
    assert quick is not None

    with pytest.raises(LeaseLost):
        slow.progress(done=1)
    with pytest.raises(LeaseLost):
        slow.finish(pages=7)

    quick.finish(pages=1)
    quick.refresh_from_db()
    assert (quick.state, quick.pages) == (JobState.DONE, 1)


@in_a_transaction
def test_a_finished_job_cannot_be_claimed() -> None:
    job = claimed()
    job.finish()

    assert Inspection.objects.claim(job.pk) is None


@in_a_transaction
def test_stop_is_heard_at_the_next_step() -> None:
    job = claimed()
    job.ask_to_stop()

    with job.worked_on():
        job.progress(done=1)
        pytest.fail("the work went on")

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.STOPPED, "Stopped by request.")


@in_a_transaction
def test_a_waiting_job_stops_at_once() -> None:
    job = a_job()

    job.ask_to_stop()

    job.refresh_from_db()
    assert job.state == JobState.STOPPED
    assert Inspection.objects.claim(job.pk) is None


@in_a_transaction
def test_a_refusal_fails_the_job_with_its_sentence_and_retry_brings_it_back() -> None:
    job = claimed()

    with job.worked_on():
        raise Refusal("E-0047 no longer matches its record.")

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "E-0047 no longer matches its record.")
    job.retry()
    assert Inspection.objects.claim(job.pk) is not None


@in_a_transaction
def test_a_crash_shows_a_reference_that_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    job = claimed()

    with job.worked_on():
        raise ZeroDivisionError

    job.refresh_from_db()
    reference = job.error.partition("reference ")[2][:8]
    assert job.state == JobState.FAILED
    assert "ZeroDivisionError" not in job.error
    assert reference in caplog.text


@in_a_transaction
def test_after_five_tries_the_job_fails_visibly() -> None:
    job = a_job()
    for _ in range(jobs.MAX_ATTEMPTS):
        assert Inspection.objects.claim(job.pk) is not None
        lease_ran_out(job)
    assert Inspection.objects.claim(job.pk) is None

    jobs.resend_claimable(Inspection, inspect_file)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Retry" in job.error


@pytest.mark.usefixtures("own_database")
def test_a_broker_that_is_away_is_logged_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    away = Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    @away.task(name="look")
    def look(pk: int) -> None: ...

    with caplog.at_level(logging.WARNING):
        jobs.wake(look, 1)

    assert "no worker could be woken for look 1" in caplog.text
