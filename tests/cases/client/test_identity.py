"""The client's code word: compared, logged, throttled, and never shown."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Channel, SafeContact
from cases.client import identity, reach_changes
from cases.client.reach_changes import Wish
from cases.models import Case, IdentityCheck, IdentityWay, TeamMember
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

WORD = "Blue Môuntain-7"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def say(browser: Client, case: Case, said: str) -> Any:
    return browser.post(f"/w/c/{case.ref}/safety/code-word/", {"said": said}, follow=True)


@pytest.fixture
def case() -> Case:
    contact = make_accounts.safe_contact(
        channel=Channel.PHONE, phone="+12025550143", code_word=WORD
    )
    return make_cases.case(safe_contact=contact)


@pytest.fixture
def staff(case: Case) -> Client:
    return signed_in(case.lead)


def contact_of(case: Case) -> SafeContact:
    kept = Case.objects.get(pk=case.pk).safe_contact
    assert kept is not None
    return kept


def test_the_word_is_compared_as_it_is_heard_and_kept_in_the_log(case: Case, staff: Client) -> None:
    assert "It matches." in text(say(staff, case, "blue mountain 7"))
    assert "It does not match. Tell the caller nothing." in text(say(staff, case, "blue"))

    assert list(case.identity_checks.values_list("matched", "by")) == [
        (False, case.lead.pk),
        (True, case.lead.pk),
    ]


def test_a_word_of_signs_alone_matches_nothing(case: Case, staff: Client) -> None:
    contact = contact_of(case)
    contact.code_word = "🌻🌻"
    contact.save()

    assert "It does not match." in text(say(staff, case, "?"))


@pytest.mark.parametrize("said", ["शत", "शांत"])
def test_vowel_signs_are_heard(case: Case, staff: Client, said: str) -> None:
    contact = contact_of(case)
    contact.code_word = "शांति"
    contact.save()

    assert "It does not match." in text(say(staff, case, said))
    assert "It matches." in text(say(staff, case, " शांति!"))


def test_the_word_stands_on_no_page(case: Case, staff: Client) -> None:
    for page in ("", "safety/", "safety/code-word/", "safety/contact/", "people/", "activity/"):
        body = text(staff.get(f"/w/c/{case.ref}/{page}"))
        assert WORD not in body, page
        assert "Môuntain" not in body, page
    assert "wrong guess" not in text(say(staff, case, "wrong guess"))


def test_after_five_wrong_words_nobody_compares_for_a_while(case: Case, staff: Client) -> None:
    colleague = make_accounts.paralegal()
    TeamMember.objects.create(case=case, user=colleague)
    other = signed_in(colleague)
    for guess in range(identity.WRONG_TRIES):
        say(other if guess % 2 else staff, case, f"guess {guess}")

    answer = say(other, case, WORD)

    assert answer.status_code == 409
    assert "The code word was wrong five times." in text(answer)
    assert identity.fresh(case, by=colleague) is None


def test_a_check_counts_for_its_person_alone_and_for_a_while(case: Case, staff: Client) -> None:
    say(staff, case, WORD)
    assert identity.fresh(case, by=case.lead) is not None
    assert identity.fresh(case, by=make_accounts.attorney()) is None

    say(staff, case, "another voice")
    assert identity.fresh(case, by=case.lead) is None


def test_an_old_check_counts_no_more(case: Case) -> None:
    case.identity_checks.create(
        way=IdentityWay.CODE_WORD,
        matched=True,
        by=case.lead,
        at=timezone.now() - timedelta(minutes=16),
    )

    assert identity.fresh(case, by=case.lead) is None


def test_what_was_checked_is_never_changed(case: Case) -> None:
    made = identity.compare(case, "wrong", by=case.lead)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IdentityCheck.objects.filter(pk=made.pk).update(matched=True)


def test_what_her_page_asks_is_used_only_after_her_code_word(case: Case, staff: Client) -> None:
    elena = make_cases.client_with_access(case)
    wish = Wish(
        channel=Channel.PHONE,
        email="",
        phone="+12025550199",
        voicemail_ok=False,
        times="",
        device_unsafe=False,
        code_word="His own word",
    )
    change = reach_changes.ask(case, wish, by=elena)
    assert change is not None
    address = f"/w/c/{case.ref}/safety/asked/{change.pk}/"
    given = {"outcome": "used", "how": "Called the old number"}

    refused = staff.post(address, given)
    assert refused.status_code == 409
    assert "Check her code word first" in text(refused)
    assert contact_of(case).phone == "+12025550143"

    say(staff, case, WORD)
    assert staff.post(address, given).status_code == 302

    assert contact_of(case).phone == "+12025550199"
    assert "It matches." in text(say(staff, case, "his own word"))


def test_a_new_word_takes_the_place_of_the_old_one_only_after_it_was_heard(
    case: Case, staff: Client
) -> None:
    given = {
        "channel": "portal",
        "code_word": "Another word",
        "version": contact_of(case).version,
    }
    address = f"/w/c/{case.ref}/safety/contact/"

    assert staff.post(address, given).status_code == 409
    say(staff, case, WORD)
    assert staff.post(address, given).status_code == 302

    assert "It matches." in text(say(staff, case, "another word"))


@pytest.mark.parametrize("word", ["🌻🌻", "a-b c", "día"])
def test_a_word_of_which_too_little_is_heard_is_kept_nowhere(
    case: Case, staff: Client, word: str
) -> None:
    say(staff, case, WORD)
    elena = make_cases.client_with_access(case)
    given = {"channel": "phone", "phone": "+12025550143", "code_word": word}

    at_firm = staff.post(
        f"/w/c/{case.ref}/safety/contact/", given | {"version": contact_of(case).version}
    )
    on_her_page = signed_in(elena).post("/home/reach/", given)

    for answer in (at_firm, on_her_page):
        assert answer.status_code == 422
        assert "at least 4 letters or digits" in text(answer)
    with pytest.raises(identity.TooShort):
        reach_changes.keep_code_word(case, word, by=case.lead)
    assert contact_of(case).code_word == WORD
    assert not case.reach_changes.exists()


@pytest.mark.parametrize(
    "louder",
    [
        {"phone": "+12025550199"},
        {"device_unsafe": ""},
        {"text_ok": "on"},
        {"voicemail_ok": "on"},
        {"may_say_who": "on"},
        {"times": "Any time"},
        {"channel": "email", "email": "his@example.com", "email_safe": "on"},
    ],
)
def test_staff_write_down_nothing_louder_before_her_code_word_was_heard(
    case: Case, staff: Client, louder: dict[str, str]
) -> None:
    contact = contact_of(case)
    contact.device_unsafe = True
    contact.save()
    address = f"/w/c/{case.ref}/safety/contact/"
    given = {
        "channel": "phone",
        "phone": "+12025550143",
        "device_unsafe": "on",
        "version": contact.version,
    }
    loud = {name: value for name, value in (given | louder).items() if value != ""}
    assert "check the code word</a>" in text(staff.get(address))

    refused = staff.post(address, loud)
    assert refused.status_code == 409
    assert "Check her code word first" in text(refused)
    kept = contact_of(case)
    assert (kept.phone, kept.device_unsafe, kept.confirmed_by) == ("+12025550143", True, None)

    say(staff, case, WORD)
    assert staff.post(address, loud).status_code == 302
    assert contact_of(case).confirmed_by == case.lead


def test_what_silences_us_needs_no_code_word_and_settles_nothing(case: Case, staff: Client) -> None:
    elena = signed_in(make_cases.client_with_access(case))
    elena.post("/home/reach/", {"channel": "phone", "phone": "+12025550199"})
    given = {
        "channel": "none",
        "phone": "+12025550143",
        "device_unsafe": "on",
        "version": contact_of(case).version,
    }

    assert staff.post(f"/w/c/{case.ref}/safety/contact/", given).status_code == 302

    kept = contact_of(case)
    assert (kept.channel, kept.device_unsafe, kept.confirmed_by) == (Channel.NONE, True, None)
    assert case.reach_changes.get().is_waiting


def test_the_window_says_what_the_page_is(case: Case, staff: Client) -> None:
    assert "<title>How we reach the client" in text(staff.get(f"/w/c/{case.ref}/safety/contact/"))


def test_where_no_word_is_kept_the_page_says_so(staff: Client) -> None:
    bare = make_cases.case()
    browser = signed_in(bare.lead)

    assert "The client has not chosen a code word." in text(
        browser.get(f"/w/c/{bare.ref}/safety/code-word/")
    )
    assert "No code word is kept." in text(say(browser, bare, "anything"))
