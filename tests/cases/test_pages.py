"""The pages of a case as people use them: shown, filled in wrongly, filled in, pressed twice."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import flags, incidents, people
from cases.models import (
    AccessEntry,
    AccessKind,
    AttributionLevel,
    Case,
    ContactKind,
    Incident,
    OrderKind,
    PaperKind,
    Review,
    RoleOnCase,
    SafetyKind,
    Statement,
    Step,
    StepState,
    TermKind,
    Wall,
)
from cases.register import conflicts
from cases.safety import court_orders
from tests import make_accounts, make_cases
from tests.opened_forms import as_shown, typed_on
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def full_case() -> Case:
    """A case in which every list has something to show."""
    case = make_cases.case(
        team=[make_accounts.attorney(name="Priya Nair"), make_accounts.paralegal(name="Sam Ortiz")],
        client_name="Elena Marsh",
        safe_contact=make_accounts.safe_contact(),
    )
    case.steps.filter(code=Step.PLAN).update(state=StepState.ACTIVE)
    people.add_party(case, label="Elena Marsh", roles=[RoleOnCase.CLIENT])
    marcus = people.add_party(
        case,
        label="Marcus Haldstrom",
        roles=[RoleOnCase.ADVERSE],
        contacts=[(ContactKind.EMAIL, "marcus@haldstrom.example")],
    )
    account = people.add_account(case, platform="Chirrup", handle="@truth_about_marsh")
    people.attribute(account, marcus, AttributionLevel.PROBABLE, basis="E-0001", by=case.lead)
    make_cases.statement(
        make_cases.incident(case, account=account, address="https://chirrup.example.net/p/1")
    )
    flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Posted a gun", account=account)
    conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    make_cases.limit(case, in_days=50, confirmed=False)
    case.tasks.create(title="Call the client", due_on=timezone.localdate(), made_by=case.lead)
    case.notes.create(text="She sounded tired.", by=case.lead)
    case.messages.create(text="We have your files.", by=case.lead)
    return case


PAGES = [
    "overview",
    "plan",
    "steps",
    "people",
    "people_add",
    "account_add",
    "incidents",
    "incident_add",
    "safety",
    "safety_raise",
    "team",
    "team_add",
    "time_limits",
    "time_limit_add",
    "claim_add",
    "plan_merits",
    "plan_merits_certify",
    "safety_screening",
    "safety_screening_add",
    "conflicts",
    "notes",
    "messages",
    "tasks",
    "activity",
    "access_log",
    "plan_details",
    "plan_goals",
    "plan_categories",
    "paper_read_out",
    "steps_emergency",
    "not_needed",
    "conflicts_decide",
    "conflicts_possible",
]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_a_full_case_is_shown(page: str) -> None:
    case = full_case()
    answer = signed_in(case.lead).get(reverse(f"cases:{page}", args=[case.ref]))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert "Time limit not confirmed" in text
    assert "Elena Marsh" in text


def test_pages_of_one_row_are_shown() -> None:
    case = full_case()
    browser = signed_in(case.lead)
    marcus = case.parties.get(label="Marcus Haldstrom")
    account, incident = case.accounts.get(), case.incidents.get()
    flag = case.safety_flags.get()
    limit = case.time_limits.get()
    statement = incident.statements.get()
    for address in (
        reverse("cases:party", args=[case.ref, marcus.pk]),
        reverse("cases:party_edit", args=[case.ref, marcus.pk]),
        reverse("cases:party_add_name", args=[case.ref, marcus.pk]),
        reverse("cases:party_add_contact", args=[case.ref, marcus.pk]),
        reverse("cases:account", args=[case.ref, account.pk]),
        reverse("cases:account_attribute", args=[case.ref, account.pk]),
        reverse("cases:incident", args=[case.ref, incident.ref]),
        reverse("cases:incident_edit", args=[case.ref, incident.ref]),
        reverse("cases:incident_words", args=[case.ref, incident.ref]),
        reverse("cases:incident_edit_words", args=[case.ref, incident.ref, statement.pk]),
        reverse("cases:safety_lift", args=[case.ref, flag.pk]),
        reverse("cases:safety_differs", args=[case.ref, flag.pk]),
        reverse("cases:time_limit_dismiss", args=[case.ref, limit.pk]),
        reverse("cases:claim_give_up", args=[case.ref, limit.claim_id]),
        reverse("cases:paper", args=[case.ref, PaperKind.PLAN]),
        reverse("cases:paper_write", args=[case.ref, PaperKind.COSTS]),
        reverse("cases:plan_sentence", args=[case.ref, Step.EVIDENCE]),
        reverse("cases:steps_move", args=[case.ref, Step.AMICABLE, "skip"]),
        reverse("cases:steps_move", args=[case.ref, Step.PLAN, "complete"]),
    ):
        answer = browser.get(address)
        assert (answer.status_code, address) == (200, address)
        assert len(re.findall(r"<h1[ >]", answer.content.decode())) == 1


def test_pages_outside_a_case_are_shown() -> None:
    case = full_case()
    browser = signed_in(case.lead)
    for address in ("/w/", "/w/cases/", "/w/search/?q=marsh", "/w/contacts/"):
        answer = browser.get(address)
        assert (answer.status_code, address) == (200, address)
        assert len(re.findall(r"<h1[ >]", answer.content.decode())) == 1


def test_an_address_or_number_is_decrypted_only_on_its_own_page() -> None:
    case = full_case()
    browser = signed_in(case.lead)
    marcus = case.parties.get(label="Marcus Haldstrom")
    assert b"marcus@haldstrom.example" in browser.get(_url("party", case, marcus.pk)).content
    assert b"marcus@haldstrom.example" not in browser.get(_url("people", case)).content


# --- Answers people give ------------------------------------------------------------------------


def _url(page: str, case: Case, *args: object) -> str:
    return reverse(f"cases:{page}", args=[case.ref, *args])


INCIDENT = {
    "summary": "A post calls her a thief",
    "direction": "other_side",
    "online": "live",
    "posted-precision": "day",
    "posted-day": "2026-10-06",
    "posted-source": "page",
    "posted-zone": "America/Los_Angeles",
    "seen-precision": "unknown",
    "seen-source": "none",
}


def test_whoever_checked_an_address_stands_beside_it() -> None:
    case = full_case()
    paralegal = case.team.get(user__name="Sam Ortiz").user
    party = make_cases.party(case)
    point = people.add_contact(party, ContactKind.ADDRESS, "7 Tannery Row, Eastport")
    window = signed_in(paralegal)
    page = reverse("cases:party", kwargs={"case_ref": case.ref, "party_pk": party.pk})
    assert "I have checked it" in window.get(page).content.decode()

    window.post(f"{page}contacts/{point.pk}/confirm/")

    shown = window.get(page).content.decode()
    assert "Checked by Sam Ortiz" in shown
    assert "I have checked it" not in shown


def test_an_incident_is_written_down_with_its_bounds() -> None:
    case = make_cases.case()
    answer = signed_in(case.lead).post(_url("incident_add", case), INCIDENT)
    incident = case.incidents.get()
    assert answer.headers["Location"] == incident.get_absolute_url()
    assert incident.posted_earliest is not None
    assert incident.posted_earliest.isoformat() == "2026-10-06T07:00:00+00:00"
    assert incident.review == Review.SUBMITTED


def test_wrong_input_gives_a_sentence_keeps_what_was_typed_and_stores_nothing() -> None:
    case = make_cases.case()
    wrong = INCIDENT | {"posted-precision": "between", "posted-until": "2026-10-01", "summary": ""}
    answer = signed_in(case.lead).post(_url("incident_add", case), wrong | {"effect": "Lost sleep"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Fill in “What happened, in one sentence”." in text
    assert "This is before the first date." in text
    assert "Lost sleep" in text
    assert not case.incidents.exists()


FORMS = [
    ("people_add", {"label": "", "kind": "person"}, "Fill in “Name”."),
    ("account_add", {"platform": "Chirrup"}, "Fill in “Account name”."),
    ("time_limit_add", {"other_claim": "libel"}, "Enter a date."),
    ("time_limit_add", {"claim": "other", "expires_on": "2027-08-11"}, "Name the claim."),
    ("claim_add", {"name": " "}, "Fill in “Claim”."),
    ("paper_read_out", {"given_on": "6/10"}, "such as 2026"),
    ("safety_raise", {"kind": "weapon"}, "What happened or was said"),
    ("task_add", {"title": " "}, "What is to do"),
    ("note_add", {"text": ""}, "Fill in “Note”."),
    ("message_preview", {"text": ""}, "Message to the client"),
    ("steps_emergency", {"sentence": "Now"}, "Choose one."),
    ("team_add", {}, "Choose a person."),
    ("conflicts_decide", {"outcome": "clear"}, "Why"),
]


@pytest.mark.parametrize(("page", "typed", "sentence"), FORMS)
def test_each_form_says_what_is_missing(page: str, typed: dict[str, str], sentence: str) -> None:
    case = full_case()
    answer = signed_in(case.lead).post(_url(page, case), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_refusal_keeps_what_was_typed() -> None:
    case = full_case()
    browser = signed_in(case.lead)
    words = {"outcome": "clear", "reason": "Nobody we know at all"}
    conflicts.remember(
        [conflicts.Term(kind=TermKind.PERSON, text="Marcus Haldstrom", role="client")],
        source="2020-0001",
    )
    browser.post(_url("conflicts_run", case))
    words["check"] = str(case.conflict_checks.latest("pk").pk)
    answer = browser.post(_url("conflicts_decide", case), words)
    assert answer.status_code == 409
    assert "One close hit is not decided." in answer.content.decode()
    assert "Nobody we know at all" in answer.content.decode()


def test_one_showing_of_a_form_acts_once() -> None:
    case = make_cases.case()
    browser = signed_in(case.lead)
    note = {"text": "She sounded tired.", "once": str(uuid4())}
    for _ in range(3):
        assert browser.post(_url("note_add", case), note).status_code == 302
    assert case.notes.count() == 1
    browser.post(_url("note_add", case), note | {"once": str(uuid4())})
    assert case.notes.count() == 2


def test_a_paralegal_sees_the_steps_and_cannot_move_them() -> None:
    case = full_case()
    sam = case.team.get(user__name="Sam Ortiz").user
    browser = signed_in(sam)
    assert b"Mark as done" not in browser.get(_url("steps", case)).content
    move = _url("steps_move", case, Step.AMICABLE, "skip")
    assert browser.post(move, {"reason_code": "safety_risk"}).status_code == 403
    assert browser.get(_url("account_attribute", case, case.accounts.get().pk)).status_code == 403


def test_a_step_is_skipped_on_its_page_and_the_strip_says_why() -> None:
    case = full_case()
    browser = signed_in(case.lead)
    move = _url("steps_move", case, Step.AMICABLE, "skip")
    assert browser.post(move, {"reason_code": "safety_risk"}).status_code == 302
    page = browser.get(case.get_absolute_url()).content.decode()
    assert "Skipped: contact could raise the risk" in page


def test_a_move_with_a_hard_gate_in_the_way_offers_no_button() -> None:
    case = full_case()
    browser = signed_in(case.lead)
    page = browser.get(_url("steps_move", case, Step.AMICABLE, "start")).content.decode()
    assert "This is not possible yet." in page
    assert "Safety flags: Weapon" in page
    steps = browser.get(_url("steps", case)).content.decode()
    assert f'href="{_url("safety", case)}"' in steps
    link = re.search(r'href="([^"]+because=safety)">Skip on safety grounds', steps)
    assert link is not None
    form = browser.get(link.group(1)).context["form"]
    assert form["reason_code"].value() == "safety_risk"
    assert "Safety flags: Weapon" in form["reason"].value()


# --- Two edits ----------------------------------------------------------------------------------


def edit(
    browser: Client, incident: Incident, version: int, summary: str, day: str = "2026-10-06"
) -> tuple[int, str]:
    address = reverse("cases:incident_edit", args=[incident.case.ref, incident.ref])
    typed = {"version": version, "summary": summary, "posted-day": day}
    answer = browser.post(address, INCIDENT | typed)
    return answer.status_code, answer.content.decode()


def test_the_second_of_two_edits_sees_both_texts_and_can_save_its_own() -> None:
    case = make_cases.case()
    incident = make_cases.incident(case, summary="A post")
    browser = signed_in(case.lead)
    assert edit(browser, incident, 1, "A post calls her a thief")[0] == 302
    status, page = edit(browser, incident, 1, "A review calls her a liar")
    assert status == 409
    assert "A post calls her a thief" in page
    assert "A review calls her a liar" in page
    assert "6 Oct 2026" not in page
    assert Incident.objects.get().summary == "A post calls her a thief"
    status, page = edit(browser, incident, 1, "A post calls her a thief", day="2026-09-06")
    assert status == 409
    assert re.search("Posted.*6 Oct 2026.*6 Sep 2026", page, re.DOTALL)
    assert edit(browser, incident, 2, "A review calls her a liar and a thief")[0] == 302
    assert Incident.objects.get().summary == "A review calls her a liar and a thief"


def test_changed_words_are_reviewed_again_and_a_stale_change_shows_both() -> None:
    case = make_cases.case()
    statement = make_cases.statement(make_cases.incident(case), words="She reuses needles.")
    browser = signed_in(case.lead)
    address = _url("incident_edit_words", case, "I-001", statement.pk)
    typed = {"words": "She re-uses needles.", "kind": "fact", "version": 1}
    assert browser.post(address, typed).status_code == 302
    statement.refresh_from_db()
    assert (statement.review, statement.version) == (Review.SUBMITTED, 2)
    answer = browser.post(address, typed | {"words": "She reuses  needles."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "She re-uses needles." in page
    assert "She reuses  needles." in page


def test_what_letters_rely_on_is_reviewed_again_once_it_is_changed() -> None:
    case = make_cases.case()
    incident = make_cases.incident(case, summary="A post", posted=make_cases.posted_on())
    browser = signed_in(case.lead)
    address = _url("incident_edit", case, incident.ref)
    same = as_shown(browser, address, "form", "posted", "seen")
    assert browser.post(address, same | {"online": "removed"}).status_code == 302
    assert case.incidents.get().review == Review.REVIEWED
    typed = as_shown(browser, address, "form", "posted", "seen") | {"posted-day": "2026-10-05"}
    assert browser.post(address, typed).status_code == 302
    assert case.incidents.get().review == Review.SUBMITTED


def test_nobody_stands_behind_words_that_changed_while_they_read() -> None:
    case = make_cases.case()
    incident = make_cases.incident(case, review=Review.SUBMITTED)
    statement = make_cases.statement(incident, review=Review.SUBMITTED)
    browser = signed_in(case.lead)
    verdict = {"verdict": "reviewed", "version": 1}
    incidents.change_statement(statement, 1, {"words": "She re-uses needles."})
    incidents.change_incident(incident, 1, {"summary": "Another post"})
    for address in (
        _url("incident_review_words", case, "I-001", statement.pk),
        _url("incident_review", case, "I-001"),
    ):
        answer = browser.post(address, verdict)
        assert answer.status_code == 409
        assert "Somebody changed this while you were reading" in answer.content.decode()
        assert browser.post(address, verdict | {"version": 2}).status_code == 302
    assert set(Statement.objects.values_list("review", flat=True)) == {Review.REVIEWED}
    assert case.incidents.get().review == Review.REVIEWED


def an_order(case: Case) -> int:
    kind = OrderKind.SUBPOENA
    return court_orders.record(case, kind, court="Court", against="Chirrup", by=case.lead).pk


OF_A_ROW: dict[str, Callable[[Case], object]] = {
    "party_edit": lambda case: make_cases.party(case, label="Marcus Haldstrom").pk,
    "order_days": an_order,
    "paper_write": lambda _case: PaperKind.PLAN,
    "plan_sentence": lambda _case: Step.EVIDENCE,
}


@pytest.mark.parametrize(
    ("page", "field", "theirs", "mine"),
    [
        ("party_edit", "city", "Eastport", "Westport"),
        ("plan_details", "headline", "False reviews of a clinic", "A false review"),
        ("plan_goals", "goals", "Taken down\nLeft alone", "An apology"),
        ("plan_merits_certify", "forum", "Superior Court", "District Court"),
        ("plan_sentence", "text", "We keep what you sent.", "We have your files."),
        ("paper_write", "text", "First we save everything.", "We save, then we ask."),
        ("order_days", "asked_on", "2026-10-06", "2026-10-07"),
    ],
)
def test_whoever_saves_second_sees_both_texts(
    page: str, field: str, theirs: str, mine: str
) -> None:
    case = make_cases.case()
    more = [OF_A_ROW[page](case)] if page in OF_A_ROW else []
    address = _url(page, case, *more)
    browser = signed_in(case.lead)
    certificate = {"claims": "Libel", "weaknesses": "Opinion"} if "merits" in page else {}
    first = typed_on(browser, address, **certificate, **{field: theirs})
    second = typed_on(browser, address, **certificate, **{field: mine})
    assert browser.post(address, first).status_code == 302
    answer = browser.post(address, second)
    assert answer.status_code == 409
    both = answer.content.decode()
    assert "Someone saved this while you were writing" in both
    assert mine in both
    assert theirs.splitlines()[0] in both
    assert str(browser.get(address).context["form"].initial[field]) == theirs

    again = second | {"version": answer.context["form"]["version"].value()}
    assert browser.post(address, again).status_code == 302
    assert str(browser.get(address).context["form"].initial[field]) == mine


def test_an_account_is_changed_and_its_earlier_name_stays_on_its_page() -> None:
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.paralegal()])
    account = people.add_account(case, platform="Chirrup", handle="@truth_about_marsh")
    people.add_account(case, platform="Chirrup", handle="@taken")
    browser = signed_in(case.team.get(user__role="paralegal").user)
    address = _url("account_edit", case, account.pk)
    assert address in browser.get(_url("account", case, account.pk)).content.decode()
    assert browser.post(address, typed_on(browser, address, handle="@Taken")).status_code == 409

    late = typed_on(browser, address, handle="@marsh_watch")
    first = typed_on(browser, address, handle="@marsh_facts", platform_number="778")
    assert browser.post(address, first).status_code == 302
    assert browser.post(address, late).status_code == 409

    page = browser.get(_url("account", case, account.pk)).content.decode()
    for words in ("@marsh_facts", "778", "Earlier names", "@truth_about_marsh"):
        assert words in page
    assert "@marsh_facts" in conflicts.unchecked_names(case)


# --- Messages -----------------------------------------------------------------------------------


def test_a_message_is_sent_only_after_seeing_the_clients_page() -> None:
    case = make_cases.case()
    note = case.notes.create(text="Tell her the post is gone.", by=case.lead)
    browser = signed_in(case.lead)
    page = browser.get(_url("messages", case) + f"?note={note.pk}").content.decode()
    assert "Tell her the post is gone." in page
    message = {"text": "The post is gone.", "copied_from": note.pk}
    preview = browser.post(_url("message_preview", case), message)
    assert "The post is gone." in preview.content.decode()
    assert not case.messages.exists()
    send = _url("message_send", case)
    assert browser.post(send, message).status_code == 409
    assert browser.post(send, message | {"seen": "yes"}).status_code == 409
    assert browser.post(send, message | {"seen": _seen(preview)}).status_code == 302
    sent = case.messages.get()
    assert (sent.copied_from, sent.from_client) == (note, False)


def _seen(preview: Any) -> str:
    """The mark that the preview gives to the words it showed."""
    found = re.search(r'name="seen" value="(\w+)"', preview.content.decode())
    assert found is not None
    return found[1]


def test_other_words_than_those_looked_at_are_not_sent() -> None:
    case = make_cases.case()
    browser = signed_in(case.lead)
    preview = browser.post(_url("message_preview", case), {"text": "The post is gone."})
    typed = {"text": "He was served today.", "seen": _seen(preview)}

    late = browser.post(_url("message_send", case), typed)

    assert late.status_code == 409
    assert "These are not the words you looked at" in late.content.decode()
    assert "He was served today." in late.content.decode()
    assert not case.messages.exists()


def test_a_look_at_an_open_page_is_no_look_at_a_closed_one() -> None:
    case = make_cases.case(safe_contact=make_accounts.safe_contact())
    browser = signed_in(case.lead)
    preview = browser.post(_url("message_preview", case), {"text": "The post is gone."})
    flags.raise_flag(case, SafetyKind.ORDER, by=case.lead, reason="Asked for")

    typed = {"text": "The post is gone.", "seen": _seen(preview)}
    assert browser.post(_url("message_send", case), typed).status_code == 409


def test_the_way_to_the_client_is_the_one_of_her_sign_in_too() -> None:
    case = make_cases.case()
    elena = make_cases.client_with_access(case, safe_contact=None)
    given = {"channel": "email", "email": "elena@example.com", "email_safe": "on", "version": 0}

    signed_in(case.lead).post(_url("safety_contact", case), given)

    elena.refresh_from_db()
    assert elena.safe_contact is not None
    assert elena.safe_contact == Case.objects.get(pk=case.pk).safe_contact
    assert elena.safe_contact.may_be_mailed


def test_the_head_of_a_case_does_not_say_email_where_no_mail_may_go() -> None:
    contact = make_accounts.safe_contact(
        channel="email", email="elena@example.com", email_safe=True
    )
    case = make_cases.case(safe_contact=contact)
    browser = signed_in(case.lead)
    assert "Contact by email" in browser.get(_url("overview", case)).content.decode()

    contact.device_unsafe = True
    contact.save()

    page = browser.get(_url("overview", case)).content.decode()
    assert "Contact by email" not in page
    assert "No mail now: see Safety" in page


def test_before_sending_staff_read_that_a_watched_client_will_not_see_it() -> None:
    case = make_cases.case(safe_contact=make_accounts.safe_contact(device_unsafe=True))
    browser = signed_in(case.lead)
    preview = browser.post(_url("message_preview", case), {"text": "The post is gone."})
    assert "She will not see this" in preview.content.decode()
    assert "Her device is marked unsafe: others may see it." in preview.content.decode()
    assert "Call instead" in preview.content.decode()

    typed = {"text": "The post is gone.", "seen": _seen(preview)}
    answer = browser.post(_url("message_send", case), typed, follow=True)

    assert "Kept. She does not see it yet. No mail may go to her" in answer.content.decode()
    assert "On the client's page." not in html.unescape(answer.content.decode())
    assert "Not seen by her" in answer.content.decode()
    assert case.tasks.get().due_on == timezone.localdate()


# --- Lists and search ---------------------------------------------------------------------------


def test_the_list_takes_as_many_queries_for_twenty_four_cases_as_for_four() -> None:
    lead = make_accounts.attorney()
    browser = signed_in(lead)
    counts = []
    for more in (4, 20):
        for _ in range(more):
            case = make_cases.case(team=[lead])
            case.tasks.create(title="Call", due_on=timezone.localdate())
            make_cases.party(case)
        with CaptureQueriesContext(connection) as captured:
            browser.get("/w/cases/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_case_somebody_just_worked_on_heads_the_list() -> None:
    lead = make_accounts.attorney()
    older, newer = make_cases.case(team=[lead]), make_cases.case(team=[lead])
    Case.objects.filter(pk=older.pk).update(changed_at=timezone.now() - timedelta(days=2))
    Case.objects.filter(pk=newer.pk).update(changed_at=timezone.now() - timedelta(days=1))
    browser = signed_in(lead)
    browser.post(_url("note_add", older), {"text": "She called."})
    page = browser.get("/w/cases/").content.decode()
    assert page.index(older.ref) < page.index(newer.ref)
    assert "Changed the case" not in browser.get(_url("activity", older)).content.decode()


def test_pages_of_the_list_hold_when_rows_come_and_go() -> None:
    lead = make_accounts.attorney()
    made = [make_cases.case(team=[lead]) for _ in range(35)]
    browser = signed_in(lead)
    first = browser.get("/w/cases/").content.decode()
    after = re.search(r"\?after=([^\"]+)", first)
    assert after is not None
    Case.objects.filter(pk=made[-1].pk).update(closed_at=timezone.now())
    second = browser.get(f"/w/cases/?after={after.group(1)}").content.decode()
    shown = [case.ref for case in made if case.ref in second]
    assert shown == [case.ref for case in made[:5]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=haldstrom", True),
        ("q=truth_about", True),
        ("q=chirrup.example.net/p/1", True),
        ("q=nobody-like-this", False),
        ("step=plan", True),
        ("step=legal", False),
        ("step=nonsense", True),
        ("lead=me&due=week", True),
        ("due=limit", True),
        ("flag=any", True),
        ("state=closed", False),
    ],
)
def test_filters_are_in_the_address(query: str, found: bool) -> None:
    case = full_case()
    page = signed_in(case.lead).get(f"/w/cases/?{query}").content.decode()
    assert (case.ref in page) is found


@pytest.mark.parametrize("words", ["marsh", "haldstrom", "truth_about", "rinse one", "example.net"])
def test_search_finds_in_visible_cases_alone(words: str) -> None:
    case = full_case()
    supervisor = make_accounts.supervisor()
    walled = make_accounts.supervisor()
    Wall.objects.create(case=case, user=walled, reason="Knows him", set_by=supervisor)
    outsider = make_accounts.attorney()
    for reader, sees in ((case.lead, True), (supervisor, True), (walled, False), (outsider, False)):
        page = signed_in(reader).get(f"/w/search/?q={words}").content.decode()
        assert (case.ref in page) is sees


def test_a_search_is_logged_without_its_words() -> None:
    case = full_case()
    signed_in(case.lead).get("/w/search/?q=rinse+one")
    entry = AccessEntry.objects.get(kind=AccessKind.SEARCHED)
    assert (entry.user, entry.subject) == (case.lead, "")


def test_a_wall_beats_every_role_on_every_page() -> None:
    case = full_case()
    walled = make_accounts.supervisor()
    browser = signed_in(walled)
    assert browser.get(case.get_absolute_url()).status_code == 200
    Wall.objects.create(case=case, user=walled, reason="Knows him", set_by=case.lead)
    for page in PAGES:
        assert browser.get(_url(page, case)).status_code == 404
    assert case.ref not in browser.get("/w/cases/").content.decode()
    assert case.ref not in browser.get("/w/").content.decode()


def test_rows_of_another_case_are_not_found_through_this_one() -> None:
    case, other = full_case(), full_case()
    browser = signed_in(case.lead)
    for address in (
        _url("party", case, other.parties.all()[0].pk),
        _url("account", case, other.accounts.get().pk),
        _url("safety_lift", case, other.safety_flags.get().pk),
        _url("time_limit_dismiss", case, other.time_limits.get().pk),
        _url("task_not_needed", case, other.tasks.get().pk),
    ):
        assert browser.get(address).status_code == 404


# --- Reaching the client ------------------------------------------------------------------------


def test_a_safe_way_needs_its_address_and_the_clients_yes() -> None:
    case = make_cases.case()
    browser = signed_in(case.lead)
    address = _url("safety_contact", case)
    answer = browser.post(address, {"channel": "email", "email": "dana@example.com"})
    assert answer.status_code == 409
    assert "only the client reads" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).safe_contact is None
    said = {"channel": "email", "email": "dana@example.com", "email_safe": "on"}
    assert browser.post(address, said).status_code == 302
    kept = Case.objects.get(pk=case.pk).safe_contact
    assert kept is not None
    assert (kept.email, kept.may_be_mailed, kept.confirmed_by) == (
        "dana@example.com",
        True,
        case.lead,
    )
    assert not kept.voicemail_ok
    assert b"dana@example.com" not in bytes(kept.email_sealed)


def test_the_code_word_is_never_shown_again_and_an_empty_one_keeps_it() -> None:
    case = make_cases.case(safe_contact=make_accounts.safe_contact(code_word="magnolia"))
    browser = signed_in(case.lead)
    address = _url("safety_contact", case)
    assert "magnolia" not in browser.get(address).content.decode()
    browser.post(address, {"channel": "portal", "version": "1"})
    kept = Case.objects.get(pk=case.pk).safe_contact
    assert kept is not None
    assert kept.code_word == "magnolia"


# --- Addresses nobody made by clicking ------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/w/cases/?after=nonsense", 200),
        ("/w/cases/?q=%00", 404),
        ("/w/cases/?after=2026-10-06T00:00:00Z_99999999999999999999999", 200),
        ("/w/cases/?after=0001-01-01~1", 200),
        ("/w/cases/?after=9999-12-31~1", 200),
        ("/w/cases/?after=0001-01-01T00:00:00%2B14:00~1", 200),
        ("/w/search/?q=a%00b", 404),
        ("/w/c/%00/", 404),
        ("/w/c/2026-0001%00/", 404),
        ("/w/c/{ref}/messages/?note=abc", 200),
        ("/w/c/{ref}/messages/?note=" + "9" * 5000, 200),
        ("/w/c/{ref}/incidents/I-99999999999999999999/", 404),
        ("/w/c/{ref}/incidents/I-" + "9" * 5000 + "/", 404),
        ("/w/c/{ref}/incidents/%00/", 404),
        ("/w/c/{ref}/people/99999999999999999999/", 404),
        ("/w/c/{ref}/steps/plan/dance/", 404),
        ("/w/c/{ref}/access/?page=zero", 200),
    ],
)
def test_odd_addresses_are_answered(address: str, status: int) -> None:
    case = make_cases.case()
    assert signed_in(case.lead).get(address.format(ref=case.ref)).status_code == status


def test_an_answer_with_a_nul_is_no_answer() -> None:
    case = make_cases.case()
    browser = signed_in(case.lead)
    browser.post(_url("postpone", case), {"code": "a\x00b"})
    assert not case.next_action_answers.exists()
