"""Plan, team, people, tasks, the client's page: the verbs and their refusals."""

import re
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from cases import flags, incidents, people, team, to_do
from cases.client import correspondence
from cases.client.correspondence import MessageRefused
from cases.models import (
    AttributionLevel,
    Case,
    Consent,
    ContactKind,
    ContactPoint,
    NameKind,
    PartyKind,
    RegisterEntry,
    Review,
    RoleOnCase,
    SafetyKind,
    Statement,
    Step,
    StepTransition,
    TermKind,
)
from cases.people import PeopleRefused
from cases.register import conflicts
from cases.steps import claims, next_action, plan, time_limits
from cases.team import TeamRefused
from cases.to_do import TaskRefused
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


# --- Activity ------------------------------------------------------------------------------------


def html_of(user: User, address: str) -> str:
    return signed_in(user).get(address).content.decode()


def test_activity_tells_how_an_attribution_changed_and_on_what_basis() -> None:
    case = make_cases.case()
    account = make_cases.account(case, handle="@truth")
    marcus = people.add_party(case, label="Marcus Haldstrom", roles=[RoleOnCase.SUSPECTED])
    browser = signed_in(case.lead)
    address = reverse("cases:account_attribute", args=[case.ref, account.pk])
    for level, basis in (("suspected", "Same style, E-0001"), ("rejected", "At sea that week")):
        typed = {"party": marcus.pk, "level": level, "basis": basis}
        assert browser.post(address, typed).status_code == 302
    made = make_cases.statement(make_cases.incident(case), words="She reuses needles.")
    incidents.change_statement(made, 1, {"words": "She re-uses needles."})

    told = html_of(case.lead, reverse("cases:activity", args=[case.ref]))

    for words in (
        "Marcus Haldstrom behind @truth: suspected",
        "Same style, E-0001",
        "Marcus Haldstrom behind @truth: suspected → rejected",
        "At sea that week",
        "Added a name",
        "Added quoted words",
        "Changed quoted words",
    ):
        assert words in told


def test_activity_tells_who_decided_what_and_why() -> None:
    case = make_cases.case(team=[make_accounts.attorney(name="Priya Nair")])
    limit = make_cases.limit(case, confirmed=False)
    time_limits.confirm(limit, make_accounts.attorney(name="Rune Halloway"))
    claims.decide(limit.claim, pursued=False, reason="Opinion only", by=case.lead)
    flag = flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun")
    flags.lift(flag, by=case.lead, reason="The police took it")
    incident = make_cases.incident(case, review=Review.SUBMITTED, made_by=case.lead)
    incidents.review(incident, by=make_accounts.attorney(name="Ines Varga"))

    page = html_of(case.lead, reverse("cases:activity", args=[case.ref]))
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    day = f"{limit.expires_on:%-d %b %Y}, Defamation"
    for words in (
        f"Wrote down the time limit of {day} {limit.basis} Priya Nair",
        f"Confirmed the time limit of {day} Rune Halloway",
        "Gave “Defamation” up Opinion only Priya Nair",
        "Raised “Weapon”: the whole case Posted a gun Priya Nair",
        "Asked to lift “Weapon” The police took it Priya Nair",
        "Added an incident A post says something false Priya Nair",
        "Reviewed an incident A post says something false Ines Varga",
    ):
        assert words in told


# --- Plan and team --------------------------------------------------------------------------------


def test_goals_keep_the_clients_order() -> None:
    case = make_cases.case()
    plan.set_goals(case, ["Left alone", "Taken down"])
    plan.set_goals(case, ["Taken down", " ", "Left alone"])
    assert list(case.goals.values_list("rank", "text")) == [(1, "Taken down"), (2, "Left alone")]


def test_a_wall_ends_a_place_on_the_team_and_keeps_it_shut() -> None:
    supervisor = make_accounts.supervisor()
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.paralegal()])
    walled = case.team.get(user__role=Role.PARALEGAL).user
    wall = team.set_wall(case, walled, reason="Knows the other side", by=supervisor)
    assert case not in Case.objects.visible_to(walled)
    with pytest.raises(TeamRefused, match="ethical wall"):
        team.add_member(case, walled, by=case.lead)
    with pytest.raises(TeamRefused, match="already keeps"):
        team.set_wall(case, walled, reason="Again", by=supervisor)
    team.end_wall(wall, reason="He never acted", by=make_accounts.supervisor())
    team.add_member(case, walled, by=case.lead)
    assert case in Case.objects.visible_to(walled)


def test_nobody_walls_themselves_off_or_the_lead_out() -> None:
    supervisor = make_accounts.supervisor()
    case = make_cases.case()
    with pytest.raises(TeamRefused, match="around you"):
        team.set_wall(case, supervisor, reason="x", by=supervisor)
    with pytest.raises(TeamRefused, match="leads the case"):
        team.set_wall(case, case.lead, reason="x", by=supervisor)


@pytest.mark.parametrize("role", [Role.CLIENT, Role.ADMIN])
def test_clients_and_administrators_are_on_no_team(role: Role) -> None:
    case = make_cases.case()
    with pytest.raises(TeamRefused, match="does not work on cases"):
        team.add_member(case, make_accounts.user(role), by=case.lead)


def test_the_lead_stays_until_another_attorney_leads() -> None:
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.paralegal()])
    own, paralegal = case.team.get(user=case.lead), case.team.get(user__role=Role.PARALEGAL)
    with pytest.raises(TeamRefused, match="lead stays"):
        team.end_membership(own, by=case.lead)
    with pytest.raises(TeamRefused, match="Only an attorney"):
        team.make_lead(paralegal, instead_of=case.lead.pk)
    second = team.add_member(case, make_accounts.attorney(), by=case.lead)
    team.make_lead(second, instead_of=case.lead.pk)
    own.case.refresh_from_db()
    team.end_membership(own, by=case.lead)
    assert case.team.standing().count() == 2


# --- People ---------------------------------------------------------------------------------------


def test_whoever_is_added_is_searched_by_the_next_check_of_any_matter() -> None:
    case = make_cases.case()
    party = people.add_party(
        case,
        label="Marcus Haldstrom",
        roles=[RoleOnCase.ADVERSE],
        names=[(NameKind.LEGAL, "Marcus Haldstrom"), (NameKind.BUSINESS, "Haldstrom Repairs LLC")],
        contacts=[(ContactKind.EMAIL, "m@haldstrom.example")],
    )
    kinds = RegisterEntry.objects.filter(party=party).values_list("kind", flat=True)
    assert sorted(kinds) == ["domain", "email", "organisation", "person"]
    people.add_name(party, NameKind.FORMER, "Marcus Vale")
    check = conflicts.run_check(
        "MR-1",
        [conflicts.Term(kind=TermKind.PERSON, text="Vale, Marcus", role=conflicts.CLIENT)],
        case.lead,
    )
    assert check.hits.get().level == "exact"


def test_a_doe_has_no_name_until_it_is_one_of_somebody() -> None:
    case = make_cases.case()
    doe = people.add_party(case, kind=PartyKind.DOE, label="Doe 1", roles=[RoleOnCase.ADVERSE])
    assert not RegisterEntry.objects.exists()
    people.change_party(
        doe,
        by=case.lead,
        kind=PartyKind.PERSON,
        label="Kyle Tandrow",
        roles=[RoleOnCase.ADVERSE],
    )
    assert RegisterEntry.objects.get().shown == "Kyle Tandrow"
    assert conflicts.unchecked_names(case) == ["Kyle Tandrow"]


def test_a_clients_address_is_always_protected() -> None:
    case = make_cases.case()
    client = people.add_party(case, label="Dana Whitlock", roles=[RoleOnCase.CLIENT])
    assert people.add_contact(client, ContactKind.ADDRESS, "1 Elm Street").protected


def test_a_view_on_an_account_needs_a_basis_and_one_case() -> None:
    case, other = make_cases.case(), make_cases.case()
    account, party = make_cases.account(case), make_cases.party(case)
    with pytest.raises(PeopleRefused, match="rests on"):
        people.attribute(account, party, AttributionLevel.PROBABLE, basis=" ", by=case.lead)
    with pytest.raises(PeopleRefused, match="different cases"):
        people.attribute(
            account, make_cases.party(other), AttributionLevel.PROBABLE, basis="x", by=case.lead
        )
    people.attribute(account, party, AttributionLevel.PROBABLE, basis="E-0001", by=case.lead)
    people.attribute(account, party, AttributionLevel.ADMITTED, basis="E-0009", by=case.lead)
    assert account.attributions.get().level == AttributionLevel.ADMITTED


# --- Tasks ----------------------------------------------------------------------------------------


def test_a_task_is_ticked_off_once_and_can_be_taken_back() -> None:
    case = make_cases.case()
    task = to_do.add_task(case, by=case.lead, title="Call her", assigned_to=case.lead)
    to_do.finish(task, by=case.lead)
    with pytest.raises(TaskRefused, match="already ticked"):
        to_do.finish(task, by=case.lead)
    to_do.take_back(task)
    assert to_do.finish(task, by=case.lead, not_needed="She called").not_needed_reason


def test_only_the_team_gets_tasks() -> None:
    case = make_cases.case()
    with pytest.raises(TaskRefused, match="not on the team"):
        to_do.add_task(case, by=case.lead, title="Call", assigned_to=make_accounts.attorney())


# --- What the client reads ------------------------------------------------------------------------


def test_the_client_reads_only_what_a_person_confirmed() -> None:
    case = make_cases.case()
    assert correspondence.sentence_for_client(case, Step.EVIDENCE) == ""
    correspondence.confirm_sentence(case, Step.EVIDENCE, "What you sent is saved.", by=case.lead)
    assert correspondence.sentence_for_client(case, Step.EVIDENCE) == "What you sent is saved."


def test_on_a_watched_page_nothing_is_given_away() -> None:
    unsafe = make_cases.case(safe_contact=make_accounts.safe_contact(device_unsafe=True))
    ordered = make_cases.case()
    flags.raise_flag(ordered, SafetyKind.ORDER, by=ordered.lead, reason="Not served yet")
    for case in (unsafe, ordered):
        correspondence.confirm_sentence(case, Step.LEGAL, "We go to court.", by=case.lead)
        assert correspondence.sentence_for_client(case, Step.LEGAL) == "We are working on it."


def test_a_note_of_another_case_is_no_source_of_a_message() -> None:
    case, other = make_cases.case(), make_cases.case()
    note = correspondence.add_note(other, by=other.lead, text="Not hers")
    seen = correspondence.look_at(case, "Hello", by=case.lead)
    with pytest.raises(MessageRefused, match="another case"):
        correspondence.send_message(case, by=case.lead, text="Hello", seen=seen, copied_from=note)


def test_only_the_client_writes_as_the_client() -> None:
    case = make_cases.case()
    with pytest.raises(MessageRefused, match="Only the client"):
        correspondence.receive_message(case, by=case.lead, text="Hello")


# --- What stays -----------------------------------------------------------------------------------


def test_the_record_of_moves_is_never_changed() -> None:
    case = make_cases.case()
    made = StepTransition.objects.create(
        step=case.steps.get(code=Step.PLAN), left="not_started", entered="active", by=case.lead
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StepTransition.objects.filter(pk=made.pk).update(reason="Something else")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        made.delete()


CHANGES: dict[str, Callable[[Case], object]] = {
    "a note": lambda case: case.notes.update(text="She agreed"),
    "what a message said": lambda case: case.messages.update(text="We advised her to settle"),
    "a message at all": lambda case: case.messages.all().delete(),
    "what the client read": lambda case: case.step_sentences.update(text="You will win."),
    "an answer": lambda case: case.next_action_answers.all().delete(),
    "a difference": lambda case: case.safety_flags.get().differences.update(reason="Another"),
    "a term": lambda case: case.conflict_checks.get().terms.update(normal="somebody else"),
    "what is missing": lambda case: case.conflict_checks.get().missing.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_written_down_is_never_changed(change: str) -> None:
    case = make_cases.case()
    correspondence.add_note(case, by=case.lead, text="She did not agree")
    correspondence.receive_message(case, by=make_cases.client_with_access(case), text="No")
    correspondence.confirm_sentence(case, Step.EVIDENCE, "What you sent is saved.", by=case.lead)
    next_action.postpone(case, "time_limit:missing", by=case.lead, days=1)
    flag = flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Follows her")
    party = make_cases.party(case)
    flags.record_difference(flag, party, by=case.lead, reason="In prison")
    heard = conflicts.Term(kind=TermKind.PERSON, text="Kyle", role="other side")
    conflicts.run_check(case.ref, [heard], case.lead, case, missing=["a former name"])

    with pytest.raises(DatabaseError, match=r"append-only|written once"), transaction.atomic():
        CHANGES[change](case)


HALVES: dict[str, Callable[[Case], object]] = {
    "a state nobody knows of": lambda case: case.steps.update(state="paused"),
    "a limit confirmed by nobody": lambda case: case.time_limits.update(confirmed_by=None),
    "a limit set aside without a reason": lambda case: case.time_limits.update(
        dismissed_by=case.lead
    ),
    "an incident reviewed by nobody": lambda case: case.incidents.update(reviewed_by=None),
    "a statement reviewed by nobody": lambda _case: Statement.objects.update(reviewed_at=None),
    "a time that ends before it begins": lambda case: case.incidents.update(
        posted_earliest="2026-10-07T00:00Z", posted_latest="2026-10-06T00:00Z"
    ),
    "a wall ended by nobody": lambda case: case.walls.update(ended_at=timezone.now()),
    "a place on the team ended by nobody": lambda case: case.team.update(ended_at=timezone.now()),
    "an open task with a reason": lambda case: case.tasks.update(not_needed_reason="Done"),
    "an address verified by nobody": lambda _case: ContactPoint.objects.update(
        verified_at=timezone.now()
    ),
    "words nobody put before her": lambda case: Consent.objects.create(
        case=case, kind="plan", way="page", given_on=TODAY(), recorded_by=case.lead
    ),
}


@pytest.mark.parametrize("half", HALVES)
def test_the_database_refuses_what_is_only_half_said(half: str) -> None:
    case = make_cases.case()
    make_cases.statement(make_cases.incident(case))
    make_cases.limit(case)
    make_cases.wall(case, make_accounts.attorney())
    to_do.add_task(case, by=case.lead, title="Call her", assigned_to=case.lead)
    people.add_contact(make_cases.party(case), ContactKind.EMAIL, "ray@example.com")

    with pytest.raises(IntegrityError, match="violates check constraint"), transaction.atomic():
        HALVES[half](case)
