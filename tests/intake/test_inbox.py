"""The inbox: who is read first, what is sealed, who may decide, and what becomes of an enquiry."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.clock import firm_today
from accounts.mail import NEWS
from accounts.models import Role, User
from cases.models import (
    AccessEntry,
    AccessKind,
    ConflictCheck,
    Decision,
    Hit,
    HitMark,
    Outcome,
    TermKind,
)
from cases.register import conflicts
from cases.register.conflicts import Term
from intake import conversion, endings, screening, stories
from intake.models import DAY_CAME, Enquiry, EnquiryState, Query, ReachOut
from intake.tasks import order_inbox
from intake.triage import HEARING_DAYS
from tests import make_accounts, make_cases, make_intake
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def queue(client: Client, view: str = "new") -> list[str]:
    """What the list calls each enquiry, in its order."""
    return names_in(client.get(f"/w/inbox/?view={view}").content.decode())


def names_in(page: str) -> list[str]:
    return re.findall(r'<span class="t"><span>(.*?)</span>', page)


@pytest.fixture
def paralegal() -> Client:
    return signed_in(make_accounts.paralegal())


@pytest.fixture
def attorney() -> Client:
    return signed_in(make_accounts.attorney())


def known_to_us(name: str) -> None:
    conflicts.remember([Term(kind=TermKind.PERSON, text=name, role="client")], source="2024-0031")


# --- Reading ------------------------------------------------------------------------------


def test_the_most_pressing_enquiry_stands_first(paralegal: Client) -> None:
    make_intake.enquiry(called="Calm")
    make_intake.enquiry(called="Announced", date_named="yes", what=["threats"])
    make_intake.enquiry(called="Watched", what=["followed"])

    assert queue(paralegal) == ["Announced", "Watched", "Calm"]


def test_of_two_equally_pressing_the_one_promised_an_answer_first_stands_first(
    paralegal: Client,
) -> None:
    later, sooner = make_intake.enquiry(called="Later"), make_intake.enquiry(called="Sooner")
    Enquiry.objects.filter(pk=sooner.pk).update(reply_by=later.reply_by - timedelta(days=1))

    assert queue(paralegal) == ["Sooner", "Later"]


def test_each_hour_the_order_follows_what_triage_reads_that_day(paralegal: Client) -> None:
    make_intake.enquiry(called="Calm")
    make_intake.enquiry(called="Watched", what=["followed"])
    Enquiry.objects.update(urgency_rank=2)  # as it stood before a day went by
    assert queue(paralegal) == ["Calm", "Watched"]

    order_inbox()

    assert queue(paralegal) == ["Watched", "Calm"]


def test_the_day_of_the_firm_decides_the_order() -> None:
    utc = timezone.now().astimezone(UTC)
    make_accounts.firm(time_zone=make_accounts.zone_of_another_day().key)
    border = max(firm_today(), utc.date()) + timedelta(days=HEARING_DAYS)
    hearing = {"precision": "day", "from": border.isoformat(), "words": ""}

    row = make_intake.enquiry(court_papers="yes", court_date=hearing)
    assert row.facts().court_date == border
    for _ in range(2):
        row.refresh_from_db()
        assert row.urgency_rank == (0 if firm_today() > utc.date() else 1)
        order_inbox()


def test_a_long_list_has_pages_in_its_order_and_nothing_is_left_out(
    paralegal: Client, django_assert_num_queries: Any
) -> None:
    calm = [make_intake.enquiry(called=f"Calm {number}").called for number in range(52)]
    make_intake.enquiry(called="Announced", date_named="yes", what=["threats"])
    with CaptureQueriesContext(connection) as first:
        page = paralegal.get("/w/inbox/").content.decode()
    after = re.search(r'href="\?(after=[^"]+)" rel="next"', page)
    assert after is not None

    with django_assert_num_queries(len(first)):
        rest = paralegal.get(f"/w/inbox/?{unescape(after.group(1))}").content.decode()

    assert len(first) <= 25
    assert names_in(page) == ["Announced", *calm[:49]]
    assert names_in(rest) == calm[49:]
    assert '<span class="tag">53</span>' in page
    assert 'rel="next"' not in rest


def test_closed_enquiries_have_pages_of_their_own_the_newest_first(paralegal: Client) -> None:
    by = make_accounts.attorney()
    gone = [make_intake.enquiry(called=f"Gone {number}") for number in range(52)]
    for row in gone:
        endings.decline(row, reason="No room", by=by)
    page = paralegal.get("/w/inbox/?view=declined").content.decode()
    after = re.search(r'href="(\?[^"]+)" rel="next"', page)
    assert after is not None

    rest = paralegal.get(f"/w/inbox/{unescape(after.group(1))}").content.decode()

    assert queue(paralegal) == []
    assert names_in(page)[0] == "Gone 51"
    assert names_in(rest) == ["Gone 1", "Gone 0"]
    last = re.search(rf'href="(/w/inbox/{gone[0].ref}/[^"]*)"', rest)
    assert last is not None
    beside = paralegal.get(unescape(last.group(1))).content.decode()
    assert names_in(beside) == ["Gone 1", "Gone 0"]


def test_lists_hold_what_their_names_say(paralegal: Client) -> None:
    by = make_accounts.attorney()
    rows = {name: make_intake.enquiry(called=name) for name in ("New", "Later", "Asked", "Gone")}
    endings.put_off(rows["Later"], until=timezone.localdate(), reason="Away", by=by)
    endings.ask(rows["Asked"], "When?", by=by)
    endings.decline(rows["Gone"], reason="No room", by=by)

    assert queue(paralegal) == ["New"]
    assert queue(paralegal, "later") == ["Later"]
    assert queue(paralegal, "asked") == ["Asked"]
    assert queue(paralegal, "declined") == ["Gone"]
    assert queue(paralegal, "mine") == []


def test_a_list_costs_the_same_for_one_enquiry_as_for_ten(
    paralegal: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        make_intake.enquiry()

    with django_assert_max_num_queries(25):
        paralegal.get("/w/inbox/")


def test_two_sentences_are_sealed_while_a_name_may_be_known_to_us(paralegal: Client) -> None:
    known_to_us("Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    row = make_intake.enquiry(others=others, summary="A planted sentence")

    listed, page = text(paralegal.get("/w/inbox/")), text(paralegal.get(f"/w/inbox/{row.ref}/"))

    assert "planted" not in listed + page
    assert "Possible conflict" in listed
    assert "Sealed until the conflict check is clear" in page


def test_two_sentences_are_read_when_nobody_is_known(paralegal: Client) -> None:
    row = make_intake.enquiry(summary="He posts that I poison dogs.")

    assert "He posts that I poison dogs." in text(paralegal.get("/w/inbox/"))
    assert "He posts that I poison dogs." in text(paralegal.get(f"/w/inbox/{row.ref}/"))


def test_the_story_is_shown_only_while_the_check_stands_clear(paralegal: Client) -> None:
    row = make_intake.clear(make_intake.enquiry())
    stories.tell(row, make_intake.STORY)
    address = f"/w/inbox/{row.ref}/"
    assert make_intake.STORY in text(paralegal.get(address))

    screening.run(row, by=make_accounts.paralegal())

    assert make_intake.STORY not in text(paralegal.get(address))
    assert "The story and the files are sealed until the check is clear" in text(
        paralegal.get(address)
    )


@pytest.mark.parametrize("role", [Role.CLIENT, Role.ADMIN])
def test_clients_and_administrators_have_no_inbox(role: Role) -> None:
    row = make_intake.enquiry()
    stranger = signed_in(make_accounts.user(role))

    for address in ("/w/inbox/", f"/w/inbox/{row.ref}/"):
        assert stranger.get(address).status_code in (403, 404)


def test_once_a_case_is_open_its_enquiry_is_for_those_who_see_the_case() -> None:
    attorney, outsider = make_accounts.attorney(), make_accounts.paralegal()
    row = make_intake.clear(make_intake.enquiry(called="Elena"))
    case = conversion.open_case(row, by=attorney)
    address = f"/w/inbox/{row.ref}/"

    assert signed_in(attorney).get(address).status_code == 200
    assert signed_in(outsider).get(address).status_code == 404
    assert queue(signed_in(outsider), "opened") == []
    make_cases.wall(case, attorney)
    assert signed_in(attorney).get(address).status_code == 404


def test_a_place_where_nobody_is_admitted_is_said_to_staff_alone(paralegal: Client) -> None:
    firm = make_accounts.firm()
    firm.jurisdictions.create(code="US-CA", name="California")
    here, there = make_intake.enquiry(lives_in="US-CA"), make_intake.enquiry(lives_in="US-NV")
    words = "Nobody of the firm is admitted there"

    assert words not in text(paralegal.get(f"/w/inbox/{here.ref}/"))
    assert words in text(paralegal.get(f"/w/inbox/{there.ref}/"))


def test_reading_an_enquiry_is_written_to_the_access_log(paralegal: Client) -> None:
    row = make_intake.enquiry()

    paralegal.get(f"/w/inbox/{row.ref}/")

    entry = AccessEntry.objects.get(page="intake:enquiry")
    assert (entry.subject, entry.kind) == (row.ref, AccessKind.VIEWED)


def test_a_sealed_or_open_story_is_found_by_no_search(attorney: Client) -> None:
    row = make_intake.clear(make_intake.enquiry(called="Elena"))
    stories.tell(row, "Zanzibar is where it began.")

    assert "Zanzibar is" not in text(attorney.get("/w/search/?q=Zanzibar"))
    assert row.ref not in text(attorney.get("/w/search/?q=Zanzibar"))


def test_an_enquiry_that_does_not_exist_is_not_found(paralegal: Client) -> None:
    assert paralegal.get("/w/inbox/MR-AAA-AAA/").status_code == 404


# --- The check ----------------------------------------------------------------------------


def test_the_page_says_what_was_searched_and_that_the_old_system_was_not(
    paralegal: Client,
) -> None:
    row = make_intake.enquiry()
    body = text(paralegal.get(f"/w/inbox/{row.ref}/"))

    assert "Searched" in body
    assert "Redress records only, also search your old system" in body


def test_a_paralegal_marks_and_an_attorney_decides(paralegal: Client, attorney: Client) -> None:
    known_to_us("Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    row = make_intake.enquiry(others=others)
    address = f"/w/inbox/{row.ref}/"
    assert row.check_run is not None
    hit = row.check_run.hits.get()
    clear = {"check": hit.check_run_id, "outcome": "clear", "reason": "Another person."}

    refused = attorney.post(f"{address}decide/", clear)
    forbidden = paralegal.post(f"{address}decide/", clear)
    paralegal.post(f"{address}hits/{hit.pk}/", {"mark": "not_same", "reason": "Other city"})
    decided = attorney.post(f"{address}decide/", clear)

    assert refused.status_code == 409
    assert forbidden.status_code == 403
    assert decided.status_code == 302
    hit.refresh_from_db()
    assert (hit.mark, hit.mark_reason) == (HitMark.NOT_SAME, "Other city")
    assert Enquiry.objects.get().is_clear


def test_a_hit_of_another_enquiry_is_not_found(paralegal: Client) -> None:
    known_to_us("Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    first, second = make_intake.enquiry(others=others), make_intake.enquiry(called="Other")
    assert first.check_run is not None
    hit = first.check_run.hits.first()
    assert hit is not None

    response = paralegal.post(f"/w/inbox/{second.ref}/hits/{hit.pk}/", {"mark": "same"})

    assert response.status_code == 404


def test_a_check_without_the_full_name_cannot_be_clear(paralegal: Client, attorney: Client) -> None:
    row = make_intake.enquiry(full_names=None)
    address = f"/w/inbox/{row.ref}/"
    clear = {"outcome": "clear", "reason": "Nobody known."}

    before = attorney.post(f"{address}decide/", clear | check_shown(attorney, address))
    paralegal.post(
        f"{address}name/", {"side": "self", "kind": "person", "text": "Elena Marshcroft"}
    )
    after = attorney.post(f"{address}decide/", clear | check_shown(attorney, address))

    assert before.status_code == 409
    assert "Still missing: the client&#x27;s full name." in text(before)
    assert after.status_code == 302
    assert ConflictCheck.objects.count() == 2


def check_shown(client: Client, address: str) -> dict[str, str]:
    """The number of the check as the page of an enquiry sends it back."""
    found = re.search(r'name="check" value="(\d+)"', client.get(address).content.decode())
    assert found is not None
    return {"check": found.group(1)}


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("decide", {"outcome": "clear", "reason": "Nobody known."}),
        ("decide", {"outcome": "declined", "reason": "Known."}),
        ("possible", {"reason": "Other first names"}),
    ],
)
def test_a_page_of_a_check_that_a_newer_one_replaced_decides_nothing(
    attorney: Client, act: str, typed: dict[str, str]
) -> None:
    known_to_us("Mira Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    row = make_intake.enquiry(others=others)
    address = f"/w/inbox/{row.ref}/"
    open_since = check_shown(attorney, address)
    attorney.post(f"{address}check/")

    late = attorney.post(f"{address}{act}/", typed | open_since)

    assert late.status_code == 409
    assert "A newer check has run since." in text(late)
    assert not Decision.objects.exists()
    assert not Hit.objects.exclude(mark=HitMark.OPEN).exists()
    afresh = attorney.post(f"{address}{act}/", typed | check_shown(attorney, address))
    assert afresh.status_code == 302


def test_a_hit_of_a_replaced_check_is_not_marked_and_the_page_says_why(paralegal: Client) -> None:
    known_to_us("Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    row = make_intake.enquiry(others=others)
    hit = Hit.objects.get()
    paralegal.post(f"/w/inbox/{row.ref}/check/")

    late = paralegal.post(f"/w/inbox/{row.ref}/hits/{hit.pk}/", {"mark": "same"})

    assert late.status_code == 409
    assert "A newer check has run since." in text(late)
    assert not Hit.objects.exclude(mark=HitMark.OPEN).exists()


def test_the_check_of_another_enquiry_is_not_decided_through_this_one(attorney: Client) -> None:
    first, second = make_intake.enquiry(), make_intake.enquiry(called="Other")
    typed = {"check": str(first.check_run_id), "outcome": "declined", "reason": "Known."}

    assert attorney.post(f"/w/inbox/{second.ref}/decide/", typed).status_code == 404
    assert not Decision.objects.exists()


def test_two_enquiries_that_name_each_other_are_found() -> None:
    make_intake.enquiry(full_names="Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    second = make_intake.enquiry(others=others)

    assert second.check_run is not None
    hit = second.check_run.hits.get(level="exact")
    assert hit.entry.role == "asked us for help", "nobody has taken them on"


def test_no_id_stands_on_the_page_twice(attorney: Client) -> None:
    known_to_us("Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    row = make_intake.enquiry(others=others)
    ids = re.findall(r'\sid="([^"]+)"', attorney.get(f"/w/inbox/{row.ref}/").content.decode())

    assert len(ids) > 20
    assert sorted(set(ids)) == sorted(ids)


# --- What becomes of it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "given", "sentence"),
    [
        ("later", {"until": "", "reason": "Away"}, "Choose a day"),
        ("later", {"until": "2020-01-01", "reason": "Away"}, "Choose a day after today"),
        ("decline", {"reason": ""}, "Say why, in a sentence"),
        ("ask", {"words": ""}, "Write the question"),
        ("name", {"text": ""}, "Write the name"),
        ("decide", {"outcome": "clear", "reason": ""}, "Say why, in a sentence"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_nothing_happens(
    attorney: Client, act: str, given: dict[str, str], sentence: str
) -> None:
    row = make_intake.enquiry()

    response = attorney.post(f"/w/inbox/{row.ref}/{act}/", given)

    assert response.status_code == 422
    assert text(response).count(sentence) >= 2
    assert Enquiry.objects.get().state == EnquiryState.NEW


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("ask", {"words": "Kept as typed?"}),
        ("decline", {"reason": "Kept as typed?"}),
        ("name", {"side": "other", "kind": "person", "text": "Kept as typed?"}),
        ("decide", {"outcome": "declined", "reason": "Kept as typed?"}),
    ],
)
def test_who_comes_too_late_reads_why_and_keeps_the_words(
    attorney: Client, act: str, given: dict[str, str]
) -> None:
    row = make_intake.enquiry()
    endings.decline(row, reason="No room", by=make_accounts.attorney())

    late = attorney.post(f"/w/inbox/{row.ref}/{act}/", given | {"check": str(row.check_run_id)})

    assert late.status_code == 409
    assert "This enquiry is closed: declined." in text(late)
    assert "You wrote: Kept as typed?" in text(late)


def test_a_refused_decision_stands_in_its_form_again(attorney: Client) -> None:
    row = make_intake.enquiry(full_names=None)
    address = f"/w/inbox/{row.ref}/"
    given = {"outcome": "clear", "reason": "Nobody we know"} | check_shown(attorney, address)

    refused = attorney.post(f"{address}decide/", given)

    assert refused.status_code == 409
    assert 'name="reason" value="Nobody we know"' in text(refused)


def test_a_hit_that_is_marked_badly_keeps_its_reason(paralegal: Client) -> None:
    known_to_us("Gregor Thistlewood")
    others = [{"name": "Gregor Thistlewood", "kind": "person", "relation": ""}]
    row = make_intake.enquiry(others=others)
    hit = Hit.objects.get()

    shown = paralegal.post(f"/w/inbox/{row.ref}/hits/{hit.pk}/", {"reason": "Another city"})

    assert shown.status_code == 422
    assert 'value="Another city"' in text(shown)


def test_a_question_and_a_name_sent_eight_times_are_one(paralegal: Client) -> None:
    row = make_intake.enquiry()
    address = f"/w/inbox/{row.ref}/"
    page = paralegal.get(address).content.decode()
    found = re.findall(r'value="([^"]+)" id="(ask|name)_once"', page)
    once = {name: number for number, name in found}
    names = row.names.count()

    for _ in range(8):
        paralegal.post(f"{address}ask/", {"words": "When?", "once": once["ask"]})
        name = {"side": "other", "kind": "person", "text": "Ada Quill", "once": once["name"]}
        paralegal.post(f"{address}name/", name)

    assert row.queries.count() == 1
    assert row.names.count() == names + 1


def test_only_an_attorney_declines(paralegal: Client, attorney: Client) -> None:
    row = make_intake.enquiry()

    assert paralegal.post(f"/w/inbox/{row.ref}/decline/", {"reason": "x"}).status_code == 403
    assert attorney.post(f"/w/inbox/{row.ref}/decline/", {"reason": "No room"}).status_code == 302
    again = attorney.post(f"/w/inbox/{row.ref}/decline/", {"reason": "No room"})

    assert again.status_code == 409
    assert "This enquiry is closed: declined." in text(again)


# --- Telling the person ---------------------------------------------------------------------


BY_PHONE: dict[str, Any] = {"reach": "phone", "reach_phone": "202 555 0143", "reach_email": None}


def to_reach(browser: Client) -> str:
    return text(browser.get("/w/inbox/?view=reach"))


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """A post with what follows its commit."""

    def post(browser: Client, address: str, given: dict[str, str]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(address, given, follow=True)

    return post


def test_asking_sends_a_neutral_mail_to_a_safe_address_only(
    paralegal: Client, after_commit: Callable[..., Any]
) -> None:
    written = make_intake.enquiry(reach_email="elena@example.com")
    exposed = make_intake.enquiry(exposed=["email"])

    for row in (written, exposed):
        after_commit(paralegal, f"/w/inbox/{row.ref}/ask/", {"words": "Who is Gregor?"})

    assert [message.to for message in mail.outbox] == [["elena@example.com"]]
    sent = mail.outbox[0]
    assert sent.subject == "Your appointment"
    assert not re.search(r"gregor|elena m|law|enquiry|harass|http", str(sent.body), re.IGNORECASE)
    assert Query.objects.count() == 2
    assert written.ref not in to_reach(paralegal)
    assert exposed.ref not in to_reach(paralegal)


def test_the_decision_and_the_notice_are_told_by_a_neutral_mail(
    attorney: Client, after_commit: Callable[..., Any]
) -> None:
    row = make_intake.enquiry(reach_email="elena@example.com")
    address = f"/w/inbox/{row.ref}/"
    clear = {"outcome": "clear", "reason": "Nobody known."} | check_shown(attorney, address)

    decided = after_commit(attorney, f"{address}decide/", clear)
    assert "A neutral mail goes out to them." in text(decided)
    assert [message.to for message in mail.outbox] == [["elena@example.com"]]

    declined = after_commit(attorney, f"{address}decline/", {"reason": "No room"})
    assert "A neutral mail goes out to them." in text(declined)
    assert {message.body for message in mail.outbox} == {NEWS}
    assert len(mail.outbox) == 2
    assert row.ref not in to_reach(attorney)
    assert "The notice they read" in text(attorney.get(address))
    assert re.sub(r"\s+", " ", row.declining.notice)[:40] in text(attorney.get(address))


@pytest.mark.parametrize("given", [BY_PHONE, {"exposed": ["device"]}], ids=["phone", "device"])
def test_whom_no_mail_may_reach_stands_in_a_list_until_somebody_has_reached_them(
    attorney: Client,
    paralegal: Client,
    after_commit: Callable[..., Any],
    given: dict[str, Any],
) -> None:
    row = make_intake.enquiry(**given)

    after_commit(attorney, f"/w/inbox/{row.ref}/decline/", {"reason": "No room"})

    assert mail.outbox == []
    assert row.get_absolute_url() in to_reach(paralegal)
    assert "Reach them:" in text(paralegal.get(f"/w/inbox/{row.ref}/"))

    paralegal.post(f"/w/inbox/{row.ref}/reached/")

    assert row.get_absolute_url() not in to_reach(paralegal)
    assert ReachOut.objects.get().done_by is not None
    assert paralegal.post(f"/w/inbox/{row.ref}/reached/").status_code == 409


@pytest.mark.parametrize("came", ["answered", "withdrew"])
def test_who_came_by_themselves_is_not_to_be_reached(paralegal: Client, came: str) -> None:
    row, visitor = make_intake.sent_by_visitor(**BY_PHONE)
    paralegal.post(f"/w/inbox/{row.ref}/ask/", {"words": "Who is Gregor?"})
    assert row.get_absolute_url() in to_reach(paralegal)

    if came == "answered":
        visitor.post(f"/a/more/{Query.objects.get().uuid}/", {"text": "A neighbour"})
    else:
        visitor.post("/a/stop/")

    assert row.get_absolute_url() not in to_reach(paralegal)
    assert not ReachOut.objects.to_do().exists()


def test_what_was_erased_on_its_day_is_not_to_be_reached(paralegal: Client) -> None:
    row = make_intake.enquiry(**BY_PHONE)
    declining, _ = endings.decline(row, reason="No room", by=make_accounts.attorney())
    assert row.get_absolute_url() in to_reach(paralegal)

    endings.erase_what_is_due(declining.erase_on)

    assert row.get_absolute_url() not in to_reach(paralegal)


def test_a_mail_that_the_server_refuses_leaves_them_in_the_list(
    paralegal: Client, after_commit: Callable[..., Any], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = make_intake.enquiry()

    after_commit(paralegal, f"/w/inbox/{row.ref}/ask/", {"words": "Who is Gregor?"})

    assert row.get_absolute_url() in to_reach(paralegal)


def test_an_enquiry_put_off_can_be_taken_up_again(paralegal: Client) -> None:
    row = make_intake.enquiry()
    until = timezone.localdate() + timedelta(days=3)
    paralegal.post(f"/w/inbox/{row.ref}/later/", {"until": until.isoformat(), "reason": "Away"})
    assert Enquiry.objects.get().later_until == until

    paralegal.post(f"/w/inbox/{row.ref}/take-up/")

    left = Enquiry.objects.get()
    assert (left.state, left.later_until) == (EnquiryState.NEW, None)
    assert [move.entered for move in left.moves.all()] == ["later", "new"]


def test_what_was_put_off_comes_back_on_its_day(paralegal: Client) -> None:
    by = make_accounts.paralegal()
    rows = {name: make_intake.enquiry(called=name) for name in ("Today", "Tomorrow")}
    today = firm_today()
    endings.put_off(rows["Today"], until=today, reason="Away", by=by)
    endings.put_off(rows["Tomorrow"], until=today + timedelta(days=1), reason="Away", by=by)

    order_inbox()

    assert queue(paralegal) == ["Today"]
    assert queue(paralegal, "later") == ["Tomorrow"]
    assert rows["Today"].ref in text(paralegal.get("/w/"))
    last = rows["Today"].moves.last()
    assert last is not None
    assert (last.entered, last.by, last.reason) == ("new", None, DAY_CAME)
    assert "New: by itself" in text(paralegal.get(rows["Today"].get_absolute_url()))


def test_what_was_withdrawn_is_found_with_its_names_alone(paralegal: Client) -> None:
    row = make_intake.enquiry(full_names="Elena Marshcroft", summary="He posts lies.")
    endings.withdraw(row)

    listed = text(paralegal.get("/w/inbox/?view=withdrawn"))
    page = text(paralegal.get(row.get_absolute_url()))

    assert row.ref in listed
    assert "What they sent is erased. The names stay, for conflict checks only." in page
    assert "Elena Marshcroft" in page
    assert "He posts lies." not in listed + page


def test_an_enquiry_can_be_given_to_somebody_who_reads_enquiries(paralegal: Client) -> None:
    row = make_intake.enquiry()
    colleague: User = make_accounts.paralegal()

    paralegal.post(f"/w/inbox/{row.ref}/assign/", {"to": colleague.pk})
    refused = paralegal.post(
        f"/w/inbox/{row.ref}/assign/", {"to": make_accounts.administrator().pk}
    )

    assert Enquiry.objects.get().assigned_to == colleague
    assert refused.status_code == 422
    assert queue(signed_in(colleague), "mine") == [row.called]


def test_declining_a_check_does_not_open_a_case(attorney: Client) -> None:
    row = make_intake.enquiry()
    assert row.check_run is not None
    conflicts.decide(row.check_run, Outcome.DECLINED, "Known", by=make_accounts.attorney())

    response = attorney.post(f"/w/inbox/{row.ref}/open/")

    assert response.status_code == 409
    assert Enquiry.objects.get().case is None


# --- Lawyers a check must know ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        ({"their_lawyer": "unsure"}, "whether the other side has a lawyer"),
        ({"my_lawyer": "unsure"}, "whether they have a lawyer of their own"),
        ({"my_lawyer": None}, "whether they have a lawyer of their own"),
        ({"their_lawyer": "yes"}, "the name of the other side&#x27;s lawyer"),
    ],
)
def test_a_check_is_not_clear_while_a_lawyer_may_be_unknown(
    attorney: Client, given: dict[str, Any], asks: str
) -> None:
    row = make_intake.enquiry(**given)
    address = f"/w/inbox/{row.ref}/"
    clear = {"outcome": "clear", "reason": "Nobody known."}

    refused = attorney.post(f"{address}decide/", clear | check_shown(attorney, address))

    assert refused.status_code == 409
    assert asks in text(refused).replace("'", "&#x27;")
    assert not Decision.objects.exists()


@pytest.mark.parametrize("known", ["no", "asked"])
def test_once_the_person_was_asked_about_a_lawyer_the_check_can_be_decided(
    attorney: Client, paralegal: Client, known: str
) -> None:
    row = make_intake.enquiry(their_lawyer="unsure")
    address = f"/w/inbox/{row.ref}/"

    paralegal.post(f"{address}lawyer/", {"side": "their_lawyer", "known": known})
    clear = {"outcome": "clear", "reason": "Nobody known."}
    attorney.post(f"{address}decide/", clear | check_shown(attorney, address))

    assert Enquiry.objects.get().is_clear


def test_a_lawyer_told_later_must_be_named(attorney: Client, paralegal: Client) -> None:
    row = make_intake.enquiry(their_lawyer="unsure")
    address = f"/w/inbox/{row.ref}/"
    clear = {"outcome": "clear", "reason": "Nobody known."}
    paralegal.post(f"{address}lawyer/", {"side": "their_lawyer", "known": "yes"})
    shown = check_shown(attorney, address)
    assert attorney.post(f"{address}decide/", clear | shown).status_code == 409

    name = {"side": "their_lawyer", "kind": "person", "text": "Ines Coldwater"}
    paralegal.post(f"{address}name/", name)
    attorney.post(f"{address}decide/", clear | check_shown(attorney, address))

    assert Enquiry.objects.get().is_clear
