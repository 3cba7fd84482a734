"""The questionnaire in a real browser: on a phone, in the dark, without scripts."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from intake.models import Draft, Enquiry
from tests import make_accounts
from tests.browser import accessibility_problems, scrolls_sideways
from tests.site import Site

CHOICES = {
    "1-2": ["safe_now=unsure"],
    "1-4": ["exposed=email"],
    "2-1": ["what=false_posts", "what=images"],
    "2-5": ["in_news=yes"],
    "3-5": ["their_lawyer=yes"],
    "6-3": ["reach=phone"],
}
WORDS = {
    "2-2": {"began-month": "9", "began-year": "2026"},
    "2-5": {"outlet": "The Example Post"},
    "3-2": {"others-0-name": "Gregor Thistlewood", "others-1-name": "@east_port_truth"},
    "3-5": {"their_lawyer_name": "Ines Coldwater"},
    "4-1": {"summary": "He posts that I poison dogs."},
    "6-1": {"called": "Elena", "full_names": "Elena Marshcroft"},
    "6-3": {"reach_phone": "202 555 0143"},
}


def key_of(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def answer(page: Page) -> None:
    """Fill the page that is open with what belongs on it, and press Continue."""
    key = key_of(page)
    for choice in CHOICES.get(key, []):
        name, value = choice.split("=")
        page.locator(f'input[name="{name}"][value="{value}"]').check()
    for name, words in WORDS.get(key, {}).items():
        page.locator(f'[name="{name}"]').fill(words)
    if key == "6-2":
        page.locator("#lives_in").select_option("US-CA")
    page.locator("main form button.btn-p").click()
    page.wait_for_url(lambda url: key not in url)


def begin(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/a/1-1/")


def test_the_whole_way_from_the_first_page_to_the_reference(
    site: Site, open_page: Callable[..., Page]
) -> None:
    make_accounts.firm(name="Marlow Reid Law")
    page = open_page(width=390, height=844)
    begin(page)
    problems: list[str] = []
    while "check" not in page.url:
        problems += [f"{key_of(page)}: {found}" for found in accessibility_problems(page)]
        page.set_viewport_size({"width": 320, "height": 844})
        problems += [f"{key_of(page)}: scrolls sideways at 320 px"] * scrolls_sideways(page)
        page.set_viewport_size({"width": 390, "height": 844})
        answer(page)
    problems += accessibility_problems(page)
    page.get_by_label("I understand this does not make you my lawyers yet").check()
    page.get_by_label("You may keep what I send").check()
    page.get_by_role("button", name="Send to Marlow Reid Law").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sent. You can stop here.")
    row = Enquiry.objects.get()
    expect(page.get_by_text(row.ref)).to_be_visible()
    problems += accessibility_problems(page)
    page.emulate_media(media="print")
    expect(page.get_by_text(row.ref)).to_be_visible()
    expect(page.get_by_text("Marlow Reid Law")).to_be_hidden()
    assert problems == []
    assert row.outlet == "The Example Post"


def test_the_phrase_leads_back_from_another_device(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390, height=844)
    begin(page)
    page.get_by_label("A business or organisation").check()
    page.get_by_role("button", name="Continue").last.click()
    page.get_by_role("link", name="Save and come back later").click()
    page.get_by_role("button", name="Show me a private phrase").click()
    phrase = page.locator(".phrase li")
    expect(phrase).to_have_count(6)
    words = " ".join(phrase.all_inner_texts())

    other = open_page()
    other.goto("/back/")
    other.get_by_label("Your private phrase").fill(words.replace(" ", " - ").upper())
    other.get_by_role("button", name="Continue").click()

    other.wait_for_url("**/a/1-2/")
    other.goto("/a/1-1/")
    expect(other.get_by_label("A business or organisation")).to_be_checked()


def test_nothing_is_kept_in_the_browser_but_two_cookies(site: Site, page: Page) -> None:
    begin(page)
    page.get_by_label("Me", exact=True).check()
    page.get_by_role("button", name="Continue").last.click()
    page.wait_for_url("**/a/1-2/")

    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}

    assert kept == [0, 0, 0, 0]
    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    assert all(cookie["httpOnly"] and cookie["expires"] == -1 for cookie in cookies.values())


def test_leaving_ends_the_session_and_back_shows_no_answer(site: Site, page: Page) -> None:
    make_accounts.firm(exit_url=f"{site.url}/privacy/")
    begin(page)
    page.get_by_label("A business or organisation").check()
    page.get_by_role("button", name="Continue").last.click()
    page.wait_for_url("**/a/1-2/")

    page.get_by_role("link", name="Leave this site", exact=True).click()
    page.wait_for_url("**/privacy/")
    page.go_back()
    page.wait_for_load_state()

    assert "/start/" in page.url or page.url.endswith("/")
    assert not page.get_by_label("A business or organisation").is_visible()
    assert Draft.objects.count() == 1, "the sealed draft waits for its day, out of reach"


def test_not_sure_clears_the_others_and_says_so(site: Site, page: Page) -> None:
    begin(page)
    page.goto("/a/2-1/")
    page.get_by_label("Threats").check()
    page.get_by_label("Something else, or I am not sure").check()

    expect(page.get_by_label("Threats")).not_to_be_checked()
    expect(page.locator("[data-exit-status]")).to_have_text("The other answers are cleared.")


def test_what_follows_a_yes_appears_with_the_yes(site: Site, page: Page) -> None:
    begin(page)
    page.goto("/a/2-5/")
    outlet = page.get_by_label("If yes, which one?")
    expect(outlet).to_be_hidden()

    page.get_by_label("Yes", exact=True).check()

    expect(outlet).to_be_visible()


def test_only_what_belongs_to_the_way_that_was_chosen_is_asked(site: Site, page: Page) -> None:
    begin(page)
    page.goto("/a/6-3/")
    email = page.get_by_label("For email: an address that only you can open")
    number = page.get_by_label("For calls or texts: a number that only you answer")
    expect(email).to_be_hidden()

    page.get_by_label("Email", exact=True).check()
    expect(email).to_be_visible()
    email.fill("not an address")
    page.get_by_label("A text message").check()
    expect(email).to_be_hidden()
    number.fill("202 555 0143")
    page.get_by_role("button", name="Continue").last.click()

    page.wait_for_url("**/a/6-4/")


def test_a_mistake_takes_the_focus_to_its_summary_and_the_link_to_the_field(
    site: Site, page: Page
) -> None:
    begin(page)
    page.goto("/a/2-2/")
    page.locator("#began-day").fill("14")
    page.locator('[name="began-month"]').fill("13")
    page.locator('[name="began-year"]').fill("2026")
    page.get_by_role("button", name="Continue").last.click()

    expect(page.locator(".errsum")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name=re.compile("Enter a day of the calendar")).click()
    expect(page.locator("#began-day")).to_be_focused()
    expect(page.locator("#began-day")).to_have_value("14")


def test_without_a_connection_what_was_typed_stays(site: Site, page: Page) -> None:
    begin(page)
    page.goto("/a/4-1/")
    page.locator("#summary").fill("He posts that I poison dogs.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").last.click()

    expect(page.get_by_role("alert")).to_have_text(
        "You seem to be offline. What you typed is still on this page."
    )
    expect(page.locator("#summary")).to_have_value("He posts that I poison dogs.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Continue").last.click()
    page.wait_for_url("**/a/4-2/")


def test_every_page_works_without_scripts(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844, javascript=False)
    begin(page)
    while "check" not in page.url:
        answer(page)
    page.get_by_label("I understand this does not make you my lawyers yet").check()
    page.get_by_label("You may keep what I send").check()
    page.get_by_role("button", name=re.compile("^Send to")).click()

    page.wait_for_url("**/sent/")
    assert Enquiry.objects.count() == 1


def test_enter_in_a_name_goes_on_and_does_not_add_rows(site: Site, page: Page) -> None:
    begin(page)
    page.goto("/a/3-2/")
    page.locator("#others-0-name").fill("Gregor Thistlewood")
    page.locator("#others-0-name").press("Enter")

    page.wait_for_url("**/a/3-3/")
