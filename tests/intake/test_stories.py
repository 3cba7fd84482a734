"""The story is selected for those who may read it, and for nobody else."""

import pytest

from accounts.models import Role, User
from cases.models import Outcome
from cases.register import conflicts
from intake import conversion, inbox, screening, stories
from intake.models import Enquiry, Story
from tests import make_accounts, make_cases, make_intake

pytestmark = pytest.mark.django_db


def told() -> Enquiry:
    row = make_intake.clear(make_intake.enquiry())
    stories.tell(row, make_intake.STORY)
    return row


def readers(*roles: Role) -> list[User]:
    return [make_accounts.user(role) for role in roles]


def test_while_the_check_is_clear_those_who_read_enquiries_may_read_it() -> None:
    told()

    for reader in readers(Role.PARALEGAL, Role.ATTORNEY, Role.SUPERVISOR):
        assert Story.objects.readable_by(reader).count() == 1


def test_clients_administrators_and_people_who_left_never_may() -> None:
    told()
    gone = make_accounts.attorney(is_active=False)

    for reader in [*readers(Role.CLIENT, Role.ADMIN), gone]:
        assert not Story.objects.readable_by(reader).exists()


@pytest.mark.parametrize("outcome", [None, Outcome.WAIVER, Outcome.DECLINED])
def test_a_check_that_is_not_clear_any_more_seals_it_again(outcome: Outcome | None) -> None:
    row = told()
    check = screening.run(row, by=None)
    if outcome is not None:
        conflicts.decide(check, outcome, "New facts.", by=make_accounts.attorney())

    assert not Story.objects.readable_by(make_accounts.attorney()).exists()


def test_once_a_case_is_open_those_who_see_the_case_may_read_it() -> None:
    row, attorney = told(), make_accounts.attorney()
    case = conversion.open_case(row, by=attorney)

    assert Story.objects.readable_by(attorney).exists()
    assert not Story.objects.readable_by(make_accounts.paralegal()).exists()
    make_cases.wall(case, attorney)
    assert not Story.objects.readable_by(attorney).exists()


def test_the_list_does_not_select_what_is_sealed() -> None:
    known = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    make_intake.enquiry(others=known)
    row = make_intake.enquiry(others=known, summary="A planted sentence")

    listed = {one.enquiry.pk: one for one in inbox.queue("new", make_accounts.paralegal()).rows}

    assert listed[row.pk].excerpt == inbox.SEALED
    assert "summary_sealed" in listed[row.pk].enquiry.get_deferred_fields()


def test_what_is_stored_does_not_give_it_away() -> None:
    told()

    assert make_intake.STORY.encode() not in bytes(Story.objects.get().text_sealed)
