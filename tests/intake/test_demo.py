"""The demo firm is told through the same functions as real matters, and stands up to checks."""

from datetime import UTC

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import demo as demo_people
from accounts.models import Firm
from cases.models import Case, Consent, Step, StepState
from evidence import custody, verification
from evidence.models import Item
from intake.demo import loading
from intake.models import Enquiry
from tests import make_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(settings: Settings) -> list[Case]:
    settings.DEMO = True
    return loading.load()


def test_the_three_matters_stand_where_the_handbook_says(cases: list[Case]) -> None:
    states = {case.client_name: dict(case.steps.values_list("code", "state")) for case in cases}

    assert states["Dr. Marisol Vantreight"][Step.AMICABLE] == StepState.SKIPPED
    assert states["Dr. Marisol Vantreight"][Step.IDENTIFY] == StepState.ACTIVE
    assert states["Imani Thorsby-Vale"][Step.LEGAL] == StepState.ACTIVE
    assert states["Tamsin Okerlund"][Step.AMICABLE] == StepState.ACTIVE


def test_every_demo_file_is_what_was_received_and_no_stated_time_lies_ahead(
    cases: list[Case],
) -> None:
    items = Item.objects.filter(case__in=cases)

    assert items.count() == 26
    assert [item for item in items if not verification.verify_item(item, by=None)] == []
    assert [problem for case in cases for problem in custody.verify_case(case)] == []
    latest = [i.posted_latest for case in cases for i in case.incidents.exclude(posted_latest=None)]
    assert max(timezone.localdate(moment) for moment in latest) <= timezone.localdate()


def test_it_is_told_for_the_day_it_is_at_the_firm(settings: Settings) -> None:
    settings.DEMO = True
    zone = make_accounts.zone_of_another_day()
    demo_people.load_people()
    Firm.objects.update(time_zone=zone.key)
    with timezone.override(UTC):
        loading.load()

    agreed_on = Consent.objects.values_list("given_on", flat=True)
    assert max(agreed_on) == timezone.localdate(timezone=zone)


@pytest.mark.usefixtures("cases")
def test_five_questionnaires_wait_one_with_a_name_known_to_the_firm() -> None:
    rows = list(Enquiry.objects.order_by("pk"))
    hits = [row.called for row in rows if row.check_run and row.check_run.hits.exists()]

    assert [row.state for row in rows] == ["new"] * 5
    assert "Dana W." in hits


def test_loading_twice_changes_nothing_and_the_client_sees_her_own_case_only(
    cases: list[Case],
) -> None:
    again = loading.load()

    assert [case.pk for case in again] == [case.pk for case in cases]
    assert Case.objects.count() == 3
    client = demo_people.person("client")
    assert list(Case.objects.visible_to(client)) == cases[:1]
