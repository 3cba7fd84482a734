"""The six steps: every edge of the table, every gate by name, and two people at once."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases import flags, people
from cases.client import papers
from cases.models import (
    AttributionLevel,
    Case,
    Category,
    Online,
    Outcome,
    PaperKind,
    PartyKind,
    RoleOnCase,
    SafetyKind,
    SafetyReply,
    SkipReason,
    Step,
    StepState,
    TermKind,
    TimeLimit,
)
from cases.moments import Moment
from cases.register import conflicts
from cases.steps import claims, conditions, merits, time_limits, workflow
from cases.steps.conditions import Move
from cases.steps.workflow import MoveRefused
from tests import make_accounts, make_cases

N, A, H, C, S = (
    StepState.NOT_STARTED,
    StepState.ACTIVE,
    StepState.ON_HOLD,
    StepState.COMPLETE,
    StepState.SKIPPED,
)
EDGES = {
    (Move.START, N): A,
    (Move.START, H): A,
    (Move.COMPLETE, A): C,
    (Move.HOLD, N): H,
    (Move.HOLD, A): H,
    (Move.SKIP, N): S,
    (Move.SKIP, A): S,
    (Move.SKIP, H): S,
    (Move.REOPEN, C): A,
    (Move.REOPEN, S): A,
}


Arrange = Callable[[Case], object]


def put(case: Case, step: Step, state: StepState) -> None:
    case.steps.filter(code=step).update(state=state)


def state_of(case: Case, step: Step) -> str:
    return case.steps.get(code=step).state


def clear(case: Case) -> None:
    """Check everyone of the case, and decide that it is clear."""
    terms = conflicts.terms_of_case(case)
    terms.append(conflicts.Term(kind=TermKind.PERSON, text=case.client_name, role=conflicts.CLIENT))
    check = conflicts.run_check(case.ref, terms, case.lead, case)
    conflicts.decide(check, Outcome.CLEAR, "Nobody we know", case.lead)


def agreed(kind: PaperKind) -> Arrange:
    return lambda case: make_cases.agreed(case, kind)


engage = agreed(PaperKind.ENGAGEMENT)


def newer_plan(case: Case) -> None:
    """She agreed with a plan, and then another one was approved."""
    make_cases.agreed(case, PaperKind.PLAN)
    make_cases.paper(case, PaperKind.PLAN, "Another plan.")


def only_named_signed(case: Case) -> None:
    """Somebody says that it came back signed, and no scan is kept."""
    papers.record_signed(
        case, PaperKind.COSTS, paper=None, given_on=timezone.localdate(), by=case.lead
    )


def sentences(case: Case, step: Step, to_make: Move) -> dict[str, str | None]:
    return {each.condition.code: each.sentence for each in conditions.readings(case, step, to_make)}


@pytest.mark.django_db
@pytest.mark.parametrize("to_make", list(Move))
@pytest.mark.parametrize("state", list(StepState))
def test_the_table_of_moves_is_exactly_this(to_make: Move, state: StepState) -> None:
    case = make_cases.case()
    preserved(case)
    put(case, Step.IDENTIFY, state)
    clear(case)
    arguments = {"reason": "The lead asked for it", "reason_code": SkipReason.ADMITTED}
    if to_make is not Move.SKIP:
        arguments.pop("reason_code")

    def go() -> None:
        workflow.move(case, Step.IDENTIFY, to_make, by=case.lead, override="Doe suit", **arguments)

    if (to_make, state) in EDGES:
        go()
        assert state_of(case, Step.IDENTIFY) == EDGES[to_make, state]
    else:
        with pytest.raises(MoveRefused):
            go()
        assert state_of(case, Step.IDENTIFY) == state


# --- Gates, one by one ------------------------------------------------------------------------


def nothing(_case: Case) -> None:
    pass


def reviewed(case: Case) -> None:
    make_cases.incident(case)


def preserved(case: Case) -> None:
    """An incident that needs no picture: a threat, its place and a description."""
    make_cases.incident(
        case,
        category=Category.THREATS,
        place="At her door",
        account=make_cases.account(case),
    )


def known_opponent(case: Case) -> None:
    party = make_cases.party(case, label="Marcus Haldstrom", represented=False)
    account = make_cases.account(case)
    people.attribute(account, party, AttributionLevel.PROBABLE, basis="E-0001", by=case.lead)


def opponent_with_a_lawyer(case: Case) -> None:
    lawyer = make_cases.party(case, RoleOnCase.COUNSEL, label="Ines Brant")
    make_cases.party(case, represented=True, counsel=lawyer)


def defamation_explained(case: Case) -> None:
    make_cases.statement(make_cases.incident(case, category=Category.DEFAMATION))


def account_with_a_view(case: Case) -> None:
    account = make_cases.account(case)
    make_cases.incident(case, account=account)
    doe = make_cases.party(case, kind=PartyKind.DOE, label="Doe 1")
    people.attribute(account, doe, AttributionLevel.SUSPECTED, basis="Same phrases", by=case.lead)


def danger_from_someone_else(case: Case) -> None:
    known_opponent(case)
    other = make_cases.party(case, label="Kyle Tandrow")
    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Waits", party=other)


def steps_four_and_five_answered(case: Case) -> None:
    put(case, Step.AMICABLE, StepState.SKIPPED)
    put(case, Step.REPORT, StepState.COMPLETE)


def give_up(case: Case, name: str) -> None:
    claims.decide(claims.named(case, name), pursued=False, reason="Nothing private", by=case.lead)


def given_up_altogether(case: Case) -> None:
    make_cases.limit(case)
    give_up(case, "Defamation")


def counted_too_late(case: Case) -> None:
    make_cases.limit(case)
    case.time_limits.update(counted_from=date(2026, 10, 7))
    make_cases.incident(case)


P, E, I, R, O, L = Step.values  # noqa: E741 - the six steps in order
GATES: list[tuple[str, str, Move, Arrange, Arrange]] = [
    (P, "conflict_cleared", Move.START, nothing, clear),
    (P, "conflict_cleared", Move.COMPLETE, nothing, clear),
    (P, "engagement_signed", Move.COMPLETE, nothing, engage),
    (P, "limitation_confirmed", Move.COMPLETE, nothing, make_cases.limit),
    (
        P,
        "limitation_confirmed",
        Move.COMPLETE,
        lambda case: make_cases.limit(case, confirmed=False),
        lambda case: time_limits.confirm(case.time_limits.get(), make_accounts.attorney()),
    ),
    (
        P,
        "limitation_confirmed",
        Move.COMPLETE,
        lambda case: [make_cases.limit(case), claims.named(case, "Private facts")],
        lambda case: give_up(case, "Private facts"),
    ),
    (
        P,
        "limitation_confirmed",
        Move.COMPLETE,
        counted_too_late,
        lambda case: case.time_limits.update(counted_from=date(2026, 10, 6)),
    ),
    (P, "safety_screened", Move.COMPLETE, nothing, make_cases.screening),
    (
        P,
        "safety_screened",
        Move.COMPLETE,
        lambda case: make_cases.screening(case, weapon=SafetyReply.NOT_ASKED),
        lambda case: make_cases.screening(case, weapon=SafetyReply.UNSURE),
    ),
    (P, "do_not_engage", Move.COMPLETE, nothing, agreed(PaperKind.DO_NOT_ENGAGE)),
    (P, "plan_agreed", Move.COMPLETE, nothing, agreed(PaperKind.PLAN)),
    (P, "plan_agreed", Move.COMPLETE, newer_plan, agreed(PaperKind.PLAN)),
    (E, "engagement_signed", Move.START, nothing, engage),
    (E, "incident_reviewed", Move.COMPLETE, nothing, reviewed),
    (
        E,
        "false_words_explained",
        Move.COMPLETE,
        lambda case: make_cases.incident(case, category=Category.DEFAMATION),
        lambda case: make_cases.statement(case.incidents.get()),
    ),
    (
        E,
        "dates_bounded",
        Move.COMPLETE,
        lambda case: make_cases.incident(case, posted=Moment()),
        lambda case: case.incidents.update(posted_latest=timezone.now()),
    ),
    (I, "incident_written", Move.START, nothing, reviewed),
    (I, "conflict_current", Move.COMPLETE, known_opponent, clear),
    (
        I,
        "accounts_attributed",
        Move.COMPLETE,
        lambda case: make_cases.incident(case, account=make_cases.account(case)),
        lambda case: people.attribute(
            case.accounts.get(),
            make_cases.party(case),
            AttributionLevel.SUSPECTED,
            basis="Same phrases",
            by=case.lead,
        ),
    ),
    (I, "defendant_chosen", Move.COMPLETE, nothing, make_cases.party),
    (
        R,
        "no_safety_flag",
        Move.START,
        lambda case: flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Waits"),
        lambda case: flags.lift(case.safety_flags.get(), by=case.lead, reason="Moved away"),
    ),
    (R, "someone_identified", Move.START, nothing, known_opponent),
    (
        R,
        "representation_known",
        Move.START,
        make_cases.party,
        lambda case: case.parties.update(represented=False),
    ),
    (
        R,
        "representation_known",
        Move.START,
        lambda case: make_cases.party(case, represented=True),
        lambda case: case.parties.update(
            counsel=make_cases.party(case, RoleOnCase.COUNSEL, represented=False)
        ),
    ),
    (R, "limit_is_far", Move.START, nothing, make_cases.limit),
    (
        R,
        "limit_is_far",
        Move.START,
        lambda case: make_cases.limit(case, in_days=30),
        lambda _: TimeLimit.objects.update(expires_on=timezone.localdate() + timedelta(31)),
    ),
    (R, "contact_agreed", Move.START, nothing, agreed(PaperKind.CONTACT)),
    (R, "firm_address", Move.START, nothing, lambda _: make_accounts.firm(address="1 Elm St")),
    (R, "conflict_current", Move.START, known_opponent, clear),
    (
        O,
        "link_to_report",
        Move.START,
        nothing,
        lambda case: make_cases.incident(case, address="https://chirrup.example.net/p/1"),
    ),
    (O, "conflict_current", Move.START, known_opponent, clear),
    (
        O,
        "links_looked_at",
        Move.COMPLETE,
        lambda case: make_cases.incident(case, address="https://chirrup.example.net/p/1"),
        lambda case: case.incidents.update(online=Online.REMOVED),
    ),
    (L, "limitation_confirmed", Move.START, nothing, make_cases.limit),
    (
        L,
        "limitation_confirmed",
        Move.START,
        given_up_altogether,
        lambda case: make_cases.limit(case, claim="Private facts"),
    ),
    (L, "conflict_current", Move.START, known_opponent, clear),
    (
        L,
        "merits_certified",
        Move.START,
        nothing,
        lambda case: merits.certify(
            case, by=case.lead, claims="Libel: all elements", weaknesses="Opinion", forum="Court"
        ),
    ),
    (L, "costs_accepted", Move.START, nothing, agreed(PaperKind.COSTS)),
    (L, "costs_accepted", Move.START, only_named_signed, agreed(PaperKind.COSTS)),
    (L, "earlier_steps_answered", Move.START, nothing, steps_four_and_five_answered),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "code", "to_make", "lacking", "mend"),
    GATES,
    ids=[f"{step}-{to_make}-{code}-{n}" for n, (step, code, to_make, *_) in enumerate(GATES)],
)
def test_a_gate_stands_until_its_rows_say_otherwise(
    step: Step, code: str, to_make: Move, lacking: Arrange, mend: Arrange
) -> None:
    case = make_cases.case()
    lacking(case)
    sentence = sentences(case, step, to_make)[code]
    assert sentence is not None
    assert sentence.endswith(".")
    mend(case)
    assert sentences(Case.objects.get(pk=case.pk), step, to_make)[code] is None


def test_every_gate_of_the_table_is_tried_above() -> None:
    tried = {(step, code, to_make) for step, code, to_make, *_ in GATES}
    table = {(each.step.value, each.code, each.move) for each in conditions.OWN_CONDITIONS}
    assert table == tried


@pytest.mark.django_db
def test_a_danger_from_one_person_leaves_the_other_open_to_a_letter() -> None:
    case = make_cases.case()
    danger_from_someone_else(case)
    assert sentences(case, Step.AMICABLE, Move.START)["no_safety_flag"] is None


@pytest.mark.django_db
def test_a_withdrawn_consent_counts_no_more() -> None:
    case = make_cases.case()
    given = make_cases.agreed(case, PaperKind.CONTACT)
    papers.withdraw(given, by=case.lead, reason="She said so by phone")
    assert sentences(case, Step.AMICABLE, Move.START)["contact_agreed"]


# --- Moving -----------------------------------------------------------------------------------


def ready_to_finish_the_plan(case: Case) -> None:
    put(case, Step.PLAN, StepState.ACTIVE)
    clear(case)
    engage(case)
    make_cases.limit(case)
    make_cases.screening(case)


@pytest.mark.django_db
def test_a_hard_gate_cannot_be_overridden() -> None:
    case = make_cases.case()
    put(case, Step.PLAN, StepState.ACTIVE)
    with pytest.raises(MoveRefused, match="has not signed the engagement letter"):
        workflow.move(case, Step.PLAN, Move.COMPLETE, by=case.lead, override="We know them")
    assert state_of(case, Step.PLAN) == StepState.ACTIVE


@pytest.mark.django_db
def test_a_soft_gate_is_overridden_in_writing_and_the_record_shows_it() -> None:
    case = make_cases.case()
    ready_to_finish_the_plan(case)
    with pytest.raises(MoveRefused, match="do-not-engage sheet"):
        workflow.move(case, Step.PLAN, Move.COMPLETE, by=case.lead)
    made = workflow.move(
        case, Step.PLAN, Move.COMPLETE, by=case.lead, override="Told her on the phone"
    )
    assert (made.left, made.entered, made.reason) == (A, C, "Told her on the phone")
    overridden = set(made.conditions.filter(overridden=True).values_list("code", flat=True))
    assert overridden == {"do_not_engage", "plan_agreed"}
    assert made.conditions.filter(code="engagement_signed", met=True).exists()


@pytest.mark.django_db
def test_the_focus_follows_what_is_open() -> None:
    case = make_cases.case()
    ready_to_finish_the_plan(case)
    workflow.move(case, Step.EVIDENCE, Move.START, by=case.lead)
    assert case.focus == Step.PLAN
    workflow.move(case, Step.PLAN, Move.COMPLETE, by=case.lead, override="Told her")
    assert Case.objects.get(pk=case.pk).focus == Step.EVIDENCE
    with pytest.raises(MoveRefused, match="not open"):
        workflow.set_focus(case, Step.LEGAL)


@pytest.mark.django_db
@pytest.mark.parametrize("step", [Step.PLAN, Step.EVIDENCE])
def test_the_first_two_steps_are_never_skipped(step: Step) -> None:
    case = make_cases.case()
    with pytest.raises(MoveRefused, match="never skipped"):
        workflow.move(
            case, step, Move.SKIP, by=case.lead, reason="No time", reason_code=SkipReason.OTHER
        )


@pytest.mark.django_db
def test_a_skip_needs_a_reason_that_fits_and_other_needs_a_sentence() -> None:
    case = make_cases.case()

    def skip(code: str, reason: str = "") -> None:
        workflow.move(case, Step.AMICABLE, Move.SKIP, by=case.lead, reason_code=code, reason=reason)

    with pytest.raises(MoveRefused, match="Choose a reason"):
        skip(SkipReason.NO_CHANNEL)
    with pytest.raises(MoveRefused, match="full sentence"):
        skip(SkipReason.OTHER, "Because")
    skip(SkipReason.SAFETY_RISK)
    assert state_of(case, Step.AMICABLE) == StepState.SKIPPED


@pytest.mark.django_db
@pytest.mark.parametrize(("to_make", "state"), [(Move.HOLD, A), (Move.REOPEN, C)])
def test_holding_and_reopening_need_a_sentence(to_make: Move, state: StepState) -> None:
    case = make_cases.case()
    preserved(case)
    put(case, Step.IDENTIFY, state)
    with pytest.raises(MoveRefused, match="Say why"):
        workflow.move(case, Step.IDENTIFY, to_make, by=case.lead, reason="  ")


@pytest.mark.django_db
def test_reopening_keeps_the_earlier_record_and_asks_the_entry_gates_again() -> None:
    case = make_cases.case()
    put(case, Step.IDENTIFY, StepState.COMPLETE)
    with pytest.raises(MoveRefused, match="No incident"):
        workflow.move(case, Step.IDENTIFY, Move.REOPEN, by=case.lead, reason="New posts")
    preserved(case)
    workflow.move(case, Step.IDENTIFY, Move.REOPEN, by=case.lead, reason="New posts")
    clear(case)
    workflow.move(case, Step.IDENTIFY, Move.COMPLETE, by=case.lead, override="Doe suit")
    step = case.steps.get(code=Step.IDENTIFY)
    assert [each.entered for each in step.transitions.all()] == [C, A]


@pytest.mark.django_db
def test_an_emergency_opens_step_six_and_makes_tasks_of_what_is_missing() -> None:
    case = make_cases.case()
    make_cases.limit(case)
    with pytest.raises(MoveRefused, match="one sentence"):
        workflow.open_in_emergency(case, by=case.lead, emergency="limitation_14_days", sentence=" ")
    made = workflow.open_in_emergency(
        case, by=case.lead, emergency="limitation_14_days", sentence="The year ends on Friday."
    )
    assert (made.entered, made.emergency) == (A, "limitation_14_days")
    assert Case.objects.get(pk=case.pk).focus == Step.LEGAL
    tasks = list(case.tasks.all())
    assert {task.due_on for task in tasks} == {timezone.localdate()}
    assert {task.assigned_to for task in tasks} == {case.lead}
    titles = " ".join(task.title for task in tasks)
    assert "No attorney has certified the merits" in titles
    assert "time limit" not in titles


@pytest.mark.django_db
def test_raising_a_flag_puts_an_open_step_four_on_hold() -> None:
    case = make_cases.case()
    put(case, Step.AMICABLE, StepState.ACTIVE)
    flags.raise_flag(case, SafetyKind.WEAPON, by=make_accounts.paralegal(), reason="Posted a gun")
    assert state_of(case, Step.AMICABLE) == StepState.ON_HOLD


# --- Two people at once -----------------------------------------------------------------------


def test_of_two_attorneys_who_press_together_one_moves_the_step(own_database: str) -> None:
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.attorney()])
    preserved(case)
    barrier = threading.Barrier(2)
    outcomes: list[str] = []

    def press(member: int) -> None:
        by = case.team.all()[member].user
        barrier.wait()
        try:
            workflow.move(case, Step.IDENTIFY, Move.START, by=by)
            outcomes.append("moved")
        except MoveRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(member,)) for member in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refusals = [each for each in outcomes if each != "moved"]
    assert len(refusals) == 1
    assert "Look at the page again" in refusals[0]
    assert case.steps.get(code=Step.IDENTIFY).transitions.count() == 1
