"""One flipped byte on disk turns an item red and stops what would use it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import Case
from evidence import custody, vaults, verification
from evidence.models import Act, Blob, CustodyEntry, Item, Sensitivity
from tests import make_cases, make_evidence

NINETY_ONE = timedelta(days=91)


@pytest.fixture
def case(db: None) -> Case:
    return make_cases.case()


def stored(blob: Blob) -> Path:
    name = blob.stored_sha256
    return Path(settings.STORE_DIR) / "vaults" / str(blob.vault.uuid) / name[:2] / name


def harm(item: Item, how: str) -> bytes:
    """Change the stored bytes and return what they were."""
    path = stored(item.original.blob)
    before = path.read_bytes()
    path.chmod(0o600)
    if how == "flip":
        changed = bytearray(before)
        changed[len(changed) // 2] ^= 1
        path.write_bytes(changed)
    elif how == "cut":
        path.write_bytes(before[:-1])
    else:
        path.unlink()
    return before


def last_act(case: Case) -> str:
    return CustodyEntry.objects.of_case(case).order_by("-seq")[0].act


def test_bytes_that_stayed_are_said_to_have_stayed(case: Case) -> None:
    item = make_evidence.item(case)

    assert verification.verify_item(item, by=case.lead)
    assert item.original.blob.checked_at is not None
    assert item.is_sound
    assert last_act(case) == Act.VERIFIED
    assert verification.blocking_items(case) == []


@pytest.mark.parametrize("how", ["flip", "cut", "delete"])
def test_bytes_that_changed_turn_the_item_red(case: Case, how: str) -> None:
    untouched = make_evidence.item(case)
    item = make_evidence.item(case)
    harm(item, how)

    assert not verification.verify_item(item, by=case.lead)

    item = Item.objects.get(pk=item.pk)
    assert item.is_altered
    assert not item.is_sound
    assert last_act(case) == Act.MISMATCH
    assert verification.blocking_items(case) == [item]
    assert list(Item.objects.filter(case=case).unsound()) == [item]
    assert untouched.is_sound
    assert custody.verify_case(case) == [], "the log itself is whole"


def test_bytes_that_are_put_back_make_the_item_sound_again(case: Case) -> None:
    item = make_evidence.item(case)
    before = harm(item, "flip")
    verification.verify_item(item, by=case.lead)
    stored(item.original.blob).write_bytes(before)

    assert verification.verify_item(item, by=case.lead)
    assert Item.objects.get(pk=item.pk).is_sound


def test_what_was_not_read_for_long_is_read_again_by_itself(case: Case) -> None:
    fresh, old, never = (make_evidence.item(case) for _ in range(3))
    verification.verify_item(fresh, by=None)
    Blob.objects.filter(pk=old.original.blob_id).update(checked_at=timezone.now() - NINETY_ONE)
    harm(old, "flip")

    assert verification.check_oldest() == 2

    assert verification.blocking_items(case) == [old]
    assert Item.objects.get(pk=never.pk).original.blob.checked_at is not None
    assert verification.check_oldest() == 0


def test_what_is_held_back_is_checked_without_being_opened(case: Case) -> None:
    item = make_evidence.item(case, sensitivity=Sensitivity.INTIMATE)
    blob = item.original.blob
    Blob.objects.filter(pk=blob.pk).update(checked_at=None)
    assert verification.is_unchanged(blob)

    harm(item, "flip")

    assert not verification.verify_item(item, by=case.lead)


def test_a_stored_file_with_the_bytes_of_another_is_found(case: Case) -> None:
    item, other = make_evidence.item(case), make_evidence.item(case)
    path = stored(item.original.blob)
    path.unlink()
    path.write_bytes(stored(other.original.blob).read_bytes())

    assert not verification.is_unchanged(item.original.blob)


def test_the_command_answers_both_questions(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    item = make_evidence.item(case)
    call_command("verify_custody", case=case.ref)
    assert "No evidence has changed, and the log has not changed." in capsys.readouterr().out

    harm(item, "flip")
    with pytest.raises(CommandError, match="1 problems found"):
        call_command("verify_custody", case=case.ref)
    assert item.original.blob.stored_sha256 in capsys.readouterr().out


def test_the_command_names_files_that_no_row_speaks_of(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    make_evidence.item(case)
    with vaults.store().arrival() as arrival:
        arrival.write(b"left behind")
        name = arrival.keep(case.vault.uuid)

    with pytest.raises(CommandError):
        call_command("verify_custody", case=case.ref)

    assert f"{name}: in the store, but no row" in capsys.readouterr().out
