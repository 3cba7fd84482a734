"""The program that reads clients' PDFs: every page as a form, without anything that acts.

Form fields and notes are drawn into their pages. Whatever graphics state a page leaks ends with
its form; rotation, negative origins, crop boxes and user units are settled in the form's matrix.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import pikepdf

from documents.cell import program
from documents.pdf.importer import DAMAGE, Importer, floats
from documents.pdf.rendition import MOST_PAGES, Box, Packing, Sheet, Unreadable, mention
from documents.pdf.syntax import Ref
from documents.pdf.writer import Piece

SMALLEST_SCALE = 1e-4


class Recorder:
    """Takes copied objects for a rendition as a writer would for a file."""

    def __init__(self, out: Packing) -> None:
        self._out = out
        self._reserved = 0
        self.parts: list[tuple[int, int, int]] = []

    def reserve(self) -> Ref:
        self._reserved += 1
        return Ref(self._reserved)

    def mention(self, ref: Ref) -> bytes:
        return mention(ref)

    def place(self, ref: Ref, body: bytes) -> Ref:
        self._out.write(body)
        self.parts.append((ref, len(body), -1))
        return ref

    def stream(self, entries: bytes, pieces: Iterable[Piece], length: int, *, at: Ref) -> Ref:
        self._out.write(entries)
        for piece in pieces:
            self._out.write(piece)
        self.parts.append((at, len(entries), length))
        return at


def render(original: io.BytesIO, _media_type: str, out: Packing) -> None:
    with _opened(original) as pdf:
        recorder = Recorder(out)
        importer = Importer(recorder)
        sheets = [_sheet(pdf, page, importer) for page in pdf.pages]
        out.paper(sheets, recorder.parts, _note(pdf))


def _sheet(pdf: pikepdf.Pdf, page: pikepdf.Page, importer: Importer) -> Sheet:
    try:
        form = pdf.make_indirect(page.as_form_xobject())
        matrix = floats(form.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        box = _bounds(floats(form.BBox), matrix)
        shown = importer.reference(form)
        importer.flush()
    except (*DAMAGE, RecursionError) as error:
        raise Unreadable("Part of the PDF is damaged.") from error
    return Sheet(shown, box)


def _bounds(box: Sequence[float], matrix: Sequence[float]) -> Box:
    """The upright rectangle around ``box`` once ``matrix`` has turned and moved it."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2]]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    if right - left < SMALLEST_SCALE or top - bottom < SMALLEST_SCALE:
        raise ValueError("The page has no size.")
    return Box(left, bottom, right - left, top - bottom)


@contextmanager
def _opened(source: BinaryIO) -> Iterator[pikepdf.Pdf]:
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
            if 0 < count <= MOST_PAGES:
                pdf.generate_appearance_streams()
                pdf.flatten_annotations("screen")
        except DAMAGE as error:
            raise Unreadable("Part of the PDF is damaged.") from error
        if not 0 < count <= MOST_PAGES:
            raise Unreadable(f"The PDF has {count} pages; 1 to {MOST_PAGES} can be printed.")
        yield pdf


def _note(pdf: pikepdf.Pdf) -> str:
    """Parts of its pages can be switched on and off; drawn here, all of them show."""
    return "Its optional layers are all shown." if "/OCProperties" in pdf.Root else ""


def run(media_type: str) -> None:
    program.run(render, media_type)
