"""Canonical text: one spelling per value, so that a digest of it means something. Pure.

Version 1 of the custody format is JSON (RFC 8259) with keys sorted by code point, no spaces,
characters written as themselves in UTF-8, and nothing whose spelling could vary: no floats, no
NUL, no half of a surrogate pair, no whole number beyond 2**53 - 1.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

VERSION = 1
LARGEST = 2**53 - 1

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]


class NotCanonical(ValueError):
    """The value has no single spelling in the custody format."""


def text(value: Plain) -> str:
    """The one spelling of ``value``.

    Raises:
        NotCanonical: It holds a float, NUL, lone surrogate, huge number or foreign type.
    """
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_canonical(spelling: str) -> bool:
    """Whether ``spelling`` is exactly what `text` would write for the value it holds."""
    try:
        return text(json.loads(spelling)) == spelling
    except (ValueError, RecursionError):
        return False


def digest(spelling: str) -> str:
    """SHA-256 of the text in UTF-8, 64 lowercase hex digits."""
    return hashlib.sha256(spelling.encode()).hexdigest()


def genesis(chain: UUID) -> str:
    """What the first entry of a chain names as its predecessor."""
    return digest(f"custody-genesis:{chain}")


def _check(value: object) -> None:
    match value:
        case None | bool():
            return
        case str():
            _check_words(value)
        case int() if abs(value) <= LARGEST:
            return
        case Mapping():
            _check([part for pair in value.items() for part in (_key(pair[0]), pair[1])])
        case list() | tuple():
            for inner in value:
                _check(inner)
        case _:
            raise NotCanonical(f"{value!r:.80} has no single spelling.")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical("Keys are words.")
    return key


def _check_words(words: str) -> None:
    if "\x00" in words:
        raise NotCanonical("NUL cannot be stored.")
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("Half of a surrogate pair is not a character.") from error
