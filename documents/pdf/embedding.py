"""Our fonts as objects of a PDF, each written once and only if a page uses it."""

from collections.abc import Iterable, Mapping

from documents.pdf.fonts import Face, blank_face, face
from documents.pdf.lettering import FACES
from documents.pdf.syntax import Ref, reference
from documents.pdf.writer import PdfWriter

NAMES = (*FACES, "Hidden")
"""What pages call the fonts; ``Hidden`` is that of text nobody sees."""

ROWS_AT_ONCE = 100


class Fonts:
    """The fonts the pages of one file share."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._written: dict[str, Ref] = {}

    def resources(self, names: Iterable[str]) -> bytes:
        """The entries of a page's font dictionary."""
        return b"".join(
            b"/%b %b" % (name.encode(), reference(self._font(name))) for name in sorted(names)
        )

    def _font(self, name: str) -> Ref:
        if name not in self._written:
            path = FACES.get(name)
            self._written[name] = (
                _write_blank(self._writer)
                if path is None
                else _write_face(self._writer, face(path))
            )
        return self._written[name]


def _write_face(writer: PdfWriter, face: Face) -> Ref:
    """A font whose codes are the numbers of its glyphs."""
    file = writer.deflated(b"/Length1 %d" % len(face.data), face.data)
    name = face.name.encode()
    described = writer.add(
        b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d"
        b"/Descent %d/CapHeight %d/StemV 80/FontFile2 %b>>"
        % (name, *face.box, face.ascent, face.descent, face.ascent, reference(file))
    )
    widths = b" ".join(b"%d" % width for width in face.widths)
    inner = writer.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %b/W[0[%b]]/CIDToGIDMap/Identity>>"
        % (name, reference(described), widths)
    )
    return _composite(writer, name, inner, _meanings(face.glyphs))


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
    return _composite(writer, b"Blank", inner, _every_code())


def _composite(writer: PdfWriter, name: bytes, inner: Ref, meanings: bytes) -> Ref:
    return writer.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
        b"/DescendantFonts[%b]/ToUnicode %b>>"
        % (name, reference(inner), reference(writer.deflated(b"", meanings)))
    )


def _every_code() -> bytes:
    """A CMap that maps every code to the character of the same number."""
    ranges = [b"<%02X00> <%02XFF> <%02X00>" % (row, row, row) for row in range(256)]
    return _unicode_map(b"bfrange", ranges)


def _meanings(glyphs: Mapping[int, int]) -> bytes:
    """A CMap that maps every glyph to the first character it stands for."""
    first = {glyph: code for code, glyph in sorted(glyphs.items(), reverse=True)}
    rows = [b"<%04X> <%04X>" % (glyph, code) for glyph, code in sorted(first.items())]
    return _unicode_map(b"bfchar", rows)


def _unicode_map(kind: bytes, rows: list[bytes]) -> bytes:
    blocks = []
    for at in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[at : at + ROWS_AT_ONCE]
        blocks.append(b"%d begin%b\n%b\nend%b" % (len(some), kind, b"\n".join(some), kind))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo "
        b"<</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName "
        b"/Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> "
        b"endcodespacerange\n%b\nendcmap CMapName currentdict /CMap defineresource pop end end"
        % b"\n".join(blocks)
    )
