"""Somebody who presses a button while somebody else's press is not through yet."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[list[Any]]:
    """Let somebody press while the block has not committed yet; the answer stands in the list.

    The other request is given until it waits for a lock or is through without one.
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
    thread.join()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None
