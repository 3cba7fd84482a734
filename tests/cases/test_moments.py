"""Stated times and the UTC bounds that follow; the values come from the zone rules, not from us.

United States: clocks went forward on 8 March 2026 at 2:00 and back on 1 November 2026 at 2:00.
"""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases.forms.moments import MomentForm, say
from cases.moments import Moment, Precision, Source

PACIFIC = "America/Los_Angeles"


wall = datetime.fromisoformat


def bounds(moment: Moment) -> tuple[str, str]:
    earliest, latest = moment.bounds
    return (
        f"{earliest:%Y-%m-%d %H:%M:%S}" if earliest else "",
        f"{latest:%Y-%m-%d %H:%M:%S}" if latest else "",
    )


def stated(precision: Precision, shown: str, *, zone: str = PACIFIC, until: str = "") -> Moment:
    return Moment(
        precision=precision,
        wall_from=wall(shown),
        wall_to=wall(until) if until else None,
        zone=zone,
        source=Source.PAGE,
    )


CASES = [
    (Precision.EXACT, "2026-10-06T21:14:09", "2026-10-07 04:14:09", "2026-10-07 04:14:09"),
    (Precision.MINUTE, "2026-10-06T21:14:30", "2026-10-07 04:14:00", "2026-10-07 04:14:59"),
    (Precision.DAY, "2026-10-06T00:00", "2026-10-06 07:00:00", "2026-10-07 06:59:59"),
    (Precision.MONTH, "2026-02-14T00:00", "2026-02-01 08:00:00", "2026-03-01 07:59:59"),
    (Precision.MONTH, "2026-12-14T00:00", "2026-12-01 08:00:00", "2027-01-01 07:59:59"),
    (Precision.ABOUT, "2026-10-16T00:00", "2026-10-01 07:00:00", "2026-11-01 06:59:59"),
    (Precision.BEFORE, "2026-10-06T00:00", "", "2026-10-07 06:59:59"),
    (Precision.AFTER, "2026-10-06T00:00", "2026-10-06 07:00:00", ""),
]


@pytest.mark.parametrize(("precision", "shown", "earliest", "latest"), CASES)
def test_each_precision_has_its_bounds(
    precision: Precision, shown: str, earliest: str, latest: str
) -> None:
    assert bounds(stated(precision, shown)) == (earliest, latest)


def test_between_reaches_from_the_first_day_to_the_end_of_the_last() -> None:
    moment = stated(Precision.BETWEEN, "2026-10-06T00:00", until="2026-10-08T00:00")
    assert bounds(moment) == ("2026-10-06 07:00:00", "2026-10-09 06:59:59")


def test_a_repeated_hour_means_both_of_its_hours() -> None:
    moment = stated(Precision.EXACT, "2026-11-01T01:30:00")
    assert bounds(moment) == ("2026-11-01 08:30:00", "2026-11-01 09:30:00")


def test_an_hour_that_never_was_is_read_both_ways() -> None:
    moment = stated(Precision.EXACT, "2026-03-08T02:30:00")
    assert bounds(moment) == ("2026-03-08 09:30:00", "2026-03-08 10:30:00")


def test_days_of_23_and_25_hours_are_as_long_as_they_were() -> None:
    for shown, hours in (("2026-03-08T00:00", 23), ("2026-11-01T00:00", 25)):
        earliest, latest = stated(Precision.DAY, shown).bounds
        assert earliest is not None
        assert latest is not None
        assert round((latest - earliest).total_seconds() / 3600) == hours


def test_without_a_zone_a_time_can_mean_26_hours() -> None:
    moment = stated(Precision.EXACT, "2026-10-06T12:00:00", zone="")
    assert bounds(moment) == ("2026-10-05 22:00:00", "2026-10-07 00:00:00")
    earliest, latest = moment.bounds
    assert earliest is not None
    assert latest is not None
    assert (latest - earliest).total_seconds() == 26 * 3600


def test_what_nobody_knows_has_no_bounds() -> None:
    assert Moment(words="last spring").bounds == (None, None)
    assert Moment().first_day is None


def test_the_first_day_counts_on_its_own_clock() -> None:
    assert stated(Precision.MONTH, "2026-02-14T00:00").first_day == date(2026, 2, 1)
    assert stated(Precision.BEFORE, "2026-02-14T00:00").first_day is None


@pytest.mark.parametrize(
    ("precision", "until"), [(Precision.BETWEEN, None), (Precision.BETWEEN, wall("2026-01-01"))]
)
def test_between_needs_two_days_in_order(precision: Precision, until: datetime | None) -> None:
    with pytest.raises(ValueError, match="first and a last"):
        Moment(precision=precision, wall_from=wall("2026-02-01"), wall_to=until)


def test_a_known_time_needs_a_date() -> None:
    with pytest.raises(ValueError, match="needs a date"):
        Moment(precision=Precision.DAY)


@given(
    some.datetimes(min_value=wall("2000-01-01"), max_value=wall("2060-01-01")),
    some.sampled_from(["", "UTC", PACIFIC, "Australia/Lord_Howe", "Asia/Kathmandu"]),
    some.sampled_from([each for each in Precision if each is not Precision.BETWEEN]),
)
def test_bounds_are_never_the_wrong_way_round(
    shown: datetime, zone: str, precision: Precision
) -> None:
    earliest, latest = Moment(precision=precision, wall_from=shown, zone=zone).bounds
    if earliest and latest:
        assert earliest <= latest
        assert earliest.tzinfo is UTC


# --- Asking for one -----------------------------------------------------------------------------


def asked(**answers: str) -> MomentForm:
    return MomentForm({"source": "page", "precision": "unknown"} | answers)


def test_the_form_gives_the_moment_that_was_typed() -> None:
    form = asked(precision="minute", day="2026-10-06", clock="21:14", zone=PACIFIC, words="9:14 pm")
    assert form.is_valid(), form.errors
    assert form.moment() == Moment(
        words="9:14 pm",
        wall_from=wall("2026-10-06T21:14"),
        zone=PACIFIC,
        precision=Precision.MINUTE,
        source=Source.PAGE,
    )


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"precision": "day"}, "day"),
        ({"precision": "exact", "day": "2026-10-06"}, "clock"),
        ({"precision": "between", "day": "2026-10-06"}, "until"),
        ({"precision": "between", "day": "2026-10-06", "until": "2026-10-05"}, "until"),
        ({"precision": "day", "day": "6 October"}, "day"),
        ({"precision": "day", "day": "2026-10-06", "zone": "Mars/Olympus"}, "zone"),
        ({"precision": "soon"}, "precision"),
    ],
)
def test_what_is_missing_is_said_at_its_field(answers: dict[str, str], field: str) -> None:
    form = asked(**answers)
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment(), "Not known"),
        (stated(Precision.MINUTE, "2026-10-06T21:14"), "6 Oct 2026, 9:14 pm PDT"),
        (
            stated(Precision.MINUTE, "2026-10-06T21:14", zone=""),
            "6 Oct 2026, 9:14 pm zone not known",
        ),
        (stated(Precision.DAY, "2026-10-06T00:00"), "6 Oct 2026"),
        (stated(Precision.MONTH, "2026-10-06T00:00"), "October 2026"),
        (stated(Precision.ABOUT, "2026-10-06T00:00"), "About 6 Oct 2026"),
        (stated(Precision.BEFORE, "2026-10-06T00:00"), "Before 6 Oct 2026"),
        (
            stated(Precision.BETWEEN, "2026-10-06T00:00", until="2026-10-08T00:00"),
            "Between 6 Oct 2026 and 8 Oct 2026",
        ),
    ],
)
def test_a_time_is_said_as_it_was_known(moment: Moment, words: str) -> None:
    assert say(moment) == words
