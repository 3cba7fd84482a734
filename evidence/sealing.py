"""Encryption of stored files: AES-256-GCM in pieces of 1 MiB under a key of its own. Pure.

A sealed file is a header of 24 bytes, then pieces of up to `PIECE` bytes, each with a tag of 16
bytes behind it. The nonce of a piece is seven zero bytes, its number (four bytes, big-endian) and
one byte that is 1 on the last piece only; the header is authenticated with every piece. A key
seals exactly one file, so no nonce repeats. Flipping, cutting, swapping, dropping or appending is
refused on reading, and reading may begin at any piece.

Source: the STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár 2015, section 6.
"""

import io
import os
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"RDS1"
PIECE = 1 << 20
TAG = 16
HEADER = 24
MOST_PIECES = 1 << 32


class Damaged(OSError):
    """The sealed bytes are not the ones that were written, or the key is not theirs."""


def new_key() -> bytes:
    """A key for one file, 32 random bytes."""
    return AESGCM.generate_key(bit_length=256)


def sealed_size(size: int) -> int:
    """Length of the sealed form of ``size`` bytes."""
    return HEADER + size + TAG * max(1, -(-size // PIECE))


class Sealer:
    """Seals bytes that arrive in pieces of any size."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._header = struct.pack(">4sI16s", MAGIC, PIECE, os.urandom(16))
        self._waiting = bytearray()
        self._number = 0
        self._header_due = True

    def add(self, piece: bytes | memoryview) -> bytes:
        """What can be written now: sealed pieces that are certainly not the last."""
        self._waiting += piece
        ready = [self._due_header()]
        while len(self._waiting) > PIECE:
            ready.append(self._seal(bytes(self._waiting[:PIECE]), last=False))
            del self._waiting[:PIECE]
        return b"".join(ready)

    def finish(self) -> bytes:
        """The last sealed piece; nothing may be added after it."""
        return self._due_header() + self._seal(bytes(self._waiting), last=True)

    def _due_header(self) -> bytes:
        due, self._header_due = self._header_due, False
        return self._header if due else b""

    def _seal(self, piece: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), piece, self._header)
        self._number += 1
        if self._number >= MOST_PIECES:
            raise ValueError("A sealed file has fewer than 2**32 pieces.")
        return sealed


def seal(pieces: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The sealed form of a stream."""
    sealer = Sealer(key)
    for piece in pieces:
        yield sealer.add(piece)
    yield sealer.finish()


class Unsealed(io.RawIOBase):
    """Reads a sealed file as if it were the plain one, from any position.

    The header, the length and the last piece are checked on opening, so a file that was cut or
    lengthened never gives a single byte. Closing it closes the sealed file.

    Raises:
        Damaged: On opening or on reading, when anything differs from what was sealed.
    """

    def __init__(self, sealed: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._sealed = sealed
        self._cipher = AESGCM(key)
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")
        body = sealed.seek(0, io.SEEK_END) - HEADER
        self._pieces = -(-body // (PIECE + TAG))
        self.size = body - TAG * self._pieces
        sealed.seek(0)
        self._header = sealed.read(HEADER)
        try:
            self._check_ends(body)
        except BaseException:
            sealed.close()
            raise

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("A position is not negative.")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if self._position >= self.size:
            return 0
        number, start = divmod(self._position, PIECE)
        part = self._piece(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def pieces(self) -> Iterator[bytes]:
        """All of it in order, a piece at a time."""
        for number in range(self._pieces):
            yield self._piece(number)

    def close(self) -> None:
        self._sealed.close()
        super().close()

    def _check_ends(self, body: int) -> None:
        if body < TAG or self._header[:8] != struct.pack(">4sI", MAGIC, PIECE):
            raise Damaged("This is not a sealed file.")
        self._piece(self._pieces - 1)

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._sealed.seek(HEADER + number * (PIECE + TAG))
            nonce = _nonce(number, last=number == self._pieces - 1)
            try:
                plain = self._cipher.decrypt(nonce, self._sealed.read(PIECE + TAG), self._header)
            except InvalidTag as error:
                raise Damaged("The stored bytes are not the ones that were sealed.") from error
            self._held = (number, plain)
        return self._held[1]


def unseal(sealed: BinaryIO, key: bytes) -> io.BufferedReader:
    """A readable, seekable file over a sealed one."""
    return io.BufferedReader(Unsealed(sealed, key), buffer_size=PIECE)


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">7xIB", number, last)
