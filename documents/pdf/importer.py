"""Objects of another PDF, copied into the one being written.

Only what a drawn page needs is followed. Scripts, actions, links to files outside, embedded
files, metadata and tags of the source are left behind, whoever refers to them.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

import pikepdf

from documents.pdf.rendition import MOST_OBJECTS, Unreadable
from documents.pdf.syntax import Ref, name
from documents.pdf.writer import Piece

LEFT_BEHIND = frozenset(
    {
        "/AA",
        "/AF",
        "/Alternates",
        "/EmbeddedFiles",
        "/Interpolate",  # forbidden in PDF/A, and it blurs what was sharp
        "/JS",
        "/JavaScript",
        "/Launch",
        "/Metadata",
        "/OC",
        "/OPI",
        "/OpenAction",
        "/PieceInfo",
        "/Ref",
        "/RichMedia",
        "/StructParent",
        "/StructParents",
        "/Thumb",
    }
)
DAMAGE = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError)
"""What reading a damaged PDF raises; catch it around reading alone."""

_OUTSIDE_FILE = frozenset({"/F", "/FFilter", "/FDecodeParms"})  # stream data kept elsewhere
_NOT_DRAWN = {"/PS"}  # PostScript XObjects: programs for a printer


class Objects(Protocol):
    """What objects are copied into: a `documents.pdf.writer.PdfWriter`, or what acts like one."""

    def reserve(self) -> Ref: ...

    def place(self, ref: Ref, body: bytes) -> Ref: ...

    def stream(self, entries: bytes, pieces: Iterable[Piece], length: int, *, at: Ref) -> Ref: ...

    def mention(self, ref: Ref) -> bytes:
        """How the body of an object refers to another."""
        ...


class Importer:
    """Copies objects of one open source; each object is written once, however often asked for.

    ``copy`` gives the bytes to write where the value stands; ``flush`` then writes every
    object those bytes refer to. Call it before the source is closed.
    """

    def __init__(self, writer: Objects) -> None:
        self._writer = writer
        self._known: dict[tuple[int, int], Ref] = {}
        self._waiting: list[tuple[Ref, pikepdf.Object]] = []

    def reference(self, source: pikepdf.Object) -> Ref:
        """The number ``source``, an indirect object, has in the new file."""
        ref = self._known.get(source.objgen)
        if ref is None:
            if len(self._known) >= MOST_OBJECTS:
                raise Unreadable("The PDF is made of too many parts to print.")
            ref = self._known[source.objgen] = self._writer.reserve()
            self._waiting.append((ref, source))
        return ref

    def copy(self, source: object) -> bytes:
        if isinstance(source, pikepdf.Object):
            if source.is_indirect:
                return self._writer.mention(self.reference(source))
            return self._body(source)
        if source is None:
            return b"null"
        if isinstance(source, bool):
            return b"true" if source else b"false"
        if isinstance(source, int | Decimal):
            return str(source).encode("ascii")
        raise Unreadable("The PDF holds a value of an unknown kind.")

    def flush(self) -> None:
        while self._waiting:
            ref, source = self._waiting.pop()
            if source._type_code == pikepdf.ObjectType.stream:  # noqa: SLF001 - no public name
                self._stream(ref, source)
            else:
                self._writer.place(ref, self._body(source))

    def _stream(self, ref: Ref, source: pikepdf.Object) -> None:
        if str(source.stream_dict.get("/Subtype", "")) in _NOT_DRAWN:
            self._writer.place(ref, b"null")
            return
        data = source.read_raw_bytes()
        entries = self._entries(source.stream_dict, _OUTSIDE_FILE | {"/Length"})
        self._writer.stream(entries, [data], len(data), at=ref)

    def _body(self, source: pikepdf.Object) -> bytes:
        kind = source._type_code  # noqa: SLF001 - no public name
        if kind == pikepdf.ObjectType.dictionary:
            return b"<<" + self._entries(source) + b">>"
        if kind == pikepdf.ObjectType.array:
            return b"[" + b" ".join(self.copy(value) for value in source) + b"]"
        if kind == pikepdf.ObjectType.stream:
            raise Unreadable("The PDF holds a stream where none may stand.")
        return source.unparse()

    def _entries(self, source: pikepdf.Object, besides: frozenset[str] = frozenset()) -> bytes:
        return b"".join(
            name(key[1:]) + b" " + self.copy(value)
            for key, value in source.items()
            if key not in LEFT_BEHIND and key not in besides
        )


def floats(values: object) -> list[float]:
    """The numbers of a PDF array, or of a list of our own."""
    return [float(str(value)) for value in values]  # type: ignore[attr-defined]
