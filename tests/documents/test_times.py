"""Times on paper."""

from datetime import datetime
from typing import Any

import pytest

from cases.moments import Moment, Precision, Source
from documents.times import in_words, with_source

EVENING = datetime(2026, 10, 6, 21, 14)  # noqa: DTZ001 - a wall clock


def stated(precision: Precision, **facts: Any) -> Moment:
    return Moment(wall_from=EVENING, precision=precision, **facts)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (
            stated(Precision.MINUTE, zone="America/Los_Angeles"),
            "6 October 2026, 9:14 pm PDT (7 October 2026, 04:14 UTC)",
        ),
        (stated(Precision.EXACT, zone="UTC"), "6 October 2026, 9:14 pm UTC"),
        (stated(Precision.EXACT), "6 October 2026, 9:14 pm, zone not stated"),
        (stated(Precision.DAY), "6 October 2026"),
        (stated(Precision.MONTH), "October 2026"),
        (stated(Precision.ABOUT), "about 6 October 2026"),
        (stated(Precision.BEFORE), "before 6 October 2026"),
        (stated(Precision.AFTER), "after 6 October 2026"),
        (
            stated(Precision.BETWEEN, wall_to=datetime(2026, 10, 9)),  # noqa: DTZ001
            "between 6 October 2026 and 9 October 2026",
        ),
        (Moment(), "not known"),
        (Moment(words="2h"), "not known, shown as “2h”"),
    ],
)
def test_a_time_says_as_much_as_is_known_and_no_more(moment: Moment, words: str) -> None:
    assert in_words(moment) == words


def test_midnight_and_noon_read_as_clocks_show_them() -> None:
    midnight = Moment(wall_from=EVENING.replace(hour=0), precision=Precision.MINUTE)
    noon = Moment(wall_from=EVENING.replace(hour=12), precision=Precision.MINUTE)

    assert "12:14 am" in in_words(midnight)
    assert "12:14 pm" in in_words(noon)


def test_who_says_so_stands_beside_the_time() -> None:
    assert with_source(stated(Precision.DAY, source=Source.CLIENT)).endswith("(client says)")
    assert with_source(Moment()) == "not known"
