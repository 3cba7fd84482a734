"""Sealed files: what was sealed comes back, and anything else is refused."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import sealing
from evidence.sealing import HEADER, PIECE, TAG, Damaged

KEY = bytes(range(32))
STRIDE = PIECE + TAG
PLAIN = bytes(i * i % 251 for i in range(4096)) * 800  # a bit over three pieces


def sealed(plain: bytes = PLAIN, key: bytes = KEY) -> bytes:
    return b"".join(sealing.seal([plain], key))


def opened(stored: bytes, key: bytes = KEY) -> bytes:
    with sealing.unseal(io.BytesIO(stored), key) as plain:
        return plain.read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_every_length_comes_back_and_has_the_promised_sealed_length(size: int) -> None:
    plain = PLAIN[:size]

    assert opened(sealed(plain)) == plain
    assert len(sealed(plain)) == sealing.sealed_size(size)


def test_the_plain_bytes_are_nowhere_in_the_sealed_ones() -> None:
    assert PLAIN[:64] not in sealed()
    assert sealed() != sealed(), "two sealings of the same bytes differ"


ATTACKS: dict[str, Callable[[bytes], bytes]] = {
    "one bit flipped": lambda b: b[:5000] + bytes([b[5000] ^ 1]) + b[5001:],
    "header changed": lambda b: b[:10] + bytes([b[10] ^ 1]) + b[11:],
    "cut at a piece": lambda b: b[: HEADER + 2 * STRIDE],
    "cut inside a piece": lambda b: b[:-3],
    "middle piece dropped": lambda b: b[: HEADER + STRIDE] + b[HEADER + 2 * STRIDE :],
    "pieces swapped": lambda b: (
        b[:HEADER]
        + b[HEADER + STRIDE : HEADER + 2 * STRIDE]
        + b[HEADER : HEADER + STRIDE]
        + b[HEADER + 2 * STRIDE :]
    ),
    "bytes appended": lambda b: b + b"x" * 20,
    "piece appended": lambda b: b + b[HEADER : HEADER + STRIDE],
    "emptied": lambda _: b"",
    "another file's header": lambda b: sealed(b"other")[:HEADER] + b[HEADER:],
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_changed_bytes_are_refused(attack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Damaged):
        opened(attack(sealed()))


def test_a_file_that_was_cut_gives_no_byte_at_all() -> None:
    with pytest.raises(Damaged):
        sealing.unseal(io.BytesIO(sealed()[: HEADER + STRIDE]), KEY)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Damaged):
        opened(sealed(), key=sealing.new_key())


def test_reading_can_begin_anywhere() -> None:
    with sealing.unseal(io.BytesIO(sealed()), KEY) as plain:
        plain.seek(2 * PIECE - 5)
        assert plain.read(10) == PLAIN[2 * PIECE - 5 : 2 * PIECE + 5]
        plain.seek(-7, io.SEEK_END)
        assert plain.read() == PLAIN[-7:]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=PIECE // 2), max_size=6))
def test_how_the_bytes_arrive_does_not_matter(parts: list[bytes]) -> None:
    assert opened(b"".join(sealing.seal(parts, KEY))) == b"".join(parts)
