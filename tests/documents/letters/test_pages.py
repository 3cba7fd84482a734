"""The pages of letters: what each promises to whoever opens it."""

import re
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases import flags
from cases.jobs import JobState
from cases.models import Case, ContactPoint, SafetyKind, Statement, TeamMember
from documents.letters import editing
from documents.models import Approval, BlockKind, Letter, LetterBlock, LetterVersion
from tests import browser, make_accounts, make_cases, make_letters
from tests.signing_in import session_of, sign_in_window, signed_in
from tests.site import Site


@pytest.fixture
def version(db: None) -> LetterVersion:
    return make_letters.draft()


@pytest.fixture
def attorney(version: LetterVersion) -> Client:
    return signed_in(version.letter.case.lead)


def address(name: str, letter: Letter, *more: int) -> str:
    return reverse(f"documents:{name}", args=[letter.case.ref, letter.pk, *more])


def block_of(version: LetterVersion, kind: BlockKind) -> LetterBlock:
    return version.blocks.filter(kind=kind)[0]


def words_of(answer: object) -> str:
    """What a page says, without tags, spaces collapsed."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]
    return " ".join(text.split())


# --- Beginning ----------------------------------------------------------------------------


@pytest.fixture
def case(db: None) -> Case:
    return make_letters.ready_case()


def new_letter(case: Case, **changes: object) -> dict[str, object]:
    """What a filled-in form of a new letter sends."""
    recipient = case.parties.get(label="Raymond Ashby")
    return {
        "form_uuid": "6f0b6a3e-0d0b-4a37-9c0d-0a5d7a1c2b11",
        "kind": "amicable_request",
        "recipient": recipient.pk,
        "delivery": f"address-{recipient.contact_points.get().pk}",
        "statements": [Statement.objects.filter(incident__case=case)[0].pk],
        "claims": [],
        "respond_by": make_letters.far_workday(),
        **changes,
    }


def test_a_letter_is_begun_once_however_often_the_form_is_sent(case: Case) -> None:
    client = signed_in(case.lead)

    first, second = (
        client.post(reverse("documents:letter_new", args=[case.ref]), new_letter(case))
        for _ in range(2)
    )

    assert first["Location"] == second["Location"] == Letter.objects.get().get_absolute_url()


def test_eight_posts_of_one_form_at_the_same_time_begin_one_letter(own_database: str) -> None:
    case = make_letters.ready_case()
    form, there = new_letter(case), reverse("documents:letter_new", args=[case.ref])
    key = session_of(case.lead)
    begin, answers = threading.Barrier(8), []

    def post() -> None:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        try:
            begin.wait()
            answers.append(client.post(there, form))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {Letter.objects.get().get_absolute_url()}
    assert Letter.objects.get().drafts.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"statements": []}, "Choose at least one statement."),
        ({"recipient": ""}, "Choose who gets the letter."),
        ({"respond_by": "2020-01-01"}, "Choose a day that is still ahead."),
        ({"kind": "threat"}, "Select a valid choice."),
    ],
)
def test_a_form_that_cannot_be_used_says_why_and_keeps_what_was_given(
    change: dict[str, object], said: str, case: Case
) -> None:
    client = signed_in(case.lead)

    answer = client.post(
        reverse("documents:letter_new", args=[case.ref]), new_letter(case, **change)
    )

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert not Letter.objects.exists()
    if "respond_by" not in change:
        assert make_letters.far_workday().isoformat() in answer.content.decode()


def test_a_statement_nobody_has_reviewed_is_not_offered(case: Case) -> None:
    waiting = make_letters.statement(case, words="Ask her about the fraud.", review="submitted")
    client = signed_in(case.lead)

    page = client.get(reverse("documents:letter_new", args=[case.ref]))

    assert "Ask her about the fraud." not in page.content.decode()
    assert "1 more statement waits for review." in words_of(page)
    refused = client.post(
        reverse("documents:letter_new", args=[case.ref]), new_letter(case, statements=[waiting.pk])
    )
    assert refused.status_code == 422


def test_the_form_says_beforehand_whom_no_letter_may_reach(case: Case) -> None:
    client = signed_in(case.lead)
    there = reverse("documents:letter_new", args=[case.ref])
    assert "Not everyone may be written to." not in words_of(client.get(there))

    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Seen at the door")

    page = words_of(client.get(there))
    assert "Not everyone may be written to." in page
    assert "Stalking: a safety flag stands on the whole case." in page


def test_a_statement_of_another_case_cannot_be_quoted(case: Case) -> None:
    foreign = make_cases.statement(make_cases.incident(make_cases.case()))
    client = signed_in(case.lead)

    answer = client.post(
        reverse("documents:letter_new", args=[case.ref]), new_letter(case, statements=[foreign.pk])
    )

    assert answer.status_code == 422


# --- Reading and editing ------------------------------------------------------------------


def test_the_page_says_what_stands_in_the_way(version: LetterVersion, attorney: Client) -> None:
    case = version.letter.case
    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Seen at the door")

    page = words_of(attorney.get(version.letter.get_absolute_url()))

    assert "Off until 1 item is fixed or answered." in page
    assert "No letter may go to Raymond Ashby. Stalking: a safety flag stands on" in page


def test_a_stale_edit_shows_both_texts(version: LetterVersion, attorney: Client) -> None:
    letter = version.letter
    seen = block_of(version, BlockKind.SUBJECT)
    editing.change_block(seen, text="What Rune wrote", by=letter.case.lead)

    answer = attorney.post(address("letter_block", letter, seen.pk), {"text": "What Adaeze wrote"})

    assert answer.status_code == 409
    page = words_of(answer)
    assert "What Rune wrote" in page
    assert "What Adaeze wrote" in page
    assert letter.versions.count() == 2


def test_an_edit_is_the_next_version_under_the_editors_name(version: LetterVersion) -> None:
    paralegal = make_accounts.paralegal(name="Petra Osgrove")
    TeamMember.objects.create(case=version.letter.case, user=paralegal)
    seen = block_of(version, BlockKind.SUBJECT)

    answer = signed_in(paralegal).post(
        address("letter_block", version.letter, seen.pk), {"text": "Your review"}
    )

    assert answer.status_code == 302
    newest = version.letter.newest
    assert newest is not None
    assert (newest.number, newest.author) == (2, paralegal)


def test_an_empty_block_is_not_saved(version: LetterVersion, attorney: Client) -> None:
    seen = block_of(version, BlockKind.SUBJECT)

    answer = attorney.post(address("letter_block", version.letter, seen.pk), {"text": " "})

    assert answer.status_code == 422
    assert "Write something, or remove the block instead." in words_of(answer)


def test_a_quotation_takes_another_exhibit_and_no_other_words(
    version: LetterVersion, attorney: Client
) -> None:
    quote = block_of(version, BlockKind.QUOTE)
    foreign = make_letters.statement(version.letter.case).incident.items.get()

    answer = attorney.post(
        address("letter_block", version.letter, quote.pk), {"item": foreign.pk, "text": "Other"}
    )

    assert answer.status_code == 422
    assert version.letter.versions.count() == 1


def test_old_versions_and_comparisons_are_read(version: LetterVersion, attorney: Client) -> None:
    letter = version.letter
    seen = block_of(version, BlockKind.SUBJECT)
    newer = editing.change_block(seen, text="Your review", by=letter.case.lead)

    old_page = attorney.get(address("letter_version", letter, version.pk)).content.decode()
    compared = attorney.get(
        address("letter_compare", letter, version.pk, newer.pk)
    ).content.decode()

    assert "request to cease and desist" in old_page
    assert "Your review</ins>" in compared
    assert "request to cease and desist</del>" in compared


def test_a_version_goes_back_with_a_note(version: LetterVersion, attorney: Client) -> None:
    here = address("letter_return", version.letter, version.pk)

    assert attorney.post(here, {"note": ""}).status_code == 422
    attorney.post(here, {"note": "Softer close, please"})

    assert "Softer close, please" in words_of(attorney.get(version.letter.get_absolute_url()))
    queue = attorney.get(reverse("documents:letter_queue"))
    assert version.letter.get_absolute_url() not in queue.content.decode()
    activity = words_of(attorney.get(reverse("cases:activity", args=[version.letter.case.ref])))
    assert "Sent the Cease and desist to Raymond Ashby, version 1, back" in activity
    assert "Began the Cease and desist to Raymond Ashby" in activity


def test_an_attorney_answers_what_can_be_answered(version: LetterVersion, attorney: Client) -> None:
    letter = version.letter
    make_letters.insult(letter)
    page = attorney.get(letter.get_absolute_url()).content.decode()
    about = re.search(r'name="rule" value="L26">\s*<input[^>]+value="(\w+)"', page)
    assert about is not None

    given = {"rule": "L26", "about": about[1]}
    too_long = attorney.post(address("letter_answer", letter), given | {"reason": "Word " * 101})
    assert "Say it in up to 500 characters." in words_of(too_long)
    assert "Word " * 100 in too_long.content.decode()

    attorney.post(address("letter_answer", letter), given | {"reason": "His own word for it"})

    answered = words_of(attorney.get(letter.get_absolute_url()))
    assert "“His own word for it”" in answered
    assert "Nothing open" in answered


def test_an_address_is_checked_by_someone(version: LetterVersion, attorney: Client) -> None:
    ContactPoint.objects.update(verified_at=None, verified_by=None)

    attorney.post(address("letter_address_checked", version.letter, version.pk))

    assert ContactPoint.objects.get().verified_by == version.letter.case.lead


def test_a_paralegal_may_edit_and_neither_answer_nor_return(version: LetterVersion) -> None:
    paralegal = make_accounts.paralegal()
    letter = version.letter
    TeamMember.objects.create(case=letter.case, user=paralegal)
    client = signed_in(paralegal)

    assert client.post(address("letter_answer", letter), {}).status_code == 403
    assert client.post(address("letter_return", letter, version.pk), {}).status_code == 403
    page = words_of(client.get(letter.get_absolute_url()))
    assert "An attorney approves letters." in page


def test_the_queue_shows_what_nobody_has_decided_in_ones_own_cases(
    version: LetterVersion, attorney: Client
) -> None:
    foreign = make_letters.draft(of=make_letters.letter(make_letters.ready_case()))

    page = attorney.get(reverse("documents:letter_queue")).content.decode()

    assert version.letter.get_absolute_url() in page
    assert foreign.letter.case.ref not in page


POSTED: dict[str, Callable[[LetterVersion], list[int]]] = {
    "letter_redraft": lambda v: [v.letter_id],
    "letter_answer": lambda v: [v.letter_id],
    "letter_return": lambda v: [v.letter_id, v.pk],
    "letter_make_proof": lambda v: [v.letter_id, v.pk],
    "letter_remove_block": lambda v: [v.letter_id, block_of(v, BlockKind.SUBJECT).pk],
    "letter_move_block": lambda v: [v.letter_id, block_of(v, BlockKind.SUBJECT).pk],
    "letter_requote": lambda v: [v.letter_id, block_of(v, BlockKind.QUOTE).pk],
}


@pytest.mark.parametrize("name", POSTED)
def test_nothing_is_done_to_a_letter_through_another_case(
    name: str, version: LetterVersion
) -> None:
    mine = make_cases.case()
    client = signed_in(mine.lead)

    for ref in (mine.ref, version.letter.case.ref):
        there = reverse(f"documents:{name}", args=[ref, *POSTED[name](version)])
        assert client.post(there).status_code == 404
    assert version.letter.versions.count() == 1


# --- In a browser, with a real worker -----------------------------------------------------


def test_a_letter_from_facts_to_a_locked_pdf(site: Site, page: Page) -> None:
    case = make_letters.ready_case()
    sign_in_window(page, case.lead, site.url)

    page.goto(f"/w/c/{case.ref}/letters/new/")
    page.get_by_label("To", exact=True).select_option(label="Raymond Ashby")
    page.get_by_label("Where it goes").select_option(index=1)
    page.get_by_label("She reuses needles.").check()
    page.get_by_role("button", name="Write the draft").click()

    expect(page.locator(".sheet .qt")).to_have_text(
        "“She reuses needles. I saw the assistant rinse one.”", timeout=60_000
    )
    expect(page.get_by_text("Nothing open")).to_be_visible()
    assert browser.accessibility_problems(page) == []

    page.get_by_role("button", name="Approve and lock").click()
    expect(page.get_by_role("heading", name="Approve version 1")).to_be_visible()
    expect(page.get_by_text("SHA-256 of the letter")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Approve and lock").click()

    expect(page.get_by_text("Approved by")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the letter").click()
    approval = Approval.objects.get()
    assert download.value.path().read_bytes() == bytes(approval.proof.final_pdf)
    assert approval.pdf_sha256 in page.content()


def test_a_block_is_edited_in_its_place(site: Site, page: Page) -> None:
    version = make_letters.draft()
    sign_in_window(page, version.letter.case.lead, site.url)
    subject = page.locator(f"#b-{block_of(version, BlockKind.SUBJECT).line}")

    page.goto(version.letter.get_absolute_url())
    subject.hover()
    subject.get_by_role("link", name="Edit").click()
    expect(subject.get_by_label("Text")).to_be_focused()
    subject.get_by_label("Text").fill("Your review of 6 October")
    assert browser.accessibility_problems(page) == []
    subject.get_by_role("button", name="Save as a new version").click()

    expect(subject.get_by_text("Your review of 6 October")).to_be_visible()
    expect(page.get_by_role("link", name="Changes since v1")).to_be_visible()


def test_a_lost_message_only_delays_a_draft(site: Site) -> None:
    case = make_letters.ready_case()
    site.kill_worker()
    letter = make_letters.letter(case)
    site.flush_broker()

    site.start_worker()
    site.start_beat()

    site.wait_until(lambda: letter.newest_draft.state == JobState.DONE, within_s=90)
    assert letter.versions.count() == 1
