"""Several people who press at once, or one while another's press is not through yet."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts.errors import Refusal


@contextmanager
def meanwhile(
    act: Callable[[], Any], *, then: Callable[[], Any] = lambda: None
) -> Iterator[list[Any]]:
    """Let somebody press while the block has not committed yet; the answer stands in the list.

    The other request is given until it waits for a lock or is through without one. What follows
    in the block's transaction only then is ``then``.
    """
    answers: list[Any] = []

    def press() -> None:
        try:
            answers.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=press)
    with transaction.atomic():
        yield answers
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            time.sleep(0.02)
        then()
    thread.join()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at once; returns what each gave, a refusal included."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait()
            results[place] = acts[place]()
        except Refusal as refusal:
            results[place] = refusal  # type: ignore[call-overload]  # a result like any other
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
