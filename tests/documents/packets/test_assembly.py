"""A packet from its rows: every exhibit, every number, every refusal."""

import hashlib
import io
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from cases.jobs import JobState
from documents.models import (
    BatesRange,
    ChronologyLine,
    ExhibitLabel,
    ExhibitPlacement,
    Packet,
    PacketVersion,
    PlacementKind,
)
from documents.packets import composing, preflight, tasks
from evidence import custody
from evidence.models import Act, Blob, CustodyEntry, Item, Sensitivity
from tests import make_cases, make_documents, make_evidence
from tests.documents.pdf import hostile, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> Packet:
    """A packet with one exhibit of each kind, in a case with two reviewed incidents."""
    case = make_cases.case(client_name="Elena Marsh")
    account = make_cases.account(case, handle="truth_about_marsh")
    contents = [
        make_evidence.screenshot("Do NOT take your kids there"),
        hostile.photo(6),
        hostile.document(hostile.WORDS),
        make_documents.mail("You will regret this."),
        "Note of a call: мир <b>not bold</b>".encode(),
        b"\0\0\0\x18ftypmp42" + bytes(500),
        hostile.photo()[:5000],
    ]
    items = [
        make_evidence.item(case, content=content, title=f"Thing {at}", account=account)
        for at, content in enumerate(contents, 1)
    ]
    for at, day in ((0, "2026-10-06"), (1, "2026-10-02")):
        incident = make_cases.incident(
            case, account=account, summary=f"Event {at}", posted=make_cases.posted_on(day)
        )
        make_cases.statement(incident, words=f"Exact words {at}")
        incident.items.add(items[at])
    return make_documents.packet(case, *items)


def pages_with(packet: bytes, words: str) -> list[int]:
    return [at for at, text in enumerate(reading.texts(packet), 1) if words in text]


def test_a_packet_holds_cover_index_chronology_slips_exhibits_and_hashes(full: Packet) -> None:
    version = make_documents.built(full)
    packet = make_documents.file_of(version)

    reader = pypdf.PdfReader(io.BytesIO(packet), strict=True)
    assert version.state == JobState.DONE
    assert len(reader.pages) == version.pages == 1 + 1 + 1 + 7 * 2 + 1
    titles = [str(entry["/Title"]) for entry in reader.outline]  # type: ignore[call-overload]
    assert titles == [
        "Cover",
        "Index of exhibits",
        "Chronology",
        *(f"Exhibit {at}: Thing {at}" for at in range(1, 8)),
        "Originals and their SHA-256",
    ]
    text = reading.texts(packet)
    assert all("WORKING COPY, NOT FOR FILING" in page for page in text)
    assert all(f"Page {at} of {len(text)}" in page for at, page in enumerate(text, 1))
    assert version.custody_hash in text[0].replace("\r\n", "")
    assert text[2].index("Event 1") < text[2].index("Event 0")
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_every_original_is_named_by_its_hash_on_its_pages_and_in_the_list(full: Packet) -> None:
    version = make_documents.built(full)
    packet = make_documents.file_of(version)

    for placement in version.placements.all():
        assert len(pages_with(packet, placement.sha256)) >= 3


def test_index_rows_lead_to_their_exhibit_and_print_its_page(full: Packet) -> None:
    reader = pypdf.PdfReader(io.BytesIO(make_documents.file_of(make_documents.built(full))))

    named = reader.named_destinations
    printed = reader.pages[1].extract_text()
    for at in range(1, 8):
        page = (reader.get_destination_page_number(named[f"exhibit-{at}"]) or 0) + 1
        assert f"Exhibit {at}" in reader.pages[page - 1].extract_text()
        assert f"\n{page}\n" in f"\n{printed}\n"


def test_bates_numbers_run_over_exhibit_pages_alone(full: Packet) -> None:
    packet = make_documents.file_of(make_documents.built(full))
    labels = pypdf.PdfReader(io.BytesIO(packet)).page_labels

    assert [label for label in labels if "-" in label] == [f"OF-{at:06d}" for at in range(1, 8)]
    for label, text in zip(labels, reading.texts(packet), strict=True):
        assert label in text or "-" not in label


def test_what_cannot_be_printed_is_described_and_the_packet_is_built(full: Packet) -> None:
    version = make_documents.built(full)
    packet = make_documents.file_of(version)

    kinds = [placement.kind for placement in version.placements.order_by("position")]
    assert kinds == [PlacementKind.CONTENT] * 5 + [PlacementKind.LODGED] * 2
    assert len(pages_with(packet, "cannot be printed")) == 1
    assert len(pages_with(packet, "The image ends before its last line.")) == 1
    assert len(pages_with(packet, "<b>not bold</b>")) == 1
    assert len(pages_with(packet, "You will regret this.")) == 1


def test_statements_can_be_searched_on_the_picture_that_shows_them(full: Packet) -> None:
    packet = make_documents.file_of(make_documents.built(full))

    (page,) = pages_with(packet, "Exact words 0")
    assert "E-0001, page 1 of 1" in reading.words(packet, page - 1)


def test_the_file_is_sealed_hashed_and_written_into_the_custody_chain(full: Packet) -> None:
    version = make_documents.built(full)
    packet = make_documents.file_of(version)

    assert version.blob is not None
    assert version.blob.sha256 == hashlib.sha256(packet).hexdigest()
    stored = settings.STORE_DIR / "vaults" / str(version.blob.vault.uuid)
    assert not any(b"%PDF-1.7" in path.read_bytes()[:64] for path in stored.glob("??/*"))
    entries = CustodyEntry.objects.filter(act=Act.INCLUDED_IN_PACKET)
    assert {entry.subject for entry in entries} == {item.uuid for item in full.items.all()}
    assert all(str(version.uuid) in entry.data for entry in entries)
    assert custody.verify_case(full.case) == []


def test_a_rebuild_keeps_labels_and_numbers_and_a_new_exhibit_takes_the_next(
    full: Packet,
) -> None:
    first = make_documents.built(full)
    composing.include(full, [make_evidence.item(full.case, title="Late")])
    second = make_documents.built(full)

    before = list(first.placements.values_list("label_number", "bates_first", "bates_last"))
    after = list(second.placements.values_list("label_number", "bates_first", "bates_last"))
    assert after[:7] == before
    assert after[7] == (8, 8, 8)


def test_the_same_frozen_version_gives_the_same_bytes(full: Packet) -> None:
    version = composing.request_build(full, by=full.case.lead)
    with transaction.atomic():
        tasks.build_packet(version.pk)
        first = make_documents.file_of(PacketVersion.objects.get(pk=version.pk))
        transaction.set_rollback(True)  # as if its worker had been killed at the last moment

    tasks.build_packet(version.pk)

    assert make_documents.file_of(PacketVersion.objects.get(pk=version.pk)) == first


def test_the_database_lets_nothing_of_a_built_packet_be_changed(full: Packet) -> None:
    version = make_documents.built(full)
    placements = ExhibitPlacement.objects.filter(version=version)
    links = ChronologyLine.exhibits.through.objects.filter(chronologyline__version=version)
    newer = composing.request_build(full, by=full.case.lead)
    assert links.count() == 2
    changes: list[Callable[[], object]] = [
        lambda: PacketVersion.objects.filter(pk=version.pk).update(state=JobState.WAITING),
        lambda: placements.update(title="Another title"),
        placements.delete,
        lambda: ChronologyLine.objects.filter(version=version).update(summary="Another"),
        links.delete,
        lambda: links.update(exhibitplacement=newer.placements.first()),
        lambda: newer.chronology.update(version=version, position=F("position") + 90),
        lambda: ExhibitLabel.objects.update(number=99),
        ExhibitLabel.objects.all().delete,
        lambda: BatesRange.objects.update(last=99),
        BatesRange.objects.all().delete,
    ]

    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_long_text_runs_over_pages_and_loses_no_line() -> None:
    case = make_cases.case()
    lines = [f"line {at} of a long note" for at in range(2500)]
    item = make_evidence.item(case, content="\n".join(lines).encode())

    packet = make_documents.file_of(make_documents.built(make_documents.packet(case, item)))

    text = "\n".join(reading.texts(packet))
    assert [line for line in lines if line not in text] == []


def test_words_of_many_scripts_are_printed() -> None:
    case = make_cases.case()
    words = ["他是骗子", "嘘つき", "거짓말쟁이", "лжец", "ψεύτης"]
    item = make_evidence.item(case, content=" ".join(words).encode(), title="“他是骗子”")

    version = make_documents.built(make_documents.packet(case, item))

    packet = make_documents.file_of(version)
    assert version.placements.get().note == ""
    (page,) = pages_with(packet, "거짓말쟁이")
    assert [word for word in words if word not in reading.words(packet, page - 1)] == []
    assert len(pages_with(packet, "“他是骗子”")) >= 2


def test_letters_no_typeface_has_are_announced_before_and_on_the_slip_sheet() -> None:
    case = make_cases.case()
    item = make_evidence.item(case, content="before \u1335 after".encode(), title="A \u1335 sign")
    packet = make_documents.packet(case, item)

    assert "will show as boxes in the title: E-0001 (\u1335)." in " ".join(
        check.words for check in preflight.checks(packet)
    )
    assert make_documents.built(packet).placements.get().note == "Shown as boxes: \u1335."


def flip(blob: Blob) -> None:
    path = next(settings.STORE_DIR.glob(f"vaults/*/??/{blob.stored_sha256}"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def remove(blob: Blob) -> None:
    next(settings.STORE_DIR.glob(f"vaults/*/??/{blob.stored_sha256}")).unlink()


@pytest.mark.parametrize("spoil", [flip, remove])
def test_one_changed_byte_stops_the_packet_and_names_the_item(
    spoil: Callable[[Blob], None], full: Packet
) -> None:
    item = Item.objects.get(number=3)
    spoil(item.original.blob)

    version = make_documents.built(full)

    assert version.state == JobState.FAILED
    assert version.error.startswith("E-0003 (Exhibit 3) is no longer the file we received")
    assert Item.objects.get(number=3).is_altered
    with pytest.raises(composing.NotBuildable, match="No longer the bytes we received: E-0003"):
        composing.request_build(full, by=full.case.lead)
    assert version.blob is None
    assert not any((settings.STORE_DIR / "incoming").iterdir())
    assert not CustodyEntry.objects.filter(act=Act.INCLUDED_IN_PACKET).exists()


def test_a_sealed_exhibit_is_checked_and_never_shown() -> None:
    case = make_cases.case()
    item = make_evidence.item(case, sensitivity=Sensitivity.INTIMATE, title="Photograph")
    Item.objects.filter(pk=item.pk).update(released_at="2026-10-01T00:00Z", released_by=case.lead)

    version = make_documents.built(make_documents.packet(case, item))
    packet = make_documents.file_of(version)

    assert version.placements.get().kind == PlacementKind.SEALED
    assert len(pages_with(packet, "lodged under seal")) == 1
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        images = [one for one in pdf.objects if is_image(one)]
    assert images == []


def is_image(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"


def test_a_distressing_exhibit_is_announced_on_its_slip_sheet() -> None:
    case = make_cases.case()
    item = make_evidence.item(case, sensitivity=Sensitivity.GRAPHIC)

    packet = make_documents.file_of(make_documents.built(make_documents.packet(case, item)))

    assert len(pages_with(packet, "The next pages show distressing content.")) == 1


def test_stop_is_heard_between_exhibits_and_try_again_finishes(full: Packet) -> None:
    version = composing.request_build(full, by=full.case.lead)
    PacketVersion.objects.filter(pk=version.pk).update(stop_asked=True)

    tasks.build_packet(version.pk)

    version.refresh_from_db()
    assert (version.state, version.blob) == (JobState.STOPPED, None)
    composing.retry(version)
    tasks.build_packet(version.pk)
    version.refresh_from_db()
    assert version.state == JobState.DONE


def test_a_message_delivered_twice_builds_once(full: Packet) -> None:
    version = make_documents.built(full)

    tasks.build_packet(version.pk)

    assert PacketVersion.objects.get(pk=version.pk).finished_at == version.finished_at
    assert CustodyEntry.objects.filter(act=Act.INCLUDED_IN_PACKET).count() == 7


@contextmanager
def little_room() -> Iterator[None]:
    """A process limit on file size stands in for a full disk: both end in a short write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_is_said_and_nothing_is_left() -> None:
    case = make_cases.case()
    big = hostile.saved(hostile.noise("RGB", (400, 400)))
    packet = make_documents.packet(case, make_evidence.item(case, content=big))
    version = composing.request_build(packet, by=case.lead)

    with little_room():
        tasks.build_packet(version.pk)

    version.refresh_from_db()
    assert version.state == JobState.FAILED
    assert version.error.startswith("The disk has no room for this packet.")
    assert not any((settings.STORE_DIR / "incoming").iterdir())
