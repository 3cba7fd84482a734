"""Adding and looking at evidence in a real browser, with the real worker."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Case
from evidence.models import FileRole, Inspection
from tests import make_accounts, make_cases, make_evidence
from tests.browser import choose_files, problems_in_both_themes, scrolls_sideways
from tests.signing_in import sign_in_window
from tests.site import Site


@pytest.fixture
def case(site: Site) -> Case:
    return make_cases.case(team=[make_accounts.attorney(name="Adaeze Lindqvist")])


def written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(make_evidence.screenshot(name))
    return path


def go_to_add(page: Page, case: Case) -> None:
    """The page that adds files, once the question before files is answered with “no”."""
    page.goto(f"/w/c/{case.ref}/evidence/add/")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()


def test_files_go_one_by_one_and_their_pictures_appear(
    page: Page, site: Site, case: Case, tmp_path: Path
) -> None:
    sign_in_window(page, case.lead, site.url)
    go_to_add(page, case)

    files = [written(tmp_path, name) for name in ("one.png", "wrong.png", "two.png")]
    choose_files(page, "Files", files)
    page.get_by_role("button", name="Do not send wrong.png").click()
    page.get_by_label("Captured by").fill("Dana, phone")
    page.get_by_label("at (optional)", exact=True).fill("10:00")
    page.get_by_role("button", name="Keep these files").click()
    expect(page.get_by_label("Files")).to_be_focused()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_have_count(2)
    page.get_by_label("Captured on").fill("2026-10-07")
    again.first.click()
    again.first.click()

    expect(page.get_by_role("status").filter(has_text="2 of 2 safe with us")).to_be_visible()
    assert {receipt.captured_by for receipt in case.vault.receipts.all()} == {"Dana, phone"}
    page.get_by_role("link", name="Done").click()
    expect(page.locator("article.ecard")).to_have_count(2)

    wait_for_pictures(page, of=2)
    page.reload()
    page.get_by_role("link", name="one.png").click()
    panel = page.get_by_label("Item E-0001")
    expect(panel.locator("img").first).to_have_js_property("complete", value=True)
    expect(panel).to_contain_text("Unchanged since it reached us")
    assert re.search(r"item=E-0001", page.url)


GIVEN = """([place, event, kind, holder]) => {
    const held = new DataTransfer();
    held.items.add(new File(["Seen at the door."], "door.txt"));
    const given = new window[event](kind, {[holder]: held, bubbles: true, cancelable: true});
    document.querySelector(place).dispatchEvent(given);
}"""


def test_a_file_that_is_dropped_or_pasted_is_listed_like_a_chosen_one(
    page: Page, site: Site, case: Case
) -> None:
    sign_in_window(page, case.lead, site.url)
    go_to_add(page, case)
    expect(page.locator("[data-with-script]")).to_be_visible()
    page.wait_for_load_state()
    taken = page.get_by_role("button", name="Do not send door.txt")

    page.evaluate(GIVEN, ["[data-drop]", "DragEvent", "drop", "dataTransfer"])
    expect(taken).to_have_count(1)
    page.evaluate(GIVEN, ["main", "ClipboardEvent", "paste", "clipboardData"])
    expect(taken).to_have_count(2)


def wait_for_pictures(page: Page, *, of: int) -> None:
    """Until the worker has drawn both pictures of that many originals."""
    for _ in range(150):
        done = Inspection.objects.filter(state="done").count()
        if done == of:
            break
        page.wait_for_timeout(200)
    pictures = Inspection.objects.filter(file__item__files__role=FileRole.PREVIEW)
    assert pictures.distinct().count() == of


def test_without_a_script_the_form_sends_the_same_files(
    open_page: Callable[..., Page], site: Site, case: Case, tmp_path: Path
) -> None:
    window = open_page(javascript=False)
    sign_in_window(window, case.lead, site.url)
    go_to_add(window, case)

    window.get_by_label("Files").set_input_files(written(tmp_path, "one.png"))
    window.get_by_role("button", name="Keep these files").click()

    expect(window.get_by_text("one.png: safe as E-0001.")).to_be_visible()


def test_keys_move_through_the_timeline(page: Page, site: Site, case: Case) -> None:
    for day in ("2026-10-06", "2026-10-07"):
        incident = make_cases.incident(case, posted=make_cases.posted_on(day))
        make_evidence.item(case, incident=incident)
    sign_in_window(page, case.lead, site.url)
    page.goto(f"/w/c/{case.ref}/evidence/")

    for _ in range(2):
        page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Item E-0002")).to_be_visible()
    expect(page.locator("article[aria-current=true]")).to_have_attribute("data-item", "E-0002")


def in_reach(page: Page, found: Locator) -> bool:
    """Whether a press on its middle would hit it: nothing lies over it, nothing cuts it off."""
    return bool(
        found.evaluate(
            """found => {
                const {left, top, width, height} = found.getBoundingClientRect();
                const hit = document.elementFromPoint(left + width / 2, top + height / 2);
                return found.contains(hit);
            }"""
        )
    )


@pytest.mark.parametrize("width", [1440, 1100])
def test_the_head_of_the_panel_stays_in_reach_however_far_one_reads(
    open_page: Callable[..., Page], site: Site, case: Case, width: int
) -> None:
    for day in range(10, 22):
        incident = make_cases.incident(case, posted=make_cases.posted_on(f"2026-10-{day}"))
        make_evidence.item(case, incident=incident)
    window = open_page(width=width)
    sign_in_window(window, case.lead, site.url)
    window.goto(f"/w/c/{case.ref}/evidence/?first=2026-10-01&last=2026-10-31&item=E-0012")

    window.evaluate("scrollTo(0, 600)")
    close = window.get_by_role("link", name="Close panel")
    assert in_reach(window, close)
    close.click()

    expect(window.get_by_label("Item E-0012")).to_have_count(0)
    window.keyboard.press("Tab")
    focused = window.evaluate("document.activeElement.closest('article')?.dataset.item")
    assert focused == "E-0012"


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_filters_open_in_reach(
    open_page: Callable[..., Page], site: Site, case: Case, width: int
) -> None:
    make_evidence.item(case)
    window = open_page(width=width)
    sign_in_window(window, case.lead, site.url)
    window.goto(f"/w/c/{case.ref}/evidence/")

    for name, label in (("Dates", "From"), ("Show", "Show")):
        window.locator(".tbar summary", has_text=name).click()
        assert in_reach(window, window.locator(".tbar").get_by_label(label).first), name
        assert not scrolls_sideways(window)


def test_every_page_can_be_read_by_everyone(
    open_page: Callable[..., Page], site: Site, case: Case
) -> None:
    incident = make_cases.incident(case, account=make_cases.account(case))
    make_cases.statement(incident)
    item = make_evidence.inspected(make_evidence.item(case, incident=incident))
    window = open_page()
    sign_in_window(window, case.lead, site.url)

    for page in (
        "",
        f"?item={item.ref}",
        "add/",
        "add-post/",
        "custody/",
        f"{item.ref}/",
        f"{item.ref}/edit/",
        f"{item.ref}/custody/",
    ):
        window.goto(f"/w/c/{case.ref}/evidence/{page}")
        assert problems_in_both_themes(window) == [], page
        for width in (1440, 390, 320):
            window.set_viewport_size({"width": width, "height": 900})
            assert not scrolls_sideways(window), (page, width)
        window.set_viewport_size({"width": 1440, "height": 900})
