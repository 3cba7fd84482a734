"""Looking at a finished packet as its readers do."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from documents.cell import papers, pictures, program
from documents.pdf import fonts
from documents.pdf.binder import Binder, Leaf
from documents.pdf.rendition import Packing, Paper, Picture, Rendition, opened

HEADER = (36, 738, 576, 792)
FOOTER = (36, 0, 576, 47)
BODY = (36, 54, 576, 738)


def use_fonts(folder: Path) -> None:
    fonts.use_only_ours(folder)


def bound(leaves: Sequence[Leaf], binder: Binder, out: io.BytesIO) -> bytes:
    """Bind the leaves and return the whole file."""
    binder.bind(leaves, title="Evidence packet", matter="Case 2026-0142", seed=b"seed")
    return out.getvalue()


def rendered(render: program.Render, data: bytes) -> Rendition:
    """A rendition as the jail would make it.

    Raises:
        Unreadable: There is nothing to show.
    """
    original, made = io.BytesIO(data), io.BytesIO()
    program.rendered(render, original, "", Packing(made, original))
    return opened(made, original)


def picture(data: bytes) -> Picture:
    shown = rendered(pictures.render, data)
    assert isinstance(shown, Picture)
    return shown


def paper(data: bytes) -> Paper:
    shown = rendered(papers.render, data)
    assert isinstance(shown, Paper)
    return shown


def seen(packet: bytes, page: int = 0, *, dpi: int = 72) -> Image.Image:
    with pypdfium2.PdfDocument(packet) as document:
        picture: Image.Image = document[page].render(scale=dpi / 72).to_pil()
    return picture.convert("RGB")


def crop(picture: Image.Image, area: tuple[float, float, float, float]) -> Image.Image:
    """Part of a page seen at 72 dpi; the area is counted from the lower left, as in PDF."""
    left, bottom, right, top = area
    height = picture.height
    return picture.crop((int(left), int(height - top), int(right), int(height - bottom)))


def ink(picture: Image.Image) -> int:
    """How many pixels are not nearly white."""
    return sum(picture.convert("L").histogram()[:200])


def texts(packet: bytes) -> list[str]:
    """The words of every page."""
    with pypdfium2.PdfDocument(packet) as document:
        return [str(page.get_textpage().get_text_range()) for page in document]


def words(packet: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(packet) as document:
        return str(document[page].get_textpage().get_text_range())
