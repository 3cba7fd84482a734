"""Answering the questions over HTTP: forward, back, with mistakes, and sending."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Channel
from cases.models import RegisterEntry
from cases.moments import Precision
from intake import drafts
from intake.models import Draft, Enquiry
from intake.questions import open_pages
from tests import make_accounts, make_intake

pytestmark = pytest.mark.django_db

ESSENTIAL: dict[str, dict[str, Any]] = {
    "3-2": {"others_unknown": "on"},
    "6-1": {"called": "E."},
    "6-2": {"lives_in": "US-CA"},
    "6-3": {"reach": "site"},
}
TICKS = {"not_lawyers_yet": "on", "use": "on"}


@pytest.fixture
def visitor() -> Client:
    visitor = Client()
    response = make_intake.begin(visitor)
    assert response.headers["Location"] == "/a/1-1/"
    return visitor


def walk(visitor: Client, given: dict[str, dict[str, Any]]) -> list[str]:
    """Press Continue on every page that comes, with the answers for it; returns the pages seen."""
    address, seen = "/a/1-1/", []
    while address != "/a/check/":
        assert visitor.get(address).status_code == 200, address
        key = address.removeprefix("/a/").removesuffix("/")
        seen.append(key)
        response = visitor.post(address, given.get(key, {}))
        assert response.status_code == 302, (address, response.content.decode())
        address = response.headers["Location"]
    return seen


def send(visitor: Client) -> Enquiry:
    response = visitor.post("/a/send/", TICKS)
    assert response.headers["Location"] == "/sent/"
    return Enquiry.objects.get()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


FULL: dict[str, dict[str, Any]] = {
    "1-1": {"about": "me"},
    "1-2": {"safe_now": "unsure"},
    "1-4": {"exposed": ["email", "unsure"]},
    "1-5": {"adult": "yes"},
    "2-1": {"what": ["false_posts", "images"]},
    "2-2": {
        "began-precision": "between",
        "began-day": "14",
        "began-month": "9",
        "began-year": "2026",
        "began-to_day": "20",
        "began-to_month": "9",
        "began-to_year": "2026",
        "began-words": "after the fair",
        "ongoing": "comes_and_goes",
    },
    "2-3": {"first_seen-precision": "month", "first_seen-month": "10", "first_seen-year": "2026"},
    "2-4": {"places": ["social"], "sites": "Chirrup", "links": "chirrup.example.net/p/1\n"},
    "2-5": {"in_news": "yes", "outlet": "The Example Post"},
    "2-6": {
        "date_named": "yes",
        "date_named_when-precision": "day",
        "date_named_when-day": "27",
        "date_named_when-month": "11",
        "date_named_when-year": "2026",
        "date_named_what": "send it to my work",
    },
    "2-7": {"identity_theft": "no"},
    "3-1": {"known": "think_so"},
    "3-2": {
        "others-0-name": "Gregor Thistlewood",
        "others-0-kind": "person",
        "others-0-relation": "neighbour",
        "others-1-name": "@east_port_truth",
    },
    "3-3": {"contact": "asked_to_stop", "order_or_report": "no", "order_details": "left over"},
    "3-4": {"court_papers": "no"},
    "3-5": {"my_lawyer": "no", "their_lawyer": "yes", "their_lawyer_name": "Ines Coldwater"},
    "4-1": {"summary": "He posts that I poison dogs."},
    "4-2": {"saved": ["screenshots"]},
    "5-1": {"goals-1": "removal", "goals-2": "stop"},
    "5-2": {"tried": ["blocked"], "tried_details": "blocked him in May"},
    "6-1": {"called": "Elena", "full_names": "Elena Marshcroft\nElena Varn"},
    "6-2": {"lives_in": "US-CA"},
    "6-3": {"reach": "phone", "reach_phone": "202 555 0143", "leave_message": "no"},
    "6-4": {"needs": ["call"]},
}


def test_every_page_answered_becomes_an_enquiry_in_columns_and_rows(visitor: Client) -> None:
    make_accounts.firm(name="Marlow Reid Law")
    seen = walk(visitor, FULL)
    row = send(visitor)

    assert {"1-3", "2-8"} <= set(seen), "an unsafe answer and private pictures have their pages"
    assert re.fullmatch(r"MR-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}", row.ref)
    assert row.chosen("what") == ["false_posts", "images"]
    assert row.chosen("exposed") == ["email"], "not sure gives way to what was ticked"
    assert row.chosen("goals") == ["removal", "stop"]
    assert (row.outlet, row.lives_in, row.called) == ("The Example Post", "US-CA", "Elena")
    assert row.order_details == "", "an answer behind a no is not kept"
    assert row.summary == "He posts that I poison dogs."
    began = row.times.get(question="began").stated
    assert began.precision is Precision.BETWEEN
    assert began.words == "after the fair"
    assert [link.address for link in row.links.all()] == ["https://chirrup.example.net/p/1"]
    assert [(name.side, name.text) for name in row.names.all()] == [
        ("self", "Elena Marshcroft"),
        ("self", "Elena Varn"),
        ("their_lawyer", "Ines Coldwater"),
        ("other", "Gregor Thistlewood"),
        ("other", "@east_port_truth"),
    ]
    assert row.safe_contact.channel == "phone"
    assert {tick.notice for tick in row.notice_ticks.all()} == {"not_lawyers_yet", "use"}


def test_every_name_heard_is_in_the_register_and_was_searched(visitor: Client) -> None:
    walk(visitor, FULL)
    row = send(visitor)

    heard = set(RegisterEntry.objects.filter(source=row.ref).values_list("shown", flat=True))
    assert {"Elena Marshcroft", "Gregor Thistlewood", "Ines Coldwater"} <= heard
    assert row.check_run is not None
    assert row.check_run.run_by is None
    assert row.check_run.terms.count() >= len(row.names.all())


def test_pressing_continue_everywhere_sends_with_four_answers(visitor: Client) -> None:
    seen = walk(visitor, ESSENTIAL)
    row = send(visitor)

    assert len(seen) == len(open_pages({}))
    assert row.others_unknown
    assert row.safe_contact.channel == "portal"
    assert row.choices.count() == row.links.count() == row.names.count() == 0


def test_what_is_missing_keeps_the_answers_here(visitor: Client) -> None:
    visitor.post("/a/6-1/", {"called": "E."})

    response = visitor.post("/a/send/", TICKS)

    assert response.status_code == 422
    assert "One answer is still missing: Names and account names" in text(response)
    assert Enquiry.objects.count() == 0


def test_nothing_is_sent_without_the_ticks(visitor: Client) -> None:
    walk(visitor, ESSENTIAL)

    response = visitor.post("/a/send/", {"use": "on"})

    assert response.status_code == 422
    assert "Tick that you understand this does not make us your lawyers yet" in text(response)
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize(
    ("page", "given", "sentence", "target"),
    [
        (
            "2-2",
            {"began-day": "14", "began-month": "13", "began-year": "2026"},
            "Enter a day of the calendar in numbers, for example 14 9 2026",
            "began-day",
        ),
        (
            "2-2",
            {"began-precision": "day", "began-month": "9", "began-year": "2026"},
            "Enter the day it was, or choose “I am not sure”",
            "began-day",
        ),
        (
            "2-4",
            {"links": "not-a-link"},
            "“https://not-a-link” does not look like a link",
            "links",
        ),
        ("3-2", {}, "Write at least one name or account name", "others-0-name"),
        ("4-1", {"summary": "x" * 501}, "Write up to 500 characters", "summary"),
        ("5-1", {"goals-1": "stop", "goals-2": "stop"}, "Choose each answer once", "goals-1"),
        (
            "6-3",
            {"reach": "email", "reach_email": "elena.marsh@"},
            "Enter an email address like name@example.com",
            "reach_email",
        ),
        (
            "6-3",
            {"reach": "text", "reach_phone": "12"},
            "Enter a phone number like 202 555 0143",
            "reach_phone",
        ),
        ("6-3", {}, "Choose the safest way to reach you", "reach_0"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(
    visitor: Client, page: str, given: dict[str, str], sentence: str, target: str
) -> None:
    response = visitor.post(f"/a/{page}/", given)
    body = text(response)

    assert response.status_code == 422
    assert "<title>Error: Part" in body
    assert body.count(sentence) == 2, "in the summary and beside the field"
    assert f'href="#{target}"' in body
    assert f'id="{target}"' in body
    for value in given.values():
        assert value in body
    kept = drafts.opened_by(visitor.session["draft"])
    assert kept is not None
    assert kept.answers == {}


@pytest.mark.parametrize("seen", ["email", "unsure"])
def test_a_way_that_others_may_see_needs_a_second_thought(visitor: Client, seen: str) -> None:
    visitor.post("/a/1-4/", {"exposed": [seen]})
    given = {"reach": "email", "reach_email": "elena@example.com"}

    refused = visitor.post("/a/6-3/", given)
    taken = visitor.post("/a/6-3/", given | {"reach_sure": "on"})

    assert "You told us someone else may see this" in text(refused)
    assert taken.status_code == 302


def test_a_way_that_turns_out_to_be_seen_is_not_used(visitor: Client) -> None:
    reach = {"6-3": {"reach": "email", "reach_email": "elena@example.com"}}
    walk(visitor, ESSENTIAL | reach)
    assert "We write to elena@example.com." in text(visitor.get("/a/check/"))

    visitor.post("/a/1-4/", {"exposed": ["email"], "c": "1"})

    assert "We send nothing." in text(visitor.get("/a/check/"))
    contact = send(visitor).safe_contact
    assert contact is not None
    assert (contact.channel, contact.email_safe) == (Channel.PORTAL, False)
    assert "Nothing is sent to you. So these words are the only way" in text(visitor.get("/sent/"))


def test_a_mistake_in_what_is_no_longer_asked_holds_nobody_up(visitor: Client) -> None:
    typed = {"date_named_when-month": "13", "date_named_when-year": "2026"}

    held = visitor.post("/a/2-6/", {"date_named": "yes"} | typed)
    changed = visitor.post("/a/2-6/", {"date_named": "no"} | typed)

    assert (held.status_code, changed.status_code) == (422, 302)


@pytest.mark.parametrize(
    ("home", "place", "is_told"),
    [("US-TX", "", True), ("US-TX", "US-CA", False), ("US-CA", "", False)],
)
def test_who_lives_where_we_do_not_act_is_told_softly(
    visitor: Client, home: str, place: str, *, is_told: bool
) -> None:
    make_accounts.firm().jurisdictions.create(code="US-CA", name="California")
    visitor.post("/a/6-2/", {"lives_in": home, "happened_in": place})

    body = text(visitor.get("/a/6-3/"))

    assert ("We work in California. We may not be able to act for you" in body) is is_told
    assert "What is the safest way to reach you?" in body


def test_back_leads_to_the_page_before(visitor: Client) -> None:
    body = text(visitor.get("/a/2-1/"))

    assert '<a class="back" href="/a/1-5/">' in body


def test_a_page_of_a_closed_branch_leads_on(visitor: Client) -> None:
    visitor.post("/a/1-2/", {"safe_now": "yes"})

    assert visitor.get("/a/1-3/").headers["Location"] == "/a/1-4/"


def test_an_address_without_a_page_is_not_found(visitor: Client) -> None:
    assert visitor.get("/a/7-1/").status_code == 404


def test_changing_an_answer_returns_to_the_check(visitor: Client) -> None:
    body = text(visitor.get("/a/check/"))
    assert 'href="/a/2-1/?c=1"' in body

    page = text(visitor.get("/a/2-1/?c=1"))
    response = visitor.post("/a/2-1/", {"what": ["threats"], "c": "1"})

    assert 'name="c" value="1"' in page
    assert response.headers["Location"] == "/a/check/"
    assert "Threats" in text(visitor.get("/a/check/"))


def test_an_answer_changed_at_the_end_leads_to_the_page_it_opens(visitor: Client) -> None:
    visitor.post("/a/1-2/", {"safe_now": "yes"})

    changed = visitor.post("/a/1-2/", {"safe_now": "no", "c": "1"})
    read = visitor.post("/a/1-3/", {"c": "1"})

    assert changed.headers["Location"] == "/a/1-3/?c=1"
    assert read.headers["Location"] == "/a/check/"


def test_the_check_shows_every_answer_and_what_was_not_answered(visitor: Client) -> None:
    walk(visitor, FULL)
    body = text(visitor.get("/a/check/"))

    for shown in (
        "Nothing has been sent yet.",
        "Between 14 September 2026 and 20 September 2026 (after the fair)",
        "October 2026",
        "Gregor Thistlewood (neighbour)",
        "The Example Post",
        "Not answered",
        "We call 202 555 0143",
    ):
        assert shown in body


def test_names_can_be_added_row_by_row(visitor: Client) -> None:
    rows = {f"others-{n}-name": f"Person {'ABC'[n]}" for n in range(3)}

    response = visitor.post("/a/3-2/", rows | {"more": "1"})
    body = text(visitor.get("/a/3-2/"))

    assert response.headers["Location"] == "/a/3-2/#more"
    assert 'id="others-3-name"' in body
    assert "Person C" in body


def test_another_window_is_not_overwritten_unseen(visitor: Client) -> None:
    def seen() -> str:
        found = re.search(r'name="seen" value="(\w+)"', visitor.get("/a/4-1/").content.decode())
        assert found is not None
        return found[1]

    first = seen()
    visitor.post("/a/4-1/", {"summary": "From the other window", "seen": first})

    late = visitor.post("/a/4-1/", {"summary": "From this window", "seen": first})
    body = text(late)
    assert late.status_code == 409
    assert "You changed this in another window." in body
    assert "From the other window" in body
    assert "From this window" in body

    visitor.post("/a/4-1/", {"summary": "From this window", "seen": seen()})
    assert "From this window" in text(visitor.get("/a/4-1/"))


def test_nothing_typed_reaches_a_log_or_an_address(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    marker = "Zanzibar"
    given = {
        "4-1": {"summary": marker},
        "3-2": {"others-0-name": marker, "others-0-relation": marker},
        "6-1": {"called": marker, "full_names": marker},
    }
    with caplog.at_level("DEBUG"):
        walk(visitor, {**ESSENTIAL, **given})
        visitor.post("/a/2-4/", {"links": marker})
        row = send(visitor)

    assert marker not in caplog.text
    assert row.called == marker


def test_starting_twice_is_one_draft(visitor: Client) -> None:
    visitor.post("/start/")

    assert Draft.objects.count() == 1


def test_starting_again_goes_on_where_one_was(visitor: Client) -> None:
    visitor.post("/a/1-1/", {"about": "me"})

    assert visitor.post("/start/").headers["Location"] == "/a/1-2/"


def test_forgetting_deletes_the_draft_and_ends_the_session(visitor: Client) -> None:
    visitor.post("/a/forget/")

    assert Draft.objects.count() == 0
    assert "draft" not in visitor.session


def test_the_first_page_sets_no_cookie() -> None:
    assert not Client().get("/").cookies


def test_typed_answers_without_a_session_say_what_happened() -> None:
    response = Client().post("/a/1-1/", {"about": "me"})

    assert response.status_code == 409
    assert "This page was closed to keep it private" in text(response)


def test_a_closed_questionnaire_begins_nothing() -> None:
    make_accounts.firm(intake_open=False)
    visitor = Client()

    assert "We cannot take new questions this week" in text(visitor.get("/"))
    assert visitor.post("/start/").headers["Location"] == "/start/"
    assert Draft.objects.count() == 0


def test_a_flood_of_beginnings_is_slowed() -> None:
    answers = [make_intake.begin(Client()).status_code for _ in range(21)]

    assert answers == [302] * 20 + [429]


def test_titles_and_addresses_say_nothing(visitor: Client) -> None:
    make_accounts.firm(name="Marlow Reid Law", neutral_name="Appointments")
    pages = [f"/a/{page.key}/" for page in open_pages({})]
    for address in ["/", "/how/", "/safe/", "/help/", "/privacy/", "/start/", "/back/", *pages]:
        title = re.search(r"<title>(.*?)</title>", text(visitor.get(address)))
        assert title is not None
        assert title[1].endswith("- Appointments"), address
        assert not re.search(r"law|harass|attack|abuse|threat|image", title[1], re.IGNORECASE)


def test_pages_with_answers_are_never_stored(visitor: Client) -> None:
    for address in ("/a/1-1/", "/a/check/", "/a/save/", "/start/"):
        assert "no-store" in visitor.get(address).headers["Cache-Control"], address


def test_what_the_first_pages_promise() -> None:
    promise = (
        "We do not contact the other person, your family or the police without asking you "
        "first, unless a life is in danger."
    )
    visitor = Client()
    for address in ("/", "/start/"):
        body = text(visitor.get(address))
        assert promise in body
        assert "You choose how far this goes. You can stop." in body
