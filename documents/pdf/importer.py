"""Objects of another PDF, copied into the one being written.

Only what a drawn page needs is followed. Scripts, actions, links to files outside, embedded
files, metadata and tags of the source are left behind, whoever refers to them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import BinaryIO

import pikepdf

from documents.pdf.images import Unreadable
from documents.pdf.syntax import Ref, name, reference
from documents.pdf.writer import PdfWriter

MAX_PAGES = 2_000
MAX_OBJECTS = 200_000

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


class Importer:
    """Copies objects of one open source; each object is written once, however often asked for.

    ``copy`` gives the bytes to write where the value stands; ``flush`` then writes every
    object those bytes refer to. Call it before the source is closed.
    """

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[tuple[int, int], Ref] = {}
        self._waiting: list[tuple[Ref, pikepdf.Object]] = []

    def reference(self, source: pikepdf.Object) -> Ref:
        """The number ``source``, an indirect object, has in the new file."""
        ref = self._known.get(source.objgen)
        if ref is None:
            if len(self._known) >= MAX_OBJECTS:
                raise Unreadable("The PDF is made of too many parts to print.")
            ref = self._known[source.objgen] = self._writer.reserve()
            self._waiting.append((ref, source))
        return ref

    def copy(self, source: object) -> bytes:
        if isinstance(source, pikepdf.Object):
            return reference(self.reference(source)) if source.is_indirect else self._body(source)
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


@contextmanager
def opened(source: BinaryIO) -> Iterator[pikepdf.Pdf]:
    """A client's PDF with form fields and notes drawn into its pages.

    Raises:
        Unreadable: It needs a password, has no pages, too many, or is beyond repair.
    """
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError as error:
        raise Unreadable("The PDF is locked with a password.") from error
    except DAMAGE as error:
        raise Unreadable("The file is not a PDF this program can open.") from error
    with pdf:
        try:
            count = len(pdf.pages)
            if 0 < count <= MAX_PAGES:
                pdf.generate_appearance_streams()
                pdf.flatten_annotations("screen")
        except DAMAGE as error:
            raise Unreadable("Part of the PDF is damaged.") from error
        if not 0 < count <= MAX_PAGES:
            raise Unreadable(f"The PDF has {count} pages; 1 to {MAX_PAGES} can be printed.")
        yield pdf


def has_layers(pdf: pikepdf.Pdf) -> bool:
    """Whether parts of its pages can be switched on and off; drawn here, all of them show."""
    return "/OCProperties" in pdf.Root
