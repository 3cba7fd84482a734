"""The inbox and the client's page in a real browser, with demo data in them."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from cases.models import Case, RoleOnCase
from evidence.models import Item
from intake.models import Enquiry
from tests import make_accounts, make_cases, make_intake
from tests.browser import (
    accessibility_problems,
    choose_files,
    problems_in_both_themes,
    scrolls_sideways,
)
from tests.signing_in import sign_in_window
from tests.site import Site


def filled() -> Enquiry:
    """Two enquiries: a pressing one, and one whose conflict check has two names to look at."""
    make_intake.enquiry(called="Announced", what=["threats"], date_named="yes")
    known = [{"name": "Gregor Thistlewood", "kind": "person", "relation": "client"}]
    make_intake.enquiry(called="Before", others=known)
    return make_intake.enquiry(called="Elena", others=known)


def test_the_inbox_can_be_read_by_everyone(site: Site, open_page: Callable[..., Page]) -> None:
    row = filled()
    page = open_page()
    sign_in_window(page, make_accounts.attorney(), site.url)
    for address in ("/w/inbox/", f"/w/inbox/{row.ref}/"):
        page.goto(address)
        assert problems_in_both_themes(page) == [], address
        page.set_viewport_size({"width": 320, "height": 844})
        assert not scrolls_sideways(page), address
        page.set_viewport_size({"width": 1440, "height": 844})


def test_an_attorney_clears_the_check_and_opens_the_case(site: Site, page: Page) -> None:
    filled()
    sign_in_window(page, make_accounts.attorney(), site.url)
    page.goto("/w/inbox/")
    page.get_by_role("link", name="Elena").click()
    button = page.get_by_role("button", name="Open a case")
    expect(button).to_have_attribute("aria-disabled", "true")

    while page.get_by_role("button", name="Not the same").count():
        page.get_by_label("Reason").first.fill("Lives in another city")
        page.get_by_role("button", name="Not the same").first.click()
        page.wait_for_load_state()
    page.locator("#decide_outcome").select_option("clear")
    page.locator("#decide_reason").fill("Looked at each.")
    page.get_by_role("button", name="Decide").click()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()

    page.wait_for_url("**/w/c/*/")
    case = Case.objects.get()
    expect(page.get_by_text(f"Case {case.ref} is open.")).to_be_visible()


def test_keys_open_the_forms_they_stand_on(site: Site, page: Page) -> None:
    row = filled()
    sign_in_window(page, make_accounts.attorney(), site.url)
    page.goto(f"/w/inbox/{row.ref}/")
    page.keyboard.press("h")
    expect(page.locator("#later_until")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(page.locator("#decline_reason")).to_be_focused()


def test_a_client_sends_a_file_after_the_question(
    site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    case = make_cases.case(client_name="Elena Marshcroft")
    picture = tmp_path / "IMG_4471.txt"
    picture.write_text("kept words")
    page = open_page(width=390, height=844)
    sign_in_window(page, make_cases.client_with_access(case), site.url)
    page.goto("/home/")
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()

    choose_files(page, "Choose photos or files", picture)
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_text("1 of 1 safe with us")).to_be_visible()
    assert accessibility_problems(page) == []
    assert Item.objects.get(case=case).original.name == "IMG_4471.txt"
    assert case.parties.filter(roles__code=RoleOnCase.CLIENT).exists()
