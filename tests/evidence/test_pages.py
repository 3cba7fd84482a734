"""The evidence pages over HTTP."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.jobs import JobState
from cases.models import AccessKind, Case, Incident, StatementKind
from evidence import handling, receiving, timeline, verification
from evidence.models import Act, CustodyEntry, Inspection, Item, Receipt, Sensitivity
from tests import make_accounts, make_cases, make_evidence
from tests.at_once import meanwhile
from tests.signing_in import signed_in

CHAT = b"Answer me or I come to the lab."


@pytest.fixture
def attorney(db: None) -> User:
    return make_accounts.attorney(name="Adaeze Lindqvist")


@pytest.fixture
def case(attorney: User) -> Case:
    return make_cases.case(team=[attorney])


@pytest.fixture
def browser(attorney: User, case: Case) -> Client:
    """The attorney's, in which the question before files was just answered with “no”."""
    browser = signed_in(attorney)
    browser.post(at("add", case), {"young": "no"})
    return browser


def at(page: str, of: Case | Item, **more: object) -> str:
    if isinstance(of, Item):
        return reverse(f"evidence:{page}", args=[of.case.ref, of.ref, *more.values()])
    return reverse(f"evidence:{page}", args=[of.ref])


def upload(name: str = "chat.txt", content: bytes = CHAT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(browser: Client, case: Case, *files: SimpleUploadedFile, **fields: object) -> object:
    data = {"uploads": list(files), "obtained": "unknown", "sensitivity": "normal", **fields}
    return browser.post(at("add", case), data, follow=True)


def incoming() -> list[Path]:
    return list((Path(settings.STORE_DIR) / "incoming").iterdir())


# --- Adding -----------------------------------------------------------------------------------


def test_several_files_at_once_become_items_with_what_was_said_of_all(
    browser: Client, case: Case
) -> None:
    incident = make_cases.incident(case)
    account = make_cases.account(case)

    response = add(
        browser,
        case,
        upload("one.txt", b"one"),
        upload("two.txt", b"two"),
        incident=incident.pk,
        account=account.pk,
        obtained="client_device",
        captured_on="2026-10-07",
        captured_at="08:02",
        captured_zone="America/Los_Angeles",
        captured_by="Dana, phone",
    )

    assert "safe as E-0001" in str(response.content)  # type: ignore[attr-defined]
    items = list(case.items.order_by("number"))
    assert [item.original.name for item in items] == ["one.txt", "two.txt"]
    for item in items:
        assert list(item.incidents.all()) == [incident]
        assert item.account == account
        assert item.captured_earliest == datetime(2026, 10, 7, 15, 2, tzinfo=UTC)
    assert incoming() == []


def test_a_script_gets_a_row_for_each_file(browser: Client, case: Case) -> None:
    make_evidence.item(case, content=CHAT)

    response = browser.post(
        at("add", case),
        {"uploads": upload(), "obtained": "unknown", "sensitivity": "normal"},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 200
    assert b"Already here" in response.content
    assert b"<html" not in response.content


def test_a_script_is_told_of_which_file_what_is_wrong(browser: Client, case: Case) -> None:
    given = {"obtained": "unknown", "sensitivity": "normal", "captured_at": "10:00"}
    script = {"HX-Request": "true"}

    empty = browser.post(at("add", case), {"uploads": upload("a.png", b"")}, headers=script)
    late = browser.post(at("add", case), {"uploads": upload("b.txt"), **given}, headers=script)

    for answer, name, words in [
        (empty, "a.png", "This file is empty. Please check it"),
        (late, "b.txt", "A time needs its date."),
    ]:
        page = answer.content.decode()
        assert (answer.status_code, 'data-outcome="warn"' in page) == (200, True)
        assert name in page
        assert words in page
    assert b"Try again" in late.content, "it is taken once the date is there"
    assert not case.items.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\evil.exe", "evil.exe"),
        ('"><script>alert(1)</script>.png', "script>.png"),
        ("photo\u202egnp.exe", "photo"),
        ("y" * 280 + ".png", "yyy"),
        ("截图 2026年.png", "截图 2026年.png"),
        ("=cmd|' &calc'!A1.csv", "=cmd|"),
    ],
)
def test_hostile_names_reach_no_path_no_header_and_no_page_unescaped(
    browser: Client, case: Case, name: str, kept: str
) -> None:
    boundary = "x-boundary"
    part = (
        f"--{boundary}\r\nContent-Disposition: form-data; name=\"uploads\"; filename*=UTF-8''"
        + "".join(f"%{byte:02x}" for byte in name.encode())
        + "\r\nContent-Type: text/plain\r\n\r\nwords\r\n"
    )
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in {"obtained": "unknown", "sensitivity": "normal"}.items()
    )
    browser.post(
        at("add", case),
        f"{part}{fields}--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )

    item = case.items.get()
    assert kept in item.original.name or item.original.name.startswith(kept[:3])
    page = browser.get(at("item", item)).content.decode()
    assert "<script>alert" not in page
    sent = browser.post(at("original", item))
    header = sent.headers["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert not re.search(r'[\r\n\u202e]|\.exe"?$|\.\./', header)
    stored = [path.name for path in Path(settings.STORE_DIR).rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"[0-9a-f]{64}", each) for each in stored)


def test_an_empty_file_is_refused_beside_the_field_and_nothing_is_stored(
    browser: Client, case: Case
) -> None:
    response = browser.post(
        at("add", case),
        {"uploads": upload(content=b""), "obtained": "mail", "sensitivity": "normal"},
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert "This file is empty" in page
    assert '<option value="mail" selected' in page, "what was chosen stays"
    assert not case.items.exists()
    assert incoming() == []


def test_a_file_over_the_limit_is_refused_and_its_bytes_are_let_go(
    browser: Client, case: Case, settings: LazySettings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024**2

    response = add(browser, case, upload(content=b"x" * (1024**2 + 1)))

    assert "larger than 1 MB" in str(response.content)  # type: ignore[attr-defined]
    assert not Receipt.objects.exists()
    assert incoming() == []


def test_good_files_are_kept_when_another_of_the_form_is_refused(
    browser: Client, case: Case
) -> None:
    response = add(browser, case, upload("empty.txt", b""), upload("good.txt"))

    assert "This file is empty" in str(response.content)  # type: ignore[attr-defined]
    assert [item.original.name for item in case.items.all()] == ["good.txt"]


def test_no_room_is_said_calmly(browser: Client, case: Case) -> None:
    folder = Path(settings.STORE_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    import resource  # noqa: PLC0415 - not on every system
    import signal  # noqa: PLC0415

    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        response = add(browser, case, upload(content=b"x" * 5_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)

    assert "We cannot take files right now. Nothing is lost" in str(response.content)  # type: ignore[attr-defined]
    assert incoming() == []


def test_what_a_refused_request_sent_is_gone_when_it_ends(case: Case) -> None:
    stranger = signed_in(make_accounts.attorney())

    response = stranger.post(at("add", case), {"uploads": upload()})

    assert response.status_code == 404
    assert incoming() == []


def test_a_time_without_its_date_is_asked_for(browser: Client, case: Case) -> None:
    response = add(browser, case, upload(), captured_at="10:00")

    assert "A time needs its date" in str(response.content)  # type: ignore[attr-defined]
    assert not case.items.exists()


# --- A post -----------------------------------------------------------------------------------

POST = {
    "address": "https://chirrup.example.net/@molar_truth/90210",
    "words": "Lantern Row fakes X-rays to sell crowns.",
    "kind": "fact",
    "posted_on": "2026-10-06",
    "posted_at": "21:14",
    "posted_zone": "America/Los_Angeles",
    "posted_words": "Oct 6, 2026, 9:14 PM",
}


def test_one_form_makes_account_incident_statement_and_item(browser: Client, case: Case) -> None:
    make_cases.platform("Chirrup")
    picture = upload("shot.png", make_evidence.screenshot())

    browser.post(at("add_post", case), {**POST, "picture": picture})

    incident = Incident.objects.get(case=case)
    assert (incident.account.handle, incident.account.platform.name) == ("molar_truth", "Chirrup")  # type: ignore[union-attr]
    assert incident.post_number == "90210"
    assert incident.posted.words == "Oct 6, 2026, 9:14 PM"
    assert incident.posted_earliest == datetime(2026, 10, 7, 4, 14, tzinfo=UTC)
    assert [(s.words, s.kind) for s in incident.statements.all()] == [
        (POST["words"], StatementKind.FACT)
    ]
    item = case.items.get()
    assert list(item.incidents.all()) == [incident]
    assert item.account == incident.account
    assert item.address == POST["address"]


def test_the_same_form_sent_again_records_nothing_twice(browser: Client, case: Case) -> None:
    content = make_evidence.screenshot()
    for _ in range(3):
        browser.post(at("add_post", case), {**POST, "picture": upload("shot.png", content)})

    assert case.incidents.count() == case.accounts.count() == case.items.count() == 1
    assert case.incidents.get().statements.count() == 1


def test_a_post_without_a_picture_is_enough(browser: Client, case: Case) -> None:
    browser.post(at("add_post", case), POST)

    assert case.incidents.count() == 1
    assert not case.items.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("address", "javascript:alert(1)", "begins with https"),
        ("address", "https://example.org/", "whose account it is"),
        ("posted_on", "", "A time needs its date"),
        ("posted_on", "30/02/2026", "Enter a valid date"),
    ],
)
def test_a_form_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    browser: Client, case: Case, field: str, value: str, words: str
) -> None:
    response = browser.post(at("add_post", case), {**POST, field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert POST["words"] in page
    assert not case.incidents.exists()


def test_a_bad_screenshot_records_nothing_at_all(browser: Client, case: Case) -> None:
    response = browser.post(at("add_post", case), {**POST, "picture": upload("shot.png", b"")})

    assert response.status_code == 422
    assert not case.incidents.exists()
    assert not case.accounts.exists()


# --- Timeline ---------------------------------------------------------------------------------


def on(case: Case, day: str, words: str = "", **facts: object) -> Item:
    incident = make_cases.incident(case, posted=make_cases.posted_on(day), **facts)
    if words:
        make_cases.statement(incident, words=words)
    return make_evidence.item(case, incident=incident)


def test_items_stand_by_the_day_of_what_they_show_with_quiet_days_between(
    browser: Client, case: Case
) -> None:
    on(case, "2026-10-09", "Second words.")
    on(case, "2026-10-06", "First words.")

    page = browser.get(at("timeline", case)).content.decode()

    order = ["Tuesday 6 October 2026", "First words.", "2 quiet days", "Friday 9", "Second words."]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "9:14 pm" in page


def test_the_panel_shows_facts_with_both_times_and_where_they_came_from(
    browser: Client, case: Case
) -> None:
    item = on(case, "2026-10-06", "She reuses needles.")

    page = browser.get(at("timeline", case), {"item": item.ref}).content.decode()

    assert "Tue 6 Oct 2026, 9:14 pm PDT" in page
    assert "04:14 UTC on 7 Oct, shown on the page" in page
    assert item.original.blob.sha256 in page
    assert "Received by Adaeze Lindqvist" in page


def test_the_panel_alone_is_sent_to_a_script(browser: Client, case: Case) -> None:
    item = on(case, "2026-10-06")

    response = browser.get(at("timeline", case), {"item": item.ref}, headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<aside class="pane" id="panel"')


def test_filters_stand_in_the_address_and_can_be_taken_away_one_by_one(
    browser: Client, case: Case
) -> None:
    account = make_cases.account(case)
    on(case, "2026-10-06", "Ours by account.", account=account)
    on(case, "2026-10-20", "Another one.")

    page = browser.get(at("timeline", case), {"account": "A", "last": "2026-10-31"})

    text = page.content.decode()
    assert "Ours by account." in text
    assert "Another one." not in text
    assert "1 of 2" in text
    assert 'href="?last=2026-10-31"' in text
    assert 'href="?account=A"' in text


@pytest.mark.parametrize(
    "query",
    [
        {"q": "needles"},
        {"q": "E-0001"},
        {"q": "1"},
        {"first": "2026-10-06", "last": "2026-10-06"},
        {"show": "review"},
        {"incident": "1"},
    ],
)
def test_an_item_is_found(browser: Client, case: Case, query: dict[str, str]) -> None:
    on(case, "2026-10-06", "She reuses needles.")
    on(case, "2026-12-24", "Something else.", summary="Nothing to do with it")
    make_evidence.item(case, content=CHAT)
    Item.objects.exclude(number=1).update(state="reviewed")

    page = browser.get(at("timeline", case), query).content.decode()

    assert "She reuses needles." in page
    assert "Something else." not in page


@pytest.mark.parametrize(
    "query",
    [
        {"first": "yesterday"},
        {"account": "Z"},
        {"after": "x~y"},
        {"after": "2026-10-06T00:00:00+00:00~99999999999999999999"},
        {"item": "E-9999"},
        {"item": "../1"},
        {"show": "everything at once"},
    ],
)
def test_an_address_that_makes_no_sense_still_shows_the_timeline(
    browser: Client, case: Case, query: dict[str, str]
) -> None:
    assert browser.get(at("timeline", case), query).status_code == 200


def test_no_page_has_a_nul_in_its_address(browser: Client, case: Case) -> None:
    assert browser.get(at("timeline", case), {"q": "\x00"}).status_code == 404


def test_items_without_an_incident_are_found(browser: Client, case: Case) -> None:
    on(case, "2026-10-06", "She reuses needles.")
    lonely = make_evidence.item(case, content=CHAT, name="lonely.txt")

    page = browser.get(at("timeline", case), {"show": "unlinked"}).content.decode()

    assert "lonely.txt" in page
    assert "She reuses needles." not in page
    assert "1 of 2" in page
    assert lonely.ref in page


def test_a_long_case_comes_in_pages_that_neither_skip_nor_repeat(case: Case) -> None:
    for number in range(7):
        on(case, f"2026-10-{number // 2 + 1:02d}")

    seen: list[int] = []
    after = "begin"
    while after:
        page = timeline.read(case, case.lead, {}, after=after, most=3)
        seen += [entry.item.number for entry in page.entries]
        after = page.later

    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_a_page_of_the_timeline_costs_few_queries(
    browser: Client, case: Case, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        on(case, f"2026-10-{number + 1:02d}", f"Words {number}")
    make_evidence.item(make_cases.case())

    with django_assert_max_num_queries(37):  # type: ignore[operator]
        browser.get(at("timeline", case))


def test_nothing_yet_says_what_to_do(browser: Client, case: Case) -> None:
    page = browser.get(at("timeline", case)).content.decode()

    assert "No evidence yet" in page
    assert at("add", case) in page


# --- One item ---------------------------------------------------------------------------------


def test_the_original_leaves_as_an_attachment_after_it_is_on_record(
    browser: Client, case: Case, attorney: User
) -> None:
    item = make_evidence.item(case, content=b"<script>alert(1)</script>", name="page.html")

    response = browser.post(at("original", item))

    entry = CustodyEntry.objects.of_case(case).get(act=Act.ORIGINAL_DOWNLOADED)
    assert entry.actor == f"user:{attorney.uuid}"
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    assert (
        dict(response.headers).items()
        >= {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": 'attachment; filename="page.html.download"',
            "Content-Length": "25",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        }.items()
    )
    assert "no-store" in response.headers["Cache-Control"]


def test_looking_is_never_a_way_to_the_original(browser: Client, case: Case) -> None:
    item = make_evidence.item(case)

    assert browser.get(at("original", item)).status_code == 405
    assert browser.get(at("preview", item)).status_code == 404, "nothing is drawn by a page"


def test_a_page_waits_for_the_picture_and_stops_asking_when_it_is_there(
    browser: Client, case: Case
) -> None:
    item = make_evidence.item(case)
    waiting = browser.get(at("picture", item)).content.decode()
    assert "every 2s" in waiting

    make_evidence.inspected(item)

    drawn = browser.get(at("picture", item)).content.decode()
    assert "hx-trigger" not in drawn
    assert at("preview", item) in drawn


def test_a_look_that_failed_is_asked_for_again(browser: Client, case: Case) -> None:
    item = make_evidence.item(case)
    Inspection.objects.update(state=JobState.FAILED, error="The worker was restarted.")
    page = browser.get(at("item", item)).content.decode()
    assert "The worker was restarted." in page
    again = page.split(f'action="{at("look_again", item)}"')[1].split("</form>")[0]
    assert "csrfmiddlewaretoken" in again

    browser.post(at("look_again", item))

    assert make_evidence.inspected(item).preview is not None


def test_looking_and_searching_are_in_the_access_log_and_not_in_the_chain(
    browser: Client, case: Case
) -> None:
    item = make_evidence.item(case)
    links_before = CustodyEntry.objects.of_case(case).count()

    browser.get(at("timeline", case), {"item": item.ref}, headers={"HX-Request": "true"})
    browser.get(at("timeline", case), {"q": "needles"})

    logged = [(entry.kind, entry.subject) for entry in case.access_entries.all()]
    assert (AccessKind.VIEWED, item.ref) in logged
    assert (AccessKind.SEARCHED, "") in logged
    assert "needles" not in str(logged)
    assert CustodyEntry.objects.of_case(case).count() == links_before


def test_a_preview_is_the_picture_the_worker_made(browser: Client, case: Case) -> None:
    original = make_evidence.screenshot()
    item = make_evidence.inspected(make_evidence.item(case, content=original))

    for page in ("preview", "thumbnail"):
        response = browser.get(at(page, item))
        body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert response.headers["Content-Type"] == "image/jpeg"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert body.startswith(b"\xff\xd8\xff")
        assert original not in body


@pytest.mark.parametrize("sensitivity", [Sensitivity.INTIMATE, Sensitivity.MINOR])
def test_what_is_held_back_is_shown_and_sent_to_nobody(
    browser: Client, case: Case, sensitivity: Sensitivity
) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    handling.set_sensitivity(item, sensitivity, by=case.lead)

    assert browser.get(at("preview", item)).status_code == 404
    assert browser.get(at("thumbnail", item)).status_code == 404
    assert browser.post(at("original", item)).status_code == 409
    page = browser.get(at("item", item)).content.decode()
    assert at("preview", item) not in page


def test_one_flipped_byte_turns_the_item_red_and_keeps_it_in(browser: Client, case: Case) -> None:
    item = make_evidence.item(case)
    flip(item)

    page = browser.post(at("verify", item), follow=True).content.decode()

    assert "no longer matches what we received. Do not use it." in page
    assert [each.ref for each in verification.blocking_items(case)] == [item.ref]
    assert "Changed: do not use" in browser.get(at("timeline", case)).content.decode()
    assert "Evidence has changed." in browser.get(at("custody", case)).content.decode()


@pytest.mark.parametrize("place", ["item", "timeline"])
def test_a_press_that_reads_nothing_says_nothing_of_the_bytes(
    browser: Client, case: Case, place: str
) -> None:
    item = make_evidence.item(case)
    page = browser.get(
        at("item", item) if place == "item" else f"{at('timeline', case)}?item={item.ref}"
    )
    form = re.search(rf'action="{at("verify", item)}".*?</form>', page.content.decode(), re.DOTALL)
    assert form is not None
    assert "csrfmiddlewaretoken" in form[0]
    showing = re.search(r'name="once" value="([^"]+)"', form[0])
    assert showing is not None

    first, again = (
        browser.post(at("verify", item), {"once": showing[1]}, follow=True).content.decode()
        for _ in range(2)
    )

    said = f"{item.ref} is unchanged since it reached us."
    assert (said in first, said in again) == (True, False)
    verified = CustodyEntry.objects.of_case(case).filter(act=Act.VERIFIED)
    assert verified.count() == 1


def test_altered_bytes_are_not_sent_even_if_nobody_had_noticed(browser: Client, case: Case) -> None:
    item = make_evidence.item(case)
    flip(item)

    response = browser.post(at("original", item), follow=True)

    assert b"so it was not sent" in response.content
    assert Item.objects.get(pk=item.pk).is_altered


def flip(item: Item) -> None:
    blob = item.original.blob
    name = blob.stored_sha256
    path = Path(settings.STORE_DIR) / "vaults" / str(blob.vault.uuid) / name[:2] / name
    stored = bytearray(path.read_bytes())
    stored[100] ^= 1
    path.chmod(0o600)
    path.write_bytes(stored)


def test_facts_can_be_corrected_and_the_receipt_stays(browser: Client, case: Case) -> None:
    item = make_evidence.item(case, name="IMG_1.txt", content=CHAT)

    version = browser.get(at("edit", item)).context["form"].mark
    typed = {"state": "reviewed", "captured_on": "2026-10-07", "version": version}
    browser.post(at("edit", item), typed | {"title": "Message of 6 October"})
    late = browser.post(at("edit", item), typed | {"title": "Message of Tuesday"})

    assert late.status_code == 409
    assert "Message of 6 October" in late.content.decode()
    assert "Message of Tuesday" in late.content.decode()
    item = Item.objects.get(pk=item.pk)
    assert (item.title, item.state, item.captured.precision.value) == (
        "Message of 6 October",
        "reviewed",
        "day",
    )
    assert Receipt.objects.get().name == "IMG_1.txt"
    assert Receipt.objects.get().captured.precision.value == "unknown"


def test_a_correction_of_facts_takes_no_lock_away(own_database: str) -> None:
    case = make_cases.case()
    item, browser = make_evidence.item(case), signed_in(case.lead)
    version = browser.get(at("edit", item)).context["form"].mark
    typed = {"title": "Photo of the door", "state": "reviewed", "version": version}

    with meanwhile(lambda: browser.post(at("edit", item), typed)):
        handling.set_sensitivity(item, Sensitivity.MINOR, by=case.lead)

    now = Item.objects.get(pk=item.pk)
    assert (now.title, now.state, now.sensitivity) == ("Photo of the door", "reviewed", "minor")


def test_who_locks_an_item_is_not_caught_between_a_correction_and_its_case(
    own_database: str,
) -> None:
    case = make_cases.case()
    item, browser = make_evidence.item(case), signed_in(case.lead)
    version = browser.get(at("edit", item)).context["form"].mark
    typed = {"title": "Photo of the door", "state": "reviewed", "version": version}

    def lock() -> None:
        handling.set_sensitivity(item, Sensitivity.MINOR, by=case.lead)

    with meanwhile(lambda: browser.post(at("edit", item), typed).status_code, then=lock) as answers:
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)

    assert answers == [302]
    now = Item.objects.get(pk=item.pk)
    assert (now.title, now.sensitivity) == ("Photo of the door", "minor")


def test_a_correction_that_is_sent_twice_is_saved_once(browser: Client, case: Case) -> None:
    item = make_evidence.item(case)
    form = browser.get(at("edit", item)).context["form"]
    typed = {"title": "The door", "state": "reviewed", "version": form.mark}
    typed["once"] = form["once"].value()

    answers = [browser.post(at("edit", item), typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Item.objects.get(pk=item.pk).title == "The door"


def test_an_item_is_linked_and_unlinked_and_the_log_keeps_both(browser: Client, case: Case) -> None:
    item, incident = make_evidence.item(case), make_cases.incident(case)

    browser.post(at("link", item), {"incident": incident.pk})
    assert list(item.incidents.all()) == [incident]
    unlink = at("unlink", item, incident_ref=incident.ref)
    assert [browser.post(unlink).status_code for _ in range(2)] == [302, 302]

    assert list(item.incidents.all()) == []
    acts = [entry.act for entry in CustodyEntry.objects.of_case(case).in_order()]
    assert acts[-2:] == [Act.LINKED, Act.UNLINKED]


def test_an_incident_of_another_case_cannot_be_linked(browser: Client, case: Case) -> None:
    item, foreign = make_evidence.item(case), make_cases.incident(make_cases.case())

    assert browser.post(at("link", item), {"incident": foreign.pk}).status_code == 422
    assert not item.incidents.exists()


@pytest.fixture
def paralegal(case: Case) -> Client:
    person = make_accounts.paralegal()
    case.team.create(user=person)
    return signed_in(person)


def handle(browser: Client, item: Item, sensitivity: Sensitivity) -> int:
    return browser.post(at("handle", item), {"sensitivity": sensitivity.value}).status_code


def sensitivity_of(item: Item) -> str:
    return Item.objects.get(pk=item.pk).sensitivity


def test_a_paralegal_makes_the_handling_stricter_and_never_less_strict(
    paralegal: Client, case: Case
) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    ways = (Sensitivity.GRAPHIC, Sensitivity.INTIMATE, Sensitivity.MINOR)

    for stricter, before in zip(ways, (Sensitivity.NORMAL, *ways), strict=False):
        assert handle(paralegal, item, stricter) == 302
        assert sensitivity_of(item) == stricter
        assert handle(paralegal, item, before) == 422
        assert sensitivity_of(item) == stricter

    page = paralegal.get(at("item", item)).content.decode()
    assert "Only a supervising attorney can take the lock away." in page
    assert at("handle", item) not in page
    assert paralegal.get(at("preview", item)).status_code == 404


def test_what_is_privileged_stays_so_unless_it_is_locked(paralegal: Client, case: Case) -> None:
    item = make_evidence.item(case, sensitivity=Sensitivity.PRIVILEGED)

    assert handle(paralegal, item, Sensitivity.INTIMATE) == 422
    assert handle(paralegal, item, Sensitivity.MINOR) == 302


def test_an_attorney_locks_and_only_a_supervising_attorney_unlocks(
    browser: Client, case: Case
) -> None:
    item = make_evidence.item(case)
    assert handle(browser, item, Sensitivity.MINOR) == 302

    assert handle(browser, item, Sensitivity.NORMAL) == 422
    assert handle(signed_in(make_accounts.supervisor()), item, Sensitivity.NORMAL) == 302
    assert sensitivity_of(item) == Sensitivity.NORMAL


def test_a_paralegal_hides_but_does_not_release(paralegal: Client, case: Case) -> None:
    browser = paralegal
    item = make_evidence.item(case, sensitivity=Sensitivity.INTIMATE)

    assert browser.post(at("release", item)).status_code == 403
    assert browser.post(at("hide", item)).status_code == 302
    assert browser.get(at("item", item)).status_code == 404, "now only the lead sees it"


def test_an_attorney_releases_by_name(browser: Client, case: Case) -> None:
    item = make_evidence.item(case, sensitivity=Sensitivity.INTIMATE)

    page = browser.post(at("release", item), follow=True).content.decode()

    assert "Released by Adaeze Lindqvist" in page


PAGES = ["item", "edit", "item_custody", "preview", "thumbnail", "picture"]
ACTS = ["original", "verify", "link", "handle", "release", "hide", "show", "look_again"]


@pytest.mark.parametrize("page", PAGES + ACTS)
def test_an_item_of_another_case_does_not_exist(browser: Client, case: Case, page: str) -> None:
    foreign = make_evidence.item(make_cases.case(), content=CHAT)
    through_own = reverse(f"evidence:{page}", args=[case.ref, foreign.ref])
    through_theirs = reverse(f"evidence:{page}", args=[foreign.case.ref, foreign.ref])
    ask = browser.post if page in ACTS else browser.get

    assert ask(through_own).status_code == 404
    assert ask(through_theirs).status_code == 404
    assert CustodyEntry.objects.of_case(foreign.case).count() == 2, "nothing happened to it"


def test_the_page_says_what_was_made_and_that_a_name_misleads(browser: Client, case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case, name="report.pdf"))

    page = browser.get(at("item", item)).content.decode()

    assert "Not what its name says" in page
    log = browser.get(at("item_custody", item)).content.decode()
    for words in ("Picture for viewing made", "Small picture made", "Prepared for print"):
        assert log.count(words) == 1


def test_the_custody_page_answers_both_questions_and_names_people(
    browser: Client, case: Case
) -> None:
    item = make_evidence.item(case)
    receiving.receive(io.BytesIO(CHAT), case=case, by=case.lead, name="chat.txt", incident=None)

    page = browser.get(at("custody", case)).content.decode()

    assert "Has evidence changed? No." in page
    assert "Has the log changed? No." in page
    assert "Adaeze Lindqvist" in page
    assert item.ref in page
    assert browser.get(at("item_custody", item)).status_code == 200
