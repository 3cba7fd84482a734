"""What administrators do to people and to the firm, and what they cannot do."""

import re
import threading
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import invitations, mfa, people
from accounts.errors import Refusal
from accounts.models import Firm, Role, User
from tests import make_accounts
from tests.signing_in import give_second_factor, signed_in

CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


def shown_code(page: str) -> str:
    found = CODE.search(page)
    assert found, page
    return found.group()


@pytest.mark.django_db
def test_a_new_person_comes_in_with_the_code_that_was_shown_once() -> None:
    make_accounts.firm(time_zone="Europe/London")
    browser = signed_in(make_accounts.administrator())

    answer = browser.post(
        "/w/admin/people/add/",
        {"name": "Yuki Farrant", "email": "Yuki@firm.example.com", "role": "paralegal"},
    )

    code = shown_code(answer.content.decode())
    person = User.objects.get(email="yuki@firm.example.com")
    assert (person.role, person.time_zone) == (Role.PARALEGAL, "Europe/London")
    assert code not in browser.get(f"/w/admin/people/{person.pk}/").content.decode()
    assert person.invitations.get().digest != code
    invitations.redeem(code, password="meadow copper lantern")  # noqa: S106


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "", "email": "a@example.com", "role": "attorney"}, "Enter the person’s name"),
        ({"name": "A", "email": "nonsense", "role": "attorney"}, "like name@example.com"),
        ({"name": "A", "email": "TAKEN@example.com", "role": "attorney"}, "already here"),
        ({"name": "A", "email": "a@example.com", "role": "client"}, "Select a valid choice"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_what_was_typed_stays(
    given: dict[str, str], sentence: str
) -> None:
    make_accounts.attorney(email="taken@example.com")
    browser = signed_in(make_accounts.administrator())
    before = User.objects.count()

    answer = browser.post("/w/admin/people/add/", given)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(sentence) == 2  # in the summary and beside the field
    assert f'value="{given["email"]}"' in page
    assert User.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["deactivate", "role", "second-factor", "code", "sessions"])
def test_each_act_signs_the_person_out_everywhere(act: str) -> None:
    person = make_accounts.paralegal()
    theirs = signed_in(person)
    assert theirs.get("/w/me/").status_code == 200

    signed_in(make_accounts.administrator()).post(
        f"/w/admin/people/{person.pk}/{act}/", {"role": "attorney"}
    )

    assert theirs.get("/w/me/").status_code == 302
    assert not UserSession.objects.filter(user=person).exists()


@pytest.mark.django_db
def test_taking_the_second_factor_away_leaves_no_recovery_code_and_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    person, admin = make_accounts.paralegal(), make_accounts.administrator()
    give_second_factor(person)

    people.reset_second_factor(person, by=admin)

    assert f"user {person.pk}: second factor removed by user {admin.pk}" in caplog.text
    assert person.name not in caplog.text

    assert not mfa.is_set_up(person)
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.django_db
def test_someone_who_comes_back_gets_a_new_code() -> None:
    person, admin = make_accounts.paralegal(), make_accounts.administrator()
    people.deactivate(person, by=admin)

    answer = signed_in(admin).post(f"/w/admin/people/{person.pk}/reactivate/")

    person = invitations.redeem(shown_code(answer.content.decode()), password="meadow copper x")  # noqa: S106
    assert person.is_active


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["deactivate", "role", "second-factor", "code"])
def test_nobody_changes_their_own_standing(act: str) -> None:
    admin = make_accounts.administrator()
    make_accounts.administrator()

    answer = signed_in(admin).post(f"/w/admin/people/{admin.pk}/{act}/", {"role": "attorney"})

    assert answer.status_code == 409
    assert "You cannot change your own standing." in answer.content.decode()
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == (Role.ADMIN, True)


@pytest.mark.django_db
def test_clients_stay_clients() -> None:
    admin = make_accounts.administrator()

    with pytest.raises(Refusal, match="Clients stay clients"):
        people.change_role(make_accounts.client(), Role.ATTORNEY, by=admin)
    with pytest.raises(Refusal, match="Clients stay clients"):
        people.change_role(make_accounts.attorney(), Role.CLIENT, by=admin)


@pytest.mark.django_db
def test_clients_are_not_people_of_the_firm() -> None:
    client = make_accounts.client(name="Somebody Private")
    browser = signed_in(make_accounts.administrator())

    assert "Somebody Private" not in browser.get("/w/admin/people/").content.decode()
    assert browser.get(f"/w/admin/people/{client.pk}/").status_code == 404
    assert browser.post(f"/w/admin/people/{client.pk}/deactivate/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "methods"),
    [("/w/admin/people/", "GET"), ("/w/admin/people/add/", "GET POST"), ("/w/admin/firm/", "GET")],
)
@pytest.mark.parametrize("role", [Role.PARALEGAL, Role.ATTORNEY, Role.SUPERVISOR])
def test_only_administrators_manage(path: str, methods: str, role: Role) -> None:
    browser = signed_in(make_accounts.user(role))

    for method in methods.split():
        assert browser.generic(method, path).status_code == 403


@pytest.mark.django_db
def test_an_old_second_factor_is_asked_for_again_before_people_change() -> None:
    admin, person = make_accounts.administrator(), make_accounts.paralegal()
    browser = signed_in(admin)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 11 * 60
    session.save()

    answer = browser.post(
        f"/w/admin/people/{person.pk}/deactivate/",
        headers={"referer": f"http://testserver/w/admin/people/{person.pk}/"},
    )

    back = f"%2Fw%2Fadmin%2Fpeople%2F{person.pk}%2F"
    assert answer.headers["Location"] == f"/in/again/code/?next={back}"
    person.refresh_from_db()
    assert person.is_active
    again = browser.post(answer.headers["Location"], {"code": mfa.current_code(admin)})
    assert again.headers["Location"] == f"/w/admin/people/{person.pk}/"
    browser.post(f"/w/admin/people/{person.pk}/deactivate/")
    person.refresh_from_db()
    assert not person.is_active


def test_of_two_administrators_who_remove_each_other_one_stays(own_database: str) -> None:
    first, second = make_accounts.administrator(), make_accounts.administrator()
    start = threading.Barrier(2)
    refused: list[str] = []

    def remove(person: User, by: User) -> None:
        start.wait()
        try:
            people.deactivate(person, by=by)
        except people.LastAdministrator as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    both = [
        threading.Thread(target=remove, args=(second, first)),
        threading.Thread(target=remove, args=(first, second)),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert refused == ["Make someone else an administrator first."]
    assert User.objects.active().filter(role=Role.ADMIN).count() == 1


def together(times: int, act: Callable[[], str]) -> list[str]:
    """What ``act`` gives when ``times`` threads do it at the same moment."""
    start = threading.Barrier(times)
    given: list[str] = []

    def one() -> None:
        start.wait()
        try:
            given.append(act())
        except Refusal as refusal:
            given.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(given)


def test_eight_presses_of_one_button_make_one_person(own_database: str) -> None:
    admin = make_accounts.administrator()

    said = together(
        8,
        lambda: (
            people.add(name="A", email="a@firm.example.com", role=Role.ATTORNEY, by=admin)[0].email
        ),
    )

    assert said == ["Somebody with this email is already here."] * 7 + ["a@firm.example.com"]
    assert User.objects.filter(email="a@firm.example.com").count() == 1


def test_one_code_entered_eight_times_at_once_works_once(own_database: str) -> None:
    person = make_accounts.client()
    code = invitations.issue(person, by=None)

    said = together(8, lambda: str(invitations.redeem(code, password="meadow copper").email))  # noqa: S106

    assert said.count(person.email) == 1
    assert len([one for one in said if "cannot be used" in one]) == 7


@pytest.mark.django_db
def test_the_first_administrator_is_made_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_administrator", "milo@firm.example.com", "Milo Sandrick")

    code = shown_code(capsys.readouterr().out)
    person = invitations.redeem(code, password="meadow copper lantern")  # noqa: S106
    assert person.role == Role.ADMIN
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("create_administrator", "second@firm.example.com", "Second")


@pytest.mark.django_db
@pytest.mark.parametrize("again", ["Milo@firm.example.com", "milo.sandrick@firm.example.com"])
def test_a_first_code_that_got_lost_is_printed_anew_and_the_old_one_ends(
    capsys: pytest.CaptureFixture[str], again: str
) -> None:
    call_command("create_administrator", "milo@firm.example.com", "Milo Sandrick")
    lost = shown_code(capsys.readouterr().out)
    call_command("create_administrator", again, "Milo Sandrick")
    code = shown_code(capsys.readouterr().out)

    with pytest.raises(Refusal, match="cannot be used"):
        invitations.redeem(lost, password="meadow copper lantern")  # noqa: S106
    person = invitations.redeem(code, password="meadow copper lantern")  # noqa: S106
    assert (person.role, person.email) == (Role.ADMIN, again.lower())


@pytest.mark.django_db
def test_the_only_administrator_who_lost_everything_comes_in_by_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = make_accounts.administrator()
    browser = signed_in(person)
    call_command("readmit_administrator", person.email)

    assert browser.get("/w/admin/people/").status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    code = shown_code(capsys.readouterr().out)
    assert invitations.redeem(code, password="meadow copper lantern") == person  # noqa: S106
    with pytest.raises(CommandError, match="No administrator has this email"):
        call_command("readmit_administrator", make_accounts.attorney().email)


# --- The firm ----------------------------------------------------------------------------------


def firm_fields(**changed: str) -> dict[str, str]:
    return {
        "name": "Marlow Reid Law",
        "address": "1 Example Way",
        "phone": "555-0100",
        "email": "office@firm.example.com",
        "hours": "Monday to Friday",
        "reply_working_days": "1",
        "time_zone": "America/New_York",
        "neutral_name": "My page",
        "exit_url": "https://weather.example.com/",
        "second_person": "attorney",
        "intake_open": "on",
    } | changed


@pytest.mark.django_db
def test_the_firm_profile_shows_on_client_pages() -> None:
    signed_in(make_accounts.administrator()).post("/w/admin/firm/", firm_fields())

    page = Client().get("/in/").content.decode()
    assert "<title>Sign in - My page</title>" in page
    assert ">Marlow Reid Law</a>" in page
    assert Client().get("/leave").headers["Location"] == "https://weather.example.com/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://weather.example.com/", "Enter an address that starts with https://"),
        ("https://www.youtube.com/", "Choose a plain one, such as weather."),
        ("https://mail.example.com/", "Choose a plain one, such as weather."),
        ("https://m.facebook.com/", "Choose a plain one, such as weather."),
        ("https://news.google.co.uk/", "Choose a plain one, such as weather."),
        ("https://mobile.x.com/", "Choose a plain one, such as weather."),
    ],
)
def test_the_exit_does_not_lead_to_sites_that_show_people_their_own_things(
    address: str, sentence: str
) -> None:
    answer = signed_in(make_accounts.administrator()).post(
        "/w/admin/firm/", firm_fields(exit_url=address, name="Other")
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Firm.current().name != "Other"


@pytest.mark.django_db
def test_places_and_help_lines_come_and_go() -> None:
    browser = signed_in(make_accounts.administrator())
    browser.post("/w/admin/firm/places/", {"place-code": "us-ca", "place-name": "California"})
    browser.post(
        "/w/admin/firm/help-lines/", {"line-name": "Night line", "line-number": "555-0190"}
    )
    firm = Firm.current()
    assert [place.code for place in firm.jurisdictions.all()] == ["US-CA"]

    again = browser.post("/w/admin/firm/places/", {"place-code": "US-CA", "place-name": "Twice"})
    assert again.status_code == 422
    assert "This place is already listed" in again.content.decode()

    browser.post(f"/w/admin/firm/places/{firm.jurisdictions.get().pk}/remove/")
    browser.post(f"/w/admin/firm/help-lines/{firm.help_lines.get().pk}/remove/")
    assert not firm.jurisdictions.exists()
    assert not firm.help_lines.exists()


@pytest.mark.django_db
def test_the_second_of_two_savers_sees_both_texts() -> None:
    browser = signed_in(make_accounts.administrator())
    page = browser.get("/w/admin/firm/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    other = signed_in(make_accounts.administrator())
    other.post("/w/admin/firm/", firm_fields(name="Theirs LLP"))

    answer = browser.post("/w/admin/firm/", firm_fields(name="Mine LLP", seen=seen.group(1)))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mine LLP"' in page
    assert "Stored meanwhile: Theirs LLP" in page
    assert Firm.current().name == "Theirs LLP"
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again
    browser.post("/w/admin/firm/", firm_fields(name="Mine LLP", seen=again.group(1)))
    assert Firm.current().name == "Mine LLP"
