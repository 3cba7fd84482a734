"""What evidence shows on the case's own pages."""

import pytest

from cases.models import Case
from cases.reading import activity
from cases.steps import next_action
from evidence import in_the_case
from evidence.models import Item
from evidence.models.item import ItemState
from tests import make_cases, make_evidence

pytestmark = pytest.mark.django_db


def said(case: Case) -> list[str]:
    return [entry.what for entry in activity.entries(case)]


def test_what_arrives_stands_in_the_activity_with_who_sent_it() -> None:
    case = make_cases.case()
    make_evidence.item(case)
    [entry] = [entry for entry in activity.entries(case) if entry.what == "Received"]
    assert (entry.about, entry.who) == ("E-0001", case.lead)


def test_the_daily_work_of_workers_is_no_news() -> None:
    case = make_cases.case()
    make_evidence.inspected(make_evidence.item(case))
    assert not any("Picture for viewing" in sentence for sentence in said(case))


def test_new_items_are_proposed_until_somebody_has_looked() -> None:
    case = make_cases.case()
    assert in_the_case.items_to_look_through(case, case.opened_at.date()) is None
    make_evidence.item(case)
    action = in_the_case.items_to_look_through(case, case.opened_at.date())
    assert action is not None
    assert action.title == "Look through one new item"
    assert in_the_case.items_to_look_through in next_action.RULES
    Item.objects.update(state=ItemState.REVIEWED)
    assert in_the_case.items_to_look_through(case, case.opened_at.date()) is None
