"""Saving, coming back with the private phrase, telling more, and taking everything back."""

import json
import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SafeContact
from cases.models import RegisterEntry
from evidence import custody
from evidence.models import Act, Blob, Receipt, Young
from intake import conversion, drafts, endings, files, phrase, screening, sending, stories
from intake.models import (
    Declining,
    Draft,
    Enquiry,
    EnquiryMove,
    EnquiryName,
    EnquiryState,
    LawyerKnown,
    NoticeTick,
    Query,
    ReachOut,
    Side,
    Story,
    ThrottleCount,
    Withdrawal,
)
from intake.notices import ASKED
from intake.tasks import erase_what_is_due
from tests import make_accounts, make_evidence, make_intake
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "00000301010018dd8db00000000049454e44ae426082"
)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def words_on(response: Any) -> str:
    found = re.search(r'<ol class="phrase.*?</ol>', response.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(re.findall(r"<li>([a-z-]+)</li>", found[0]))


def come_back(words: str, visitor: Client | None = None) -> Any:
    return (visitor or Client()).post("/back/", {"words": words})


# --- The phrase ---------------------------------------------------------------------------


def test_six_words_lead_back_to_the_page_after_the_last() -> None:
    visitor = Client()
    make_intake.begin(visitor)
    visitor.post("/a/1-1/", {"about": "business"})
    words = words_on(visitor.post("/a/save/"))
    other_device = Client()

    response = come_back(words, other_device)

    assert len(words.split()) == 6
    assert response.headers["Location"] == "/a/1-2/"
    assert 'value="business" checked' in text(other_device.get("/a/1-1/"))


def test_who_wants_nothing_sent_is_told_that_the_words_are_the_only_way() -> None:
    visitor = make_intake.holding(make_intake.draft(reach="site"))
    visitor.post("/a/send/", {"not_lawyers_yet": "on", "use": "on"})

    sent = text(visitor.get("/sent/"))
    first, second = (text(visitor.post("/a/save/")) for _ in range(2))

    assert "these words are the only way to our answer" in sent
    assert "does not work any more" not in first
    assert "does not work any more" in second


def test_the_words_are_shown_once_and_stored_nowhere() -> None:
    visitor = Client()
    make_intake.begin(visitor)
    words = words_on(visitor.post("/a/save/"))
    row = Draft.objects.get()

    stored = b"".join(
        bytes(getattr(row, f.attname) or b"") for f in row._meta.fields if "sealed" in f.name
    )
    assert words not in text(visitor.get("/a/save/"))
    assert words.encode() not in stored
    assert words not in str(visitor.session.items())


def test_words_in_another_order_do_not_match() -> None:
    opened = make_intake.draft()
    words = drafts.make_phrase(opened).split(" ")
    swapped = " ".join([words[1], words[0], *words[2:]])

    response = come_back(swapped)

    assert response.status_code == 422
    assert "That phrase does not match. Check the order of the words" in text(response)


def test_a_new_phrase_ends_the_old_one() -> None:
    opened = make_intake.draft()
    first = drafts.make_phrase(opened)
    second = drafts.make_phrase(opened)

    assert drafts.come_back(first) is None
    assert drafts.come_back(second) is not None


def test_five_wrong_tries_close_the_door_for_a_while_even_to_the_right_words() -> None:
    words = drafts.make_phrase(make_intake.draft())
    statuses = [come_back("one two three four five six").status_code for _ in range(6)]

    right = come_back(words)

    assert statuses == [422] * 5 + [429]
    assert right.status_code == 429
    assert "Wait 15 minutes" in text(right)


def test_the_right_words_cost_no_try() -> None:
    words = drafts.make_phrase(make_intake.draft())

    right = [come_back(words).status_code for _ in range(7)]
    wrong = [come_back("one two three four five six").status_code for _ in range(6)]

    assert right == [302] * 7
    assert wrong == [422] * 5 + [429]


def test_counters_of_the_past_are_deleted() -> None:
    come_back("one two three four five six")
    ThrottleCount.objects.filter(key__endswith=":all").update(
        ends_at=timezone.now() - timedelta(minutes=1)
    )

    erase_what_is_due()

    assert ThrottleCount.objects.count() == 1


def test_nobody_without_the_token_can_read_a_draft() -> None:
    opened = make_intake.draft(summary="A planted sentence")
    row = Draft.objects.get(pk=opened.row.pk)

    assert b"planted" not in bytes(row.answers_sealed)
    assert drafts.opened_by(drafts.new_token()) is None


def test_a_draft_without_a_way_back_lives_a_day_and_with_one_thirty() -> None:
    opened = make_intake.draft()
    before = Draft.objects.get().expires_at - timezone.now()
    drafts.make_phrase(opened)
    after = Draft.objects.get().expires_at - timezone.now()

    assert timedelta(hours=23) < before <= timedelta(hours=24)
    assert after.days == phrase.DAYS_KEPT - 1


def test_expired_drafts_open_no_more_and_are_deleted() -> None:
    opened = make_intake.draft()
    words = drafts.make_phrase(opened)
    Draft.objects.update(expires_at=timezone.now())

    assert drafts.come_back(words) is None
    assert drafts.opened_by(opened.token) is None
    assert drafts.delete_expired() == 1


def test_each_hour_what_is_over_goes() -> None:
    make_intake.draft()
    Draft.objects.update(expires_at=timezone.now())
    row, _ = make_intake.sent_by_visitor()
    endings.decline(row, reason="No room", by=make_accounts.attorney())
    Declining.objects.update(erase_on=timezone.localdate(), files_until=date(2026, 1, 1))
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))

    erase_what_is_due()

    assert Draft.objects.count() == 0
    assert Session.objects.count() == 0
    assert Enquiry.objects.get().called == ""


def test_a_sent_draft_stays_the_way_back() -> None:
    _, visitor = make_intake.sent_by_visitor()
    words = words_on(visitor.post("/a/save/"))
    Draft.objects.update(expires_at=timezone.now())

    assert drafts.delete_expired() == 0
    assert come_back(words).headers["Location"] == "/a/more/"


def test_a_page_left_alone_is_closed_on_the_server_too() -> None:
    visitor = Client()
    make_intake.begin(visitor)
    visitor.post("/a/1-1/", {"about": "business"})

    def away(minutes: int) -> None:
        session = visitor.session
        session["seen_at"] -= minutes * 60
        session.save()

    away(14)
    assert visitor.get("/a/1-1/").status_code == 200, "and the clock begins anew"
    away(14)
    visitor.get("/awake/")
    away(14)
    assert visitor.get("/a/1-1/").status_code == 200
    away(16)
    assert visitor.post("/a/1-1/", {"about": "me"}).status_code == 409
    assert visitor.get("/a/1-1/").headers["Location"] == "/start/"


# --- What opens after the check ------------------------------------------------------------


def test_the_story_is_closed_until_the_check_is_clear() -> None:
    row, visitor = make_intake.sent_by_visitor()

    page = visitor.get("/a/words/")
    sent = visitor.post("/a/words/", {"text": make_intake.STORY})

    assert page.headers["Location"] == sent.headers["Location"] == "/a/more/"
    assert Story.objects.count() == 0
    with pytest.raises(stories.NotYet):
        stories.tell(row, make_intake.STORY)


def test_the_story_can_be_told_and_changed_after_it_is_clear() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)

    assert "We are free to help you" in text(visitor.get("/a/more/"))
    visitor.post("/a/words/", {"text": make_intake.STORY})
    assert make_intake.STORY in text(visitor.get("/a/words/"))
    visitor.post("/a/words/", {"text": "Shorter."})

    assert Story.objects.get().text == "Shorter."


def test_too_long_a_story_keeps_every_word_typed() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)

    response = visitor.post("/a/words/", {"text": "word " * 1300})

    assert response.status_code == 422
    assert "Write up to 6,000 characters" in text(response)
    assert response.content.decode().count("word ") >= 1300


def test_a_story_written_in_two_windows_keeps_both_texts_in_sight() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    page = visitor.get("/a/words/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    visitor.post("/a/words/", {"text": "The first window.", "seen": seen[1]})

    late = visitor.post("/a/words/", {"text": "The second window.", "seen": seen[1]})

    assert late.status_code == 409
    assert "The first window." in text(late)
    assert "The second window." in text(late)
    assert Story.objects.get().text == "The first window."


def test_minors_are_asked_about_before_any_file() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)

    first = text(visitor.get("/a/files/"))
    unanswered = visitor.post("/a/files/", {"files": SimpleUploadedFile("a.png", PNG)})
    skipped = visitor.get("/a/files/?n=1")
    both = {"young": "no", "files": SimpleUploadedFile("a.png", PNG)}
    at_once = visitor.post("/a/files/", both)
    unsure = visitor.post("/a/files/", {**both, "young": "unsure"})
    after = visitor.post("/a/files/?n=1", {"files": SimpleUploadedFile("a.png", PNG)})

    assert "Might anyone in them be under 18" in first
    assert 'type="file"' not in first
    assert unanswered.status_code == 422
    assert 'type="file"' not in text(skipped)
    assert at_once.status_code == 302
    assert after.status_code == 422
    assert "Please do not send it to us" in text(unsure)
    assert Receipt.objects.count() == 0


def test_an_answer_of_another_person_lets_no_file_in() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    theirs = files.answer(make_intake.enquiry(), Young.NO)
    session = visitor.session
    session["answered_before_files"] = {f"enquiry-{row.pk}": str(theirs.uuid)}
    session.save()

    sent = visitor.post("/a/files/?n=1", {"files": SimpleUploadedFile("a.png", PNG)})

    assert sent.status_code == 422
    assert Receipt.objects.count() == 0


def test_a_script_is_told_to_ask_again_when_the_sitting_is_over() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)

    sent = visitor.post(
        "/a/files/?n=1",
        {"files": SimpleUploadedFile("a.png", PNG)},
        headers={"HX-Request": "true"},
    )

    assert "answer the question once more" in text(sent)
    assert 'data-outcome="warn"' in text(sent)
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_yes_and_not_sure_stand_beside_the_enquiry_until_it_is_decided(said: str) -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    staff = signed_in(make_accounts.paralegal())
    mark = "A file may show someone under 18"
    assert mark not in text(staff.get("/w/inbox/"))

    visitor.post("/a/files/", {"young": said})

    given = row.files_answers.get()
    assert (given.answer, given.by) == (said, None)
    assert mark in text(staff.get("/w/inbox/"))
    page = text(staff.get(row.get_absolute_url()))
    assert mark in page
    assert "Nothing was taken" in page
    assert f"Enquiry {row.ref}: a file may show someone under 18" in text(staff.get("/w/"))
    visitor.post("/a/stop/")
    assert not row.files_answers.exists()


def test_a_file_is_kept_once_and_both_arrivals_are_known() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)

    first = make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))
    again = make_intake.send_file(visitor, SimpleUploadedFile("b.png", PNG))

    assert "Safe with us" in text(first)
    assert "Already here" in text(again)
    assert "Choose a photo or a file first." in text(visitor.post("/a/files/?n=1", {}, follow=True))
    assert Receipt.objects.count() == 2
    assert Blob.objects.count() == 1


def test_who_has_no_account_reads_the_clock_of_the_firm() -> None:
    make_accounts.firm(time_zone="Asia/Tokyo")
    opened = make_intake.draft()
    make_intake.clear(sending.send(opened, ticked=ASKED))
    visitor = Client()
    come_back(drafts.make_phrase(opened), visitor)
    make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))

    received = timezone.localtime(Receipt.objects.get().received_at, ZoneInfo("Asia/Tokyo"))
    clock = f"{received:%-I:%M %p}".lower()
    assert f"{received:%-d %b %Y}, {clock}" in text(visitor.get("/a/more/"))


def test_someone_under_18_is_never_asked_for_files() -> None:
    row, visitor = make_intake.sent_by_visitor(adult="no")
    make_intake.clear(row)

    assert "/a/files/" not in text(visitor.get("/a/more/"))
    assert visitor.get("/a/files/").headers["Location"] == "/a/more/"
    make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))
    assert Receipt.objects.count() == 0


def test_a_question_of_ours_waits_and_is_answered_once() -> None:
    row, visitor = make_intake.sent_by_visitor()
    endings.ask(row, "Which month was it?", by=make_accounts.paralegal())
    query = Query.objects.get()

    assert "Which month was it?" in text(visitor.get("/a/more/"))
    visitor.post(f"/a/more/{query.uuid}/", {"text": "May"})
    visitor.post(f"/a/more/{query.uuid}/", {"text": "June"})

    query.refresh_from_db()
    assert query.answer == "May"
    assert Enquiry.objects.get().state == EnquiryState.NEW
    assert "Which month was it?" not in text(visitor.get("/a/more/"))


def test_a_question_to_somebody_else_is_not_found() -> None:
    row, _ = make_intake.sent_by_visitor()
    endings.ask(row, "Which month was it?", by=make_accounts.paralegal())
    _, stranger = make_intake.sent_by_visitor()

    response = stranger.post(f"/a/more/{Query.objects.get().uuid}/", {"text": "May"})

    assert response.status_code == 404


# --- Taking it back, and being declined ------------------------------------------------------


def test_taking_it_back_erases_everything_but_the_names() -> None:
    row, visitor = make_intake.sent_by_visitor(guardian_name="Aunt Ottilie", adult="no")
    make_intake.clear(row)
    stories.tell(row, make_intake.STORY)
    names = RegisterEntry.objects.filter(source=row.ref).count()

    page = visitor.post("/a/stop/")

    left = Enquiry.objects.get()
    assert page.headers["Location"] == "/"
    assert left.state == EnquiryState.WITHDRAWN
    assert Withdrawal.objects.get().enquiry == left
    assert (left.called, left.summary, left.lives_in, left.guardian_name) == ("", "", "", "")
    assert (Story.objects.count(), Draft.objects.count(), left.choices.count()) == (0, 0, 0)
    assert left.links.count() == left.times.count() == 0
    contact = SafeContact.objects.get(pk=left.safe_contact_id)
    assert (contact.email, contact.phone) == ("", "")
    assert RegisterEntry.objects.filter(source=row.ref).count() == names > 0


KEPT_ROWS = {
    EnquiryName: "searched when others write to us",
    NoticeTick: "which wording was agreed to, and when",
    EnquiryMove: "what became of it, without reasons",
    Declining: "the notice and its days, without the reason",
    Withdrawal: "the tombstone",
    ReachOut: "whom we told that something waits",
}


def test_no_row_that_points_to_an_erased_enquiry_is_forgotten() -> None:
    row, visitor = make_intake.sent_by_visitor()
    staff = make_accounts.paralegal()
    screening.note_lawyer(row, Side.MY_LAWYER, LawyerKnown.ASKED, by=staff)
    row.refresh_from_db()
    make_intake.clear(row)
    make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))
    stories.tell(row, make_intake.STORY)
    endings.ask(row, "Since when?", by=staff)
    visitor.post(reverse("intake:take_back", args=[Receipt.objects.get().uuid]))
    every = Enquiry._meta.get_fields(include_hidden=True)
    pointing = [field for field in every if field.is_relation and field.auto_created]
    before = {link.related_model for link in pointing if _rows(link, row)}

    visitor.post("/a/stop/")

    left = {link.related_model for link in pointing if _rows(link, row)}
    assert left <= set(KEPT_ROWS)
    unseen = {link.related_model for link in pointing} - before - set(KEPT_ROWS)
    assert not unseen, "no row of these was there, so nothing shows that it goes"


def _rows(link: Any, row: Enquiry) -> int:
    return int(link.related_model.objects.filter(**{link.field.name: row}).count())


def test_taking_it_back_destroys_the_key_of_the_files() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))

    visitor.post("/a/stop/")

    blob = Blob.objects.get()
    assert blob.wrapped_key is None
    assert blob.vault.wrapped_key is None
    assert Withdrawal.objects.get().files_erased == 1


def test_the_notice_of_declining_gives_no_reason_and_no_advice() -> None:
    row, visitor = make_intake.sent_by_visitor()
    endings.decline(row, reason="Conflict with Acme", by=make_accounts.attorney())

    body = text(visitor.get("/a/more/"))

    assert "We are not able to act for you in this matter" in body
    assert "speak to another lawyer now" in body
    assert "Acme" not in body
    assert "passed" not in body


def test_a_file_that_is_no_longer_what_we_received_is_not_sent_back() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))
    receipt = Receipt.objects.get()
    endings.decline(row, reason="No room", by=make_accounts.attorney())
    make_evidence.spoil(receipt.blob)

    response = visitor.get(f"/a/files/{receipt.uuid}/", follow=True)

    assert "This file cannot be sent back as it is now. Please call us." in text(response)
    assert not receipt.vault.custody.filter(act=Act.ORIGINAL_DOWNLOADED).exists()


def test_once_a_case_is_open_the_wish_to_have_all_deleted_is_a_task_of_the_lead_today() -> None:
    row, visitor = make_intake.sent_by_visitor()
    lead = make_accounts.attorney()
    case = conversion.open_case(make_intake.clear(row), by=lead)
    assert "Ask us to delete what you sent" in text(visitor.get("/a/more/"))
    assert "a person here talks with you first" in text(visitor.get("/a/stop/"))

    visitor.post("/a/stop/")
    asked = visitor.post("/a/stop/", follow=True)

    assert "A person here talks with you about it." in text(asked)
    task = case.tasks.get(title=endings.WISH)
    assert (task.assigned_to, task.due_on) == (lead, timezone.localdate())
    assert "before we open a case, we delete it at once" in text(visitor.get("/privacy/"))


def test_words_too_long_for_us_are_answered_in_our_own_words() -> None:
    row, visitor = make_intake.sent_by_visitor()
    endings.ask(row, "When?", by=make_accounts.paralegal())

    answered = visitor.post(f"/a/more/{row.queries.get().uuid}/", {"text": "x" * 2001})
    phrase = visitor.post("/back/", {"words": "x" * 201})

    assert "Write up to 2000 characters. You can tell us the rest later" in text(answered)
    assert "Write the six words of your phrase, and nothing else" in text(phrase)


def test_files_can_be_fetched_for_thirty_days_after_declining() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    make_intake.send_file(visitor, SimpleUploadedFile("a.html", PNG))
    receipt = Receipt.objects.get()
    address = f"/a/files/{receipt.uuid}/"
    assert visitor.get(address).status_code == 404, "not while it is open"

    declining, _ = endings.decline(row, reason="No room", by=make_accounts.attorney())
    fetched: Any = visitor.get(address)
    assert b"".join(fetched.streaming_content) == PNG
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="a.html.download"'
    assert fetched.headers["Content-Security-Policy"].startswith("sandbox")
    entry = receipt.vault.custody.get(act=Act.ORIGINAL_DOWNLOADED)
    assert (entry.actor, json.loads(entry.data)) == (
        custody.VISITOR,
        {
            "receipt": str(receipt.uuid),
            "blob": str(receipt.blob.uuid),
            "sha256": receipt.blob.sha256,
        },
    )

    declining.files_until = timezone.localdate() - timedelta(days=1)
    declining.save()
    assert visitor.get(address).status_code == 404
    _, stranger = make_intake.sent_by_visitor()
    assert stranger.get(address).status_code == 404


def test_what_was_declined_is_erased_on_its_day_and_not_before() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    stories.tell(row, make_intake.STORY)
    make_intake.send_file(visitor, SimpleUploadedFile("a.png", PNG))
    declining, _ = endings.decline(row, reason="No room", by=make_accounts.attorney())
    today = timezone.localdate()

    assert (declining.files_until - today).days == 30
    assert (declining.erase_on - today).days == 90
    assert endings.erase_what_is_due(today) == 0
    assert endings.erase_what_is_due(declining.erase_on) == 1
    assert endings.erase_what_is_due(declining.erase_on) == 0

    left = Enquiry.objects.get()
    assert (left.called, left.summary, Story.objects.count()) == ("", "", 0)
    assert Blob.objects.get().wrapped_key is None
    assert RegisterEntry.objects.filter(source=left.ref).exists()
    assert left.declining.reason == ""
