"""The packet pages over HTTP."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.jobs import JobState
from cases.models import AccessEntry, Case
from cases.safety import holding
from documents.models import Packet, PacketVersion
from documents.packets import composing, tasks
from evidence import handling
from evidence.models import Blob, Item, Sensitivity
from tests import make_accounts, make_cases, make_documents, make_evidence
from tests.signing_in import signed_in


@pytest.fixture
def attorney(db: None) -> User:
    return make_accounts.attorney(name="Adaeze Lindqvist")


@pytest.fixture
def case(attorney: User) -> Case:
    return make_cases.case(team=[attorney])


@pytest.fixture
def browser(attorney: User) -> Client:
    return signed_in(attorney)


@pytest.fixture
def packet(case: Case) -> Packet:
    items = [make_evidence.item(case, title=f"Thing {at}") for at in (1, 2, 3)]
    return make_documents.packet(case, *items)


def at(page: str, of: Case | Packet | PacketVersion, *more: object) -> str:
    match of:
        case Packet():
            place: list[object] = [of.case.ref, of.pk]
        case PacketVersion():
            place = [of.packet.case.ref, of.packet_id, of.pk]
        case _:
            place = [of.ref]
    return reverse(f"documents:{page}", args=[*place, *more])


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def order(packet: Packet) -> list[str]:
    return [exhibit.item.ref for exhibit in packet.exhibits.order_by("position")]


def test_a_packet_is_made_with_a_title_and_opens_in_the_builder(
    browser: Client, case: Case
) -> None:
    answer = browser.post(at("new_packet", case), {"title": "Motion"}, follow=True)

    assert answer.redirect_chain[-1][0] == at("packet", Packet.objects.get())
    assert "No exhibit yet" in answer.content.decode()
    assert "Motion" in shown(browser, at("packets", case))


def test_a_packet_without_a_title_is_not_made(browser: Client, case: Case) -> None:
    answer = browser.post(at("new_packet", case), {"title": " "})

    assert answer.status_code == 422
    assert "Write a title for the cover." in answer.content.decode()
    assert not Packet.objects.exists()


def test_a_title_is_changed_and_an_empty_one_is_not(browser: Client, packet: Packet) -> None:
    version = browser.get(at("packet", packet)).context["form"].mark
    browser.post(at("rename_packet", packet), {"title": "Reply", "version": version})
    refused = browser.post(at("rename_packet", packet), {"title": ""})

    assert refused.status_code == 422
    assert Packet.objects.get().title == "Reply"


def test_whoever_renames_second_sees_both_titles(browser: Client, packet: Packet) -> None:
    version = browser.get(at("packet", packet)).context["form"].mark
    browser.post(at("rename_packet", packet), {"title": "Reply", "version": version})

    answer = browser.post(at("rename_packet", packet), {"title": "Motion", "version": version})

    assert answer.status_code == 409
    both = answer.content.decode()
    assert "Reply" in both
    assert "Motion" in both
    assert Packet.objects.get().title == "Reply"


def test_one_showing_of_the_form_makes_one_packet(browser: Client, case: Case) -> None:
    typed = {"title": "Motion", "once": "3f2b6a52-5a0b-4d40-9a3c-0c3f4f7c1d11"}
    for _ in range(2):
        assert browser.post(at("new_packet", case), typed).status_code == 302

    assert Packet.objects.count() == 1


def test_ticked_evidence_is_added_and_unknown_names_are_ignored(
    browser: Client, packet: Packet
) -> None:
    late = make_evidence.item(packet.case, title="Late")
    foreign = make_evidence.item(make_cases.case())
    page = shown(browser, at("packet", packet))
    assert f'value="{late.ref}"' in page

    refs = [late.ref, foreign.ref.replace("E-0001", "E-0999"), "E-x", ""]
    browser.post(at("include", packet), {"items": refs})

    assert order(packet) == ["E-0001", "E-0002", "E-0003", late.ref]


def test_exhibits_are_moved_and_taken_out_with_buttons(browser: Client, packet: Packet) -> None:
    browser.post(at("move_exhibit", packet, "E-0003"), {"to": "-1"})
    browser.post(at("move_exhibit", packet, "E-0001"), {"to": "sideways"})
    assert order(packet) == ["E-0001", "E-0003", "E-0002"]

    beside = browser.post(at("leave_out", packet, "E-0001"))
    assert beside["Location"] == f"{packet.get_absolute_url()}#E-0003"
    assert order(packet) == ["E-0003", "E-0002"]
    assert browser.post(at("leave_out", packet, "E-0001")).status_code == 404
    assert browser.post(at("leave_out", packet, "E-nine")).status_code == 404
    assert browser.post(at("leave_out", packet, "E-0002"))["Location"].endswith("#E-0003")
    assert browser.post(at("leave_out", packet, "E-0003"))["Location"] == packet.get_absolute_url()


def test_evidence_is_found_by_title_handle_and_number(browser: Client, case: Case) -> None:
    account = make_cases.account(case, handle="truth_about_marsh")
    items = [
        make_evidence.item(case, title="Falsified pictures"),
        make_evidence.item(case, title="Other", account=account),
        make_evidence.item(case, title="Third"),
    ]
    packet = make_documents.packet(case)

    for query, found in (("falsified", 0), ("truth_about", 1), ("E-0003", 2), ("3", 2)):
        page = shown(browser, at("packet", packet) + f"?q={query}")
        assert re.findall(r'name="items" value="(E-\d+)"', page) == [items[found].ref]
    assert "Nothing here matches “zebra”" in shown(browser, at("packet", packet) + "?q=zebra")


def test_build_shows_progress_then_the_file(browser: Client, packet: Packet) -> None:
    browser.post(at("build_packet", packet))
    version = PacketVersion.objects.get()
    waiting = shown(browser, at("packet", packet))
    assert "Waiting for a free worker." in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert browser.get(at("download_packet", version)).status_code == 404

    tasks.build_packet(version.pk)

    card = browser.get(at("version", version), headers={"HX-Request": "true"}).content.decode()
    assert "Download version 1" in card
    assert "hx-trigger" not in card
    assert "<html" not in card
    facts = shown(browser, at("version", version))
    version.refresh_from_db()
    assert version.blob is not None
    assert version.blob.sha256 in facts


def test_the_download_is_an_attachment_and_stands_in_the_access_log(
    browser: Client, packet: Packet, attorney: User
) -> None:
    version = make_documents.built(packet)

    answer = browser.get(at("download_packet", version))
    assert answer["Content-Security-Policy"].startswith("sandbox")

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == make_documents.file_of(version)
    name = f"{packet.case.ref}-packet-1-v1.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(content))
    assert AccessEntry.objects.filter(user=attorney, subject=name).count() == 1


def test_a_spoiled_file_is_not_handed_out(browser: Client, packet: Packet) -> None:
    version = make_documents.built(packet)
    assert version.blob is not None
    Blob.objects.filter(pk=version.blob.pk).update(altered_at="2026-10-01T00:00Z")

    assert browser.get(at("download_packet", version)).status_code == 409


def test_a_packet_with_a_held_item_is_handed_out_again_after_the_release(
    browser: Client, packet: Packet
) -> None:
    version = make_documents.built(packet)
    holding.hold_back(packet.case)

    refused = browser.get(at("download_packet", version))
    assert refused.status_code == 409
    assert "E-0001 was held back since" in refused.content.decode()

    for item in Item.objects.filter(case=packet.case):
        handling.release(item, by=packet.case.lead)
    answer = browser.get(at("download_packet", version))
    assert answer.status_code == 200
    answer.getvalue()


def test_an_item_hidden_as_sent_by_mistake_is_named_to_the_lead_alone(
    browser: Client, packet: Packet
) -> None:
    version = make_documents.built(packet)
    account = make_cases.account(packet.case, handle="@planted_handle")
    Item.objects.filter(title="Thing 2").update(account=account, address="https://planted.example/")
    item = Item.objects.get(title="Thing 2")
    colleague = make_accounts.paralegal()
    packet.case.team.create(user=colleague)
    other = signed_in(colleague)
    pages = [packet.get_absolute_url(), version.get_absolute_url()]
    pages.append(f"{pages[0]}?show={item.ref}")
    assert all("Thing 2" in shown(other, page) for page in pages)

    handling.hide(item, by=packet.case.lead)

    for page in pages:
        text = shown(other, page)
        assert "Hidden item" in text
        for planted in ("Thing 2", "planted", item.original.blob.sha256):
            assert planted not in text
        assert "Thing 2" in shown(browser, page)
    assert other.post(at("leave_out", packet, item.ref)).status_code == 302
    assert item.ref not in order(packet)


@pytest.mark.parametrize("who", ["lead", "colleague"])
def test_a_packet_that_holds_an_item_hidden_since_is_not_handed_out(
    packet: Packet, who: str
) -> None:
    version = make_documents.built(packet)
    lead, colleague = packet.case.lead, make_accounts.paralegal()
    packet.case.team.create(user=colleague)
    reader = signed_in(lead if who == "lead" else colleague)
    item = Item.objects.get(title="Thing 2")
    handling.hide(item, by=lead)

    refused = reader.get(at("download_packet", version))

    assert refused.status_code == 409
    assert f"{item.ref} was hidden since." in refused.content.decode()
    handling.show(item, by=lead)
    again = reader.get(at("download_packet", version))
    assert again.status_code == 200
    again.getvalue()


def test_a_packet_that_holds_an_item_marked_privileged_since_is_not_handed_out(
    browser: Client, packet: Packet
) -> None:
    version = make_documents.built(packet)
    item = Item.objects.get(title="Thing 2")
    handling.set_sensitivity(item, Sensitivity.PRIVILEGED, by=packet.case.lead)

    refused = browser.get(at("download_packet", version))

    assert refused.status_code == 409
    assert f"{item.ref} was marked privileged since." in refused.content.decode()


def test_what_stops_a_build_is_said_before_and_when_it_is_tried(
    browser: Client, packet: Packet
) -> None:
    Item.objects.filter(number=2).update(sensitivity=Sensitivity.PRIVILEGED)

    page = shown(browser, at("packet", packet))
    answer = browser.post(at("build_packet", packet))

    assert "Privileged, never leaves the firm: E-0002." in page
    assert 'aria-disabled="true" aria-describedby="not-yet"' in page
    assert answer.status_code == 409
    assert "E-0002" in answer.content.decode()
    assert not PacketVersion.objects.exists()


def test_a_build_is_stopped_and_tried_again_with_its_reason_shown(
    browser: Client, packet: Packet
) -> None:
    version = composing.request_build(packet, by=packet.case.lead)

    stopped = browser.post(at("stop_build", version), follow=True).content.decode()
    assert "Stopped by request." in stopped
    assert "Try version 1 again" in stopped

    browser.post(at("retry_build", version))
    version.refresh_from_db()
    assert version.state == JobState.WAITING


def test_a_second_build_while_one_is_under_way_gets_a_sentence(
    browser: Client, packet: Packet
) -> None:
    composing.request_build(packet, by=packet.case.lead)

    answer = browser.post(at("build_packet", packet))

    assert answer.status_code == 409
    assert "is being built" in answer.content.decode()


def test_packets_of_other_cases_do_not_exist(browser: Client, packet: Packet) -> None:
    version = make_documents.built(packet)
    own = make_cases.case(team=[User.objects.get(name="Adaeze Lindqvist")])
    other = Client()
    other = signed_in(make_accounts.attorney())

    assert other.get(at("packet", packet)).status_code == 404
    assert other.get(at("download_packet", version)).status_code == 404
    mixed = at("download_packet", version).replace(packet.case.ref, own.ref)
    assert browser.get(mixed).status_code == 404


def test_a_builder_page_asks_the_database_the_same_number_of_times_however_long_it_is(
    browser: Client, case: Case
) -> None:
    items = [make_evidence.item(case, title=f"Thing {at}") for at in range(12)]
    packet = make_documents.packet(case, *items[:2])
    browser.get(at("packet", packet))

    short = queries_of(browser, packet)
    composing.include(packet, items[2:8])

    assert queries_of(browser, packet) == short


def queries_of(browser: Client, packet: Packet) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get(at("packet", packet))
    return len(captured)
