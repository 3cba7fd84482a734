"""A firm of one attorney: lifting a serious flag and confirming one's own date, a day later."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import SecondPerson
from cases import flags
from cases.models import Case, SafetyFlag, SafetyKind, TimeLimit
from cases.reading import today
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked_to_lift(case: Case) -> str:
    flag = flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    flags.lift(flag, by=case.lead, reason="The police took it")
    return reverse("cases:safety_second", args=[case.ref, flag.pk])


def written_down(case: Case) -> str:
    limit = make_cases.limit(case, confirmed=False, claim="Libel")
    return reverse("cases:time_limit_confirm", args=[case.ref, limit.pk])


def said(browser: Client, url: str, **words: str) -> str:
    return browser.post(url, words, follow=True).content.decode()


def wait_a_day() -> None:
    SafetyFlag.objects.update(lift_asked_at=F("lift_asked_at") - DAY)
    TimeLimit.objects.update(typed_at=F("typed_at") - DAY)


@pytest.mark.parametrize(
    ("decision", "asked"),
    [(asked_to_lift, "Why you are still sure"), (written_down, "Why the date holds")],
)
def test_one_attorney_waits_a_day_and_gives_a_reason(decision: object, asked: str) -> None:
    make_accounts.firm(second_person=SecondPerson.WAIT)
    case = make_cases.case()
    url = decision(case)  # type: ignore[operator]  # one of the two above
    browser = signed_in(case.lead)
    assert "less than a day ago" in said(browser, url, reason="Still sure")
    wait_a_day()
    assert len(today.rows_for(case.lead).must_decide) == 1
    assert f"Fill in “{asked}”" in said(browser, url)
    said(browser, url, reason="Read the statute again")
    assert not SafetyFlag.objects.standing().exists()
    assert not TimeLimit.objects.filter(confirmed_by=None).exists()
    assert today.rows_for(case.lead).must_decide == []


@pytest.mark.parametrize("decision", [asked_to_lift, written_down])
@pytest.mark.parametrize("rule", [SecondPerson.ATTORNEY, SecondPerson.STAFF])
def test_a_paralegal_agrees_only_where_the_firm_says_so(
    decision: object, rule: SecondPerson
) -> None:
    make_accounts.firm(second_person=rule)
    paralegal = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), paralegal])
    url = decision(case)  # type: ignore[operator]  # one of the two above
    page = said(signed_in(paralegal), url, agrees="yes")
    agreed = rule is SecondPerson.STAFF
    assert ("An attorney has to agree." in page) is not agreed
    still_open = SafetyFlag.objects.standing().exists() or TimeLimit.objects.filter(
        confirmed_by=None
    )
    assert bool(still_open) is not agreed
