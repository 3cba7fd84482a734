"""The client's way in: given to her alone, renewed after her code word, ended at once."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from cases.client import identity
from cases.models import Case, ClientAccess, RoleOnCase
from tests import make_accounts, make_cases
from tests.signing_in import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

INVITED = {"email": "Elena@Example.com", "checked_how": "In person", "alone": "on"}
WORD = "blue mountain"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page(case: Case, *rest: object) -> str:
    return "/".join([f"/w/c/{case.ref}/client", *map(str, rest), ""])


def code_on(answer: Any) -> str:
    found = re.search(r'class="mono strong">([0-9A-Z-]+)<', answer.content.decode())
    assert found is not None, answer.content.decode()
    return found[1]


def set_password(code: str, password: str = PASSWORD) -> Any:
    given = {"code": code, "password": password, "again": password}
    return Client().post("/in/first/", given)


@pytest.fixture
def case() -> Case:
    made = make_cases.case(safe_contact=make_accounts.safe_contact(), zone="America/Chicago")
    make_cases.party(made, RoleOnCase.CLIENT, label="Elena Marshcroft")
    return made


@pytest.fixture
def staff(case: Case) -> Client:
    return signed_in(case.lead)


def invited(case: Case, staff: Client, **given: str) -> User:
    """Elena, with a password of her own."""
    set_password(code_on(staff.post(page(case, "invite"), INVITED | given)))
    person: User = User.objects.get(email="elena@example.com")
    return person


def test_the_code_of_an_invitation_lets_the_client_in(case: Case, staff: Client) -> None:
    elena = invited(case, staff)

    access = ClientAccess.objects.get(user=elena)
    assert (elena.role, elena.time_zone) == (Role.CLIENT, "America/Chicago")
    assert (access.party.case, access.identity_checked_by) == (case, case.lead)
    assert elena.check_password(PASSWORD)
    shown = text(staff.get(page(case)))
    assert "elena@example.com" in shown
    assert f"{case.lead.name}, In person" in shown
    assert re.search(r"Last signed in</dt><dd><time", shown)


def test_the_word_told_at_the_invitation_is_the_code_word(case: Case, staff: Client) -> None:
    answer = staff.post(page(case, "invite"), INVITED | {"code_word": WORD})

    assert WORD not in text(answer)
    assert identity.compare(case, "Blue Mountain", by=case.lead).matched


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "The client has a way in."),
        ({"email": "another@example.com"}, "The client has a way in."),
    ],
)
def test_who_has_a_way_in_is_not_invited_again(
    case: Case, staff: Client, given: dict[str, str], sentence: str
) -> None:
    invited(case, staff)

    answer = staff.post(page(case, "invite"), INVITED | given)

    assert answer.status_code == 409
    assert sentence in text(answer)


def number_on(page: Any) -> str:
    found = re.search(r'name="number" value="([0-9a-f-]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_a_second_press_shows_a_code_that_works(case: Case, staff: Client) -> None:
    given = INVITED | {"number": number_on(staff.get(page(case, "invite")))}

    first = code_on(staff.post(page(case, "invite"), given))
    second = code_on(staff.post(page(case, "invite"), given))

    assert ClientAccess.objects.count() == 1
    assert set_password(first).status_code == 422
    set_password(second)
    assert User.objects.get(email="elena@example.com").check_password(PASSWORD)
    late = staff.post(page(case, "invite"), given)
    assert late.status_code == 409
    assert "This was done before." in text(late)


def test_a_second_press_does_not_say_twice_that_she_was_seen(case: Case, staff: Client) -> None:
    invited(case, staff)
    address = page(case, ClientAccess.objects.get().pk, "code")
    given = {"way": "in_person", "words": "Her passport", "alone": "on"}
    given["number"] = number_on(staff.get(address))

    staff.post(address, given)
    code = code_on(staff.post(address, given))

    assert case.identity_checks.count() == 1
    set_password(code, "harbor violet engine")
    assert User.objects.get(email="elena@example.com").check_password("harbor violet engine")


def test_an_address_of_somebody_else_is_refused(case: Case, staff: Client) -> None:
    answer = staff.post(page(case, "invite"), INVITED | {"email": make_accounts.paralegal().email})

    assert answer.status_code == 409
    assert "Someone already signs in with this address." in text(answer)


def test_a_case_without_a_client_invites_nobody() -> None:
    bare = make_cases.case()

    assert "Add the client" in text(signed_in(bare.lead).post(page(bare, "invite"), INVITED))
    assert not ClientAccess.objects.exists()


# --- When she cannot sign in any more ------------------------------------------------------


def test_after_her_code_word_she_gets_a_new_code_and_the_old_password_ends(
    case: Case, staff: Client
) -> None:
    elena = invited(case, staff, code_word=WORD)
    at_home = signed_in(elena)
    access = ClientAccess.objects.get()
    given = {"way": "code_word", "alone": "on"}

    refused = staff.post(page(case, access.pk, "code"), given)
    assert refused.status_code == 409
    assert "Check her code word first" in text(refused)
    assert at_home.get("/home/").status_code == 200

    staff.post(f"/w/c/{case.ref}/safety/code-word/", {"said": WORD})
    code = code_on(staff.post(page(case, access.pk, "code"), given))

    assert at_home.get("/home/").status_code == 302
    elena.refresh_from_db()
    assert not elena.has_usable_password()
    set_password(code, "harbor violet engine")
    elena.refresh_from_db()
    assert elena.check_password("harbor violet engine")
    assert signed_in(elena).get("/home/").status_code == 200


def test_who_has_forgotten_the_word_comes_with_a_photo_id(case: Case, staff: Client) -> None:
    invited(case, staff, code_word=WORD)
    access = ClientAccess.objects.get()
    given = {"way": "in_person", "alone": "on"}

    assert staff.post(page(case, access.pk, "code"), given).status_code == 422
    code_on(staff.post(page(case, access.pk, "code"), given | {"words": "Passport"}))

    check = case.identity_checks.get()
    assert (check.way, check.words, check.by) == ("in_person", "Passport", case.lead)


# --- The end --------------------------------------------------------------------------------


def test_the_end_of_a_way_in_holds_at_once(case: Case, staff: Client) -> None:
    elena = invited(case, staff)
    at_home = signed_in(elena)
    assert at_home.get("/home/").status_code == 200
    access = ClientAccess.objects.get()

    assert staff.post(page(case, access.pk, "end"), {"reason": ""}).status_code == 422
    assert at_home.get("/home/").status_code == 200
    staff.post(page(case, access.pk, "end"), {"reason": "Somebody else used it."})

    assert at_home.get("/home/").status_code == 302
    given = {"login": elena.email, "password": PASSWORD}
    stranger = Client()
    stranger.post("/in/", given)
    assert stranger.get("/home/").status_code == 302
    shown = text(staff.get(page(case)))
    assert "Somebody else used it." in shown
    assert f"ended by {case.lead.name}" in shown
    again = staff.post(page(case, access.pk, "end"), {"reason": "Again"})
    assert again.status_code == 409


def test_the_end_of_one_way_in_leaves_another_case_of_hers(case: Case, staff: Client) -> None:
    elena = invited(case, staff)
    other = make_cases.case(client_name="Elena Marshcroft")
    own = make_cases.party(other, RoleOnCase.CLIENT)
    ClientAccess.objects.create(
        user=elena, party=own, identity_checked_by=other.lead, identity_checked_how="In person"
    )
    access = ClientAccess.objects.get(party__case=case)

    staff.post(page(case, access.pk, "end"), {"reason": "The matter is closed."})

    elena.refresh_from_db()
    assert elena.is_active
    assert signed_in(elena).get("/home/").status_code == 200


def test_a_client_whose_way_in_was_ended_is_invited_again(case: Case, staff: Client) -> None:
    elena = invited(case, staff)
    access = ClientAccess.objects.get()
    staff.post(page(case, access.pk, "end"), {"reason": "Her phone was stolen."})

    code = code_on(staff.post(page(case, "invite"), INVITED | {"checked_how": "Passport seen"}))
    set_password(code, "harbor violet engine")

    elena.refresh_from_db()
    assert elena.check_password("harbor violet engine")
    assert signed_in(elena).get("/home/").status_code == 200
    assert case.parties.get(roles__code=RoleOnCase.CLIENT).client_accesses.count() == 2


def test_codes_handed_out_stop_working_with_the_way_in(case: Case, staff: Client) -> None:
    code = code_on(staff.post(page(case, "invite"), INVITED))
    access = ClientAccess.objects.get()

    staff.post(page(case, access.pk, "end"), {"reason": "The wrong address."})
    set_password(code)

    assert not User.objects.get(email="elena@example.com").has_usable_password()


def test_the_way_in_of_another_case_is_not_there(case: Case, staff: Client) -> None:
    invited(case, staff)
    other = make_cases.case()
    stranger = signed_in(other.lead)
    access = ClientAccess.objects.get()

    assert stranger.post(page(other, access.pk, "end"), {"reason": "x"}).status_code == 404
