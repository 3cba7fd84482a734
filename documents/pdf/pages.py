"""Pages of a packet: what fills the reserved box, and the stamps in the margins around it.

All lengths are points, measured from the lower left corner of a US Letter page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from documents.pdf.embedding import Fonts
from documents.pdf.importer import Importer, floats
from documents.pdf.lettering import Style, written
from documents.pdf.plan import slices
from documents.pdf.rendition import Box, Paper, Picture, Unreadable
from documents.pdf.syntax import Ref, literal, number, numbers, reference, references
from documents.pdf.writer import PdfWriter

WIDTH, HEIGHT = 612.0, 792.0
SIDE, BAND = 36.0, 54.0
NATURAL = 72 / 96  # points of one pixel shown at its natural size
SLICE_OVERLAP = 36.0
SLICE_WIDTHS = (324.0, 540.0)
SLICE_SCALE = 0.4  # points a pixel of a phone's screenshot gets at most when it is cut
MAX_SLICES = 60
HAIR, GAP = 0.4, 1.0  # the line around an exhibit, and what it leaves of the reserved box

LINK_SCHEMES = {"packet", "page"}
NOTICE = "WORKING COPY, NOT FOR FILING"
STAMP_FONTS = frozenset({"Regular", "Bold"})
WARNING, LABEL, BATES = Style("Bold", 8), Style("Bold", 11), Style("Bold", 9)
REFERRED, MARGIN, DIGEST = Style("Regular", 8.5), Style("Regular", 7.5), Style("Regular", 6)

_EXIF_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""The unit square as each Exif orientation turns it, as ``cm`` operands."""


BODY = Box(SIDE + GAP, BAND + GAP, WIDTH - 2 * (SIDE + GAP), HEIGHT - 2 * (BAND + GAP))
WHOLE = Box(0, 0, WIDTH, HEIGHT)


@dataclass(frozen=True)
class Link:
    """A place on a page that leads to a named destination of the packet.

    Attributes:
        is_number: Whether the place is left empty for the number of the page it leads to.
    """

    area: Box
    to: str
    is_number: bool = False


@dataclass(frozen=True)
class Drawn:
    """What one page shows apart from its stamps; its heavy parts are in the file already.

    Attributes:
        content: Operators that leave the graphics state as they found it.
        shown: The form or image the operators call ``/X``.
        fonts: Which of `documents.pdf.embedding.NAMES` the operators use besides those of stamps.
    """

    content: bytes
    shown: Ref | None
    fonts: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Stamp:
    """What the margins of one page say; every field is printable ASCII and may be empty.

    Attributes:
        sheet: The page's place in the file, from 1.
        sheets: How many pages the file has.
        label: The exhibit's label, in a box at the upper right.
        matter: The case, under the notice at the upper left.
        source: Which item this is, and which page of how many.
        sha256: The digest of the original.
        bates: The page's Bates number, at the lower right.
    """

    sheet: int
    sheets: int
    matter: str
    label: str = ""
    source: str = ""
    sha256: str = ""
    bates: str = ""


# What fills the box -------------------------------------------------------------------------


def place_picture(writer: PdfWriter, picture: Picture, text: str = "") -> list[Drawn]:
    """Write the picture once and show it on one page, or cut over several if it is tall.

    Args:
        text: What the picture says, laid unseen over it for searching and reading aloud.

    Raises:
        Unreadable: It is so tall that it would fill more than ``MAX_SLICES`` pages.
    """
    width, height = picture.upright
    scale = min(BODY.width / width, BODY.height / height, NATURAL)
    cut_width = min(max(width * SLICE_SCALE, SLICE_WIDTHS[0]), SLICE_WIDTHS[1], width * NATURAL)
    cut = width * scale < min(SLICE_WIDTHS[0], width * NATURAL) * 0.8
    if cut:
        scale = cut_width / width
    parts = slices(height * scale, BODY.height, SLICE_OVERLAP)
    if len(parts) > MAX_SLICES:
        raise Unreadable(f"The image is so tall that it would fill {len(parts)} pages.")
    shown = _write_picture(writer, picture)
    left = BODY.x + (BODY.width - width * scale) / 2
    upper = BODY.y + BODY.height
    drawn = []
    last = len(parts) - 1
    for at, part in enumerate(parts):
        area = Box(left, upper - part.height, width * scale, part.height)
        whole = Box(left, upper + part.top - height * scale, width * scale, height * scale)
        content = _clipped(area, _turned(picture.orientation, whole))
        content += _edges(area, has_top=at == 0, has_bottom=at == last)
        hidden = hidden_text(text, area) if at == 0 else b""
        used = frozenset({"Hidden"} if hidden else ())
        drawn.append(Drawn(content + hidden, shown, used))
    return drawn


def place_paper(writer: PdfWriter, paper: Paper) -> list[Drawn]:
    """Write a client's PDF and show every page scaled into the box and clipped to it."""
    refs = paper.place(writer)
    drawn = []
    for sheet in paper.sheets:
        box = sheet.box
        scale = min(BODY.width / box.width, BODY.height / box.height, 1)
        width, height = box.width * scale, box.height * scale
        area = Box(BODY.x + (BODY.width - width) / 2, BODY.y + BODY.height - height, width, height)
        move = (scale, 0, 0, scale, area.x - box.x * scale, area.y - box.y * scale)
        drawn.append(Drawn(_clipped(area, move) + _edges(area), refs[sheet.form - 1]))
    return drawn


def place_fragment(writer: PdfWriter, pdf: pikepdf.Pdf) -> list[Drawn]:
    """Copy the pages of a PDF we set ourselves, at their own size, with the links inside.

    A link to ``packet:<name>`` leads to the destination ``name`` of the packet; a link to
    ``page:<name>`` does too, and the number of that page is printed in its place. All other
    links and annotations are left behind.
    """
    importer = Importer(writer)
    drawn = []
    for page in pdf.pages:
        links = tuple(_links(page))
        form = pdf.make_indirect(page.as_form_xobject())
        shown = importer.reference(form)
        importer.flush()
        drawn.append(Drawn(b"q /X Do Q\n", shown, links=links))
    return drawn


def _links(page: pikepdf.Page) -> list[Link]:
    found = []
    for annotation in page.obj.get("/Annots", []):
        action = annotation.get("/A")
        target = str(action.get("/URI", "")) if action is not None else ""
        scheme, _, name = target.partition(":")
        if scheme in LINK_SCHEMES:
            left, one, right, other = floats(annotation.Rect)
            area = Box(left, min(one, other), right - left, abs(other - one))
            found.append(Link(area, name, is_number=scheme == "page"))
    return found


def _clipped(area: Box, matrix: Sequence[float]) -> bytes:
    """Show ``/X`` through ``matrix``, seen through the window ``area`` alone."""
    return b"q %b re W n %b cm /X Do Q\n" % (numbers(*area), numbers(*matrix))


def _edges(area: Box, *, has_top: bool = True, has_bottom: bool = True) -> bytes:
    """Hairlines around ``area``, none of them on it; where a picture goes on, its side is open."""
    left, bottom = area.x - HAIR / 2, area.y - HAIR / 2
    right, top = left + area.width + HAIR, bottom + area.height + HAIR
    sides = [(left, bottom, left, top), (right, bottom, right, top)]
    sides += [(left, top, right, top)] * has_top + [(left, bottom, right, bottom)] * has_bottom
    lines = (b"%b m %b l " % (numbers(*side[:2]), numbers(*side[2:])) for side in sides)
    return b"q %b w 0.55 G %bS Q\n" % (number(HAIR), b"".join(lines))


def _turned(orientation: int, box: Box) -> tuple[float, ...]:
    """The matrix that puts the unit square, turned, into ``box``."""
    a, b, c, d, e, f = _EXIF_TURNS[orientation]
    return (
        a * box.width,
        b * box.height,
        c * box.width,
        d * box.height,
        e * box.width + box.x,
        f * box.height + box.y,
    )


def _write_picture(writer: PdfWriter, picture: Picture) -> Ref:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d" % (
        picture.width,
        picture.height,
        picture.bits,
    )
    if picture.mask is not None:
        entries += b"/SMask " + reference(_write_picture(writer, picture.mask))
    entries += b"/ColorSpace " + _colours(writer, picture)
    if picture.jpeg:
        entries += b"/Filter/DCTDecode"
    else:
        entries += (
            b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d"
            b"/BitsPerComponent %d/Columns %d>>" % (picture.channels, picture.bits, picture.width)
        )
    return writer.stream(entries, picture.stream(), picture.length)


def _colours(writer: PdfWriter, picture: Picture) -> bytes:
    if picture.palette:
        count = len(picture.palette) // 3
        return b"[/Indexed/DeviceRGB %d<%b>]" % (count - 1, picture.palette.hex().encode())
    if picture.profile:
        profile = writer.deflated(b"/N 3/Alternate/DeviceRGB", picture.profile)
        return b"[/ICCBased %b]" % reference(profile)
    return b"/DeviceGray" if picture.channels == 1 else b"/DeviceRGB"


# Text nobody sees ---------------------------------------------------------------------------


def hidden_text(text: str, area: Box) -> bytes:
    """Operators that lay ``text`` unseen over ``area``, line under line, for search."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return b""
    leading = min(12.0, area.height / len(lines))
    size = leading * 0.8
    out = [
        b"q BT 3 Tr /Hidden %b Tf 1 0 0 1 %b Tm %b TL\n"
        % (number(size), numbers(area.x, area.y + area.height - leading), number(leading))
    ]
    for line in lines:
        codes = _codes(line)
        stretch = 100 * area.width / (len(codes) // 2 * 0.5 * size)
        out.append(
            b"%b Tz <%b> Tj T*\n" % (number(min(100, max(5, stretch))), codes.hex().encode())
        )
    out.append(b"ET Q\n")
    return b"".join(out)


def _codes(line: str) -> bytes:
    """Two bytes a character. What lies above the basic plane has no code here: shown as U+FFFD."""
    plain = "".join(
        "\ufffd" if ord(letter) > 0xFFFF or 0xD800 <= ord(letter) < 0xE000 else letter
        for letter in line
    )
    return plain.encode("utf-16-be")


# Stamps -------------------------------------------------------------------------------------


def stamped(
    writer: PdfWriter,
    fonts: Fonts,
    drawn: Drawn,
    stamp: Stamp,
    *,
    parent: Ref,
    sheets: Mapping[str, int],
) -> Ref:
    """Write one finished page.

    Args:
        parent: The branch of the page tree it belongs to.
        sheets: On which page of the file each destination stands, from 1.
    """
    referred = b"".join(
        _number_at(link.area, str(sheets[link.to])) for link in drawn.links if link.is_number
    )
    content = writer.deflated(b"", drawn.content + _stamp(stamp) + referred)
    shown = b"/XObject<</X %b>>" % reference(drawn.shown) if drawn.shown else b""
    notes = [writer.add(_link(link)) for link in drawn.links]
    return writer.add(
        b"<</Type/Page/Parent %b/MediaBox[%b]/Contents %b/Resources<</Font<<%b>>%b>>%b>>"
        % (
            reference(parent),
            numbers(*WHOLE),
            reference(content),
            fonts.resources(drawn.fonts | STAMP_FONTS),
            shown,
            b"/Annots " + references(notes) if notes else b"",
        )
    )


def _number_at(area: Box, page: str) -> bytes:
    return written(REFERRED, area.x + area.width - REFERRED.width(page), area.y + 2, page)


def _link(link: Link) -> bytes:
    x, y, width, height = link.area
    return b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%b]/Dest %b>>" % (
        numbers(x, y, x + width, y + height),
        literal(link.to),
    )


def _stamp(stamp: Stamp) -> bytes:
    left, right = SIDE, WIDTH - SIDE
    page = f"Page {stamp.sheet} of {stamp.sheets}"
    out = [
        b"q /Artifact<</Type/Pagination>>BDC 0 g 0 G\n",
        written(WARNING, left, HEIGHT - 30, NOTICE),
        written(MARGIN, left, HEIGHT - 41, stamp.matter),
        written(MARGIN, right - MARGIN.width(page), 20, page),
        b"0.6 w %b m %b l S\n" % (numbers(left, 45), numbers(right, 45)),
    ]
    if stamp.label:
        label = stamp.label.upper()
        wide = LABEL.width(label) + 18
        box = Box(right - wide, HEIGHT - 46, wide, 24)
        out.append(b"1 w %b re S\n" % numbers(*box))
        out.append(written(LABEL, box.x + 9, box.y + 8, label))
    if stamp.source:
        out.append(written(MARGIN, left, 33, stamp.source))
    if stamp.sha256:
        out.append(written(DIGEST, left, 21, f"SHA-256 of the original {stamp.sha256}"))
    if stamp.bates:
        out.append(written(BATES, right - BATES.width(stamp.bates), 32, stamp.bates))
    out.append(b"EMC Q\n")
    return b"".join(out)
