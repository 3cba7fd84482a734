"""The way of one person through the whole site, as people click and type it.

A client without an account answers the questionnaire on her phone; the firm checks for
conflicts; she comes back with her private phrase and sends what she has; an attorney opens the
case; a post and screenshots become exhibits, a packet and a letter; she is invited and reads
where things stand. One test, because each part starts from what the part before left behind.
"""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect
from pypdf import PdfReader

from accounts import mfa
from tests import make_accounts, make_evidence
from tests.browser import (
    choose_files,
    problems_in_both_themes,
    repeated_ids,
    scrolls_sideways,
)
from tests.signing_in import PASSWORD, give_password, give_second_factor

CLIENT = "Ottilie Brandmoor"
OTHER_SIDE = "Raymond Ashby"
HANDLE = "HonestPatient88"
POST = "https://ratebarn.example.com/r/8841"
WORDS = "She reuses needles. I saw the assistant rinse one."
STORY = "It began when I would not give him his money back. Since then he writes every week."
SENTENCE = "We are saving what was posted, so that it cannot be lost."
NOTE = "He may be judgment proof. Speak with the insurer first."
FOUND_BY_US = "Profile page.png"
WORKER_MS = 60_000
SEEN: set[str] = set()  # addresses looked at in every way

OpenPage = Callable[..., Page]
FillIn = Callable[[Page], None]


class AuthenticatorApp:
    """What shows the six digits; a new code each time, as for someone who waits for the next."""

    def __init__(self, key: str) -> None:
        self.key = base64.b32decode(key)
        self.step = 0

    def code(self) -> str:
        """The code of RFC 6238 for the present half minute, or for the one after the last used."""
        self.step = max(int(time.time()) // 30, self.step + 1)
        digest = hmac.digest(self.key, self.step.to_bytes(8, "big"), "sha1")
        place = digest[-1] & 15
        number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
        return f"{number % 1_000_000:06d}"


@dataclass
class Colleague:
    """Somebody of the firm, signed in."""

    name: str
    page: Page
    app: AuthenticatorApp


def test_from_the_first_question_to_the_letter(open_page: OpenPage, tmp_path: Path) -> None:
    administrator = sign_in_as_administrator(open_page())
    set_up_the_firm(administrator)
    paralegal = hire(administrator, open_page(), "Petra Osgrove", "Paralegal")
    attorney = hire(administrator, open_page(), "Adaeze Lindqvist", "Attorney")

    import_old_contacts(paralegal.page)
    phrase = ask_for_help(open_page(width=390, height=844))
    check_for_conflicts(paralegal)
    decide(attorney)
    screenshots = [picture("Screenshot 1.png"), picture("Screenshot 2.png")]
    phone = open_page(width=390, height=844)
    tell_the_rest(phone, phrase, screenshots)

    case = open_the_case(attorney)
    write_down_the_post(paralegal.page, case)
    tie_the_evidence(paralegal.page)
    review(attorney.page, case)
    say_who_it_is_and_what_she_wants(attorney.page)
    write_what_she_agrees_to(attorney.page)
    let_her_in(phone, invite(attorney.page))
    agree(phone)

    check_packet(build_packet(paralegal.page, case, tmp_path), screenshots)
    draft_letter(paralegal.page)
    approve_letter(attorney, case, tmp_path)
    read_where_things_stand(phone)


# --- Looking ---------------------------------------------------------------------------------


def looked_at(page: Page) -> Page:
    """Hold the page as it stands to what every page promises, at each width and in each colour.

    An address met again, with something else on it, is looked at as wide as the window is. What
    the console says and which hosts are asked is watched by ``open_page`` all the time.
    """
    usual = page.viewport_size
    assert usual is not None
    found = [f"two elements have the id {name}" for name in repeated_ids(page)]
    address = urlsplit(page.url).path
    for width in (usual["width"],) if address in SEEN else (1440, 390):
        page.set_viewport_size({"width": width, "height": usual["height"]})
        found += [f"{width} px: {one}" for one in problems_in_both_themes(page)]
    SEEN.add(address)
    page.set_viewport_size({"width": 320, "height": usual["height"]})
    found += ["it scrolls sideways at 320 px"] if scrolls_sideways(page) else []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(usual)
    assert found == [], page.url
    return page


def press(page: Page, name: str) -> Page:
    """Look at a filled-in page, and press its button."""
    looked_at(page).get_by_role("button", name=name, exact=True).click()
    return page


def follow(page: Page, name: str) -> Page:
    """Follow the first link of this name, and look at where it leads."""
    page.get_by_role("link", name=name).first.click()
    return looked_at(page)


def tab(page: Page, name: str) -> Page:
    """Open a tab of the case; a number of what waits behind it may follow its name."""
    called = re.compile(rf"^{re.escape(name)}( \d.*)?$")
    link = page.get_by_role("navigation", name="Case").get_by_role("link", name=called)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")
    return looked_at(page)


def section(page: Page, heading: str) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name=heading))


def tick(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_label(name, exact=True).check()


def in_group(page: Page, group: str, name: str) -> None:
    page.get_by_role("group", name=group).get_by_label(name, exact=True).check()


def picture(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": make_evidence.screenshot("RateBarn")}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def downloaded(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


# --- The firm --------------------------------------------------------------------------------


def sign_in_as_administrator(page: Page) -> Page:
    """The first administrator, who in production comes from a command, signs in."""
    person = make_accounts.administrator(name="Milo Sandrick")
    give_password(person)
    give_second_factor(person)
    page.goto("/in/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in").get_by_label("Code").fill(mfa.current_code(person))
    press(page, "Continue")
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    return looked_at(page)


def set_up_the_firm(page: Page) -> None:
    follow(page, "Firm settings")
    firm = page.locator("form", has=page.get_by_role("heading", name="Letterhead"))
    firm.get_by_label("Name", exact=True).fill("Example Reputation Law LLP")
    firm.get_by_label("Letterhead address").fill("410 Harbor Street\nEastport, CA 90000")
    firm.get_by_label("Phone").fill("(213) 555-0100")
    firm.get_by_label("Email").fill("office@example.com")
    firm.get_by_role("button", name="Save").click()
    place = page.locator("form", has=page.get_by_role("button", name="Add the place"))
    place.get_by_label("Code").fill("US-CA")
    place.get_by_label("Name").fill("California")
    press(page, "Add the place")
    expect(page.get_by_text("California US-CA")).to_be_visible()


def hire(administrator: Page, page: Page, name: str, role: str) -> Colleague:
    """The administrator hands over a one-time code; the person sets up a password and an app."""
    administrator.get_by_role("link", name="People", exact=True).first.click()
    follow(administrator, "Add a person")
    administrator.get_by_label("Name").fill(name)
    address = name.lower().replace(" ", ".")
    administrator.get_by_label("Email").fill(f"{address}@firm.example.com")
    administrator.get_by_label("Role").select_option(label=role)
    press(administrator, "Add and make a code")
    code = looked_at(administrator).locator("p.code").inner_text()
    redeem(page, code)
    key = re.sub(r"\s", "", looked_at(page).locator("p.mono").inner_text())
    app = AuthenticatorApp(key)
    page.get_by_label("Code").fill(app.code())
    press(page, "Finish")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    looked_at(page)
    follow(page, "I have written them down")
    return Colleague(name, page, app)


def redeem(page: Page, code: str) -> None:
    page.goto("/in/first/")
    page.get_by_label("One-time code").fill(code)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    press(page, "Continue")


def import_old_contacts(page: Page) -> None:
    follow(page, "Cases")
    follow(page, "Old contacts")
    lines = b"name,role,city\nRaymond Ashbey,other side,Eastport\nNora Elmswood,client,Eastport\n"
    page.get_by_label("CSV file").set_input_files(
        {"name": "contacts.csv", "mimeType": "text/csv", "buffer": lines}
    )
    page.get_by_role("button", name="Try out").click()
    press(page, "Import 2 lines")
    expect(looked_at(page).get_by_role("status").first).to_contain_text("Imported.")


# --- The questionnaire, and the conflict check -----------------------------------------------


def ask_for_help(phone: Page) -> str:
    """Answer all six parts and send; returns the private phrase."""
    phone.goto("/")
    looked_at(phone)
    follow(phone, "Start")
    press(phone, "Continue")
    for fill_in in QUESTIONNAIRE:
        before = phone.url
        fill_in(phone)
        press(phone, "Continue")
        expect(phone).not_to_have_url(before)
    for box in phone.get_by_role("checkbox").all():
        box.check()
    press(phone, "Send to Example Reputation Law LLP")
    expect(phone.get_by_text("Your reference")).to_be_visible()
    press(phone, "Show me a private phrase")
    words = phone.get_by_role("list", name="Your private phrase").get_by_role("listitem")
    expect(words).to_have_count(6)
    looked_at(phone)
    phrase = " ".join(words.all_inner_texts())
    phone.get_by_role("link", name="Go on now").click()
    follow(phone, "Where things are")
    assert "Tell us what happened" not in phone.content()
    phone.context.close()
    return phrase


def ticking(*names: str) -> FillIn:
    return lambda page: tick(page, *names)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=option)


def write_day(page: Page) -> None:
    seen = timezone.localdate() - timedelta(days=40)
    choose(page, "How sure are you?", "Exact day")
    for label, number in (("Day", seen.day), ("Month", seen.month), ("Year", seen.year)):
        page.get_by_label(label, exact=True).first.fill(str(number))


def write_places(page: Page) -> None:
    tick(page, "A review site or a map")
    page.get_by_label("Which sites or apps?").fill("RateBarn")
    page.get_by_label("Links to posts anyone can see").fill(POST)


def write_names(page: Page) -> None:
    heard = [
        (OTHER_SIDE, "A person", "A former customer"),
        (HANDLE, "An account name", ""),
    ]
    for number, (name, kind, relation) in enumerate(heard, start=1):
        row = page.get_by_role("group", name=f"Name {number}", exact=True)
        row.get_by_label("Name or account name").fill(name)
        row.get_by_label("What it is").select_option(label=kind)
        row.get_by_label("Who they are to you").fill(relation)


def write_wishes(page: Page) -> None:
    choose(page, "First", "Have it taken down")
    choose(page, "Second", "Make them stop")


def write_own_name(page: Page) -> None:
    page.get_by_label("What should we call you?").fill("Ottilie")
    page.get_by_label("Your full name and names you have used").fill(CLIENT)


def write_contact(page: Page) -> None:
    in_group(page, "Have you had contact", "No")
    in_group(page, "Is there a court order", "No")


def write_lawyers(page: Page) -> None:
    in_group(page, "Do you have a lawyer now?", "No")
    in_group(page, "Do they have a lawyer?", "No")


def write_when(page: Page) -> None:
    write_day(page)
    tick(page, "It is still happening")


def write_in_two_sentences(page: Page) -> None:
    page.get_by_role("textbox").fill("He writes that I use dirty needles. It is not true.")


QUESTIONNAIRE: tuple[FillIn, ...] = (
    ticking("Me"),
    ticking("Yes"),  # safe
    ticking("None of these"),  # seen by others
    ticking("Yes"),  # of age
    ticking("Fake or bad-faith reviews"),
    write_when,
    write_day,
    write_places,
    ticking("No"),  # in the news
    ticking("No"),  # a date they named
    ticking("No"),  # identity used
    ticking("I think so"),
    write_names,
    write_contact,
    ticking("No"),  # court papers
    write_lawyers,
    write_in_two_sentences,
    ticking("Screenshots or photos"),
    write_wishes,
    ticking("Reported it to the site"),
    write_own_name,
    lambda page: choose(page, "State or country", "California"),
    lambda page: page.get_by_role("radio", name="Only here").check(),
    lambda page: page.get_by_label("The language you like to use").fill("English"),
)


def check_for_conflicts(paralegal: Colleague) -> None:
    page = paralegal.page
    follow(page, "Inbox")
    follow(page, "Open Ottilie")
    page.locator("summary", has_text="Assign").click()
    page.get_by_label("Who reads it").select_option(label=paralegal.name)
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_role("button", name="Run again").click()
    page.get_by_label("Reason for Raymond Ashbey").fill("Another man, born in 1931.")
    looked_at(page).get_by_role("button", name="Not the same").click()
    expect(looked_at(page).get_by_text("“Another man, born in 1931.”")).to_be_visible()
    expect(page.get_by_role("button", name="Decide")).to_have_count(0)


def decide(attorney: Colleague) -> None:
    page = attorney.page
    follow(page, "Today")
    follow(page, "Inbox")
    follow(page, "Open Ottilie")
    expect(page.get_by_role("button", name="Open a case")).to_be_disabled()
    check = section(page, "Conflict check")
    check.get_by_label("Decision").select_option(label="Clear")
    check.get_by_label("Why").fill("Only an old contact of a similar name.")
    press(page, "Decide")
    expect(page.get_by_role("status").first).to_contain_text("Conflict check: clear.")


def tell_the_rest(phone: Page, phrase: str, screenshots: list[FilePayload]) -> None:
    """On another device: the phrase, the story, the question about minors, the files."""
    phone.goto("/")
    follow(phone, "Continue saved answers")
    phone.get_by_label("Your private phrase").fill(phrase)
    press(phone, "Continue")
    expect(phone.get_by_role("heading", name="We are free to help you")).to_be_visible()
    follow(phone, "Tell us what happened")
    phone.get_by_label("What happened").fill(STORY)
    press(phone, "Send")
    follow(phone, "Send files")
    expect(phone.get_by_label("Choose photos or files")).to_have_count(0)
    tick(phone, "No")
    press(phone, "Continue")
    choose_files(phone, "Choose photos or files", screenshots)
    press(phone, "Send")
    expect(phone.get_by_text("2 of 2 safe with us")).to_be_visible()
    looked_at(phone)


# --- The case --------------------------------------------------------------------------------


def open_the_case(attorney: Colleague) -> str:
    """Read what came in and open a case; returns its address."""
    page = attorney.page
    page.reload()
    expect(page.get_by_text(STORY)).to_be_visible()
    looked_at(page).get_by_role("button", name="Open a case").click()
    expect(page.get_by_role("status").first).to_contain_text("is open.")
    looked_at(page)
    for name in ("Steps", "Notes", "Tasks", "Activity"):
        tab(page, name)
    tab(page, "Overview")
    return page.url


def write_down_the_post(page: Page, case: str) -> None:
    page.goto(case)
    tab(page, "Incidents")
    follow(page, "I-001")
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("What happened, in one sentence").fill("A review says needles are reused")
    page.locator("[name=account]").select_option(label=f"{HANDLE}, RateBarn")
    press(page, "Save")
    follow(page, "Add exact words")
    page.get_by_label("The exact words").fill(WORDS)
    page.get_by_label("Why they are false").fill("Only sealed single-use needles are used.")
    press(page, "Add")
    expect(looked_at(page).get_by_text(WORDS)).to_be_visible()


def tie_the_evidence(page: Page) -> None:
    """Tie both screenshots to the incident, and add what the firm found itself."""
    for ref in ("E-0001", "E-0002"):
        tab(page, "Evidence").locator(f"[data-item={ref}]").get_by_role("link").click()
        panel = page.get_by_role("complementary", name=f"Item {ref}")
        expect(panel.get_by_role("link", name="Open")).to_be_visible()
        looked_at(page)
        panel.get_by_role("link", name="Open").click()
        page.get_by_label("Incident").select_option(index=1)
        press(page, "Link")
        expect(section(page, "Incidents it shows").get_by_role("link")).to_have_text("I-001")
    follow(page, "Add evidence")
    tick(page, "No")
    press(page, "Continue")
    choose_files(page, "Files", [picture(FOUND_BY_US)])
    page.get_by_label("Incident they show").select_option(index=1)
    press(page, "Keep these files")
    expect(page.get_by_text("1 of 1 safe with us")).to_be_visible()
    looked_at(page)


def review(page: Page, case: str) -> None:
    page.goto(case)
    tab(page, "Incidents")
    follow(page, "I-001")
    for heading in ("Exact words", "Facts"):
        section(page, heading).get_by_role("button", name="Mark as reviewed").click()
        card = section(page, heading)
        expect(card.get_by_text("Reviewed", exact=True)).to_be_visible()
    looked_at(page)


def say_who_it_is_and_what_she_wants(page: Page) -> None:
    tab(page, "People & accounts")
    follow(page, HANDLE)
    follow(page, "Say who may be behind it")
    choose(page, "Person", OTHER_SIDE)
    choose(page, "How sure", "Established")
    page.get_by_label("What this rests on").fill("He signed E-0002 with his name.")
    press(page, "Record")
    tab(page, "Plan")
    follow(page, "Write what the client reads about Evidence")
    page.get_by_label("What the client reads").fill(SENTENCE)
    press(page, "Confirm")
    expect(looked_at(page).get_by_text(SENTENCE)).to_be_visible()
    tab(page, "Notes")
    page.get_by_label("Note", exact=True).fill(NOTE)
    looked_at(page).get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    looked_at(page)


def write_what_she_agrees_to(page: Page) -> None:
    """Her consent to a letter, in words of its own, approved."""
    tab(page, "Plan")
    follow(page, "Consent that we write to the other side")
    follow(page, "Write the next version")
    page.get_by_label("What the client reads").fill("We write to the person behind the review.")
    press(page, "Keep this version")
    press(page, "Approve version 1")
    expect(looked_at(page).get_by_text("Approved. It can be put before")).to_be_visible()


# --- The packet and the letter ---------------------------------------------------------------


def build_packet(page: Page, case: str, folder: Path) -> Path:
    page.goto(case)
    tab(page, "Packets")
    page.get_by_label("Title").fill("Exhibits to the letter")
    press(page, "Make packet")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Add chosen")
    looked_at(page).get_by_role("button", name="Build packet").click()
    done = page.get_by_role("link", name="Download version 1")
    expect(done).to_be_visible(timeout=WORKER_MS)
    looked_at(page)
    packet = downloaded(page, "Download version 1", folder)
    follow(page, "Facts of this file")
    assert sha256_of(packet.read_bytes()) in page.get_by_role("main").inner_text()
    return packet


def check_packet(packet: Path, screenshots: list[FilePayload]) -> None:
    book = PdfReader(packet)
    marks = [mark.title for mark in book.outline if not isinstance(mark, list)]
    assert marks[:3] == ["Cover", "Index of exhibits", "Chronology"]
    assert [str(mark).split(":")[0] for mark in marks[3:6]] == [
        "Exhibit 1",
        "Exhibit 2",
        "Exhibit 3",
    ]
    pages = [page.extract_text() for page in book.pages]
    assert all("WORKING COPY, NOT FOR FILING" in text for text in pages)
    text = "\n".join(pages)
    assert len(set(re.findall(r"\b[A-Z]{2,}-\d{6}\b", text))) == 3
    for screenshot in screenshots:
        assert sha256_of(screenshot["buffer"]) in text
    assert NOTE not in text


def draft_letter(page: Page) -> None:
    tab(page, "Letters")
    follow(page, "New letter")
    page.get_by_label("Cease and desist").check()
    choose(page, "To", OTHER_SIDE)
    page.get_by_label("Where it goes").select_option(label=f"By message to {HANDLE} on RateBarn")
    page.get_by_role("group", name="Statements to quote").get_by_role("checkbox").check()
    tick(page, "Defamation")
    press(page, "Write the draft")
    expect(page.get_by_role("heading", name="Checks")).to_be_visible(timeout=WORKER_MS)
    expect(page.locator("#checks")).to_contain_text("Nothing open")
    expect(page.get_by_role("blockquote")).to_contain_text(WORDS)
    expect(page.get_by_role("button", name="Approve and lock")).to_have_count(0)
    looked_at(page)


def approve_letter(attorney: Colleague, case: str, folder: Path) -> None:
    page = attorney.page
    page.goto(case)
    tab(page, "Letters")
    follow(page, "Cease and desist")
    let_ten_minutes_pass(attorney)
    page.get_by_role("button", name="Approve and lock").click()
    expect(page.get_by_role("heading", name="Confirm with a code")).to_be_visible()
    page.get_by_label("Code").fill(attorney.app.code())
    press(page, "Confirm")
    expect(page.get_by_role("button", name="Approve and lock")).to_be_visible(timeout=WORKER_MS)
    press(page, "Approve and lock")
    approved = page.get_by_text(f"Approved by {attorney.name}")
    expect(approved).to_be_visible()
    looked_at(page)
    letter = downloaded(page, "Download the letter", folder)
    assert sha256_of(letter.read_bytes()) in page.get_by_role("main").inner_text()
    text = "\n".join(part.extract_text() for part in PdfReader(letter).pages)
    assert WORDS in text
    assert "DRAFT" not in text


def let_ten_minutes_pass(colleague: Colleague) -> None:
    """Make the code that was given at sign-in too old for an approval."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for kept in UserSession.objects.filter(user__name=colleague.name):
        session = store(kept.session_key)
        for record in session["account_authentication_methods"]:
            record["at"] -= mfa.STEP_UP.total_seconds() + 1
        session.save()


# --- Her own page ----------------------------------------------------------------------------


def invite(page: Page) -> str:
    """Hand her a one-time code."""
    tab(page, "Messages")
    follow(page, "The client's way in")
    follow(page, "Invite the client")
    page.get_by_label("Email the client signs in with").fill("ottilie@example.com")
    page.get_by_label("How you made sure who this is").fill("In person, with a photo ID.")
    page.get_by_label("I hand the code to the client alone").check()
    press(page, "Make a one-time code")
    return looked_at(page).get_by_role("status").locator(".mono").inner_text()


def let_her_in(phone: Page, code: str) -> None:
    phone.goto("/a/more/")
    expect(looked_at(phone).get_by_role("heading", name="We are working on it")).to_be_visible()
    assert FOUND_BY_US not in phone.content()
    follow(phone, "Sign in")
    follow(phone, "I was given a one-time code")
    redeem(phone, code)


def agree(phone: Page) -> None:
    follow(phone, "If we write to them")
    phone.get_by_label("Your full name, as you would sign").fill("Ottilie Marsh")
    press(phone, "I agree")
    expect(looked_at(phone).get_by_text("We have your answer.")).to_be_visible()


def read_where_things_stand(phone: Page) -> None:
    expect(phone.get_by_role("heading", name="Hello Ottilie")).to_be_visible()
    expect(phone.get_by_text(SENTENCE)).to_be_visible()
    pages = [looked_at(phone).content()]
    pages.append(follow(phone, "What you sent").content())
    expect(phone.get_by_text("Screenshot 1.png", exact=True)).to_be_visible()
    phone.go_back()
    pages.append(follow(phone, "Messages").content())
    phone.go_back()
    pages.append(follow(phone, "Add evidence").content())
    for internal in (NOTE, OTHER_SIDE, HANDLE, WORDS, FOUND_BY_US, "judgment", "Established"):
        assert all(internal not in page for page in pages), internal
    answer = phone.goto("/w/cases/")
    assert answer is not None
    assert answer.status == HTTPStatus.NOT_FOUND
