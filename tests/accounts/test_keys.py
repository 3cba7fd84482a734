"""Keys wrap keys, and a sealed value opens only where it was put."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from accounts import keys
from accounts.models import SafeContact
from tests import make_accounts


@pytest.fixture
def fresh_keys(tmp_path: Path, settings: Settings) -> bytes:
    """A new installation's keys; returns the recovery private key."""
    settings.KEYS_DIR = tmp_path / "keys"
    private = keys.make(settings.KEYS_DIR)
    assert private is not None
    return private


@pytest.mark.usefixtures("fresh_keys")
def test_key_files_are_private_and_never_overwritten(settings: Settings) -> None:
    before = {path.name: path.read_bytes() for path in settings.KEYS_DIR.iterdir()}

    assert keys.make(settings.KEYS_DIR) is None

    assert {path.name: path.read_bytes() for path in settings.KEYS_DIR.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in settings.KEYS_DIR.iterdir()} == {0o600}


def test_a_missing_key_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    settings.KEYS_DIR = tmp_path / "nothing here"

    with pytest.raises(ImproperlyConfigured, match="Restore it from the backup"):
        keys.kek()


@pytest.mark.usefixtures("fresh_keys")
def test_a_sealed_value_opens_only_in_its_own_context() -> None:
    sealed = keys.seal(b"marzipan", context="contact|1")

    assert keys.unseal(sealed, context="contact|1") == b"marzipan"
    with pytest.raises(InvalidTag):
        keys.unseal(sealed, context="contact|2")


@pytest.mark.usefixtures("fresh_keys")
@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_refused(position: int) -> None:
    sealed = bytearray(keys.seal(b"marzipan", context="contact|1"))
    sealed[position] ^= 1

    with pytest.raises(InvalidTag):
        keys.unseal(bytes(sealed), context="contact|1")


def test_the_offline_key_alone_opens_what_was_sealed_for_recovery(fresh_keys: bytes) -> None:
    sealed = keys.seal_for_recovery(b"k" * 32, context="vault|1")

    opened = keys.unseal_for_recovery(sealed, private=fresh_keys, context="vault|1")

    assert opened == b"k" * 32
    stranger = X25519PrivateKey.generate().private_bytes_raw()
    with pytest.raises(InvalidTag):
        keys.unseal_for_recovery(sealed, private=stranger, context="vault|1")


@pytest.mark.django_db
def test_a_phone_number_is_unreadable_in_the_database() -> None:
    contact = make_accounts.safe_contact(phone="+1 202 555 0111", code_word="marzipan")

    stored = SafeContact.objects.get(pk=contact.pk)

    assert stored.phone == "+1 202 555 0111"
    assert b"555" not in bytes(stored.phone_sealed)


@pytest.mark.django_db
def test_a_sealed_column_copied_to_another_row_does_not_open() -> None:
    theirs = make_accounts.safe_contact(phone="+1 202 555 0111")
    other = make_accounts.safe_contact()
    SafeContact.objects.filter(pk=other.pk).update(phone_sealed=theirs.phone_sealed)

    other.refresh_from_db()

    with pytest.raises(InvalidTag):
        _ = other.phone
