"""Pages of a packet: what fills the reserved box, and the stamps in the margins around it.

All lengths are points, measured from the lower left corner of a US Letter page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from documents.pdf.fonts import BOLD, REGULAR, Face, blank_face, face
from documents.pdf.importer import Importer, floats
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

LINK_SCHEMES = {"packet", "page"}
NOTICE = "WORKING COPY, NOT FOR FILING"

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


BODY = Box(SIDE, BAND, WIDTH - 2 * SIDE, HEIGHT - 2 * BAND)
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
        hidden_text: Whether the operators use the font of unseen text, ``/Hidden``.
    """

    content: bytes
    shown: Ref | None
    hidden_text: bool = False
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
    for at, part in enumerate(parts):
        area = Box(left, upper - part.height, width * scale, part.height)
        whole = Box(left, upper + part.top - height * scale, width * scale, height * scale)
        content = _clipped(area, _turned(picture.orientation, whole))
        hidden = hidden_text(text, area) if at == 0 else b""
        drawn.append(Drawn(content + hidden, shown, hidden_text=bool(hidden)))
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
        drawn.append(Drawn(_clipped(area, move), refs[sheet.form - 1]))
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


class StampFonts:
    """The fonts every page shares, written into the file once."""

    def __init__(self, writer: PdfWriter) -> None:
        self.regular_face, self.bold_face = face(REGULAR), face(BOLD)
        self._seen = b"/Regular %b/Bold %b" % (
            reference(_write_face(writer, self.regular_face)),
            reference(_write_face(writer, self.bold_face)),
        )
        self._hidden = b"/Hidden " + reference(_write_blank(writer))

    def resources(self, *, hidden_text: bool) -> bytes:
        """The entries of a page's font dictionary."""
        return self._seen + self._hidden if hidden_text else self._seen


def stamped(
    writer: PdfWriter,
    fonts: StampFonts,
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
    numbers_of_pages = b"".join(
        _text("Regular", 9, link.area.x, link.area.y + 2, str(sheets[link.to]))
        for link in drawn.links
        if link.is_number
    )
    content = writer.deflated(b"", drawn.content + _stamp(fonts, stamp) + numbers_of_pages)
    shown = b"/XObject<</X %b>>" % reference(drawn.shown) if drawn.shown else b""
    notes = [writer.add(_link(link)) for link in drawn.links]
    return writer.add(
        b"<</Type/Page/Parent %b/MediaBox[%b]/Contents %b/Resources<</Font<<%b>>%b>>%b>>"
        % (
            reference(parent),
            numbers(*WHOLE),
            reference(content),
            fonts.resources(hidden_text=drawn.hidden_text),
            shown,
            b"/Annots " + references(notes) if notes else b"",
        )
    )


def _link(link: Link) -> bytes:
    x, y, width, height = link.area
    return b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%b]/Dest %b>>" % (
        numbers(x, y, x + width, y + height),
        literal(link.to),
    )


def _stamp(fonts: StampFonts, stamp: Stamp) -> bytes:
    regular, bold = fonts.regular_face, fonts.bold_face
    left, right = SIDE, WIDTH - SIDE
    page = f"Page {stamp.sheet} of {stamp.sheets}"
    out = [
        b"q /Artifact<</Type/Pagination>>BDC 0 g 0 G\n",
        _text("Bold", 8, left, HEIGHT - 30, NOTICE),
        _text("Regular", 7.5, left, HEIGHT - 41, stamp.matter),
        _text("Regular", 7.5, right - regular.width(page, 7.5), 20, page),
        b"0.6 w %b m %b l S\n" % (numbers(left, 45), numbers(right, 45)),
    ]
    if stamp.label:
        label = stamp.label.upper()
        wide = bold.width(label, 11) + 18
        box = Box(right - wide, HEIGHT - 46, wide, 24)
        out.append(b"1 w %b re S\n" % numbers(*box))
        out.append(_text("Bold", 11, box.x + 9, box.y + 8, label))
    if stamp.source:
        out.append(_text("Regular", 7.5, left, 33, stamp.source))
    if stamp.sha256:
        out.append(_text("Regular", 6, left, 21, f"SHA-256 of the original {stamp.sha256}"))
    if stamp.bates:
        out.append(_text("Bold", 9, right - bold.width(stamp.bates, 9), 32, stamp.bates))
    out.append(b"EMC Q\n")
    return b"".join(out)


def _text(font: str, size: float, x: float, y: float, words: str) -> bytes:
    return b"BT /%b %b Tf %b Td %b Tj ET\n" % (
        font.encode(),
        number(size),
        numbers(x, y),
        literal(words),
    )


def _write_face(writer: PdfWriter, face: Face) -> Ref:
    file = writer.deflated(b"/Length1 %d" % len(face.data), face.data)
    name = face.name.encode()
    described = writer.add(
        b"<</Type/FontDescriptor/FontName/%b/Flags 32/FontBBox[%b]/ItalicAngle 0/Ascent %d"
        b"/Descent %d/CapHeight %d/StemV 80/FontFile2 %b>>"
        % (name, numbers(*face.box), face.ascent, face.descent, face.ascent, reference(file))
    )
    return writer.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont/%b/FirstChar 32/LastChar 126/Widths[%b]"
        b"/Encoding/WinAnsiEncoding/FontDescriptor %b>>"
        % (name, numbers(*face.widths), reference(described))
    )


def _write_blank(writer: PdfWriter) -> Ref:
    """A font whose codes are UTF-16 units, every one of them drawn as nothing."""
    font = blank_face()
    file = writer.deflated(b"/Length1 %d" % len(font), font)
    described = writer.add(
        b"<</Type/FontDescriptor/FontName/Blank/Flags 4/FontBBox[0 -200 500 800]/ItalicAngle 0"
        b"/Ascent 800/Descent -200/CapHeight 800/StemV 80/FontFile2 %b>>" % reference(file)
    )
    glyphs = writer.deflated(b"", b"\0\1" * 65_536)
    inner = writer.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Blank/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %b/DW 500/CIDToGIDMap %b>>"
        % (reference(described), reference(glyphs))
    )
    meaning = writer.deflated(b"", _unicode_map())
    return writer.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/Blank/Encoding/Identity-H"
        b"/DescendantFonts[%b]/ToUnicode %b>>" % (reference(inner), reference(meaning))
    )


def _unicode_map() -> bytes:
    """A CMap that maps every code to the character of the same number."""
    ranges = [b"<%02X00> <%02XFF> <%02X00>" % (row, row, row) for row in range(256)]
    blocks = [
        b"%d beginbfrange\n%b\nendbfrange" % (len(some), b"\n".join(some))
        for some in (ranges[:100], ranges[100:200], ranges[200:])
    ]
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo "
        b"<</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName "
        b"/Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> "
        b"endcodespacerange\n%b\nendcmap CMapName currentdict /CMap defineresource pop end end"
        % b"\n".join(blocks)
    )
