"""What to do next: each rule when it is the first with something to say, and their order."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import flags, people
from cases.models import Case, Outcome, PaperKind, Review, RoleOnCase, SafetyKind, Step, StepState
from cases.register import conflicts
from cases.steps import next_action, time_limits
from cases.steps.workflow import MoveRefused
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def settled() -> Case:
    """A case in which nothing urgent waits: limit confirmed, names checked, step 1 open."""
    case = make_cases.case()
    people.add_party(case, label=case.client_name, roles=[RoleOnCase.CLIENT])
    check = conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    conflicts.decide(check, Outcome.CLEAR, "Nobody we know", case.lead)
    limit(case, 300)
    case.steps.filter(code=Step.PLAN).update(state=StepState.ACTIVE)
    return case


def limit(case: Case, days: int) -> None:
    made = time_limits.propose(
        case,
        by=make_accounts.paralegal(),
        claim="Libel, US-CA",
        expires_on=TODAY() + timedelta(days=days),
        counted_from=make_cases.BEFORE_ANYTHING,
        basis="1 year",
    )
    time_limits.confirm(made, case.lead)


def title(case: Case) -> str:
    action = next_action.next_action(Case.objects.get(pk=case.pk))
    return action.title if action else ""


def danger(case: Case) -> None:
    flags.raise_flag(case, SafetyKind.IMMEDIATE_DANGER, by=case.lead, reason="At the door.")


def unconfirmed(case: Case) -> None:
    time_limits.propose(
        case,
        by=case.lead,
        claim="False light",
        expires_on=TODAY() + timedelta(days=400),
        counted_from=make_cases.BEFORE_ANYTHING,
        basis="2 years",
    )


def asked_to_lift(case: Case) -> None:
    flag = flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    flags.lift(flag, by=case.lead, reason="Sold it")


def all_consents(case: Case) -> None:
    make_cases.screening(case)
    for kind in (PaperKind.DO_NOT_ENGAGE, PaperKind.PLAN):
        make_cases.agreed(case, kind)


def engaged(case: Case) -> None:
    make_cases.agreed(case, PaperKind.ENGAGEMENT)


def closed_step(case: Case) -> None:
    case.steps.filter(code=Step.PLAN).update(state=StepState.NOT_STARTED)


Arrange = Callable[[Case], object]
RULES: list[tuple[Arrange, str]] = [
    (danger, "Speak with the client about the danger"),
    (lambda case: limit(case, 10), "Act on the time limit of"),
    (lambda case: case.time_limits.all().delete(), "Write down the time limit"),
    (unconfirmed, "Confirm the time limit"),
    (asked_to_lift, "Agree to lift “Weapon”, or keep it"),
    (lambda case: make_cases.party(case, label="Ines Brant"), "Check Ines Brant for conflicts"),
    (
        lambda case: conflicts.run_check(case.ref, [], case.lead, case),
        "Check Dana Whitlock for conflicts",
    ),
    (lambda case: case.tasks.create(title="Call her", due_on=TODAY()), "Call her"),
    (
        lambda case: case.messages.create(text="Hello", from_client=True, by=case.lead),
        "Read the client's message",
    ),
    (lambda case: make_cases.incident(case, review=Review.SUBMITTED), "Review one incident"),
    (lambda _: None, "The client has not signed the engagement letter."),
    (closed_step, "Start step 1, plan"),
]


@pytest.mark.parametrize(("arrange", "expected"), RULES)
def test_each_rule_speaks_when_it_is_first(arrange: Arrange, expected: str) -> None:
    case = settled()
    arrange(case)
    assert title(case).startswith(expected)


def test_a_finished_step_is_proposed_to_be_finished() -> None:
    case = settled()
    all_consents(case)
    engaged(case)
    assert title(case) == "Finish step 1, plan"


def test_two_weeks_after_the_day_of_the_last_message_the_client_is_told_something() -> None:
    case = settled()
    case.messages.create(text="Hello", from_client=False, by=case.lead)
    with timezone.override(make_accounts.zone_of_another_day()):
        day = TODAY()
        early, late = (
            {action.title: action.why for action in next_action.proposals(case, day + passed)}
            for passed in (timedelta(days=13), timedelta(days=14))
        )
    tell = "Tell the client where things stand"
    assert tell not in early
    assert f"since {day:%-d %b %Y}." in late[tell]


def test_danger_comes_before_everything_and_cannot_be_put_off() -> None:
    case = settled()
    limit(case, 3)
    case.tasks.create(title="Call her", due_on=TODAY())
    danger(case)
    action = next_action.next_action(case)
    assert action is not None
    assert action.title == "Speak with the client about the danger"
    next_action.postpone(case, action.code, by=case.lead, days=3)
    assert title(case) == action.title


def test_later_comes_back_and_not_needed_does_not() -> None:
    case = settled()
    task = case.tasks.create(title="Call her", due_on=TODAY())
    next_action.postpone(case, f"task:{task.pk}", by=case.lead, days=3)
    assert title(case) != "Call her"
    in_three_days = TODAY() + timedelta(days=3)
    action = next_action.next_action(case, today=in_three_days)
    assert action is not None
    assert action.title == "Call her"
    with pytest.raises(MoveRefused, match="Say why"):
        next_action.not_needed(case, action.code, by=case.lead, reason=" ")
    next_action.not_needed(case, action.code, by=case.lead, reason="She called us")
    assert title(case) != "Call her"


def test_a_closed_case_asks_for_nothing() -> None:
    case = settled()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    assert title(case) == ""


def test_the_answers_are_given_on_the_page() -> None:
    case = settled()
    task = case.tasks.create(title="Call her", due_on=TODAY())
    browser = signed_in(case.lead)
    assert "Call her" in browser.get(case.get_absolute_url()).content.decode()
    address = reverse("cases:not_needed", args=[case.ref])
    answer = browser.post(address, {"code": f"task:{task.pk}", "reason": "She called us"})
    assert answer.status_code == 302
    assert case.next_action_answers.get().reason == "She called us"
    later = reverse("cases:postpone", args=[case.ref])
    browser.post(later, {"code": "gate:plan:engagement_signed"})
    assert case.next_action_answers.count() == 2
    again = browser.post(later, {"code": "gate:plan:engagement_signed"})
    assert again.status_code == 409
    assert f"{case.lead.name} has answered this already." in again.content.decode()
