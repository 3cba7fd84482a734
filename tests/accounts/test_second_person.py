"""Who may agree with a serious decision, under each rule a firm may settle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import second_person
from accounts.models import Firm, SecondPerson, User
from tests import make_accounts
from tests.accounts.test_people import firm_fields
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
A, S, W = SecondPerson
EARLY, LATE = timedelta(hours=23), timedelta(hours=25)


def people() -> dict[str, User]:
    return {
        "attorney": make_accounts.attorney(),
        "other attorney": make_accounts.attorney(),
        "supervisor": make_accounts.supervisor(),
        "paralegal": make_accounts.paralegal(),
        "other paralegal": make_accounts.paralegal(),
    }


@pytest.mark.parametrize(
    ("rule", "first", "second", "after", "agrees"),
    [
        (A, "attorney", "other attorney", EARLY, True),
        (A, "attorney", "supervisor", EARLY, True),
        (A, "attorney", "paralegal", LATE, False),
        (A, "attorney", "attorney", LATE, False),
        (A, "paralegal", "attorney", EARLY, True),
        (A, "paralegal", "other paralegal", LATE, False),
        (S, "attorney", "paralegal", EARLY, True),
        (S, "attorney", "other attorney", EARLY, True),
        (S, "attorney", "attorney", LATE, False),
        (S, "paralegal", "other paralegal", LATE, False),
        (S, "paralegal", "attorney", EARLY, True),
        (W, "attorney", "attorney", LATE, True),
        (W, "attorney", "attorney", EARLY, False),
        (W, "attorney", "other attorney", EARLY, True),
        (W, "attorney", "paralegal", LATE, False),
        (W, "paralegal", "paralegal", LATE, False),
    ],
)
def test_the_rule_of_the_firm_says_who_agrees(
    rule: SecondPerson, first: str, second: str, after: timedelta, *, agrees: bool
) -> None:
    make_accounts.firm(second_person=rule)
    who, now = people(), timezone.now()
    sentence = second_person.objection(
        who[first], now - after, by=who[second], did="wrote this date down", now=now
    )
    assert (sentence == "") is agrees


def test_the_administrator_chooses_the_rule_on_the_firms_page() -> None:
    browser = signed_in(make_accounts.administrator())
    assert "after waiting a day, with a reason" in browser.get("/w/admin/firm/").content.decode()
    browser.post("/w/admin/firm/", firm_fields(second_person="wait"))
    assert Firm.current().second_person == SecondPerson.WAIT
