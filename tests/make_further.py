"""Places that one case with something of everything does not show: further along, or elsewhere.

Each maker leaves its rows and names the pages on which they are acted on, and whose they are.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.core import mail as outbox_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from cases import closing, flags, to_do
from cases.client import correspondence, identity, papers
from cases.models import (
    Case,
    Ending,
    HitMark,
    OrderKind,
    PaperKind,
    SafetyKind,
    SafetyReply,
    Step,
    StepState,
    TeamMember,
)
from cases.register import conflicts
from cases.safety import court_orders
from cases.steps import claims
from documents.letters import approval
from documents.models import Letter, LetterVersion
from documents.packets import composing
from evidence import handling
from evidence.models import Inspection
from intake import endings
from intake.models import Enquiry
from tests import (
    make_accounts,
    make_cases,
    make_documents,
    make_evidence,
    make_intake,
    make_letters,
)
from tests.signing_in import PASSWORD, give_password, give_second_factor, signed_in


class Place(NamedTuple):
    """A page, and the browser of somebody who may open it."""

    browser: Client
    address: str


Places = Iterator[Place]


# --- Signing in -----------------------------------------------------------------------------------


def own_sign_in() -> Places:
    """What people change about their own sign-in; and a second place where they stand."""
    person = make_accounts.user(Role.ATTORNEY)
    give_password(person)
    signed_in(person)
    browser = signed_in(person)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in (
        "accounts:profile",
        "account_change_password",
        "account_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
    ):
        yield Place(browser, reverse(name))


def on_the_way_in() -> Places:
    """Signing in with the password done: the second factor is asked for, or set up."""
    for has_factor in (True, False):
        person = make_accounts.attorney()
        give_password(person)
        if has_factor:
            give_second_factor(person)
        browser = Client()
        answer = browser.post("/in/", {"login": person.email, "password": PASSWORD}, follow=True)
        yield Place(browser, answer.redirect_chain[-1][0])


def forgotten_password() -> Places:
    contact = make_accounts.safe_contact(
        channel="email", email="quiet@example.com", email_safe=True, subject="Your order"
    )
    person, browser = make_accounts.client(safe_contact=contact), Client()
    browser.post("/in/reset/", {"email": person.email})
    yield Place(browser, "/in/reset/code/")


def new_password() -> Places:
    (asked,) = forgotten_password()
    code = re.search(r"code is (\S+)\.", str(outbox_of.outbox[-1].body))
    assert code is not None
    asked.browser.post(asked.address, {"code": code[1]})
    yield Place(asked.browser, "/in/reset/new/")


def people_of_the_firm() -> Places:
    browser = signed_in(make_accounts.administrator())
    for person in (make_accounts.attorney(), make_accounts.attorney(is_active=False)):
        signed_in(person)
        yield Place(browser, reverse("accounts:person", args=[person.pk]))


# --- A case further along -------------------------------------------------------------------------


def ready_case() -> tuple[Case, Client]:
    case = make_letters.ready_case()
    return case, signed_in(case.lead)


def of_case(name: str, case: Case, *args: object) -> str:
    return reverse(name, args=[case.ref, *args])


def work_on_a_case() -> Places:
    """Something done, something answered, something waiting for an answer."""
    case, browser = ready_case()
    lead = case.lead
    TeamMember.objects.create(case=case, user=make_accounts.attorney())
    case.steps.filter(code__in=[Step.PLAN, Step.EVIDENCE]).update(state=StepState.ACTIVE)
    to_do.finish(to_do.add_task(case, by=lead, title="Call"), by=lead)
    make_cases.screening(case, weapon=SafetyReply.YES)
    papers.write(case, PaperKind.PLAN, text="What we will do.", by=lead)
    make_cases.limit(case)
    order = court_orders.record(
        case, OrderKind.SUBPOENA, court="Superior Court", against="Chirrup", by=lead
    )
    court_orders.end(order, why="Settled")
    client = make_cases.client_with_access(case)
    correspondence.receive_message(case, by=client, text="Is there news?")
    contact = make_accounts.safe_contact()
    Case.objects.filter(pk=case.pk).update(safe_contact=contact)
    identity.keep_word(contact, "blue mountain")
    contact.save()
    for name in ("overview", "steps", "team", "tasks", "orders", "messages", "code_word"):
        yield Place(browser, of_case(f"cases:{name}", case))
    yield Place(browser, of_case("cases:safety_screening", case))
    yield Place(browser, of_case("cases:paper", case, PaperKind.PLAN))


def papers_to_file() -> Places:
    """A sheet that was read out, a paper that came back signed."""
    case, browser = ready_case()
    make_evidence.item(case)
    for kind in (PaperKind.DO_NOT_ENGAGE, PaperKind.COSTS):
        make_cases.paper(case, kind)
    yield Place(browser, of_case("cases:paper_read_out", case))
    yield Place(browser, of_case("evidence:signed_paper", case, PaperKind.COSTS))


def answers_that_wait() -> Places:
    """A flag somebody asked to lift, a claim given up, a check with nothing left to mark."""
    case, browser = ready_case()
    flag = flags.raise_flag(case, SafetyKind.WEAPON, by=case.lead, reason="Seen with one.")
    flags.lift(flag, by=case.lead, reason="The police took it.")
    TeamMember.objects.create(case=case, user=(second := make_accounts.attorney()))
    claim = claims.named(case, "Libel")
    claims.decide(claim, pursued=False, reason="Too late", by=case.lead)
    conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    yield Place(signed_in(second), of_case("cases:safety_second", case, flag.pk))
    yield Place(browser, of_case("cases:claim_take_up", case, claim.pk))
    yield Place(browser, of_case("cases:conflicts", case))


def somebody_to_wall_off() -> Places:
    case, _ = ready_case()
    make_accounts.attorney(name="Zoe Zimmer")
    supervisor = make_accounts.supervisor(name="Ada Abel")
    yield Place(signed_in(supervisor), of_case("cases:team_wall", case))


def ends_of_a_case() -> Places:
    """A case in which nothing waits any more, and one that is closed."""
    for is_closed in (False, True):
        case = make_cases.case()
        case.steps.update(state=StepState.COMPLETE)
        if is_closed:
            closing.close(
                case,
                by=case.lead,
                outcome=Ending.SETTLED,
                reason="They agreed.",
                told_on=timezone.localdate(),
            )
        name = "cases:plan_reopen" if is_closed else "cases:plan_close"
        yield Place(signed_in(case.lead), of_case(name, case))


def files_to_give() -> Places:
    """The question before files is answered: nobody in them is under 18."""
    case, browser = ready_case()
    clients = signed_in(make_cases.client_with_access(case))
    for who, address in (
        (browser, of_case("evidence:add", case)),
        (browser, of_case("evidence:add_post", case)),
        (clients, reverse("intake:home_add")),
    ):
        who.post(address, {"young": "no"})
        yield Place(who, f"{address}?n=1")


def evidence_to_decide_on() -> Places:
    """An item that could not be drawn, one hidden, one held back."""
    case, browser = ready_case()
    undrawn, hidden = make_evidence.item(case), make_evidence.item(case)
    Inspection.objects.filter(file=undrawn.original).update(state="failed", error="Too large.")
    handling.hide(hidden, by=case.lead)
    for item in (undrawn, hidden):
        yield Place(browser, of_case("evidence:item", case, item.ref))
    held, browser = ready_case()
    item = make_evidence.item(held)
    flags.raise_flag(held, SafetyKind.NCII, by=held.lead, reason="She says so.")
    yield Place(browser, of_case("evidence:item", held, item.ref))


def packets_under_way() -> Places:
    """A version that waits for a worker, and one that did not finish."""
    case, browser = ready_case()
    item = make_evidence.inspected(make_evidence.item(case))
    packets = [make_documents.packet(case, item) for _ in range(2)]
    versions = [composing.request_build(packet, by=case.lead) for packet in packets]
    versions[1].ask_to_stop()
    for packet in packets:
        yield Place(browser, packet.get_absolute_url())


def letters_under_way() -> Places:
    """Letters being written, open to an answer, and to be approved, before and after the PDF."""
    case, browser = ready_case()
    yield Place(browser, make_letters.letter(case).get_absolute_url())
    doubtful = doubtful_letter()
    yield Place(signed_in(doubtful.case.lead), doubtful.get_absolute_url())
    version = make_letters.draft()
    yield of_version("documents:letter_approve", version)
    make_letters.proof(version)
    yield of_version("documents:letter_approve", version)


def doubtful_letter() -> Letter:
    """A letter with a finding to answer and an address nobody has checked."""
    letter = make_letters.draft().letter
    make_letters.insult(letter)
    letter.recipient.contact_points.update(verified_at=None, verified_by=None)
    return letter


def of_version(name: str, version: LetterVersion) -> Place:
    case = version.letter.case
    return Place(signed_in(case.lead), of_case(name, case, version.letter_id, version.pk))


def letters_for_her_page() -> Places:
    """An approved letter that is not on her page, and one that is."""
    for is_there in (False, True):
        version = make_letters.draft()
        case, by = version.letter.case, version.letter.case.lead
        digest = make_letters.proof(version).final_sha256
        approval.approve(version, pdf_sha256=digest, by=by, second_factor_at=timezone.now())
        if is_there:
            case.released_letters.create(version=version, words="Our letter.", by=by)
        yield of_version("intake:letter_release", version)


# --- The client -----------------------------------------------------------------------------------


def her_own_pages() -> Places:
    case, _ = ready_case()
    client = make_cases.client_with_access(case)
    browser = signed_in(client)
    to_read, agreed = (make_cases.paper(case, kind) for kind in (PaperKind.PLAN, PaperKind.COSTS))
    papers.agree(agreed, by=client, name=case.client_name)
    seen = correspondence.look_at(case, "There is news.", by=case.lead)
    correspondence.send_message(case, by=case.lead, text="There is news.", seen=seen)
    browser.post("/home/add/", {"young": "no"})
    browser.post("/home/add/?n=1", {"files": SimpleUploadedFile("a.txt", b"words")})
    for paper in (to_read, agreed):
        yield Place(browser, reverse("intake:home_read", args=[paper.pk]))
    for name in ("home", "home_messages", "home_added"):
        yield Place(browser, reverse(f"intake:{name}"))


def back_with_her_phrase() -> Places:
    """Somebody whose enquiry is clear: the story, the files, one question, the way out."""
    attorney = make_accounts.attorney()
    enquiry, visitor = make_intake.sent_by_visitor()
    with_marked_hits(enquiry)
    enquiry = make_intake.clear(enquiry)
    endings.ask(enquiry, "Since when?", by=attorney)
    make_intake.send_file(visitor, SimpleUploadedFile("a.txt", b"words"))
    yield Place(visitor, f"{reverse('intake:files')}?n=1")
    for name in ("more", "words", "stop"):
        yield Place(visitor, reverse(f"intake:{name}"))


# --- The inbox ------------------------------------------------------------------------------------


def enquiries() -> Places:
    """One put off, one to be reached, one whose names stand in the register."""
    staff = make_accounts.attorney()
    browser = signed_in(staff)
    later, asked, met = (
        make_intake.enquiry(reach="phone", reach_phone="213 555 0142") for _ in range(3)
    )
    to_decide, clear = (with_marked_hits(make_intake.enquiry()) for _ in range(2))
    make_intake.clear(clear)
    endings.put_off(later, until=make_letters.far_workday(), reason="She is away", by=staff)
    endings.ask(asked, "Since when?", by=staff)
    assert met.check_run is not None
    for _ in range(2):
        make_cases.hit(met.check_run)
    for enquiry in (clear, to_decide, later, asked, met):
        yield Place(browser, reverse("intake:enquiry", args=[enquiry.ref]))


def with_marked_hits(enquiry: Enquiry) -> Enquiry:
    """The enquiry, once somebody has said of each hit of its check that it is another person."""
    assert enquiry.check_run is not None
    attorney = make_accounts.attorney()
    for hit in enquiry.check_run.hits.all():
        conflicts.mark_hit(hit, HitMark.NOT_SAME, attorney, "Another person")
    return enquiry


MAKERS: tuple[Callable[[], Places], ...] = (
    own_sign_in,
    on_the_way_in,
    forgotten_password,
    new_password,
    people_of_the_firm,
    work_on_a_case,
    papers_to_file,
    answers_that_wait,
    somebody_to_wall_off,
    ends_of_a_case,
    files_to_give,
    evidence_to_decide_on,
    packets_under_way,
    letters_under_way,
    letters_for_her_page,
    her_own_pages,
    back_with_her_phrase,
    enquiries,
)


def places() -> Places:
    for maker in MAKERS:
        yield from maker()
