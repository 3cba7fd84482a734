"""What is received is kept, once, with a receipt for each arrival and custody from the start."""

import hashlib
import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.db import connection

from accounts import keys
from cases.models import Case
from cases.safety import holding
from evidence import custody, receiving, vaults
from evidence.models import (
    Act,
    Blob,
    Channel,
    CustodyEntry,
    Inspection,
    Item,
    Obtained,
    Receipt,
)
from evidence.receiving import NotTaken, Stated
from evidence.vaults import AlreadyTaken
from tests import make_cases, make_evidence

WORDS = b"She reuses needles. I saw the assistant rinse one."


@pytest.fixture
def case(db: None) -> Case:
    return make_cases.case()


def acts(case: Case) -> list[str]:
    return [entry.act for entry in CustodyEntry.objects.of_case(case).in_order()]


def test_a_file_becomes_a_numbered_item_with_receipt_and_custody(case: Case) -> None:
    said = Stated(
        captured=make_cases.posted_on("2026-10-07", "08:02"),
        captured_by="Dana, on her phone",
        obtained=Obtained.CLIENT_DEVICE,
        address="https://chirrup.example.net/p/1",
    )
    before = datetime.now(UTC)

    received = receiving.receive(
        io.BytesIO(WORDS), case=case, by=case.lead, name="chat.txt", stated=said
    )

    item, receipt = received.item, received.receipt
    assert (item.ref, item.original.media_type, received.is_new) == ("E-0001", "text/plain", True)
    assert item.original.blob.sha256 == hashlib.sha256(WORDS).hexdigest()
    assert item.original.blob.size == len(WORDS)
    assert (receipt.name, receipt.channel, receipt.by) == ("chat.txt", Channel.STAFF, case.lead)
    assert receipt.captured == item.captured == said.captured
    assert abs(receipt.received_at - before) < timedelta(seconds=10)
    with vaults.open_blob(item.original.blob) as plain:
        assert plain.read() == WORDS
    assert acts(case) == [Act.RECEIVED, Act.STORED]
    assert custody.verify_case(case) == []


def test_the_chain_holds_ids_and_digests_but_no_names_and_no_words(case: Case) -> None:
    said = Stated(captured_by="MARKER-PERSON", note="MARKER-NOTE", address="https://marker.example")
    receiving.receive(
        io.BytesIO(WORDS), case=case, by=case.lead, name="MARKER-NAME.txt", stated=said
    )

    for entry in CustodyEntry.objects.of_case(case):
        assert "marker" not in entry.canonical.lower()
        assert case.lead.name not in entry.canonical
        assert json.loads(entry.data)["sha256"] == hashlib.sha256(WORDS).hexdigest()


def test_the_bytes_are_nowhere_on_disk_in_the_clear(case: Case) -> None:
    make_evidence.item(case, content=WORDS, name="chat.txt")

    files = [path for path in Path(settings.STORE_DIR).rglob("*") if path.is_file()]
    assert files
    assert not any(WORDS[:20] in path.read_bytes() for path in files)


def test_the_same_bytes_twice_are_one_item_with_two_receipts(case: Case) -> None:
    first = receiving.receive(io.BytesIO(WORDS), case=case, by=case.lead, name="a.txt")
    again = receiving.receive(io.BytesIO(WORDS), case=case, by=case.lead, name="b.txt")

    assert (again.item, again.is_new) == (first.item, False)
    assert [receipt.name for receipt in Receipt.objects.order_by("pk")] == ["a.txt", "b.txt"]
    assert Blob.objects.filter(vault=case.vault).count() == 1
    assert acts(case) == [Act.RECEIVED, Act.STORED, Act.RECEIVED_AGAIN]


def test_the_same_bytes_in_another_case_are_another_file(case: Case) -> None:
    other = make_cases.case()
    one = make_evidence.item(case, content=WORDS)
    two = make_evidence.item(other, content=WORDS)

    assert one.original.blob != two.original.blob
    assert one.original.blob.stored_sha256 != two.original.blob.stored_sha256


def test_a_good_copy_that_comes_after_the_first_was_damaged_is_kept(case: Case) -> None:
    damaged = make_evidence.item(case, content=WORDS)
    spoil(damaged.original.blob)

    again = receiving.receive(io.BytesIO(WORDS), case=case, by=case.lead, name="again.txt")

    assert again.is_new
    with vaults.open_blob(again.item.original.blob) as plain:
        assert plain.read() == WORDS
    assert Item.objects.get(pk=damaged.pk).is_altered
    assert again.item.is_sound


def spoil(blob: Blob) -> None:
    """Flip one bit of the stored bytes."""
    name = blob.stored_sha256
    path = Path(settings.STORE_DIR) / "vaults" / str(blob.vault.uuid) / name[:2] / name
    stored = bytearray(path.read_bytes())
    stored[len(stored) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(stored)


def test_a_file_for_an_incident_is_linked_to_it(case: Case) -> None:
    incident = make_cases.incident(case)

    item = make_evidence.item(case, incident=incident)

    assert list(incident.items.all()) == [item]
    assert acts(case)[-1] == Act.LINKED


def test_an_incident_of_another_case_is_refused(case: Case) -> None:
    foreign = make_cases.incident(make_cases.case())

    with pytest.raises(ValueError, match="another case"):
        make_evidence.item(case, incident=foreign)


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"x" * 2_000_001, "larger than")])
def test_what_cannot_be_taken_is_refused_with_a_sentence_and_leaves_nothing(
    case: Case, settings: LazySettings, content: bytes, words: str
) -> None:
    settings.UPLOAD_MAX_BYTES = 2_000_000

    with pytest.raises(NotTaken, match=words):
        make_evidence.item(case, content=content)

    assert not Item.objects.filter(case=case).exists()
    assert not Receipt.objects.exists()
    assert list(vaults.store().names(vaults.vault_of(case).uuid)) == []


def test_every_original_is_queued_for_its_first_check(case: Case) -> None:
    picture = make_evidence.item(case)
    text = make_evidence.item(case, content=WORDS, name="chat.txt")

    assert [job.file.item for job in Inspection.objects.order_by("pk")] == [picture, text]


def test_a_client_s_file_carries_her_as_its_sender(case: Case) -> None:
    person = make_cases.client_with_access(case)
    party = person.client_accesses.get().party

    received = receiving.receive_from_client(
        io.BytesIO(WORDS), party=party, by=person, name="voicemail.txt", note="From my phone"
    )

    receipt = received.receipt
    assert (receipt.channel, receipt.party, receipt.note) == (
        Channel.CLIENT,
        party,
        "From my phone",
    )
    assert CustodyEntry.objects.of_case(case).in_order()[0].actor == f"party:{party.uuid}"


def test_a_draft_s_files_become_the_case_s_without_being_sealed_again(case: Case) -> None:
    vault = vaults.make_vault()
    first = receiving.receive_for_draft(io.BytesIO(WORDS), vault=vault, name="1.txt")
    receiving.receive_for_draft(io.BytesIO(make_evidence.screenshot()), vault=vault, name="2.png")
    receiving.receive_for_draft(io.BytesIO(WORDS), vault=vault, name="1 again.txt")
    stored = set(vaults.store().names(vault.uuid))
    assert not Inspection.objects.exists(), "nothing of a draft is looked at"

    items = receiving.adopt(vault, case, by=case.lead)

    assert [(item.ref, item.original.name) for item in items] == [
        ("E-0001", "1.txt"),
        ("E-0002", "2.png"),
    ]
    assert set(vaults.store().names(vault.uuid)) == stored
    assert items[0].original.blob.receipts.count() == 2
    assert first.channel == Channel.ENQUIRY
    assert custody.verify_case(case) == []
    assert acts(case) == [
        Act.RECEIVED,
        Act.RECEIVED,
        Act.RECEIVED_AGAIN,
        Act.CASE_OPENED,
        Act.STORED,
        Act.STORED,
    ]
    assert [job.file.item for job in Inspection.objects.order_by("pk")] == items


def test_a_vault_is_adopted_once(case: Case) -> None:
    vault = vaults.make_vault()
    receiving.adopt(vault, case, by=case.lead)

    with pytest.raises(AlreadyTaken):
        receiving.adopt(vault, make_cases.case(), by=case.lead)
    with pytest.raises(AlreadyTaken):
        receiving.adopt(vaults.make_vault(), case, by=case.lead)


def test_a_draft_that_is_withdrawn_is_gone_for_good(own_database: str) -> None:
    vault = vaults.make_vault()
    receipt = receiving.receive_for_draft(io.BytesIO(WORDS), vault=vault, name="1.txt")

    vaults.shred(vault)
    vaults.shred(vault)

    vault.refresh_from_db()
    blob = Blob.objects.get()
    assert (vault.wrapped_key, blob.wrapped_key) == (None, None)
    assert list(vaults.store().names(vault.uuid)) == []
    assert Receipt.objects.get() == receipt, "that something was sent is still known"
    assert [entry.act for entry in vault.custody.order_by("seq")] == [Act.RECEIVED, Act.WITHDRAWN]
    assert list(custody.verify_chain(vault)) == []
    with pytest.raises(NotTaken, match="withdrawn"):
        receiving.receive_for_draft(io.BytesIO(WORDS), vault=vault, name="2.txt")


def test_what_a_case_holds_is_not_withdrawn(case: Case) -> None:
    make_evidence.item(case)

    with pytest.raises(AlreadyTaken):
        vaults.shred(case.vault)


def test_items_of_a_matter_held_back_are_not_looked_at(case: Case) -> None:
    holding.hold_back(case)
    case.refresh_from_db()

    item = make_evidence.item(case)

    assert item.is_held_back
    assert not item.is_sound
    assert not Inspection.objects.exists()


def test_files_that_come_at_once_are_numbered_without_gaps(own_database: str) -> None:
    case = make_cases.case()
    same = make_evidence.screenshot()
    contents = [make_evidence.screenshot() for _ in range(5)] + [same, same, same]

    def send(content: bytes) -> None:
        try:
            make_evidence.item(case, content=content)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, contents))

    assert sorted(item.number for item in case.items.all()) == [1, 2, 3, 4, 5, 6]
    assert Receipt.objects.count() == 8
    assert custody.verify_case(case) == []


def test_the_offline_key_opens_the_evidence_when_the_usual_key_is_lost(
    case: Case, settings: LazySettings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    private = keys.make(settings.KEYS_DIR)
    assert private is not None
    blob = make_evidence.item(case, content=WORDS).original.blob
    vault = blob.vault

    sealed = bytes(vault.recovery_wrapped_key or b"")
    key = keys.unseal_for_recovery(sealed, private=private, context=vault.context)

    assert key == vault.key
