"""Coming in: password, second factor, recovery codes, throttling, reset, the first sign-in."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail as outbox_of
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from accounts import invitations, mfa
from accounts.models import User
from tests import make_accounts
from tests.signing_in import PASSWORD, give_password, give_second_factor, signed_in

pytestmark = pytest.mark.django_db

MISMATCH = "That email and password do not match."
WRONG_CODE = "That code does not match."
TOO_MANY = "Too many tries. Wait 15 minutes, then try again."


def staff(**fields: str) -> User:
    person = make_accounts.attorney(**fields)
    give_password(person)
    give_second_factor(person)
    return person


def with_password(browser: Client, person: User, password: str = PASSWORD) -> str:
    """Send the first form; returns where the person is sent, or the page that came back."""
    answer = browser.post("/in/", {"login": person.email, "password": password})
    return answer.headers.get("Location") or answer.content.decode()


def with_code(browser: Client, code: str) -> str:
    answer = browser.post("/in/code/", {"code": code})
    return answer.headers.get("Location") or answer.content.decode()


def test_a_password_alone_opens_nothing_for_staff() -> None:
    person, browser = staff(), Client()

    assert with_password(browser, person) == "/in/code/"

    assert browser.get("/w/me/").headers["Location"].startswith("/in/?next=")


def test_password_and_code_open_the_work_area() -> None:
    person, browser = staff(), Client()
    with_password(browser, person)

    assert with_code(browser, mfa.current_code(person)) == "/in/arrive/"

    assert browser.get("/w/me/").status_code == 200


def test_a_code_works_once_however_long_it_would_be_accepted() -> None:
    person, first, second = staff(), Client(), Client()
    code = mfa.current_code(person)
    with_password(first, person)
    with_code(first, code)
    with_password(second, person)

    assert WRONG_CODE in with_code(second, code)
    # The mark django-allauth itself sets is gone after one period; ours is not.
    outlives = 3 * 30
    assert mfa.use_up(person, code) is False
    assert outlives < mfa.LASTS_S


def test_a_wrong_code_opens_nothing_and_is_counted() -> None:
    person, browser = staff(), Client()
    with_password(browser, person)

    pages = [with_code(browser, "000000") for _ in range(5)]
    after = with_code(browser, mfa.current_code(person))

    assert all(WRONG_CODE in page for page in pages)
    assert TOO_MANY in after


def test_a_recovery_code_works_once() -> None:
    person = staff()
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    browser, again = Client(), Client()
    with_password(browser, person)

    assert with_code(browser, codes[0]) == "/in/arrive/"

    with_password(again, person)
    assert WRONG_CODE in with_code(again, codes[0])


def test_the_seed_of_the_codes_is_not_readable_in_the_database() -> None:
    person = staff()
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]

    assert not re.fullmatch(r"[A-Z2-7]{32}", stored)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    person = staff()

    wrong = with_password(Client(), person, "not the password")
    unknown = with_password(Client(), User(email="nobody@example.com"))

    assert MISMATCH in wrong
    assert re.sub(r"csrf\S+ value=\S+|person\d+@example.com|nobody@example.com", "", wrong) == (
        re.sub(r"csrf\S+ value=\S+|person\d+@example.com|nobody@example.com", "", unknown)
    )


def test_after_five_wrong_passwords_the_right_one_is_refused_too() -> None:
    person = staff()
    for _ in range(5):
        with_password(Client(), person, "not the password")

    assert TOO_MANY in with_password(Client(), person)


def test_one_address_trying_many_people_is_stopped() -> None:
    people = [User(email=f"guess{number}@example.com") for number in range(20)]
    for person in people:
        with_password(Client(), person, "not the password")

    assert TOO_MANY in with_password(Client(), staff())


def test_a_flood_of_sign_ins_is_a_429_in_the_client_shell(settings: pytest.FixtureRequest) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}  # type: ignore[attr-defined]
    people = [User(email=f"guess{number}@example.com") for number in range(3)]

    pages = [Client().post("/in/", {"login": one.email, "password": "no"}) for one in people]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "Wait 15 minutes, then try again." in pages[-1].content.decode()
    assert ">Leave this site</a>" in pages[-1].content.decode()


def test_staff_without_a_second_factor_reach_nothing_but_setting_it_up() -> None:
    person, browser = make_accounts.paralegal(), Client()
    give_password(person)

    assert with_password(browser, person) == "/in/arrive/"

    for path in ("/in/arrive/", "/w/me/", "/in/password/"):
        assert browser.get(path).headers["Location"] == "/in/set-up/"
    page = browser.get("/in/set-up/").content.decode()
    picture = browser.get("/in/set-up/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "data:" not in page

    key = re.search(r'class="mono nums">([A-Z2-7 ]+)<', page)
    assert key
    code = code_of(key.group(1).replace(" ", ""))
    assert browser.post("/in/set-up/", {"code": code}).headers["Location"] == "/in/recovery-codes/"
    shown = browser.get("/in/recovery-codes/").content.decode()
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", shown)) == 10
    assert browser.get("/w/me/").status_code == 200


def code_of(secret: str) -> str:
    """RFC 6238, written here anew so that it checks the site's own."""
    message = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), message, hashlib.sha1).digest()  # as the RFC has it
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def test_a_session_that_showed_no_second_factor_is_asked_for_one() -> None:
    person, browser = staff(), Client()
    browser.force_login(person)

    assert browser.get("/w/me/").headers["Location"] == "/in/again/code/?next=%2Fw%2Fme%2F"


def test_a_client_signs_in_with_a_password_and_never_sees_the_work_area() -> None:
    person, browser = make_accounts.client(), Client()
    give_password(person)

    assert with_password(browser, person) == "/in/arrive/"

    assert browser.get("/in/arrive/").headers["Location"] == "/home/"
    for path in ("/w/", "/w/me/", "/w/admin/people/", "/w/c/2026-0001/", "/w/nowhere/"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert 'class="rail"' not in answer.content.decode()


def test_a_stranger_is_sent_to_sign_in_and_back() -> None:
    answer = Client().get("/w/me/?tab=2")

    assert answer.headers["Location"] == "/in/?next=%2Fw%2Fme%2F%3Ftab%3D2"


def test_the_address_of_a_client_page_is_not_repeated_in_the_sign_in_address() -> None:
    browser = Client()

    assert browser.get("/in/not-me/").headers["Location"] == "/in/"
    assert not browser.cookies


def test_a_partial_tells_the_page_to_go_and_sign_in() -> None:
    answer = Client().get("/w/me/", headers={"hx-request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/in/"


def test_nobody_signs_up() -> None:
    for name in ("account_signup", "account_email", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_last_sign_in_is_said_once() -> None:
    person = make_accounts.client()
    give_password(person)
    with_password(Client(), person)
    browser = Client()
    with_password(browser, person)
    browser.get("/in/arrive/")

    first, second = (browser.get("/in/not-me/").content.decode() for _ in range(2))

    assert "You last signed in" in first
    assert "You last signed in" not in second


CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0"


def arrived(person: User, user_agent: str, code: str) -> tuple[str, str]:
    """What somebody reads who signs in with a browser, and their own account."""
    browser = Client(headers={"User-Agent": user_agent})
    with_password(browser, person)
    with_code(browser, code)
    browser.get("/in/arrive/")
    read = browser.get("/w/me/").content.decode()
    return read, browser.get("/w/me/").content.decode()


def test_a_browser_never_used_before_is_said_to_staff_and_at_the_next_sign_in() -> None:
    person = staff()
    kept = Authenticator.objects.get(user=person, type="recovery_codes")
    codes = kept.wrap().get_unused_codes()
    first, _ = arrived(person, CHROME, codes[0])
    with_new_browser, account = arrived(person, FIREFOX, codes[1])
    again, _ = arrived(person, CHROME, codes[2])

    assert "is new for your sign-in" not in first + again
    assert "with Chrome on Windows." in with_new_browser
    assert "Firefox on Linux is new for your sign-in." in with_new_browser
    assert "with Firefox on Linux." in again
    for name in ("Chrome on Windows", "Firefox on Linux"):
        assert name in account.split("What you signed in with")[1]
    assert outbox_of.outbox == []


# --- A forgotten password ----------------------------------------------------------------------


def test_a_code_goes_to_the_safe_address_and_says_nothing_else() -> None:
    contact = make_accounts.safe_contact(
        channel="email", email="quiet@example.com", email_safe=True, subject="Your order"
    )
    person, browser = make_accounts.client(safe_contact=contact), Client()

    browser.post("/in/reset/", {"email": person.email})

    (sent,) = outbox_of.outbox
    assert sent.to == ["quiet@example.com"]
    assert sent.subject == "Your order"
    assert "http" not in sent.body
    code = re.search(r"code is (\S+)\.", str(sent.body))
    assert code
    browser.post("/in/reset/code/", {"code": code.group(1)})
    browser.post("/in/reset/new/", {"password1": PASSWORD, "password2": PASSWORD})
    assert with_password(Client(), person) == "/in/arrive/"


@pytest.mark.parametrize("kind", ["no safe address", "nobody"])
def test_no_mail_is_sent_and_the_page_does_not_tell(kind: str) -> None:
    email = make_accounts.client().email if kind == "no safe address" else "nobody@example.com"

    answer = Client().post("/in/reset/", {"email": email}, follow=True)

    assert outbox_of.outbox == []
    assert "If there is a safe address for this email" in answer.content.decode()


def test_a_new_password_ends_the_sessions_of_the_old_one() -> None:
    person = staff()
    browser, other = signed_in(person), signed_in(person)
    sent = {"oldpassword": PASSWORD, "password1": "a b c d e f g h", "password2": "a b c d e f g h"}

    browser.post("/in/password/", sent)

    assert [(mail.to, mail.subject) for mail in outbox_of.outbox] == [
        ([person.email], "A change to your sign-in")
    ]
    assert browser.get("/w/me/").status_code == 200
    assert other.get("/w/me/").status_code == 302


# --- The first sign-in -------------------------------------------------------------------------


def first(browser: Client, code: str, password: str = PASSWORD) -> str:
    answer = browser.post("/in/first/", {"code": code, "password": password, "again": password})
    return answer.headers.get("Location") or answer.content.decode()


def test_a_one_time_code_sets_the_password_once() -> None:
    person = make_accounts.client()
    code = invitations.issue(person, by=None)

    assert first(Client(), code.lower().replace("-", " ")) == "/in/arrive/"

    assert with_password(Client(), person) == "/in/arrive/"
    assert "This code cannot be used" in first(Client(), code)


def test_a_newer_code_withdraws_the_older_one() -> None:
    person = make_accounts.client()
    older = invitations.issue(person, by=None)
    newer = invitations.issue(person, by=None)

    assert "This code cannot be used" in first(Client(), older)
    assert first(Client(), newer) == "/in/arrive/"


def test_a_code_of_someone_whose_sign_in_was_closed_is_refused() -> None:
    person = make_accounts.client()
    code = invitations.issue(person, by=None)
    person.is_active = False
    person.save()

    assert "This code cannot be used" in first(Client(), code)


def test_a_bad_password_keeps_the_code_usable() -> None:
    person = make_accounts.client()
    code = invitations.issue(person, by=None)

    page = first(Client(), code, password="short")  # noqa: S106

    assert "Choose at least 12 characters." in page
    assert code in page
    assert first(Client(), code) == "/in/arrive/"


def test_a_password_made_of_the_persons_own_name_keeps_the_code_usable() -> None:
    code = invitations.issue(make_accounts.client(name="Noor Ferreira"), by=None)

    page = first(Client(), code, password="noor ferreira1")  # noqa: S106

    assert "Choose a password that is not in your name or your email address." in page
    assert first(Client(), code) == "/in/arrive/"


def test_codes_cannot_be_guessed_at_length() -> None:
    answers = [Client().post("/in/first/", {"code": "x"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_there_is_no_demo_sign_in() -> None:
    with pytest.raises(Resolver404):
        resolve("/demo/")
    assert Client().get("/demo/").status_code == 404
