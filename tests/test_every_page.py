"""Every page of the firm, seen by a browser on a phone: accessible, in both themes, not too wide.

The addresses are read from the URL configuration, so a new page is looked at without being named.
"""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page as Window

from accounts.models import Role, User
from accounts.permissions import GRANTS, Permission
from tests import make_accounts
from tests.browser import FILE_LINKS, problems_in_both_themes, scrolls_sideways
from tests.make_whole import Whole
from tests.signing_in import give_password, sign_in_window
from tests.site import Site
from tests.test_access_matrix import PAGES, Page

DOCUMENT = "<!doctype html>"


def pages_of(role: Role) -> list[Page]:
    """Those that somebody of this role may ask for, without what everybody may."""
    return [
        page
        for page in PAGES
        if isinstance(page.rule, Permission)
        and page.rule in GRANTS[role]
        and "GET" in getattr(page.view, "methods", ())
    ]


def open_if_a_page(window: Window, url: str) -> bool:
    """Open the address, unless it is that of a file; whether it is more than a part of a page."""
    if any(part in url for part in FILE_LINKS):
        return False
    answer = window.goto(url)
    assert answer
    return answer.ok and answer.text().lstrip().lower().startswith(DOCUMENT)


def problems_of(window: Window) -> list[str]:
    found = problems_in_both_themes(window)
    window.set_viewport_size({"width": 320, "height": 844})
    found += ["scrolls sideways at 320"] if scrolls_sideways(window) else []
    window.set_viewport_size({"width": 390, "height": 844})
    return found


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN], ids=str)
def test_every_page_of_the_firm_is_accessible_on_a_phone(
    site: Site, open_page: Callable[..., Window], role: Role
) -> None:
    whole = Whole()
    person: User = make_accounts.user(role)
    give_password(person)
    window = sign_in_window(open_page(width=390), person, site.url)
    found, seen = {}, 0
    for page in pages_of(role):
        url = site.url + reverse(page.name, kwargs=whole.captured(page.parameters))
        if open_if_a_page(window, url):
            seen += 1
            if problems := problems_of(window):
                found[page.name] = problems
    assert found == {}
    assert seen > {Role.SUPERVISOR: 60, Role.ADMIN: 4}[role]
