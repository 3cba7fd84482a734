"""What people tell stays on the pages: never in a mail, a log line, an address or a title.

One odd word is planted in everything that can be told: names, story, exact words, account names,
addresses, file names, notes, messages, tasks, titles. Then every page that links lead to is
read, as attorney, as client and as the holder of a private phrase, and every mail is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.db import IntegrityError
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, Request, expect

from accounts.models import User
from cases import flags, incidents, to_do
from cases.client import correspondence
from cases.models import (
    Attribution,
    AttributionLevel,
    Case,
    ContactKind,
    PaperKind,
    Platform,
    SafetyKind,
    Step,
)
from cases.steps import time_limits
from documents.letters.requesting import Delivery
from documents.models import PacketVersion
from documents.packets import composing
from evidence.models import ItemIncident
from intake import conversion, drafts, inviting, sending, stories
from intake.models import Enquiry
from intake.notices import ASKED
from tests import (
    make_accounts,
    make_cases,
    make_documents,
    make_evidence,
    make_intake,
    make_letters,
)
from tests.browser import FILE_LINKS, choose_files
from tests.signing_in import give_password, sign_in_window
from tests.site import Site

MARKER = "qoxlumen"
PLANTED = MARKER.capitalize()
SAFE_ADDRESS = "quiet@example.com"
WAYS_OUT = ("/leave", "/out/", "/demo/")
MOST_PAGES = 250


READ = """async path => {
    const answer = await fetch(path);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const stated = (name, tag = '') => [...page.querySelectorAll(`${tag}[${name}]`)].map(
        one => new URL(one.getAttribute(name), answer.url).href);
    return {
        path: new URL(answer.url).pathname,
        title: page.title,
        links: stated('href', 'a'),
        others: ['src', 'action', 'formaction', 'hx-get', 'hx-post'].flatMap(one => stated(one)),
    };
}"""


@dataclass
class Walker:
    """A window that notes each address it asks for or would, and each title it shows."""

    page: Page
    asked: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.context.on("request", self.note)

    def note(self, request: Request) -> None:
        self.asked.append(unquote(request.url))

    def look(self) -> None:
        self.titles[urlsplit(self.page.url).path] = self.page.title()

    def walk(self, start: str) -> None:
        """Follow every link from ``start`` on, within this site, each path once."""
        self.page.goto(start)
        waiting, seen = [start], {start}
        while waiting:
            read = self.page.evaluate(READ, waiting.pop())
            self.titles[read["path"]] = read["title"]
            links = [unquote(link) for link in read["links"] if self.is_ours(link)]
            self.asked += [*links, *(unquote(one) for one in read["others"] if self.is_ours(one))]
            found = {urlsplit(link).path for link in links if leads_to_a_page(link)} - seen
            seen |= found
            waiting += found
            assert len(seen) < MOST_PAGES

    def is_ours(self, address: str) -> bool:
        return urlsplit(address).netloc == urlsplit(self.page.url).netloc


def leads_to_a_page(link: str) -> bool:
    path = urlsplit(link).path
    return not path.startswith(WAYS_OUT) and not any(part in path for part in FILE_LINKS)


@dataclass
class Planted:
    """A case in which everything said holds the marker."""

    case: Case
    attorney: User
    client: User
    phrase: str
    waiting: Enquiry


@pytest.fixture
def planted(site: Site) -> Planted:
    make_letters.firm()
    attorney = make_accounts.attorney(email="adaeze@firm.example.com")
    opened = make_intake.draft(**told())
    enquiry = make_intake.clear(sending.send(opened, ticked=ASKED), by=attorney)
    stories.tell(enquiry, f"{PLANTED} {make_intake.STORY}")
    phrase = drafts.make_phrase(opened)
    case = conversion.open_case(enquiry, by=attorney)
    fill(case, attorney)
    inviting.invite(case, email="her-login@example.com", checked_how="In person", by=attorney)
    client = User.objects.get(email="her-login@example.com")
    for person in (attorney, client):
        give_password(person)
    waiting = sending.send(make_intake.draft(**told()), ticked=ASKED)
    return Planted(case, attorney, client, phrase, waiting)


def told() -> dict[str, object]:
    """Answers with the marker in everything that is typed; the address for mail holds none."""
    return {
        "others": [
            {"name": f"Gregor {PLANTED}", "kind": "person", "relation": f"{MARKER} neighbour"},
            {"name": f"@{MARKER}_truth", "kind": "account", "relation": ""},
        ],
        "links": [f"https://chirrup.example.net/{MARKER}/1"],
        "sites": f"Chirrup {PLANTED}",
        "summary": f"He writes {MARKER} about me.",
        "called": PLANTED,
        "full_names": f"Elena {PLANTED}",
        "reach": "email",
        "reach_email": SAFE_ADDRESS,
    }


def fill(case: Case, attorney: User) -> None:
    """Plant the marker in the case, and have the worker build a packet and draft a letter."""
    incident = case.incidents.get()
    other = case.parties.get(label=f"Gregor {PLANTED}")
    other.represented = False
    other.save()
    account = case.accounts.get()
    incident.account = account
    incident.summary, incident.effect = f"A post about {PLANTED}", PLANTED
    incident.save()
    incidents.review(incident, by=attorney)
    make_cases.statement(incident, words=f"She is a {MARKER}.", why_false=f"No {MARKER}.")
    Attribution.objects.create(
        account=account,
        party=other,
        level=AttributionLevel.ESTABLISHED,
        basis=PLANTED,
        set_by=attorney,
    )
    point = make_letters.contact_point(
        other, f"12 {PLANTED} Lane, Eastport", ContactKind.ADDRESS, verified=True
    )
    item = make_evidence.item(case, name=f"{MARKER}.png", by=attorney, title=PLANTED)
    ItemIncident.objects.create(item=item, incident=incident, by=attorney)
    note = correspondence.add_note(case, by=attorney, text=PLANTED)
    seen = correspondence.look_at(case, PLANTED, by=attorney)
    correspondence.send_message(case, by=attorney, text=PLANTED, seen=seen, copied_from=note)
    correspondence.confirm_sentence(case, Step.EVIDENCE, f"We keep {PLANTED}.", by=attorney)
    make_cases.paper(case, PaperKind.PLAN, f"First we save {PLANTED}.")
    time_limits.propose(
        case,
        by=attorney,
        claim=f"Libel, {PLANTED}",
        expires_on=timezone.localdate() + timedelta(days=99),
        counted_from=timezone.localdate() - timedelta(days=266),
        basis=PLANTED,
    )
    to_do.add_task(case, by=attorney, title=f"Call {PLANTED}")
    flags.raise_flag(case, SafetyKind.CREDIBLE_THREAT, by=attorney, reason=PLANTED, party=other)
    packet = make_documents.packet(case, item, title=f"About {PLANTED}")
    composing.request_build(packet, by=attorney)
    make_letters.letter(
        case,
        recipient=other,
        delivery=Delivery(contact_point=point),
        by=attorney,
        respond_by=timezone.localdate() + timedelta(days=10),
    )


def test_what_was_told_is_in_no_mail_log_address_or_title(
    site: Site, open_page: Callable[..., Page], planted: Planted
) -> None:
    version = planted.case.packets.get().versions.get()
    letter = planted.case.letters.get()
    site.wait_until(lambda: has_finished(version) and letter.newest_draft.is_finished)
    site.start_beat()
    with pytest.raises(IntegrityError):
        Platform.objects.create(name=Platform.objects.create(name=PLANTED).name)

    attorney = Walker(sign_in_window(open_page(), planted.attorney, site.url))
    attorney.walk("/w/")
    act_as_attorney(attorney, planted)
    client = Walker(open_page(width=390))
    sign_in_window(client.page, planted.client, site.url)
    client.walk("/home/")
    act_as_client(client)
    holder = Walker(open_page(width=390))
    come_back(holder, planted.phrase)
    holder.walk("/a/more/")
    ask_for_codes(Walker(open_page()), planted)

    walkers = (attorney, client, holder)
    assert len(attorney.titles) > 30
    assert len(client.titles) > 4
    shown = "".join(walker.page.content() for walker in walkers)
    assert MARKER in shown.lower()  # it stands on the pages, so the walk could have found it
    mails = site.mails()
    assert len(mails) == 3
    assert [mail for mail in mails if MARKER in mail.lower()] == []
    site.wait_until(lambda: "Sending due task" in site.log("beat"))
    logs = [site.log(program) for program in ("web", "worker", "beat")]
    logs += [log.read_text() for log in (site.run.servers.state / "logs").glob("*.log")]
    assert "duplicate key" in "".join(logs)
    lines = "\n".join(logs).splitlines()
    assert [line for line in lines if MARKER in line.lower()] == []
    asked = [address for walker in walkers for address in walker.asked]
    assert [address for address in asked if MARKER in address.lower()] == []
    titles = {path: title for walker in walkers for path, title in walker.titles.items()}
    assert {path: title for path, title in titles.items() if MARKER in title.lower()} == {}


def has_finished(version: PacketVersion) -> bool:
    version.refresh_from_db()
    return bool(version.is_finished)


def act_as_attorney(walker: Walker, planted: Planted) -> None:
    """Upload a file of that name, try one that is empty, and ask the other enquiry something."""
    page = walker.page
    page.goto(f"/w/c/{planted.case.ref}/evidence/add/")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    choose_files(page, "Files", [named("added"), named("empty", b"")])
    page.get_by_role("button", name="Keep these files").click()
    expect(page.get_by_text("1 of 2 safe with us")).to_be_visible()
    walker.look()
    page.goto(planted.waiting.get_absolute_url())
    page.locator("summary", has_text="Ask").click()
    page.get_by_label("One question to the client").fill(f"Is {PLANTED} your neighbour?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("A neutral mail goes out to them.")
    walker.look()


def act_as_client(walker: Walker) -> None:
    page = walker.page
    page.goto("/home/messages/")
    page.get_by_role("textbox").fill(f"It is {PLANTED} again.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your message is with us.")).to_be_visible()
    walker.look()
    page.goto("/home/add/")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    choose_files(page, "Choose photos or files", [named("hers")])
    page.locator("textarea").fill(f"From {PLANTED}")
    page.get_by_role("main").get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("1 of 1 safe with us")).to_be_visible()
    walker.look()


def named(what: str, content: bytes | None = None) -> FilePayload:
    picture = make_evidence.screenshot() if content is None else content
    return {"name": f"{MARKER} {what}.png", "mimeType": "image/png", "buffer": picture}


def come_back(walker: Walker, phrase: str) -> None:
    walker.page.goto("/back/")
    walker.page.get_by_label("Your private phrase").fill(phrase)
    walker.page.get_by_role("button", name="Continue").click()


def ask_for_codes(walker: Walker, planted: Planted) -> None:
    """Have a sign-in code mailed to one of the firm and to the client."""
    for person in (planted.attorney, planted.client):
        walker.page.goto("/in/reset/")
        walker.page.get_by_label("Email").fill(person.email)
        walker.page.get_by_role("main").get_by_role("button").first.click()
        expect(walker.page.get_by_label("Code")).to_be_visible()
        walker.page.context.clear_cookies()
