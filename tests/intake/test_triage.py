"""Who is read first, and why."""

from datetime import date, timedelta

import pytest

from intake.triage import Facts, Topic, Urgency, triage

TODAY = date(2026, 11, 20)


def urgency(facts: Facts) -> Urgency:
    return triage(facts, today=TODAY).urgency


def test_nothing_pressing_is_read_in_turn() -> None:
    found = triage(Facts(safe_now="yes", what=frozenset({"false_reviews"})), today=TODAY)

    assert found.urgency is Urgency.STANDARD
    assert found.reasons == ()


@pytest.mark.parametrize(
    "facts",
    [
        Facts(safe_now="no"),
        Facts(adult="no", what=frozenset({"images"})),
        Facts(adult="no", guardian_safe="no"),
        Facts(names_a_date=True, date_named=TODAY + timedelta(days=3)),
        Facts(names_a_date=True, what=frozenset({"threats"})),
        Facts(court_papers="yes", court_date=TODAY + timedelta(days=5)),
        Facts(court_papers="yes"),
        Facts(earliest_posting=TODAY - timedelta(days=355)),
    ],
)
def test_these_are_read_now(facts: Facts) -> None:
    assert urgency(facts) is Urgency.IMMEDIATE


@pytest.mark.parametrize(
    "facts",
    [
        Facts(safe_now="unsure"),
        Facts(adult="no"),
        Facts(what=frozenset({"followed"})),
        Facts(what=frozenset({"images"})),
        Facts(what=frozenset({"private_details"})),
        Facts(in_news="yes"),
        Facts(names_a_date=True, date_named=TODAY + timedelta(days=4)),
        Facts(court_papers="yes", court_date=TODAY + timedelta(days=6)),
        Facts(earliest_posting=TODAY - timedelta(days=310)),
        Facts(earliest_posting=TODAY - timedelta(days=900)),
    ],
)
def test_these_are_read_within_a_day(facts: Facts) -> None:
    assert urgency(facts) is Urgency.URGENT


def test_the_limit_is_counted_from_the_earliest_day_it_can_have_been_posted() -> None:
    edge = TODAY - timedelta(days=365 - 60)

    assert urgency(Facts(earliest_posting=edge)) is Urgency.URGENT
    assert urgency(Facts(earliest_posting=edge + timedelta(days=1))) is Urgency.STANDARD


def test_a_limit_is_never_stated_as_certain() -> None:
    for days in (200, 320, 360, 900):
        found = triage(Facts(earliest_posting=TODAY - timedelta(days=days)), today=TODAY)
        assert all("may" in reason.words for reason in found.reasons)


def test_the_most_pressing_reason_comes_first() -> None:
    found = triage(Facts(in_news="yes", safe_now="no"), today=TODAY)

    assert [reason.topic for reason in found.reasons] == [Topic.SAFETY, Topic.LIMIT]
