"""A packet from ticks to file, by a person with a browser: with scripts, and without."""

from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Case
from documents.models import Packet, PacketVersion
from tests import make_accounts, make_cases, make_documents, make_evidence
from tests.browser import accessibility_problems
from tests.signing_in import sign_in_window
from tests.site import Site


@pytest.fixture
def attorney(site: Site) -> User:
    return make_accounts.attorney(name="Adaeze Lindqvist")


@pytest.fixture
def case(attorney: User) -> Case:
    made = make_cases.case(team=[attorney], client_name="Elena Marsh")
    for title in ("Falsified pictures", "Lost her license", "Which school your son"):
        incident = make_cases.incident(made, summary=title)
        incident.items.add(make_evidence.item(made, title=title))
    return made


def order(packet: Packet) -> list[str]:
    return [exhibit.item.ref for exhibit in packet.exhibits.order_by("position")]


def test_choosing_ordering_building_and_downloading(
    site: Site, page: Page, attorney: User, case: Case
) -> None:
    sign_in_window(page, attorney, site.url)
    page.goto(f"/w/c/{case.ref}/packets/")
    page.get_by_label("Title on the cover").fill("Motion for early discovery")
    page.get_by_role("button", name="Make packet").click()
    for ref in ("E-0001", "E-0002", "E-0003"):
        page.get_by_role("checkbox", name=ref).check()
    page.get_by_role("button", name="Add chosen").click()
    expect(page.get_by_role("link", name="Lost her license")).to_be_visible()
    packet = Packet.objects.get()

    page.get_by_role("button", name="Move E-0001 down").focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    assert order(packet) == ["E-0002", "E-0001", "E-0003"]
    expect(page.locator("[data-item=E-0001]")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    assert order(packet) == ["E-0001", "E-0002", "E-0003"]
    grip = page.locator("[data-item=E-0003] .grip")
    with page.expect_navigation():
        grip.drag_to(page.locator("[data-item=E-0002]"), target_position={"x": 40, "y": 4})
    assert order(packet) == ["E-0001", "E-0003", "E-0002"]
    assert accessibility_problems(page) == []

    page.locator("#preview").get_by_role("button", name="Build packet").click()
    link = page.get_by_role("link", name="Download version 1")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    reader = pypdf.PdfReader(download.value.path())
    assert download.value.suggested_filename == f"{case.ref}-packet-1-v1.pdf"
    assert len(reader.pages) == PacketVersion.objects.get().pages == 10


def test_everything_works_without_scripts_on_a_small_phone(
    site: Site, open_page: Callable[..., Page], attorney: User, case: Case
) -> None:
    packet = make_documents.packet(case, *case.items.order_by("number")[:2])
    phone = open_page(width=320, height=640, javascript=False)
    sign_in_window(phone, attorney, site.url)
    phone.goto(packet.get_absolute_url())

    phone.get_by_role("button", name="Move E-0002 up").click()
    phone.get_by_role("checkbox", name="E-0003").check()
    phone.get_by_role("button", name="Add chosen").click()
    phone.get_by_role("button", name="Take E-0001 out").click()
    assert order(packet) == ["E-0002", "E-0003"]

    phone.locator("#preview").get_by_role("button", name="Build packet").click()
    version = PacketVersion.objects.get()
    site.wait_until(lambda: PacketVersion.objects.get(pk=version.pk).is_finished)
    phone.reload()
    expect(phone.get_by_role("link", name="Download version 1")).to_be_visible()
