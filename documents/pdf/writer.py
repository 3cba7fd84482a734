"""A PDF written front to back, in one pass, with nothing held but the table of offsets."""

import hashlib
import zlib
from collections.abc import Iterable
from typing import Protocol

from documents.pdf.syntax import Ref, reference

Piece = bytes | memoryview

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


_AT_ONCE = 1 << 18


class Sink(Protocol):
    """Where the bytes go: a file, or anything else that takes them in order."""

    def write(self, piece: bytes, /) -> object: ...


class PdfWriter:
    """Writes numbered objects in any order and, at the end, the table that finds them.

    The same calls give the same bytes: nothing is taken from the clock, the machine or
    chance. The digest runs along, so that of the finished file costs no second reading.
    """

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._kept = bytearray()
        self._digest = hashlib.sha256()
        self._offsets: list[int] = []
        self.size = 0
        self._write(_HEADER)

    def reserve(self) -> Ref:
        """The number of an object that is written later, or never: then it reads as null."""
        self._offsets.append(0)
        return Ref(len(self._offsets))

    def mention(self, ref: Ref) -> bytes:
        """How the body of an object refers to another."""
        return reference(ref)

    def place(self, ref: Ref, body: bytes) -> Ref:
        """Write the object reserved as ``ref``.

        Raises:
            ValueError: It was written before.
        """
        self._begin(ref)
        self._write(body)
        self._write(b"\nendobj\n")
        return ref

    def add(self, body: bytes) -> Ref:
        return self.place(self.reserve(), body)

    def stream(
        self, entries: bytes, pieces: Iterable[Piece], length: int, *, at: Ref | None = None
    ) -> Ref:
        """Write a stream whose bytes are already in the form its ``entries`` declare.

        Args:
            entries: The dictionary without its brackets and without ``/Length``.
            pieces: The bytes in order, as they come.
            length: How many bytes ``pieces`` hold.
            at: A reserved object to write; a new one if left out.

        Raises:
            ValueError: ``pieces`` held more or fewer bytes than ``length``.
        """
        ref = self.reserve() if at is None else at
        self._begin(ref)
        self._write(b"<<%b/Length %d>>\nstream\n" % (entries, length))
        start = self.size
        for piece in pieces:
            self._write(piece)
        if self.size - start != length:
            raise ValueError(f"A stream of {length} bytes was {self.size - start} bytes long.")
        self._write(b"\nendstream\nendobj\n")
        return ref

    def deflated(self, entries: bytes, data: bytes, *, at: Ref | None = None) -> Ref:
        packed = zlib.compress(data, 6)
        return self.stream(entries + b"/Filter/FlateDecode", [packed], len(packed), at=at)

    def close(self, *, root: Ref, info: Ref, seed: bytes) -> str:
        """Write the cross-reference table and the trailer; returns the file's SHA-256.

        Args:
            seed: What the file's identifier is computed from: equal for equal packets.
        """
        table_at = self.size
        free = [ref for ref, offset in enumerate(self._offsets, 1) if not offset]
        next_free = dict(zip([0, *free], [*free, 0], strict=True))
        rows = [b"%010d 65535 f \n" % next_free[0]]
        rows.extend(
            b"%010d 00000 n \n" % offset if offset else b"%010d 00001 f \n" % next_free[ref]
            for ref, offset in enumerate(self._offsets, 1)
        )
        self._write(b"xref\n0 %d\n" % len(rows))
        self._write(b"".join(rows))
        identifier = hashlib.sha256(seed).hexdigest()[:32].encode()
        self._write(
            b"trailer\n<</Size %d/Root %b/Info %b/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(rows), reference(root), reference(info), identifier, identifier, table_at)
        )
        self._pass_on()
        return self._digest.hexdigest()

    def _begin(self, ref: Ref) -> None:
        if self._offsets[ref - 1]:
            raise ValueError(f"Object {ref} was written before.")
        self._offsets[ref - 1] = self.size
        self._write(b"%d 0 obj\n" % ref)

    def _write(self, piece: Piece) -> None:
        self._kept += piece
        self.size += len(piece)
        if len(self._kept) >= _AT_ONCE:
            self._pass_on()

    def _pass_on(self) -> None:
        piece = bytes(self._kept)
        self._kept.clear()
        self._digest.update(piece)
        self._out.write(piece)
