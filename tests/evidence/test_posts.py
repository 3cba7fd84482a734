"""One post is one incident, however many people and windows add it."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.models import Case
from cases.moments import Moment
from evidence import links, posts
from tests import make_cases, make_evidence

LINK = links.read("https://chirrup.example.net/@molar_truth/90210")


@pytest.fixture
def case(db: None) -> Case:
    return make_cases.case()


def test_eight_at_once_record_one_post(own_database: str) -> None:
    case = make_cases.case()
    picture = make_evidence.screenshot()

    def add(_: int) -> bool:
        try:
            return posts.add_post(
                case,
                LINK,
                by=case.lead,
                posted=Moment(),
                words="Lantern Row fakes X-rays.",
                picture=io.BytesIO(picture),
            ).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(add, range(8)))

    assert sum(made) == 1
    assert case.incidents.count() == case.accounts.count() == case.items.count() == 1
    assert case.incidents.get().statements.count() == 1
    assert case.vault.receipts.count() == 8, "each arrival is on record"


def test_a_recapture_adds_to_the_post(case: Case) -> None:
    first = posts.add_post(
        case, LINK, by=case.lead, posted=make_cases.posted_on(), words="First words."
    )
    again = posts.add_post(
        case,
        LINK,
        by=case.lead,
        posted=Moment(),
        words="Words that were added later.",
        picture=io.BytesIO(make_evidence.screenshot()),
    )

    assert (again.incident, again.is_new) == (first.incident, False)
    assert [s.words for s in first.incident.statements.all()] == [
        "First words.",
        "Words that were added later.",
    ]
    assert first.incident.items.count() == 1
    assert again.incident.posted.words == first.incident.posted.words, "its time is kept"


def test_the_same_link_in_another_case_is_another_post(case: Case) -> None:
    other = make_cases.case()
    one = posts.add_post(case, LINK, by=case.lead, posted=Moment())
    two = posts.add_post(other, LINK, by=other.lead, posted=Moment())

    assert one.incident != two.incident
    assert two.is_new
