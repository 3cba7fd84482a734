"""Pages of a few facts or many lines, drawn from the top down without the typesetter.

Slip sheets before exhibits, and texts. What holds letters our faces lack is not drawn here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.pdf.lettering import Style, can_draw, lines_of, written
from documents.pdf.pages import HEIGHT, STAMP_FONTS, WIDTH, Drawn
from documents.pdf.rendition import Writing
from documents.pdf.syntax import numbers

LEFT, BREADTH = 54.0, 504.0
TOP, BOTTOM = HEIGHT - 66, 60.0
DROP = 96.0  # how far below the top a slip sheet begins
NAMES = 118.0  # how much of the breadth the names of facts take
LABEL, TITLE, CARE = Style("Bold", 28), Style("Regular", 14), Style("Bold", 10)
NAME, VALUE, HEADING = Style("Bold", 8.5), Style("Regular", 9), Style("Bold", 12)
PLAIN = Style("Mono", 8.5)
TITLE_BREADTH = 400.0
LEADING = 1.4
PADDING = 4.5


@dataclass(frozen=True)
class Slip:
    """What a slip sheet says.

    Attributes:
        anchor: The name links find it by.
        care: A warning in a frame; empty for none.
        facts: Names with their values; a value may have several lines.
    """

    anchor: str
    label: str
    title: str
    care: str
    facts: tuple[tuple[str, str], ...]


def draw_slip(slip: Slip) -> Sequence[Drawn]:
    """The sheet, most often one page; nothing if it needs the typesetter."""
    if not can_draw([slip.label, slip.title, slip.care, *_flat(slip.facts)]):
        return ()
    sheets = _Sheets()
    sheets.down(DROP)
    sheets.centred(slip.label, LABEL, BREADTH)
    sheets.down(6)
    sheets.centred(slip.title, TITLE, TITLE_BREADTH)
    sheets.down(26)
    if slip.care:
        sheets.framed(slip.care)
    for name, value in slip.facts:
        sheets.fact(name, value)
    return sheets.drawn()


def draw_writing(writing: Writing) -> Sequence[Drawn]:
    """The pages of a text; nothing if they need the typesetter."""
    attached = [(one.name, f"{one.size:,} bytes\n{one.sha256}") for one in writing.attachments]
    facts = _flat((*writing.headers, *attached))
    if not (can_draw(facts) and can_draw(writing.paragraphs, PLAIN)):
        return ()
    sheets = _Sheets()
    for name, value in writing.headers:
        sheets.fact(name, value)
    if writing.headers:
        sheets.down(12)
    for paragraph in writing.paragraphs:
        for line in paragraph.split("\n"):
            sheets.line(line, PLAIN)
    if attached:
        sheets.down(18)
        sheets.line("Attachments", HEADING)
    for name, value in attached:
        sheets.fact(name, value)
    return sheets.drawn("Mono")


def _flat(facts: Sequence[tuple[str, str]]) -> list[str]:
    return [text for fact in facts for text in fact]


class _Sheets:
    """Draws from the top of a page down, and goes on with the next one where there is no room."""

    def __init__(self) -> None:
        self._pages: list[list[bytes]] = [[]]
        self._y = TOP

    def drawn(self, *fonts: str) -> list[Drawn]:
        used = STAMP_FONTS | set(fonts)
        return [Drawn(b"q 0 g\n" + b"".join(page) + b"Q\n", None, used) for page in self._pages]

    def down(self, by: float) -> None:
        self._y -= by

    def line(self, text: str, style: Style) -> None:
        self._make_room(style.size * LEADING)
        self._write(style, LEFT, self._y - style.size, text)
        self.down(style.size * LEADING)

    def centred(self, text: str, style: Style, breadth: float) -> None:
        for line in lines_of(text, style, breadth):
            self._write(style, (WIDTH - style.width(line)) / 2, self._y - style.size, line)
            self.down(style.size * LEADING)

    def framed(self, text: str) -> None:
        lines = lines_of(text, CARE, BREADTH - 24)
        height = len(lines) * CARE.size * LEADING + 14
        self._out(b"1 w %b re S\n" % numbers(LEFT, self._y - height, BREADTH, height))
        for at, line in enumerate(lines):
            base = self._y - 7 - CARE.size - at * CARE.size * LEADING
            self._write(CARE, LEFT + 12, base, line)
        self.down(height + 18)

    def fact(self, name: str, value: str) -> None:
        """A name and its value beside it, line by line, with a rule below."""
        names = lines_of(name, NAME, NAMES - 6)
        values = lines_of(value, VALUE, BREADTH - NAMES)
        self._make_room(2 * VALUE.size * LEADING)
        self.down(PADDING)
        for at in range(max(len(names), len(values))):
            self._make_room(VALUE.size * LEADING)
            base = self._y - VALUE.size
            if at < len(names):
                self._write(NAME, LEFT, base, names[at])
            if at < len(values):
                self._write(VALUE, LEFT + NAMES, base, values[at])
            self.down(VALUE.size * LEADING)
        self.down(PADDING)
        rule = numbers(LEFT, self._y), numbers(LEFT + BREADTH, self._y)
        self._out(b"0.5 w 0.47 G %b m %b l S 0 G\n" % rule)

    def _make_room(self, height: float) -> None:
        if self._y - height < BOTTOM:
            self._pages.append([])
            self._y = TOP

    def _write(self, style: Style, x: float, y: float, text: str) -> None:
        if text:
            self._out(written(style, x, y, text))

    def _out(self, operators: bytes) -> None:
        self._pages[-1].append(operators)
