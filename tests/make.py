"""Makers: plain typed functions that return saved rows with fixed, readable defaults.

A test names only what it is about. Makers of an app's rows live in ``make_<app>.py``.
"""

from itertools import count

_numbers = count(1)


def number() -> int:
    """A number no other row of this process was given."""
    return next(_numbers)
