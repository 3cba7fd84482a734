"""The typefaces documents are set in: those beside this module and no others.

The machine's own fonts are never used, so a packet looks the same, byte for byte, wherever
it is built, and a machine without fonts does not stop the typesetter.
"""

import io
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

FOLDER = Path(__file__).with_name("fonts")
STAMP_FOLDER = Path(__file__).with_name("stamp")
"""Parts of three of them: out of reach of the typesetter, which would mix them up."""

REGULAR = STAMP_FOLDER / "NotoSans-Regular.ttf"
BOLD = STAMP_FOLDER / "NotoSans-Bold.ttf"
MONO = STAMP_FOLDER / "NotoSansMono-Regular.ttf"

_INVISIBLE = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}

_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <test name="family"><string>emoji</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Emoji</string></edit>
  </match>
  <match target="pattern">
    <edit name="family" mode="append_last">
      <string>Noto Sans</string>
      <string>Droid Sans Fallback</string>
      <string>NanumGothic</string>
    </edit>
  </match>
</fontconfig>
"""


def use_only_ours(folder: Path) -> None:
    """Point the typesetter of this process at our fonts; call before it is imported.

    Args:
        folder: A writable folder for ``fonts.conf`` and the cache of the font library.
    """
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "fonts.conf"
    text = _CONF.format(fonts=escape(str(FOLDER)), cache=escape(str(folder / "cache")))
    if not conf.exists() or conf.read_text("utf-8") != text:
        fresh = folder / f"fonts.conf.{os.getpid()}"
        fresh.write_text(text, "utf-8")
        fresh.replace(conf)
    os.environ["FONTCONFIG_FILE"] = str(conf)


@cache
def _drawn_characters() -> frozenset[int]:
    """Code points that at least one of our typefaces draws."""
    drawn: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            drawn.update(font.getBestCmap())
    return frozenset(drawn)


def undrawn(text: str) -> list[str]:
    """Visible characters of ``text`` that none of our typefaces draws, each once, in order."""
    return [
        character
        for character in dict.fromkeys(text)
        if ord(character) not in _drawn_characters()
        and unicodedata.category(character) not in _INVISIBLE
    ]


@dataclass(frozen=True)
class Face:
    """A TrueType font we draw with ourselves, measured in 1/1000 of its size.

    It draws Latin, Greek and Cyrillic letters one after the other; what needs shaping, such as
    Arabic or accents of their own, is for the typesetter.

    Attributes:
        name: Its name in a PDF, marked as a part of the whole font.
        glyphs: The number of the glyph of each character it draws, by code point.
        widths: The advance of each glyph, by number.
        box: Left, bottom, right and top of everything the font draws.
    """

    name: str
    data: bytes
    glyphs: Mapping[int, int]
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def draws(self, text: str) -> bool:
        """Whether every character of ``text`` has a glyph of its own here."""
        return all(ord(letter) in self.glyphs for letter in text)

    def width(self, text: str, size: float) -> float:
        """Points that ``text`` takes at ``size`` points."""
        glyphs, widths = self.glyphs, self.widths
        return sum(widths[glyphs[ord(letter)]] for letter in text) * size / 1000

    def coded(self, text: str) -> bytes:
        """The string that shows ``text`` in this font, two bytes a glyph, in hex digits.

        Raises:
            KeyError: It does not draw one of the characters.
        """
        return b"<" + "".join(f"{self.glyphs[ord(letter)]:04X}" for letter in text).encode() + b">"


@cache
def face(path: Path) -> Face:
    with TTFont(path, lazy=True) as font:
        unit = 1000 / font["head"].unitsPerEm
        order, advances, head = font.getGlyphOrder(), font["hmtx"], font["head"]
        edges = (head.xMin, head.yMin, head.xMax, head.yMax)
        left, bottom, right, top = (round(edge * unit) for edge in edges)
        return Face(
            name=f"REDRES+{font['name'].getDebugName(6)}",
            data=path.read_bytes(),
            glyphs={code: font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()},
            widths=tuple(round(advances[glyph][0] * unit) for glyph in order),
            box=(left, bottom, right, top),
            ascent=round(font["hhea"].ascent * unit),
            descent=round(font["hhea"].descent * unit),
        )


@cache
def blank_face() -> bytes:
    """A TrueType font with one empty glyph, half as wide as high, for text that is not seen."""
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder([".notdef", "blank"])
    build.setupCharacterMap({0x20: "blank"})
    build.setupGlyf({".notdef": Glyph(), "blank": Glyph()})
    build.setupHorizontalMetrics({".notdef": (500, 0), "blank": (500, 0)})
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupNameTable({"familyName": "Blank", "styleName": "Regular"})
    build.setupOS2()
    build.setupPost()
    build.updateHead(created=0, modified=0)
    build.font.recalcTimestamp = False
    out = io.BytesIO()
    build.save(out)
    return out.getvalue()
