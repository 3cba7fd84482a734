"""Composing a packet and asking for it."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from accounts.errors import Refusal
from cases.jobs import JobState
from documents.models import ExhibitLabel, Packet, PacketVersion
from documents.packets import composing, preflight
from evidence.models import Blob, Item, Sensitivity
from tests import make_cases, make_documents, make_evidence


def order(packet: Packet) -> list[str]:
    return [exhibit.item.ref for exhibit in packet.exhibits.order_by("position")]


@pytest.mark.django_db
def test_items_are_added_at_the_end_and_only_once() -> None:
    case = make_cases.case()
    one, two, three = (make_evidence.item(case) for _ in range(3))
    packet = make_documents.packet(case, two, one)

    composing.include(packet, [one, three])

    assert order(packet) == ["E-0002", "E-0001", "E-0003"]


@pytest.mark.django_db
def test_exhibits_move_within_the_order_and_never_past_its_ends() -> None:
    case = make_cases.case()
    items = [make_evidence.item(case) for _ in range(3)]
    packet = make_documents.packet(case, *items)

    composing.move(packet, items[2], by=-1)
    assert order(packet) == ["E-0001", "E-0003", "E-0002"]
    composing.move(packet, items[0], by=-5)
    composing.move(packet, items[2], by=99)
    assert order(packet) == ["E-0001", "E-0002", "E-0003"]
    composing.move(packet, make_evidence.item(case), by=1)
    composing.leave_out(packet, items[1])
    assert order(packet) == ["E-0001", "E-0003"]


@pytest.mark.django_db
def test_order_by_date_is_the_order_of_what_the_exhibits_show() -> None:
    case = make_cases.case()
    late, early = make_evidence.item(case), make_evidence.item(case)
    for item, day in ((late, "2026-10-06"), (early, "2026-10-02")):
        incident = make_cases.incident(case, posted=make_cases.posted_on(day))
        incident.items.add(item)
    packet = make_documents.packet(case, late, early)

    composing.order_by_date(packet)

    assert order(packet) == [early.ref, late.ref]


@pytest.mark.django_db
def test_asking_freezes_what_the_packet_says() -> None:
    case = make_cases.case(client_name="Elena Marsh")
    account = make_cases.account(case, handle="truth_about_marsh")
    incident = make_cases.incident(case, account=account, summary="A post says something false.")
    make_cases.statement(incident, words="She reuses needles.")
    item = make_evidence.item(case, title="Post: “needles”", account=account)
    incident.items.add(item)
    packet = make_documents.packet(case, item)

    version = composing.request_build(packet, by=case.lead)
    Item.objects.filter(pk=item.pk).update(title="Another title")
    packet.title = "Another packet"
    packet.save()

    (placement,) = version.placements.all()
    (line,) = version.chronology.all()
    assert version.state == JobState.WAITING
    assert (version.number, version.total, version.title) == (1, 1, "Motion for early discovery")
    assert placement.title == "Post: “needles”"
    assert placement.source == "truth_about_marsh on Chirrup"
    assert placement.posted.startswith("6 October 2026, 9:14 pm PDT")
    assert placement.words == "She reuses needles."
    assert placement.sha256 == item.original.blob.sha256
    assert placement.label_number == ExhibitLabel.objects.get(item=item).number == 1
    assert line.summary == "A post says something false."
    assert list(line.exhibits.all()) == [placement]
    assert version.custody_seq > 0
    assert version.custody_hash


@pytest.mark.django_db
def test_unreviewed_incidents_stay_out_of_the_chronology_and_the_page_says_so() -> None:
    case = make_cases.case()
    item = make_evidence.item(case)
    incident = make_cases.incident(case, review="submitted")
    incident.items.add(item)
    packet = make_documents.packet(case, item)

    version = composing.request_build(packet, by=case.lead)

    assert version.chronology.count() == 0
    assert version.placements.get().words == ""
    assert "Not reviewed, so left out of the chronology: I-001." in [
        check.words for check in preflight.checks(packet)
    ]


SOME_DAY = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sensitivity": Sensitivity.MINOR}, "Locked"),
        ({"sensitivity": Sensitivity.INTIMATE}, "not yet released"),
        ({"sensitivity": Sensitivity.PRIVILEGED}, "Privileged"),
        ({"hidden_at": SOME_DAY}, "hidden"),
        ({"altered_at": SOME_DAY}, "No longer the bytes we received"),
    ],
)
def test_an_exhibit_that_may_not_be_used_stops_the_build_and_is_named(
    change: dict[str, Any], sentence: str
) -> None:
    case = make_cases.case()
    item = make_evidence.item(case)
    packet = make_documents.packet(case, make_evidence.item(case), item)
    rows = Blob.objects.filter(files__item=item) if "altered_at" in change else None
    (Item.objects.filter(pk=item.pk) if rows is None else rows).update(**change)

    with pytest.raises(composing.NotBuildable, match=sentence) as refused:
        composing.request_build(packet, by=case.lead)

    assert item.ref in str(refused.value)
    assert PacketVersion.objects.count() == 0


@pytest.mark.django_db
def test_an_empty_packet_is_not_built() -> None:
    packet = make_documents.packet(make_cases.case())

    with pytest.raises(composing.NotBuildable, match="no exhibit yet"):
        composing.request_build(packet, by=packet.case.lead)


@pytest.mark.django_db
def test_a_version_under_way_is_the_only_one() -> None:
    case = make_cases.case()
    packet = make_documents.packet(case, make_evidence.item(case))
    first = composing.request_build(packet, by=case.lead)

    with pytest.raises(composing.AlreadyUnderWay):
        composing.request_build(packet, by=case.lead)
    first.ask_to_stop()
    second = composing.request_build(packet, by=case.lead)
    with pytest.raises(composing.AlreadyUnderWay):
        composing.retry(first)

    assert (first.number, second.number) == (1, 2)


def test_of_eight_people_who_press_build_together_one_wins(own_database: str) -> None:
    case = make_cases.case()
    packet = make_documents.packet(case, make_evidence.item(case))
    barrier = threading.Barrier(8)
    answers: list[str] = []

    def press() -> None:
        barrier.wait()
        try:
            composing.request_build(packet, by=case.lead)
            answers.append("built")
        except Refusal as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count("built") == 1
    assert sum("is being built" in answer for answer in answers) == 7
    assert PacketVersion.objects.count() == 1
