"""A real browser on the running site, and what it must never report."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    FilePayload,
    Page,
    Request,
    Response,
    sync_playwright,
)

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
DEFAULT_TIMEOUT_MS = 15_000
ASSETS = {"stylesheet", "script", "image", "font", "media"}
FILE_LINKS = (".pdf", "/download/", "/original/", "/preview/", "/thumbnail/")
AXE = Axe().axe_script
# Else words near a pseudo element are left undecided, and looking for one costs most of a run.
CONTRAST_EVERYWHERE = (
    "axe.configure({checks: [{id: 'color-contrast', options: {ignorePseudo: true}}]})"
)


def running_browser() -> Iterator[Browser]:
    """Debian's Chromium; without one the test fails with the command that installs it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sudo = "sudo " if os.geteuid() else ""
        pytest.fail(f"No Chromium was found. Run: {sudo}apt-get install -y chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Windows:
    """The windows one test opens, watched for what a person's browser would complain about."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.problems: list[str] = []
        self.opened: list[Page] = []

    def open(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        javascript: bool = True,
        watched: bool = True,
    ) -> Page:
        """Open a window with cookies of its own.

        Args:
            width: Of the page in CSS pixels; below 600 the device says it is a phone.
            height: Of the page in CSS pixels.
            dark: Whether the device prefers dark colours.
            javascript: Whether scripts run at all.
            watched: Whether console errors fail the test.
        """
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            has_touch=width < 600,
            is_mobile=width < 600,
            timezone_id="America/New_York",
            locale="en-US",
        )
        context.set_default_timeout(DEFAULT_TIMEOUT_MS)
        page = context.new_page()
        if watched:
            context.on("console", self.on_console)
            context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
            context.on("request", self.on_request)
            context.on("response", self.on_response)
        self.opened.append(page)
        return page

    def close(self) -> None:
        for page in self.opened:
            page.context.close()

    def on_console(self, message: ConsoleMessage) -> None:
        # A refused page (403, 409, 422) is logged by the browser too; assets are watched below.
        refused_page = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not refused_page:
            self.problems.append(f"console {message.type}: {message.text}")

    def on_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in {urlsplit(self.url).netloc, ""}:
            self.problems.append(f"foreign request: {request.url}")

    def on_response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in ASSETS:
            self.problems.append(f"{response.status} for {response.url}")


def choose_files(page: Page, label: str, files: Sequence[FilePayload] | list[Path] | Path) -> None:
    """Choose files when the scripts of the page are there; sooner, they would go without them."""
    field = page.get_by_label(label)
    field.wait_for(state="attached")
    page.wait_for_load_state()
    field.set_input_files(files)


def accessibility_problems(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page as it stands, one line per rule and element.

    Args:
        page: The page.
        rules: The rules to try, all when none is named.
    """
    try:
        return _violations(page, rules)
    except Error:  # a button pressed just before has led to the next page meanwhile
        return _violations(page, rules)


def problems_in_both_themes(page: Page) -> list[str]:
    """What axe-core finds in light, and the colours it finds wrong in dark: all else is the same.

    The page is left in dark.
    """
    page.emulate_media(color_scheme="light")
    found = accessibility_problems(page)
    page.emulate_media(color_scheme="dark")
    colours = accessibility_problems(page, rules=["color-contrast"])
    return [*found, *(f"dark: {one}" for one in colours)]


def _violations(page: Page, rules: Sequence[str]) -> list[str]:
    page.wait_for_load_state()
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)  # lasts as long as the page
        page.evaluate(CONTRAST_EVERYWHERE)
    found = page.evaluate(
        "rules => axe.run({resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})})"
        ".then(all => all.violations)",
        list(rules),
    )
    return [f"{rule['id']}: {element['html'][:160]}" for rule in found for element in rule["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def repeated_ids(page: Page) -> list[str]:
    """Ids that stand on more than one element, so that a label may lead to the wrong field."""
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    return sorted({one for one in ids if ids.count(one) > 1})
