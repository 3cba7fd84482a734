"""Words drawn without the typesetter, letter after letter, in the faces that are ours to draw.

The typesetter takes some 15 ms for a page of a few facts; a packet has hundreds of those. What
holds letters these faces lack, or needs shaping, is left to it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from documents.pdf.fonts import BOLD, MONO, REGULAR, Face, face
from documents.pdf.syntax import number, numbers

FACES = {"Regular": REGULAR, "Bold": BOLD, "Mono": MONO}
"""The faces by the names under which pages call them."""


class Style(NamedTuple):
    """A face at a size, in points."""

    font: str
    size: float

    @property
    def face(self) -> Face:
        return face(FACES[self.font])

    def width(self, text: str) -> float:
        return self.face.width(text, self.size)


ORDINARY = Style("Regular", 9)


def can_draw(texts: Iterable[str], style: Style = ORDINARY) -> bool:
    """Whether our faces draw all of it; the two that stamps use draw the same characters."""
    return all(style.face.draws(line) for text in texts for line in text.split("\n"))


def written(style: Style, x: float, y: float, words: str) -> bytes:
    """Operators that show one line from ``x`` on the base line ``y``."""
    return b"BT /%b %b Tf %b Td %b Tj ET\n" % (
        style.font.encode(),
        number(style.size),
        numbers(x, y),
        style.face.coded(words),
    )


def lines_of(text: str, style: Style, width: float) -> list[str]:
    """The text in lines no wider than ``width``, broken between words where that is possible."""
    return [line for part in text.split("\n") for line in _broken(part, style, width)]


def _broken(text: str, style: Style, width: float) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if style.width(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _cut(word, style, width)
        yield from whole
    yield line


def _cut(word: str, style: Style, width: float) -> list[str]:
    """A word in pieces that fit; most are one piece."""
    pieces, piece = [], ""
    for letter in word:
        if piece and style.width(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
