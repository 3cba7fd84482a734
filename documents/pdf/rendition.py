"""Renditions: an original read, checked and cut to what a page needs. Pure.

A rendition is written by a program in the jail and read by whoever sets pages. It holds streams
and, behind them, one JSON object that says what they are, its length in eight bytes and `MARK`;
so one that was cut short is no rendition. What a picture shows without change is not repeated
here: the rendition names the bytes of the original.

The reader trusts none of it: numbers outside their ranges, streams outside their file and
references to nothing are `Broken`.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple, cast

from documents.pdf.syntax import Ref, reference
from documents.pdf.writer import PdfWriter, Piece, Sink

MARK = b"rdr1"
RENDERER = "rendition 2"  # raise it when the rendition of an unchanged file comes out differently
LARGEST = 512 << 20
LARGEST_INDEX = 32 << 20
LONGEST_SENTENCE = 300
MOST_SIDE = 65_000
MOST_STRETCHES = 4_096
MOST_OBJECTS = 200_000
MOST_PAGES = 2_000
AT_ONCE = 1 << 20
TAIL = 8 + len(MARK)

_MENTION = re.compile(rb"\0(\d{1,7}) ")


class Unreadable(Exception):
    """The bytes cannot be shown as pages; ``str()`` is the reason as a sentence."""


class Broken(Exception):
    """This is no rendition, or not a whole one."""


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Stretch:
    """Bytes that lie in a file and are read when they are written elsewhere."""

    source: BinaryIO
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[bytes]:
        self.source.seek(self.start)
        left = self.length
        while left:
            piece = self.source.read(min(left, AT_ONCE))
            if not piece:
                raise Broken("The file is shorter than it was.")
            left -= len(piece)
            yield piece


@dataclass(frozen=True)
class Picture:
    """One image as its PDF stream will carry it.

    Attributes:
        width: Stored columns, before ``orientation`` turns them.
        height: Stored rows.
        channels: 1 for grey or palette, 3 for colour.
        bits: Bits of one channel of one pixel.
        pieces: The compressed stream, in order.
        jpeg: Whether ``pieces`` are a JPEG file; otherwise PNG rows in a zlib stream.
        palette: RGB triples, empty without a palette.
        profile: An ICC profile for three channels, empty for plain sRGB.
        orientation: The Exif orientation, 1 to 8, still to be applied.
        mask: The alpha channel, when some pixel is not opaque.
        note: What was done to the original to show it, as a sentence; empty for nothing.
    """

    width: int
    height: int
    channels: int
    bits: int
    pieces: Sequence[Piece | Stretch]
    jpeg: bool = False
    palette: bytes = b""
    profile: bytes = b""
    orientation: int = 1
    mask: "Picture | None" = None
    note: str = ""

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as a person sees them."""
        turned = self.orientation >= 5
        return (self.height, self.width) if turned else (self.width, self.height)

    @property
    def length(self) -> int:
        """Bytes of the stream."""
        return sum(len(piece) for piece in self.pieces)

    def stream(self) -> Iterator[Piece]:
        """The stream's bytes, those of stretches read only now."""
        for piece in self.pieces:
            if isinstance(piece, Stretch):
                yield from piece
            else:
                yield piece


@dataclass(frozen=True)
class Sheet:
    """One page of a PDF: which of its objects draws it, and the upright box around that."""

    form: int
    box: Box


@dataclass(frozen=True)
class Part:
    """One object of a PDF.

    Attributes:
        body: The object; of a stream its dictionary's entries, without brackets and length. It
            refers to others by their places, from 1, as `mention` writes them.
        data: The stream's bytes; none where it is no stream.
    """

    body: Stretch
    data: Stretch | None


@dataclass(frozen=True)
class Paper:
    """The pages of a client's PDF, drawn as forms, without anything that acts."""

    sheets: tuple[Sheet, ...]
    parts: tuple[Part, ...]
    note: str = ""

    def place(self, writer: PdfWriter) -> list[Ref]:
        """Write all objects; returns the numbers they were given, in order."""
        refs = [writer.reserve() for _ in self.parts]

        def named(found: re.Match[bytes]) -> bytes:
            place = int(found[1])
            if not 0 < place <= len(refs):
                raise Broken("An object refers to one that is not there.")
            return reference(refs[place - 1]) + b" "

        for ref, part in zip(refs, self.parts, strict=True):
            body = _MENTION.sub(named, b"".join(part.body))
            if part.data is None:
                writer.place(ref, body)
            else:
                writer.stream(body, part.data, len(part.data), at=ref)
        return refs


@dataclass(frozen=True)
class Attachment:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Writing:
    """A text-like exhibit.

    Attributes:
        paragraphs: The text in pieces of a few lines, so that no page holds one huge node.
        headers: Of an e-mail, as received.
        note: What was left out or changed to show it, as a sentence; empty for nothing.
    """

    paragraphs: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    note: str = ""


Rendition = Picture | Paper | Writing


def mention(place: int) -> bytes:
    """How a `Part` refers to the one in that place: a zero byte stands nowhere else in it."""
    return b"\0%d " % place


# Writing ------------------------------------------------------------------------------------


class Packing:
    """Writes one rendition: streams first, then, with one of the methods, what they are.

    It names the SHA-256 of its original, so that no two originals have the same rendition: whoever
    looks for items with the same bytes must not take two damaged files for one.

    Args:
        original: The source of stretches that need not be repeated.
    """

    def __init__(self, out: Sink, original: io.BytesIO) -> None:
        self._out = out
        self._original = original
        self._digest = sha256(original.getbuffer()).hexdigest()

    def write(self, piece: Piece) -> None:
        """Add bytes of a stream that a later description counts."""
        self._out.write(bytes(piece))

    def picture(self, picture: Picture) -> None:
        self._end({"kind": "picture", **self._described(picture)})

    def writing(self, writing: Writing) -> None:
        self._end({"kind": "writing", **asdict(writing)})

    def paper(
        self, sheets: Iterable[Sheet], parts: Iterable[tuple[int, int, int]], note: str
    ) -> None:
        """Describe the objects written so far.

        Args:
            sheets: The pages.
            parts: Of each object, as written: its place, the lengths of its body and of its data,
                -1 without data.
            note: As in `Paper`.
        """
        pages = [(sheet.form, sheet.box) for sheet in sheets]
        self._end({"kind": "paper", "note": note, "sheets": pages, "parts": list(parts)})

    def refusal(self, why: str) -> None:
        """Say in a sentence why there is nothing to show."""
        self._end({"kind": "none", "note": why})

    def _described(self, picture: Picture) -> dict[str, Any]:
        known = {
            "width": picture.width,
            "height": picture.height,
            "channels": picture.channels,
            "bits": picture.bits,
            "jpeg": picture.jpeg,
            "palette": picture.palette.hex(),
            "profile": picture.profile.hex(),
            "orientation": picture.orientation,
            "note": picture.note,
        }
        stretches = [
            (piece.start, piece.length)
            for piece in picture.pieces
            if isinstance(piece, Stretch) and piece.source is self._original
        ]
        if len(stretches) == len(picture.pieces) <= MOST_STRETCHES:
            known["original"] = stretches
        else:
            known["length"] = picture.length
            for piece in picture.stream():
                self.write(piece)
        if picture.mask is not None:
            known["mask"] = self._described(picture.mask)
        return known

    def _end(self, index: dict[str, Any]) -> None:
        packed = json.dumps(index | {"of": self._digest}).encode()
        self._out.write(packed + len(packed).to_bytes(8, "big") + MARK)


# Reading ------------------------------------------------------------------------------------


def opened(made: BinaryIO, original: BinaryIO) -> Rendition:
    """Read a rendition; its streams stay where they are until they are written.

    Args:
        made: The rendition, open from any position for as long as what is returned is used.
        original: The file it was made from, likewise.

    Raises:
        Unreadable: It says why there is nothing to show.
        Broken: It is not whole, or not one.
    """
    try:
        index, size = _index(made)
        read = _KINDS[index["kind"]]
        return read(index, _Streams(made, size, original))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise Broken("This is no rendition.") from error


def is_whole(made: BinaryIO) -> bool:
    """Whether a rendition was written to its end."""
    try:
        _index(made)
    except (Broken, TypeError, ValueError, RecursionError):
        return False
    return True


def _index(made: BinaryIO) -> tuple[dict[str, Any], int]:
    """What the streams are, and how many bytes they take."""
    end = made.seek(0, io.SEEK_END) - TAIL
    if end < 0:
        raise Broken("This is no rendition.")
    made.seek(end)
    tail = made.read(TAIL)
    length = int.from_bytes(tail[:8], "big")
    if tail[8:] != MARK or not 0 < length <= min(end, LARGEST_INDEX):
        raise Broken("This is no rendition.")
    made.seek(end - length)
    return dict(json.loads(made.read(length))), end - length


class _Streams:
    """Hands out the streams of a rendition in order."""

    def __init__(self, made: BinaryIO, size: int, original: BinaryIO) -> None:
        self._made, self._size, self._original = made, size, original
        self._original_size = original.seek(0, io.SEEK_END)
        self._at = 0

    def next(self, length: object) -> Stretch:
        taken = Stretch(self._made, self._at, _whole(length, 0, self._size - self._at))
        self._at += taken.length
        return taken

    def of_original(self, start: object, length: object) -> Stretch:
        begins = _whole(start, 0, self._original_size)
        return Stretch(self._original, begins, _whole(length, 0, self._original_size - begins))


def _picture(index: Mapping[str, Any], streams: _Streams) -> Picture:
    """Streams come in the order of the description: the picture's, then its mask's."""
    named = index.get("original")
    if named is None:
        pieces: Sequence[Stretch] = [streams.next(index["length"])]
    else:
        pieces = [streams.of_original(start, length) for start, length in named]
    mask = index.get("mask")
    return Picture(
        width=_whole(index["width"], 1, MOST_SIDE),
        height=_whole(index["height"], 1, MOST_SIDE),
        channels=_one_of(index["channels"], (1, 3)),
        bits=_one_of(index["bits"], (1, 2, 4, 8, 16)),
        pieces=pieces,
        jpeg=index["jpeg"] is True,
        palette=bytes.fromhex(index["palette"])[:768],
        profile=bytes.fromhex(index["profile"]),
        orientation=_whole(index["orientation"], 1, 8),
        mask=None if mask is None else _picture(mask, streams),
        note=_sentence(index["note"]),
    )


def _paper(index: Mapping[str, Any], streams: _Streams) -> Paper:
    lengths, sheets = list(index["parts"]), list(index["sheets"])
    if len(lengths) > MOST_OBJECTS or not 0 < len(sheets) <= MOST_PAGES:
        raise Broken("The paper has too many parts, or none.")
    parts = {
        place: Part(streams.next(body), None if data == -1 else streams.next(data))
        for place, body, data in lengths
    }
    return Paper(
        tuple(Sheet(_whole(form, 1, len(parts)), _box(box)) for form, box in sheets),
        tuple(parts[place] for place in range(1, len(lengths) + 1)),
        _sentence(index["note"]),
    )


def _writing(index: Mapping[str, Any], _streams: _Streams) -> Writing:
    return Writing(
        tuple(_text(piece) for piece in index["paragraphs"]),
        tuple((_text(name), _text(value)) for name, value in index["headers"]),
        tuple(
            Attachment(_text(one["name"]), _whole(one["size"], 0, LARGEST), _text(one["sha256"]))
            for one in index["attachments"]
        ),
        _sentence(index["note"]),
    )


def _none(index: Mapping[str, Any], _streams: _Streams) -> Rendition:
    raise Unreadable(_sentence(index["note"]))


_KINDS: dict[str, Callable[[Mapping[str, Any], _Streams], Rendition]] = {
    "picture": _picture,
    "paper": _paper,
    "writing": _writing,
    "none": _none,
}


def _whole(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise Broken("A number is out of its range.")
    return value


def _one_of(value: object, allowed: tuple[int, ...]) -> int:
    if type(value) is not int or value not in allowed:
        raise Broken("A number is none of those allowed.")
    return int(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Broken("A text is none.")
    return value


def _sentence(value: object) -> str:
    return "".join(letter for letter in _text(value) if letter.isprintable())[:LONGEST_SENTENCE]


def _box(value: Sequence[object]) -> Box:
    x, y, width, height = (float(cast("float", one)) for one in value)
    if not all(abs(one) < 1e9 for one in (x, y)) or not 0 < min(width, height) <= 1e9:
        raise Broken("A page has no size.")
    return Box(x, y, width, height)
