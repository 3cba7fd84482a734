"""The client's own pages: what a person confirmed and what she did, and nothing of the firm's."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Channel, SafeContact, User
from accounts.templatetags import ui
from cases import flags
from cases.client import correspondence, papers, reach_changes, reaching
from cases.models import (
    Attribution,
    Case,
    Message,
    PaperKind,
    ReachChange,
    ReachOutcome,
    RoleOnCase,
    SafetyKind,
    Step,
    StepState,
    Task,
)
from cases.steps import next_action
from evidence.models import Item, Receipt
from intake.models import Enquiry, EnquiryState
from tests import make_accounts, make_cases, make_intake
from tests.opened_forms import typed_on
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

MARKER = "Zanzibar"
PAGES = ("/home/", "/home/messages/", "/home/add/", "/home/added/", "/home/reach/")


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def case() -> Case:
    contact = make_accounts.safe_contact(
        channel=Channel.EMAIL, email="elena@example.com", email_safe=True
    )
    return make_cases.case(client_name="Elena Marshcroft", safe_contact=contact)


@pytest.fixture
def client_user(case: Case) -> User:
    return make_cases.client_with_access(case)


@pytest.fixture
def elena(client_user: User) -> Client:
    return signed_in(client_user)


def test_a_title_stays_on_the_line_of_the_name_it_precedes(case: Case, elena: Client) -> None:
    case.parties.update(label="Dr. Elena Marshcroft")

    assert "Hello Dr.\N{NO-BREAK SPACE}Elena Marshcroft" in elena.get("/home/").content.decode()


def test_she_reads_the_sentences_a_person_has_confirmed(case: Case, elena: Client) -> None:
    correspondence.confirm_sentence(case, Step.PLAN, "You chose what matters.", by=case.lead)
    body = text(elena.get("/home/"))

    assert "Hello Elena Marshcroft" in body
    assert "You chose what matters." in body
    assert "A plan we agree" in body
    assert body.count("<li") >= 6


def marks(elena: Client) -> dict[str, str]:
    """The steps of her page that bear a mark."""
    lines = elena.get("/home/").context["home"].steps
    return {line.title: line.mark for line in lines if line.mark}


def move(case: Case, step: Step, state: StepState) -> None:
    case.steps.filter(code=step).update(state=state)


def test_a_step_nobody_spoke_about_shows_only_its_name(case: Case, elena: Client) -> None:
    case.focus = Step.LEGAL
    case.save(update_fields=["focus"])
    move(case, Step.LEGAL, StepState.ACTIVE)
    move(case, Step.PLAN, StepState.COMPLETE)

    assert marks(elena) == {}


def test_a_mark_is_the_one_a_person_has_confirmed(case: Case, elena: Client) -> None:
    staff, address = signed_in(case.lead), f"/w/c/{case.ref}/plan/sentences/legal/"
    move(case, Step.LEGAL, StepState.ACTIVE)
    assert "She reads the mark “Now” beside it." in text(staff.get(address))
    staff.post(address, typed_on(staff, address, text="A judge has your papers."))
    assert marks(elena) == {"Court, if you want it": "now"}

    move(case, Step.LEGAL, StepState.COMPLETE)

    assert marks(elena) == {"Court, if you want it": "now"}
    plan = text(staff.get(f"/w/c/{case.ref}/plan/"))
    assert "The step has moved since: confirm what the client reads." in plan
    assert "Her page still shows “Now”." in plan
    waiting = [action.code for action in next_action.proposals(case, timezone.localdate())]
    assert any(code.startswith("sentence:legal:") for code in waiting)

    staff.post(address, typed_on(staff, address, text="The judge has decided."))

    assert marks(elena) == {"Court, if you want it": "done"}
    assert "The step has moved since" not in text(staff.get(f"/w/c/{case.ref}/plan/"))


def test_a_sentence_is_not_confirmed_for_a_state_that_nobody_was_shown(
    case: Case, elena: Client
) -> None:
    staff, address = signed_in(case.lead), f"/w/c/{case.ref}/plan/sentences/legal/"
    move(case, Step.LEGAL, StepState.ACTIVE)
    given = typed_on(staff, address, text="A judge has your papers.")
    move(case, Step.LEGAL, StepState.COMPLETE)

    answer = staff.post(address, given)

    assert answer.status_code == 409
    assert "has moved since you opened this page: done." in text(answer)
    assert "A judge has your papers." not in text(elena.get("/home/"))


def test_nothing_internal_is_on_any_page(case: Case, elena: Client) -> None:
    lead = case.lead
    correspondence.add_note(case, by=lead, text=f"{MARKER} strategy")
    flags.raise_flag(case, SafetyKind.STALKING, by=lead, reason=f"{MARKER} flag")
    Task.objects.create(case=case, title=f"{MARKER} task", made_by=lead)
    other = make_cases.party(case, RoleOnCase.ADVERSE, label=f"{MARKER} party")
    account = make_cases.account(case, handle=f"@{MARKER}")
    Attribution.objects.create(
        account=account, party=other, level="probable", basis=f"{MARKER} basis", set_by=lead
    )
    made = make_cases.incident(case, summary=f"{MARKER} incident")
    make_cases.statement(made, words=f"{MARKER} words")
    case.goals.create(rank=1, text=f"{MARKER} goal")
    case.headline = f"{MARKER} headline"
    case.save(update_fields=["headline"])

    for address in PAGES:
        response = elena.get(address)
        assert response.status_code == 200, address
        assert MARKER not in text(response), address
        assert "no-store" in response.headers["Cache-Control"]
        title = re.search(r"<title>(.*?)</title>", text(response))
        assert title is not None
        assert not re.search("evidence|case|law|elena", title[1], re.IGNORECASE), title[1]


@pytest.mark.parametrize("watched", ["device", "order"])
def test_over_a_watched_shoulder_the_page_says_only_that_we_work_on_it(
    case: Case, elena: Client, watched: str
) -> None:
    correspondence.confirm_sentence(case, Step.PLAN, f"{MARKER} sentence", by=case.lead)
    Message.objects.create(case=case, text=f"{MARKER} message", by=case.lead)
    if watched == "device":
        assert case.safe_contact is not None
        case.safe_contact.device_unsafe = True
        case.safe_contact.save()
    else:
        flags.raise_flag(case, SafetyKind.ORDER, by=case.lead, reason="Not yet served")

    for address in PAGES:
        assert MARKER not in text(elena.get(address)), address
    assert "We are working on it." in text(elena.get("/home/"))


def test_other_clients_and_staff_have_no_such_pages(case: Case, elena: Client) -> None:
    del elena
    for person in (make_accounts.client(), case.lead, make_accounts.administrator()):
        for address in PAGES:
            assert signed_in(person).get(address).status_code == 404, (person.role, address)


def test_her_messages_arrive_once_however_often_she_presses(case: Case, elena: Client) -> None:
    given = {"text": "When do we talk?", "number": str(uuid.uuid4())}

    for _ in range(3):
        assert elena.post("/home/messages/", given).status_code == 302

    message = case.messages.get()
    assert (message.from_client, message.text) == (True, "When do we talk?")


def test_her_pages_have_the_clock_of_the_place_where_she_lives(case: Case, elena: Client) -> None:
    case.zone = "Asia/Tokyo"
    case.save()
    sent = Message.objects.create(case=case, text="We filed it.", by=case.lead)
    with timezone.override("Asia/Tokyo"):
        when = ui.stamp(sent.at, utc=False)
    assert when in text(elena.get("/home/messages/"))


def test_a_message_is_new_until_she_says_she_has_read_it(case: Case, elena: Client) -> None:
    Message.objects.create(case=case, text="We filed it.", by=case.lead)
    assert "There is a message for you" in text(elena.get("/home/"))
    new = text(elena.get("/home/messages/"))
    assert "We filed it." in new
    assert "I have read these" in new

    elena.post("/home/messages/read/")

    assert "There is a message for you" not in text(elena.get("/home/"))
    assert "I have read these" not in text(elena.get("/home/messages/"))


def test_her_page_asks_one_thing_at_a_time(case: Case, elena: Client) -> None:
    papers.hand_out_sheet(case, by=case.lead)
    plan = papers.write(case, PaperKind.PLAN, text="We save it.", memo="", by=case.lead)
    papers.approve(plan, by=case.lead)
    asked = text(elena.get("/home/"))
    assert asked.count("Please read:") == 1
    assert "Later, when you have time" in asked

    Message.objects.create(case=case, text="We filed it.", by=case.lead)
    with_news = text(elena.get("/home/"))

    assert "Please read:" not in with_news
    assert "What helps, and what to leave" in with_news
    assert f"from {case.lead.name}." in with_news


def send_file(elena: Client, name: str = "a.txt") -> Any:
    """Send a file after answering that nobody under 18 is in it."""
    elena.post("/home/add/", {"young": "no"})
    return elena.post("/home/add/?n=1", {"files": SimpleUploadedFile(name, b"kept words")})


def test_she_adds_evidence_only_after_the_question_about_minors(case: Case, elena: Client) -> None:
    file = {"files": SimpleUploadedFile("a.txt", b"kept words")}
    for address in ("/home/add/", "/home/add/?n=1"):
        assert 'type="file"' not in text(elena.get(address))
        assert elena.post(address, file).status_code == 422
    assert elena.post("/home/add/", {"young": ""}).status_code == 422
    assert Item.objects.count() == 0
    assert "Safe with us" in text(send_file(elena))
    assert "Already here" in text(send_file(elena))

    item = Item.objects.get(case=case)
    assert item.original.name == "a.txt"
    assert "a.txt" in text(elena.get("/home/added/"))


def sent_by_a_minor(case: Case) -> None:
    """Make the case one that was opened from the enquiry of somebody under 18."""
    row = make_intake.enquiry(adult="no")
    Enquiry.objects.filter(pk=row.pk).update(case=case, state=EnquiryState.OPENED)


@pytest.mark.parametrize("known_from", ["party", "answers"])
def test_from_a_client_under_18_no_file_is_taken_and_she_reads_what_happens_instead(
    case: Case, elena: Client, known_from: str
) -> None:
    elena.post("/home/add/", {"young": "no"})
    if known_from == "party":
        case.parties.update(is_minor=True)
    else:
        sent_by_a_minor(case)

    for address in ("/home/add/", "/home/add/?n=1"):
        page = text(elena.get(address))
        assert "Please talk to us first" in page
        assert 'type="file"' not in page
        sent = {"files": SimpleUploadedFile("a.txt", b"kept words")}
        assert elena.post(address, sent).status_code == 409
    assert elena.post("/home/add/", {"young": "no"}).status_code == 200
    assert Item.objects.count() == 0
    assert "Add evidence" not in text(elena.get("/home/"))


def test_the_firm_opens_files_for_her_when_she_turns_out_to_be_of_age(
    case: Case, elena: Client
) -> None:
    sent_by_a_minor(case)
    case.parties.update(is_minor=False)

    assert "Safe with us" in text(send_file(elena))


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_yes_and_not_sure_take_nothing_and_call_a_supervising_attorney(
    case: Case, elena: Client, client_user: User, said: str
) -> None:
    supervisor = make_accounts.supervisor()
    elena.post("/home/add/", {"young": "no"})

    answer = elena.post("/home/add/", {"young": said, "files": SimpleUploadedFile("a.txt", b"x")})

    assert "Please do not send it to us" in text(answer)
    assert elena.post("/home/add/?n=1", {"files": SimpleUploadedFile("a", b"x")}).status_code == 422
    assert Item.objects.count() == 0
    assert case.files_answers.stopping().get().by == client_user
    task = Task.objects.get(case=case)
    assert (task.assigned_to, task.due_on) == (supervisor, timezone.localdate())


def let_in(elena: Client) -> None:
    """She answers that nobody in her files is under 18."""
    elena.post("/home/add/", {"young": "no"})


def a_file(name: str = "a.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"kept words of {name}".encode())


def test_words_that_are_too_long_come_back_and_the_file_is_kept(case: Case, elena: Client) -> None:
    let_in(elena)
    long = "Seen in the park. " * 60

    answer = elena.post("/home/add/", {"note": long, "files": a_file()})

    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert "These words are too long. Write up to 1,000 characters" in text(answer)
    assert "You do not need to choose the files again." in text(answer)
    assert Item.objects.get(case=case).original.name == "a.txt"

    number = str(uuid.uuid4())
    for _ in range(2):
        elena.post("/home/add/", {"note": "Seen in the park.", "once": number})
    assert case.messages.get().text == "About what I sent: Seen in the park."


def test_to_the_script_the_words_that_are_too_long_are_named_beside_the_file(
    case: Case, elena: Client
) -> None:
    let_in(elena)
    given = {"note": "x" * 1001, "files": a_file()}

    answer = elena.post("/home/add/", given, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Safe with us" in text(answer)
    assert "These words are too long." in text(answer)
    assert Item.objects.filter(case=case).count() == 1


def test_sending_nothing_says_what_to_do(case: Case, elena: Client) -> None:
    let_in(elena)

    page = elena.post("/home/add/", {"note": ""}, follow=True)

    assert "Choose a photo or a file first." in text(page)


def test_line_ends_do_not_count_twice(case: Case, elena: Client) -> None:
    let_in(elena)
    words = "\r\n".join("x" * 9 for _ in range(100))

    elena.post("/home/add/", {"note": words, "files": a_file()})

    receipt = Receipt.objects.get(vault__case=case)
    assert receipt.note == words.replace("\r\n", "\n")


def test_sent_by_mistake_hides_a_file_at_once(case: Case, elena: Client) -> None:
    send_file(elena)
    item = Item.objects.get(case=case)

    elena.post(f"/home/added/{item.ref}/back/")

    item.refresh_from_db()
    assert item.hidden_at is not None
    assert "a.txt" not in text(elena.get("/home/added/"))
    colleague = make_accounts.paralegal()
    assert not Item.objects.visible_to(colleague).filter(pk=item.pk).exists()
    task = Task.objects.get(case=case)
    assert task.assigned_to == case.lead
    assert task.title.startswith(f"{item.ref} was sent by mistake")


def test_what_somebody_else_sent_cannot_be_taken_back(case: Case, elena: Client) -> None:
    del case
    assert elena.post("/home/added/E-0099/back/").status_code == 404


# --- How we reach her ----------------------------------------------------------------------


WAYS = {"channel": "email", "email": "elena@example.com", "times": "evenings"}


def contact_of(case: Case) -> SafeContact:
    kept = Case.objects.get(pk=case.pk).safe_contact
    assert kept is not None
    return kept


def settle(case: Case, change: ReachChange, outcome: str, by: User | None = None) -> Any:
    given = {"outcome": outcome, "how": "Called the number we had"}
    address = reverse("cases:safety_settle_reach", args=[case.ref, change.pk])
    return signed_in(by or case.lead).post(address, given)


def test_a_new_address_is_used_only_after_somebody_has_asked_her(case: Case, elena: Client) -> None:
    elena.post("/home/reach/", WAYS | {"email": "new@example.com"})

    assert contact_of(case).email == "elena@example.com"
    assert not contact_of(case).may_be_mailed
    task = case.tasks.to_do().get()
    assert task.due_on == timezone.localdate()
    shown = text(signed_in(case.lead).get(reverse("cases:safety", args=[case.ref])))
    assert "Do not use “new@example.com” to ask her." in shown

    assert settle(case, case.reach_changes.get(), "used").status_code == 302

    assert contact_of(case).email == "new@example.com"
    assert contact_of(case).may_be_mailed
    assert contact_of(case).confirmed_by == case.lead
    assert not case.tasks.to_do().exists()


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({"channel": "phone", "phone": "202 555 0144"}, "202 555 0144"),
        ({"times": "at noon"}, "Until she confirms it, call only when both allow it."),
        ({"voicemail_ok": "on"}, "May be left"),
    ],
)
def test_what_would_open_or_redirect_a_way_waits(
    case: Case, elena: Client, asked: dict[str, str], line: str
) -> None:
    kept = contact_of(case)
    before = (kept.channel, kept.phone, kept.times, kept.voicemail_ok)

    elena.post("/home/reach/", WAYS | asked)

    kept = contact_of(case)
    assert (kept.channel, kept.phone, kept.times, kept.voicemail_ok) == before
    assert case.reach_changes.get().is_waiting
    shown = text(signed_in(case.lead).get(reverse("cases:safety", args=[case.ref])))
    assert line in shown.replace("+1 202-555-0144", "202 555 0144")


def test_where_others_look_both_boxes_are_empty_and_empty_changes_nothing(
    case: Case, elena: Client
) -> None:
    correspondence.confirm_sentence(case, Step.PLAN, f"{MARKER} sentence", by=case.lead)
    kept = contact_of(case)
    kept.device_unsafe = kept.voicemail_ok = True
    kept.save()
    assert "checked" not in text(elena.get("/home/reach/"))

    elena.post("/home/reach/", {"channel": "email"})

    assert contact_of(case).device_unsafe
    assert contact_of(case).voicemail_ok
    assert MARKER not in text(elena.get("/home/"))
    assert not case.reach_changes.exists()


@pytest.mark.parametrize("is_minor", [True, False])
def test_where_others_look_nothing_tells_her_age(case: Case, elena: Client, is_minor: bool) -> None:
    case.parties.update(is_minor=is_minor)
    flags.raise_flag(case, SafetyKind.ORDER, by=case.lead, reason="Not yet served")

    for address in ("/home/", "/home/added/"):
        page = text(elena.get(address))
        assert "Show us something" in page
        assert "Add evidence" not in page


def test_a_message_nobody_could_see_stays_unread(case: Case, elena: Client) -> None:
    Message.objects.create(case=case, text="We filed it.", by=case.lead)
    kept = contact_of(case)
    kept.device_unsafe = True
    kept.save()

    elena.post("/home/messages/read/")

    assert Message.objects.get().read_at is None
    kept.device_unsafe = False
    kept.save()
    elena.post("/home/messages/read/")
    assert Message.objects.get().read_at is not None


def test_where_others_look_a_page_left_open_takes_nothing_back(case: Case, elena: Client) -> None:
    send_file(elena)
    item = Item.objects.get()
    flags.raise_flag(case, SafetyKind.ORDER, by=case.lead, reason="Not yet served")

    page = text(elena.post(f"/home/added/{item.ref}/back/", follow=True))

    assert page.count("If you sent something by mistake, write to us or call us.") == 2
    item.refresh_from_db()
    assert item.hidden_at is None


def test_what_only_silences_us_is_in_force_at_once(case: Case, elena: Client) -> None:
    kept = contact_of(case)
    kept.voicemail_ok = True
    kept.save()

    given = {"channel": "portal", "email": kept.email, "voicemail_ok": "on"}
    elena.post("/home/reach/", given | {"device_unsafe": "on"})

    kept = contact_of(case)
    assert (kept.channel, kept.voicemail_ok, kept.may_be_mailed) == (Channel.PORTAL, False, False)
    assert kept.device_unsafe
    assert case.reach_changes.get().outcome == ReachOutcome.AT_ONCE
    assert case.tasks.to_do().get().title == reach_changes.QUIETER


def test_where_others_look_the_page_shows_no_way_to_her(case: Case, elena: Client) -> None:
    kept = contact_of(case)
    kept.device_unsafe, kept.phone, kept.times = True, "+12025550144", "when he works"
    kept.save()

    for address in PAGES:
        body = text(elena.get(address))
        for secret in ("elena@example.com", "555", "when he works", kept.subject):
            assert secret not in body, (address, secret)


def test_if_it_was_not_her_her_page_says_nothing_more(case: Case, elena: Client) -> None:
    elena.post("/home/reach/", WAYS | {"email": "his@example.com"})

    settle(case, case.reach_changes.get(), "not_hers")

    assert contact_of(case).email == "elena@example.com"
    assert contact_of(case).device_unsafe
    assert "We are working on it." in text(elena.get("/home/"))


def test_a_change_is_settled_once_and_what_is_newer_takes_its_place(
    case: Case, elena: Client
) -> None:
    elena.post("/home/reach/", WAYS | {"email": "one@example.com"})
    elena.post("/home/reach/", WAYS | {"email": "two@example.com"})
    newer, older = case.reach_changes.all()

    answer = settle(case, older, "used")

    assert answer.status_code == 409
    assert "something newer took its place" in text(answer)
    assert contact_of(case).email == "elena@example.com"
    assert newer.is_waiting


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL])
def test_sending_the_form_again_does_not_take_back_the_trace_of_a_hijack(
    case: Case, elena: Client, channel: Channel
) -> None:
    contact = contact_of(case)
    contact.channel, contact.phone = channel, "+12025550143"
    contact.save()
    in_force = {"channel": channel, "email": contact.email, "phone": contact.phone}
    elena.post("/home/reach/", in_force | {"email": "his@example.com"})
    task = case.tasks.to_do().get(title=reach_changes.CONFIRM)
    elena.post("/home/reach/", in_force)

    elena.post("/home/reach/", in_force)
    elena.post("/home/reach/", in_force | {"device_unsafe": "on"})

    waits = case.reach_changes.waiting().get()
    assert waits.email == "his@example.com"
    assert waits.task == task
    assert task in case.tasks.to_do()


def test_what_staff_write_down_with_her_takes_the_place_of_what_waits(
    case: Case, elena: Client
) -> None:
    elena.post("/home/reach/", WAYS | {"email": "one@example.com"})

    reaching.keep_safe_contact(case, contact_of(case).version, by=case.lead, channel=Channel.PORTAL)

    assert case.reach_changes.get().outcome == ReachOutcome.REPLACED
    assert not case.tasks.to_do().exists()


def test_a_page_of_staff_does_not_undo_what_she_changed_meanwhile(
    elena: Client, case: Case
) -> None:
    staff = signed_in(case.lead)
    address = f"/w/c/{case.ref}/safety/contact/"
    open_since = re.search(r'name="version" value="(\d+)"', staff.get(address).content.decode())
    assert open_since is not None
    elena.post("/home/reach/", {"channel": "phone", "phone": "+1 212 555 0177", "times": "Noon"})
    typed = {
        "version": open_since.group(1),
        "channel": "email",
        "email": "old@example.com",
        "email_safe": "on",
        "times": "Any evening",
    }

    late = staff.post(address, typed)

    assert late.status_code == 409
    page = late.content.decode()
    for words in ("+1 212 555 0177", "Noon", "Phone call", "old@example.com", "Any evening"):
        assert words in page
    case.refresh_from_db()
    contact = case.safe_contact
    assert contact is not None
    assert (contact.channel, contact.times, contact.email) == ("email", "", "elena@example.com")
    assert contact.confirmed_by is None

    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert staff.post(address, typed | {"version": version.group(1)}).status_code == 302
    kept = contact_of(case)
    assert (kept.email, kept.confirmed_by) == ("old@example.com", case.lead)


def test_a_mistake_in_how_to_reach_her_keeps_what_she_typed(elena: Client) -> None:
    response = elena.post("/home/reach/", {"channel": "email", "email": "new@", "times": "noon"})

    assert response.status_code == 422
    assert 'value="new@"' in text(response)
    assert "Enter an email address like name@example.com" in text(response)
