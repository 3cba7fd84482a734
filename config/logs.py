"""Lines of the logs: what broke and where, never the words of an error.

The message of an error repeats what it stumbled over, a row that could not be stored for
instance, and that is what a client told us.
"""

import logging
import traceback
from logging.config import dictConfig
from typing import Any, TypeAlias

from django.conf import settings

Raised: TypeAlias = tuple[type[BaseException], BaseException, Any] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Names the errors of a record and the lines they passed, without what they say."""

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, dict) and "exc" in record.args and record.exc_info:
            kind = record.exc_info[0]  # a task that failed; Celery would repeat its error
            record.args = {**record.args, "exc": kind.__name__ if kind else ""}
        record.exc_text = None  # another handler may have kept the words
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802  # the name logging calls
        error, parts, seen = ei[1], list[str](), set[int]()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            passed = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{passed}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(parts)


def as_the_site_does(**_told: object) -> None:
    """Let a Celery program write its log as the web server does."""
    dictConfig(settings.LOGGING)
