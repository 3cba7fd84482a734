"""Stated times in words: never more certain than they were said."""

from dataclasses import replace
from datetime import datetime

import pytest

from cases.moments import Moment, Precision, Source
from evidence import timeline

WALL = datetime(2026, 10, 6, 21, 14)  # noqa: DTZ001 - a wall clock has no zone
ZONE = "America/Los_Angeles"


def said(precision: Precision, **facts: object) -> timeline.When:
    given: dict[str, object] = {
        "wall_from": WALL,
        "zone": ZONE,
        "source": Source.PAGE,
        "precision": precision,
        **facts,
    }
    return timeline.when(Moment(**given))  # type: ignore[arg-type]


When = timeline.When
BETWEEN: dict[str, object] = {"wall_to": datetime(2026, 10, 9)}  # noqa: DTZ001
SAID: list[tuple[Precision, dict[str, object], When]] = [
    (
        Precision.MINUTE,
        {},
        When("9:14 pm", "Tue 6 Oct 2026, 9:14 pm PDT", "04:14 UTC on 7 Oct", is_certain=True),
    ),
    (
        Precision.MINUTE,
        {"zone": ""},
        When("9:14 pm", "Tue 6 Oct 2026, 9:14 pm (zone not known)", is_certain=True),
    ),
    (
        Precision.MINUTE,
        {"zone": "UTC"},
        When("9:14 pm", "Tue 6 Oct 2026, 9:14 pm UTC", "21:14 UTC", is_certain=True),
    ),
    (Precision.DAY, {}, When("no time", "Tue 6 Oct 2026", is_certain=True)),
    (Precision.MONTH, {}, When("day not known", "October 2026", is_month=True)),
    (Precision.ABOUT, {}, When("about", "About Tue 6 Oct 2026")),
    (Precision.BEFORE, {}, When("before", "Before Tue 6 Oct 2026")),
    (Precision.AFTER, {}, When("after", "After Tue 6 Oct 2026")),
    (Precision.BETWEEN, BETWEEN, When("between", "Between Tue 6 Oct 2026 and Fri 9 Oct 2026")),
]


@pytest.mark.parametrize(("precision", "facts", "words"), SAID)
def test_each_precision_has_its_words(
    precision: Precision, facts: dict[str, object], words: When
) -> None:
    assert said(precision, **facts) == replace(words, source="shown on the page")


def test_a_time_nobody_knows_is_called_unknown() -> None:
    assert timeline.when(Moment()).local == "Not known"
    assert timeline.when(Moment(words="2h")).local == "Not known, shown as “2h”"
