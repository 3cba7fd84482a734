"""Time limits: one rule says whether a date is certain, and every page that shows it reads it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, SecondPerson, User
from cases import incidents
from cases.models import Case, Direction, Incident, Step, StepState, TimeLimit
from cases.moments import Moment, Precision, Source
from cases.steps import certainty, claims, time_limits
from cases.steps.claims import ClaimRefused
from cases.steps.time_limits import LimitRefused
from tests import make_accounts, make_cases
from tests.opened_forms import as_shown
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
FIRST = date(2026, 10, 6)  # when the incident of these tests was posted


def text_of(browser: Client, address: str) -> str:
    """What a page says, without its marks."""
    page = browser.get(address)
    assert page.status_code == 200
    words = re.sub(r"<[^>]+>", " ", page.content.decode())
    return re.sub(r"\s+", " ", words)


def page_of(case: Case, name: str, *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.ref, *more])


def posting(case: Case, posted: Moment | None = None, **facts: Any) -> Incident:
    """An incident of the other side, of the sixth of October unless said otherwise."""
    when = make_cases.posted_on() if posted is None else posted
    return incidents.write_down(case, by=case.lead, summary="A post", posted=when, **facts)


def write_down(case: Case, browser: Client, **typed: Any) -> TimeLimit:
    """Write a limit of two hundred days down, as somebody at the page does."""
    typed = {
        "claim": "other",
        "other_claim": "Defamation",
        "expires_on": TODAY() + timedelta(days=200),
        "counted_from": FIRST,
        "basis": "US-CA, one year.",
        **typed,
    }
    address = page_of(case, "time_limit_add")
    assert browser.post(address, typed).status_code == 302
    return case.time_limits.latest("pk")


def confirm(limit: TimeLimit, browser: Client, **typed: str) -> int:
    address = page_of(limit.case, "time_limit_confirm", limit.pk)
    return browser.post(address, typed).status_code


def confirmed_case(**typed: Any) -> Case:
    """A case of two attorneys with one dated incident and a limit that both stand behind."""
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.attorney()])
    posting(case)
    limit = write_down(case, signed_in(case.lead), **typed)
    assert confirm(limit, signed_in(second_of(case))) == 302
    return case


def second_of(case: Case) -> User:
    second: User = case.team.exclude(user=case.lead).get(user__role=Role.ATTORNEY).user
    return second


# --- Where it is read -----------------------------------------------------------------------------


def taken_for_confirmed(case: Case) -> bool:
    """Whether the pages take the limit for confirmed; they must all say the same."""
    case.steps.filter(code=Step.PLAN).update(state=StepState.ACTIVE)
    browser = signed_in(second_of(case))
    first = text_of(browser, case.get_absolute_url())
    action = first.partition("Next action")[2].partition("To finish")[0].lower()
    steps = text_of(browser, page_of(case, "steps"))
    todays = text_of(browser, "/w/")
    to_do = "Write the time limit of" in todays or "Confirm the time limit of" in todays
    said = {
        "head": "Time limit not confirmed" not in first.partition(" Lead ")[0],
        "list": "not confirmed" not in text_of(browser, reverse("cases:list")),
        "due today": "Time limit: Defamation, not confirmed" not in todays,
        "to decide today": not to_do,
        "dates that matter": "Not confirmed" not in first.partition("Dates that matter")[2],
        "next action": "time limit" not in action,
        "time limits": "Not confirmed" not in text_of(browser, page_of(case, "time_limits")),
        "gate of the plan": "Every claim pursued has a confirmed time limit" in steps,
        "gate of letters": "The time limit is more than 30 days away" in steps,
    }
    assert len(set(said.values())) == 1, said
    return said["head"]


# --- What unsettles a date ------------------------------------------------------------------------


def change(incident: Incident, browser: Client, **typed: Any) -> None:
    """Correct an incident at its page."""
    address = page_of(incident.case, "incident_edit", incident.ref)
    sent = as_shown(browser, address, "form", "posted", "seen")
    assert browser.post(address, sent | typed).status_code == 302


def older_comes_up(case: Case, browser: Client) -> None:
    typed = {
        "summary": "An older post turned up",
        "direction": Direction.OTHER_SIDE,
        "online": "unsure",
        "posted-precision": "day",
        "posted-day": "2026-09-01",
        "posted-zone": "America/Los_Angeles",
        "posted-source": "page",
        "seen-precision": "unknown",
        "seen-source": "none",
    }
    assert browser.post(page_of(case, "incident_add"), typed).status_code == 302


def undated_comes_up(case: Case, browser: Client) -> None:
    del browser
    posting(case, posted=Moment())


def moved_to_an_earlier_day(case: Case, browser: Client) -> None:
    change(case.incidents.get(), browser, **{"posted-day": "2026-10-05"})


def moved_to_before_a_day(case: Case, browser: Client) -> None:
    change(case.incidents.get(), browser, **{"posted-precision": "before"})


def known_less_exactly(case: Case, browser: Client) -> None:
    change(case.incidents.get(), browser, **{"posted-precision": "month"})


def not_known_any_more(case: Case, browser: Client) -> None:
    change(case.incidents.get(), browser, **{"posted-precision": "unknown"})


UNSETTLING = [
    older_comes_up,
    undated_comes_up,
    moved_to_an_earlier_day,
    moved_to_before_a_day,
    known_less_exactly,
    not_known_any_more,
]


@pytest.mark.parametrize("unsettle", UNSETTLING)
def test_a_confirmed_date_is_unsettled_on_every_page_by_what_may_be_older(
    unsettle: Callable[[Case, Client], None],
) -> None:
    case = confirmed_case()
    unsettle(case, signed_in(case.lead))
    assert not taken_for_confirmed(case)


@pytest.mark.parametrize("unsettle", [moved_to_an_earlier_day, moved_to_before_a_day])
def test_a_limit_that_runs_from_its_own_posting_is_unsettled_by_that_one(
    unsettle: Callable[[Case, Client], None],
) -> None:
    case = confirmed_case()
    case.time_limits.update(incident=case.incidents.get())
    unsettle(case, signed_in(case.lead))
    assert not taken_for_confirmed(case)


def later_comes_up(case: Case, browser: Client) -> None:
    del browser
    posting(case, posted=make_cases.posted_on("2026-10-20"))


def client_did_it(case: Case, browser: Client) -> None:
    older_comes_up(case, browser)
    change(case.incidents.latest("pk"), browser, direction=Direction.CLIENT)


def attorney_set_it_aside(case: Case, browser: Client) -> None:
    older_comes_up(case, browser)
    browser.post(page_of(case, "incident_review", "I-002"), {"verdict": "set_aside", "version": 1})


@pytest.mark.parametrize("happens", [later_comes_up, client_did_it, attorney_set_it_aside])
def test_what_starts_no_clock_leaves_a_confirmed_date(
    happens: Callable[[Case, Client], None],
) -> None:
    case = confirmed_case()
    happens(case, signed_in(case.lead))
    assert taken_for_confirmed(case)


def test_what_a_paralegal_sets_aside_still_counts_until_an_attorney_does() -> None:
    case = confirmed_case()
    older_comes_up(case, signed_in(case.lead))
    sam = make_accounts.paralegal()
    case.team.create(user=sam)
    signed_in(sam).post(
        page_of(case, "incident_review", "I-002"), {"verdict": "set_aside", "version": 1}
    )
    assert not taken_for_confirmed(case)
    page = text_of(signed_in(sam), page_of(case, "time_limits"))
    assert "I-002 may have been posted before 6 Oct 2026" in page


def test_the_form_proposes_the_first_day_on_any_clock_and_a_claim_that_has_no_limit() -> None:
    case = make_cases.case(zone="Australia/Sydney")
    make_cases.limit(case)
    claim = claims.named(case, "Private facts")
    posting(case)  # 6 October on its own clock, the 7th in Sydney
    form = signed_in(case.lead).get(page_of(case, "time_limit_add")).context["form"]
    assert form["counted_from"].value() == FIRST
    assert form["claim"].value() == claim.pk


def test_a_date_answered_for_holds_while_the_incident_is_dated_as_it_was() -> None:
    make_accounts.firm(second_person=SecondPerson.STAFF)
    sam = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.attorney()])
    first = posting(case)
    old = posting(case, posted=before(date(2026, 10, 1)))
    limit = write_down(case, signed_in(case.lead))
    second = signed_in(second_of(case))
    case.team.create(user=sam)
    assert confirm(limit, signed_in(sam), reason="Sure", about=certainty.as_dated(old)) == 409
    case.team.filter(user=sam).delete()

    assert confirm(limit, second) == 422
    holds = {"reason": "The site began in October"}
    assert confirm(limit, second, **holds, about=certainty.as_dated(first)) == 409
    named = certainty.as_dated(old)
    change(old, second, **{"posted-day": "2026-09-30"})
    assert confirm(limit, second, **holds, about=named) == 409
    assert not taken_for_confirmed(case)
    change(Incident.objects.get(pk=old.pk), second, **{"posted-day": "2026-10-01"})
    assert confirm(limit, second, **holds, about=named) == 302
    assert taken_for_confirmed(case)
    page = text_of(second, page_of(case, "time_limits"))
    assert "The site began in October" in page

    change(Incident.objects.get(pk=old.pk), second, **{"posted-day": "2026-09-30"})
    assert not taken_for_confirmed(case)
    change(Incident.objects.get(pk=old.pk), second, **{"posted-day": "2026-10-01"})
    assert taken_for_confirmed(case)


def before(day: date) -> Moment:
    return Moment(
        wall_from=datetime.combine(day, datetime.min.time()),
        zone="America/Los_Angeles",
        precision=Precision.BEFORE,
        source=Source.CLIENT,
    )


def test_a_limit_of_a_later_posting_is_answered_for_unless_the_claim_has_an_earlier_one() -> None:
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.attorney()])
    posting(case)
    later = posting(case, posted=make_cases.posted_on("2026-10-20"))
    typed = {"counted_from": "2026-10-20", "incident": later.pk}
    limit = write_down(case, signed_in(case.lead), **typed)
    second = signed_in(second_of(case))
    assert confirm(limit, second) == 422
    assert not taken_for_confirmed(case)

    first = write_down(case, signed_in(case.lead))
    for each in (first, limit):
        assert confirm(each, second) == 302
    assert taken_for_confirmed(case)


def test_a_limit_with_a_discovery_rule_answers_for_no_other_limit_of_its_claim() -> None:
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.attorney()])
    later = posting(case, posted=make_cases.posted_on("2026-10-20"))
    posting(case, posted=before(date(2026, 10, 1)))
    lead, second = signed_in(case.lead), signed_in(second_of(case))
    found = write_down(case, lead, counted_from="2026-10-10", discovery_rule="Sealed record")
    assert confirm(found, second) == 302
    sooner = TODAY() + timedelta(days=100)
    typed = {"counted_from": "2026-10-20", "incident": later.pk, "expires_on": sooner}
    assert confirm(write_down(case, lead, **typed), second) == 422
    assert not taken_for_confirmed(case)


def test_the_page_names_the_first_possible_day_of_all_and_what_may_be_older() -> None:
    case = make_cases.case(zone="Australia/Sydney")
    sydney = make_cases.posted_on("2026-10-06", zone="Australia/Sydney")
    posting(case, posted=sydney)
    posting(case, posted=make_cases.posted_on("2026-10-05", zone="America/Los_Angeles"))
    browser = signed_in(case.lead)
    page = text_of(browser, page_of(case, "time_limits"))
    assert "can have been posted is 5 Oct 2026" in page
    assert "may be older" not in page
    posting(case, posted=before(date(2026, 10, 1)))
    assert "may be older" in text_of(browser, page_of(case, "time_limits"))


def test_a_claim_taken_up_again_is_as_certain_as_its_incidents_now_make_it() -> None:
    case = confirmed_case()
    browser = signed_in(case.lead)
    [claim] = case.claims.all()
    browser.post(page_of(case, "claim_give_up", claim.pk), {"reason": "Opinion only"})
    page = text_of(browser, page_of(case, "notes"))
    assert "Time limit not confirmed: no claim is pursued" in page
    older_comes_up(case, browser)
    browser.post(page_of(case, "claim_take_up", claim.pk), {"reason": "She wants to"})
    assert not taken_for_confirmed(case)
    browser.post(page_of(case, "incident_review", "I-002"), {"verdict": "set_aside", "version": 1})
    assert taken_for_confirmed(case)


def test_a_day_that_has_passed_hides_no_other_and_asks_an_attorney() -> None:
    case = confirmed_case(expires_on=TODAY() - timedelta(days=3))
    browser = signed_in(case.lead)
    passed = f"{TODAY() - timedelta(days=3):%-d %b %Y}"
    assert f"Time limit passed: {passed}, 3 days ago" in text_of(browser, page_of(case, "notes"))
    assert f"Answer for the time limit that passed on {passed}" in text_of(
        browser, page_of(case, "overview")
    )
    assert f"The time limit of {passed} has passed." in text_of(browser, page_of(case, "steps"))
    code = f"limit_passed:{case.time_limits.get().pk}"
    typed = {"code": code, "reason": "Filed the day before, docket 26-114"}
    assert browser.post(page_of(case, "not_needed"), typed).status_code == 302
    assert "Answer for the time limit" not in text_of(browser, page_of(case, "overview"))

    write_down(case, browser, other_claim="False light")
    confirm(case.time_limits.latest("pk"), signed_in(second_of(case)))
    said = text_of(browser, page_of(case, "notes"))
    ahead = f"{TODAY() + timedelta(days=200):%-d %b %Y}"
    assert f"Time limit {ahead}, in 200 days (False light); one passed on {passed}" in said
    assert f"in 200 days; one passed on {passed}" in text_of(browser, reverse("cases:list"))


# --- Writing down, confirming, setting aside ------------------------------------------------------


def headline(case: Case) -> str:
    browser = signed_in(case.lead)
    page = browser.get(page_of(case, "notes")).content.decode()
    found = re.search(r"Time limit[^<]*", page)
    return found.group().strip() if found else ""


def test_nobody_confirms_a_date_they_wrote_down() -> None:
    case = make_cases.case()
    limit = make_cases.limit(case, confirmed=False)
    with pytest.raises(LimitRefused, match="another attorney"):
        time_limits.confirm(limit, case.lead)
    second = make_accounts.attorney()
    assert time_limits.confirm(limit, second).confirmed_by == second
    with pytest.raises(LimitRefused, match="already confirmed"):
        time_limits.confirm(limit, second)


def test_the_headline_is_the_nearest_limit_and_says_whether_it_is_sure() -> None:
    case = make_cases.case()
    assert headline(case) == "Time limit not confirmed"
    far = make_cases.limit(case, in_days=300, confirmed=False)
    near = make_cases.limit(case, in_days=20, confirmed=False)
    day = f"{near.expires_on:%-d %b %Y}, in 20 days (Defamation)"
    assert headline(case) == f"Time limit not confirmed: {day}"
    time_limits.confirm(near, make_accounts.attorney())
    assert headline(case) == f"Time limit {day}; another one not confirmed"
    time_limits.confirm(far, make_accounts.attorney())
    assert headline(case) == f"Time limit {day}"


def test_a_limit_is_set_aside_with_a_reason_and_counts_no_more() -> None:
    case = make_cases.case()
    limit = make_cases.limit(case, confirmed=False)
    with pytest.raises(LimitRefused, match="Say why"):
        time_limits.dismiss(limit, case.lead, " ")
    time_limits.dismiss(limit, case.lead, "No publication to a third person")
    assert headline(case) == "Time limit not confirmed"
    with pytest.raises(LimitRefused, match="set aside"):
        time_limits.confirm(limit, make_accounts.attorney())


def test_a_claim_given_up_leaves_the_limits_of_the_others() -> None:
    case = make_cases.case()
    make_cases.limit(case, in_days=20)
    make_cases.limit(case, in_days=300, claim="Private facts")
    claims.decide(
        claims.named(case, "defamation"), pursued=False, reason="Opinion only", by=case.lead
    )
    assert headline(case).endswith("in 300 days (Private facts)")
    claims.named(case, "Intimate images")
    assert headline(case).endswith("; not confirmed for Intimate images")


def test_a_case_without_any_claim_pursued_still_says_that_no_limit_is_confirmed() -> None:
    case = make_cases.case()
    claim = claims.named(case, "Defamation")
    with pytest.raises(ClaimRefused, match="Only an attorney"):
        claims.decide(claim, pursued=False, reason="No", by=make_accounts.paralegal())
    with pytest.raises(ClaimRefused, match="Say why"):
        claims.decide(claim, pursued=False, reason=" ", by=case.lead)
    claims.decide(claim, pursued=False, reason="She wants it gone, no court", by=case.lead)
    assert headline(case) == "Time limit not confirmed: no claim is pursued"
    with pytest.raises(ClaimRefused, match="not pursued already"):
        claims.decide(claim, pursued=False, reason="Again", by=case.lead)
    claims.decide(claim, pursued=True, reason="She changed her mind", by=case.lead)
    assert headline(case) == "Time limit not confirmed"


def test_a_limit_counts_from_the_earliest_posting_unless_an_attorney_names_a_rule() -> None:
    case = make_cases.case()
    posting(case, seen=make_cases.posted_on("2026-12-01"))

    def write(by: User, **more: Any) -> TimeLimit:
        last = TODAY() + timedelta(days=300)
        facts = {"claim": "Defamation", "expires_on": last, "basis": "US-VA, one year"}
        return time_limits.propose(case, by=by, **{**facts, **more})

    assert write(case.lead, counted_from=FIRST).pk
    seen = date(2026, 12, 1)
    with pytest.raises(LimitRefused, match="later than the earliest"):
        write(case.lead, counted_from=seen)
    with pytest.raises(LimitRefused, match="Only an attorney names"):
        write(make_accounts.paralegal(), counted_from=seen, discovery_rule="Hidden until December")
    late = write(case.lead, counted_from=seen, discovery_rule="Sealed record, Va. rule")
    assert time_limits.confirm(late, make_accounts.attorney()).is_confirmed


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (264, "in 264 days"), (-3, "3 days ago")],
)
def test_how_far_a_day_is_in_words(days: int, words: str) -> None:
    assert time_limits.days_left(TODAY() + timedelta(days=days)) == words
