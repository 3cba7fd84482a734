"""Makers: plain typed functions that return saved rows with fixed, readable defaults.

A test names only what it is about. Makers of an app's rows live in ``make_<app>.py``.
"""

import time
from itertools import count
from typing import TypeVar

from cases.jobs import Job, JobState

A_LONG_WHILE_S = 60

SomeJob = TypeVar("SomeJob", bound=Job)
_numbers = count(1)


def number() -> int:
    """A number no other row of this process was given."""
    return next(_numbers)


def after_work(job: SomeJob) -> SomeJob:
    """The job's row when nobody is on it; the worker of a running site may have been faster."""
    given_up = time.monotonic() + A_LONG_WHILE_S
    while (row := type(job).objects.get(pk=job.pk)).state == JobState.RUNNING:
        assert time.monotonic() < given_up, f"{job!r} is not worked off"
        time.sleep(0.1)
    left: SomeJob = row
    return left
