"""Numbers have no gaps and are never used twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cases.numbering import next_number


def _take(_: int) -> int:
    try:
        with transaction.atomic():
            return next_number("case-2026")
    finally:
        connection.close()


@pytest.mark.usefixtures("own_database")
def test_eight_people_at_once_get_eight_numbers_without_a_gap() -> None:
    with ThreadPoolExecutor(8) as people:
        taken = list(people.map(_take, range(8)))

    assert sorted(taken) == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.usefixtures("own_database")
def test_a_number_comes_back_when_its_transaction_fails() -> None:
    with transaction.atomic():
        next_number("case-2026")
        transaction.set_rollback(True)

    assert _take(0) == 1


@pytest.mark.django_db
def test_scopes_count_apart() -> None:
    assert [next_number("a"), next_number("b"), next_number("a")] == [1, 1, 2]
