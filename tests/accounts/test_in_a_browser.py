"""What only a real browser shows: leaving, the Back button, idle close, axe, keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Firm, User
from tests import make_accounts
from tests.browser import problems_in_both_themes, scrolls_sideways
from tests.signing_in import give_password, give_second_factor, sign_in_window
from tests.site import Site

PRIVATE = "/in/password/"
PRIVATE_WORDS = "Change your password"
ELSEWHERE = "/in/reset/"  # stands for the weather site, so that nothing foreign is asked


def client_with_password() -> User:
    person = make_accounts.client()
    give_password(person)
    return person


@pytest.fixture
def private_page(page: Page, site: Site) -> Page:
    """A client's window with two private pages behind each other."""
    Firm.objects.create(exit_url=f"{site.url}{ELSEWHERE}")
    sign_in_window(page, client_with_password(), site.url)
    page.goto("/in/not-me/")
    page.goto(PRIVATE)
    expect(page.get_by_role("heading", name=PRIVATE_WORDS)).to_be_visible()
    return page


def assert_gone(page: Page) -> None:
    page.wait_for_url(f"**{ELSEWHERE}")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert PRIVATE_WORDS not in page.content()
    assert page.context.cookies() == [] or all(
        cookie["name"] != "__Host-session" for cookie in page.context.cookies()
    )


def test_the_button_leaves_and_back_shows_nothing_private(private_page: Page) -> None:
    private_page.get_by_role("link", name="Leave this site", exact=True).click()

    assert_gone(private_page)


def test_the_first_link_of_the_page_leaves_in_the_same_way(private_page: Page) -> None:
    before = private_page.evaluate("history.length")

    private_page.get_by_role("link", name="Leave this site now").press("Enter")
    private_page.wait_for_url(f"**{ELSEWHERE}")

    assert private_page.evaluate("history.length") == before
    assert_gone(private_page)


def test_no_script_asks_before_leaving(private_page: Page) -> None:
    private_page.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")

    private_page.get_by_role("link", name="Leave this site", exact=True).click()

    assert_gone(private_page)


def test_shift_three_times_leaves(private_page: Page) -> None:
    private_page.keyboard.press("Shift")
    private_page.keyboard.press("Shift")
    expect(private_page.locator(".dots i.on")).to_have_count(2)
    expect(private_page.locator("[data-exit-status]")).to_have_text(
        "Press Shift 1 more time to leave this site."
    )
    private_page.keyboard.press("Shift")

    assert_gone(private_page)


def test_shift_while_typing_capitals_does_not_leave(private_page: Page) -> None:
    field = private_page.get_by_label("Current password")
    field.focus()
    for letter in "ABCD":
        private_page.keyboard.press(f"Shift+{letter}")

    expect(field).to_have_value("ABCD")
    expect(private_page.locator(".dots i.on")).to_have_count(0)


def test_slow_presses_of_shift_do_not_leave(page: Page, site: Site) -> None:
    Firm.objects.create(exit_url=f"{site.url}{ELSEWHERE}")
    page.clock.install()
    page.goto("/in/first/")
    for _ in range(4):
        page.keyboard.press("Shift")
        page.clock.fast_forward(3000)

    expect(page.get_by_role("heading", name="Use your one-time code")).to_be_visible()


def test_the_exit_works_without_scripts(open_page: Callable[..., Page], site: Site) -> None:
    Firm.objects.create(exit_url=f"{site.url}{ELSEWHERE}")
    page = open_page(javascript=False)
    sign_in_window(page, client_with_password(), site.url)
    page.goto(PRIVATE)

    page.get_by_role("link", name="Leave this site", exact=True).click()

    page.wait_for_url(f"**{ELSEWHERE}")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_page_nobody_uses_asks_and_then_closes(page: Page, site: Site) -> None:
    Firm.objects.create(exit_url=f"{site.url}{ELSEWHERE}")
    sign_in_window(page, client_with_password(), site.url)
    page.clock.install()
    page.goto(PRIVATE)
    dialog = page.get_by_role("dialog", name="Are you still there?")

    page.clock.fast_forward("12:50")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(dialog).to_be_visible()
    expect(dialog).not_to_contain_text("saved")
    page.get_by_role("button", name="Keep open").click()
    expect(dialog).to_be_hidden()

    page.clock.fast_forward("13:10")
    expect(dialog).to_be_visible()
    page.clock.fast_forward("02:00")
    page.wait_for_url(f"**{ELSEWHERE}")
    page.goto(PRIVATE)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_nothing_is_kept_in_the_browser(private_page: Page) -> None:
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"

    assert private_page.evaluate(kept) == [0, 0, ""]
    assert {cookie["expires"] for cookie in private_page.context.cookies()} == {-1}


STRANGER_PAGES = ["/in/", "/in/reset/", "/in/first/", "/nowhere/"]
STAFF_PAGES = [
    "/w/me/",
    "/w/admin/people/",
    "/w/admin/people/add/",
    "/w/admin/firm/",
    "/in/password/",
    "/in/not-me/",
    "/out/",
    "/w/nowhere/",
]


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible(open_page: Callable[..., Page], site: Site, width: int) -> None:
    admin = make_accounts.administrator()
    give_password(admin)
    stranger, signed_in = open_page(width=width), open_page(width=width)
    sign_in_window(signed_in, admin, site.url)
    pages = [(stranger, path) for path in STRANGER_PAGES]
    pages += [(signed_in, path) for path in (*STAFF_PAGES, f"/w/admin/people/{admin.pk}/")]

    problems = []
    for page, path in pages:
        answer = page.goto(path)
        assert answer
        assert answer.status == (404 if "nowhere" in path else 200), path
        problems += [f"{path}: {problem}" for problem in problems_in_both_themes(page)]

    assert problems == []


def test_no_page_scrolls_sideways_on_the_smallest_phone(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page(width=320, height=640)
    sign_in_window(page, make_accounts.administrator(), site.url)

    wide = []
    for path in STAFF_PAGES:
        page.goto(path)
        wide += [path] if scrolls_sideways(page) else []

    assert wide == []


def test_a_paralegal_signs_in_by_keyboard_alone(page: Page) -> None:
    person = make_accounts.paralegal()
    give_password(person)
    give_second_factor(person)
    page.goto("/in/")
    page.get_by_label("Email").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type("meadow copper lantern")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Code")).to_be_focused()


def test_an_error_summary_is_read_first_and_leads_to_the_field(page: Page) -> None:
    page.goto("/in/first/")
    page.get_by_role("button", name="Continue").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Please check 3 answers")
    page.get_by_role("link", name="Enter the code you were given").click()
    field = page.get_by_label("One-time code")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_single_keys_move_through_a_list_until_they_are_turned_off(page: Page, site: Site) -> None:
    admin = make_accounts.administrator(name="Zeno Last")
    make_accounts.attorney(name="Anna First")
    sign_in_window(page, admin, site.url)
    page.goto("/w/admin/people/")

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Anna First")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Zeno Last")).to_be_focused()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()

    page.goto("/w/me/")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()
    page.goto("/w/admin/people/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Anna First")).not_to_be_focused()
