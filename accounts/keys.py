"""The keys of this installation, and wrapping other keys with them.

Three files in ``KEYS_DIR``, each mode 0600, made once by ``manage.py make_keys``:

``kek``           32 bytes that wrap every vault key and sealed column;
``pepper``        32 bytes mixed into phrases and register digests;
``recovery.pub``  X25519 public key; its private half is printed once and kept offline, so
                  that losing ``kek`` does not lose evidence.
"""

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECRETS = ("kek", "pepper")
RECOVERY_PUBLIC = "recovery.pub"
FILES = (*SECRETS, RECOVERY_PUBLIC)
KEY_BYTES = 32
NONCE_BYTES = 12
POINT_BYTES = 32


@cache
def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"The key file {path} is missing. Restore it from the backup of the keys, or run "
            "“manage.py make_keys” if this installation is new."
        ) from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"The key file {path} does not hold {KEY_BYTES} bytes.")
    return key


def kek() -> bytes:
    """The key that wraps other keys, 32 bytes."""
    return _read(settings.KEYS_DIR / "kek")


def pepper() -> bytes:
    """The secret of this installation that phrases and digests are mixed with, 32 bytes."""
    return _read(settings.KEYS_DIR / "pepper")


def recovery_public_key() -> bytes:
    """The X25519 public key whose private half lies offline, 32 raw bytes."""
    return _read(settings.KEYS_DIR / RECOVERY_PUBLIC)


def make(folder: Path) -> bytes | None:
    """Make whatever key file is missing, never overwriting one.

    Returns:
        The 32 raw bytes of the recovery private key when a new pair was made, to be
        shown once and kept offline; else ``None``.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in SECRETS:
        _write_new(folder / name, os.urandom(KEY_BYTES))
    private = X25519PrivateKey.generate()
    made = _write_new(folder / RECOVERY_PUBLIC, private.public_key().public_bytes_raw())
    return private.private_bytes_raw() if made else None


def _write_new(path: Path, key: bytes) -> bool:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return True


def seal(plain: bytes, *, context: str) -> bytes:
    """Encrypt with the KEK (AES-256-GCM): nonce, then ciphertext and tag.

    Args:
        plain: A key or a column's value.
        context: What the bytes are and whose, such as ``vault|<uuid>``. The same context
            must be given to :func:`unseal`, so a value cannot be moved to another row.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(kek()).encrypt(nonce, plain, context.encode())


def unseal(sealed: bytes, *, context: str) -> bytes:
    """Reverse :func:`seal`.

    Raises:
        cryptography.exceptions.InvalidTag: The bytes, the key or the context differ.
    """
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return AESGCM(kek()).decrypt(nonce, body, context.encode())


def seal_for_recovery(key: bytes, *, context: str) -> bytes:
    """Encrypt ``key`` to the offline recovery key: ephemeral public key, nonce, body.

    X25519, then HKDF-SHA-256 over both public keys, then AES-256-GCM.
    """
    ephemeral = X25519PrivateKey.generate()
    ours = ephemeral.public_key().public_bytes_raw()
    theirs = recovery_public_key()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(theirs))
    nonce = os.urandom(NONCE_BYTES)
    return (
        ours + nonce + _recovery_cipher(shared, ours + theirs).encrypt(nonce, key, context.encode())
    )


def unseal_for_recovery(sealed: bytes, *, private: bytes, context: str) -> bytes:
    """Reverse :func:`seal_for_recovery` with the 32 raw bytes of the offline key."""
    own = X25519PrivateKey.from_private_bytes(private)
    theirs = sealed[:POINT_BYTES]
    nonce = sealed[POINT_BYTES : POINT_BYTES + NONCE_BYTES]
    shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    cipher = _recovery_cipher(shared, theirs + own.public_key().public_bytes_raw())
    return cipher.decrypt(nonce, sealed[POINT_BYTES + NONCE_BYTES :], context.encode())


def _recovery_cipher(shared: bytes, both: bytes) -> AESGCM:
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"recovery" + both).derive(shared)
    return AESGCM(derived)
