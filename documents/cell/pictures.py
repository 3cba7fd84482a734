"""The program that makes pictures ready for a PDF: left as they are, split, or re-coded.

The image data of a JPEG is placed byte for byte; what tells of the person stays behind: Exif and
XMP (APP1) with the place it was taken, IPTC (APP13), comments, and whatever a phone appends to
the image (ITU T.81, annex B, names the markers). A PNG keeps its compressed rows; an alpha channel
is cut out of them without undoing the row filters, which work on each channel by itself (PNG
specification, section 9). Everything else is decoded and written as a PNG, photographs of a
lossy format as a JPEG of quality 92.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from isal import isal_zlib
from PIL import Image, ImageOps

from documents.cell import program
from documents.pdf.rendition import MOST_SIDE, Packing, Picture, Stretch, Unreadable
from documents.pdf.writer import Piece

MAX_PIXELS = 120_000_000
MAX_DECODED_PIXELS = 50_000_000
_PHOTO_QUALITY = 92
_AT_ONCE = 1 << 18
_JPEG_START = b"\xff\xd8"
_JPEG_END = b"\xff\xd9"
_SCAN = 0xDA
_TELLING = {0xE1, 0xED, 0xFE}
_WITHIN_A_SCAN = {0x00, 0xFF, *range(0xD0, 0xD8)}
_PNG_START = b"\x89PNG\r\n\x1a\n"
_FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "HEIF"]
_LOSSY = {"HEIF", "AVIF"}
_Damaged = cast("type[Exception]", isal_zlib.error)


def picture(original: io.BytesIO) -> Picture:
    """Make one image ready.

    The whole image is decoded once for its completeness, so what is placed can be seen.

    Raises:
        Unreadable: It is not an image, is cut short or damaged, or is beyond what a page
            can show.
    """
    data = original.getvalue()
    if data.startswith(_JPEG_START):
        return _jpeg(original, data)
    if data.startswith(_PNG_START):
        return _png(original, data)
    return _recoded(data)


def _measured(width: int, height: int, most: int = MAX_PIXELS) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= most):
        raise Unreadable(f"The image claims {width} by {height} pixels, too many to print.")


# JPEG ---------------------------------------------------------------------------------------


def _segments(data: bytes) -> Iterator[tuple[int, int, memoryview]]:
    """Markers of a JPEG, where they begin and their contents, up to the first scan's marker."""
    view, at = memoryview(data), 2
    while at + 4 <= len(data):
        if view[at] != 0xFF:
            at += 1
            continue
        marker = view[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in {0x01, *range(0xD0, 0xDA)}:
            at += 2
        elif marker == _SCAN:
            yield marker, at, view[at:at]
            return
        else:
            (length,) = struct.unpack_from(">H", view, at + 2)
            yield marker, at, view[at + 4 : at + 2 + length]
            at += 2 + length


def _jpeg(original: io.BytesIO, data: bytes) -> Picture:
    frame, orientation = None, 1
    for marker, _, segment in _segments(data):
        if marker in {0xC0, 0xC1, 0xC2} and len(segment) >= 6:
            bits, height, width, channels = struct.unpack_from(">BHHB", segment)
            frame = (bits, height, width, channels)
        elif marker == 0xE1 and bytes(segment[:6]) == b"Exif\0\0":
            orientation = _exif_orientation(segment[6:])
    if frame is None:
        return _recoded(data)
    bits, height, width, channels = frame
    _measured(width, height)
    _complete(data)
    if bits != 8 or channels not in {1, 3}:
        return _recoded(data)
    kept = tuple(_without_what_tells(original, data))
    return Picture(width, height, channels, bits, kept, jpeg=True, orientation=orientation)


def _without_what_tells(original: io.BytesIO, data: bytes) -> Iterator[Stretch]:
    """The image's own bytes, in order, without the segments that tell of a person or a place."""
    begins = 0
    for marker, at, segment in _segments(data):
        if marker in _TELLING:
            yield Stretch(original, begins, at - begins)
            begins = at + 4 + len(segment)
        elif marker == _SCAN:
            yield Stretch(original, begins, _end_of_scans(data, at) - begins)


def _end_of_scans(data: bytes, at: int) -> int:
    """Where the image ends: after its last scan, whatever tables stand between the scans."""
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 3:
        marker = data[at + 1]
        if marker == _JPEG_END[1]:
            return at + 2
        if marker in _WITHIN_A_SCAN:
            at += 1 if marker == 0xFF else 2
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            at += 2 + length
    return len(data)


def _exif_orientation(tiff: memoryview) -> int:
    """The orientation an Exif block names, or 1 when it names none that exists."""
    order = "<" if bytes(tiff[:2]) == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            if struct.unpack_from(f"{order}H", tiff, entry)[0] == 0x0112:
                (value,) = struct.unpack_from(f"{order}H", tiff, entry + 8)
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _complete(data: bytes) -> None:
    """Decode every scan of a JPEG at an eighth of its size; a cut file does not pass."""
    if data.rfind(_JPEG_END, max(0, len(data) - 65_536)) < 0:
        raise Unreadable("The image ends before its last line.")
    with _opened(data) as image:
        image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
        _load(image)


# PNG ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Png:
    """The header of a PNG, its compressed rows, and where in the file each piece of them lies."""

    width: int
    height: int
    bits: int
    kind: int
    interlaced: bool
    rows: tuple[Piece, ...]
    places: tuple[int, ...]
    palette: bytes
    profile: bytes
    transparent: bool
    animated: bool


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, memoryview]]:
    """The kind of each chunk, where its contents begin, and the contents."""
    view, at = memoryview(data), len(_PNG_START)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", view, at)
        if at + 12 + length > len(data):
            break
        kind, body = bytes(view[at + 4 : at + 8]), view[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", view, at + 8 + length)
        if kind[:1].isupper() and zlib.crc32(view[at + 4 : at + 8 + length]) != checksum:
            raise Unreadable("Part of the image is damaged.")
        yield kind, at + 8, body
        if kind == b"IEND":
            return
        at += 12 + length
    raise Unreadable("The image ends before its last line.")


def _png(original: io.BytesIO, data: bytes) -> Picture:
    png = _parsed(data)
    _measured(png.width, png.height)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[png.kind]
    if png.interlaced or png.transparent:
        return _recoded(data)
    made = Picture(
        png.width,
        png.height,
        3 if png.kind in {2, 6} else 1,
        png.bits,
        tuple(
            Stretch(original, at, len(rows)) for at, rows in zip(png.places, png.rows, strict=True)
        ),
        palette=png.palette if png.kind == 3 else b"",
        profile=png.profile if png.kind in {2, 6} else b"",
        note="The first frame of an animation is shown." if png.animated else "",
    )
    row = 1 + (png.width * channels * png.bits + 7) // 8
    raw = _inflated(png.rows, row * png.height)
    if png.kind in {4, 6}:
        return _without_alpha(made, raw)
    for _ in raw:
        pass  # only whether it is whole
    return made


def _parsed(data: bytes) -> _Png:
    header: tuple[int, ...] | None = None
    rows: list[Piece] = []
    places: list[int] = []
    palette = profile = b""
    seen: set[bytes] = set()
    for kind, at, body in _chunks(data):
        seen.add(kind)
        if kind == b"IHDR" and len(body) == 13:
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            rows.append(body)
            places.append(at)
        elif kind == b"PLTE":
            palette = bytes(body)
        elif kind == b"iCCP":
            profile = _profile(bytes(body))
    if header is None or header[3] not in {0, 2, 3, 4, 6}:
        raise Unreadable("The image has no readable header.")
    width, height, bits, colour, _, _, interlace = header
    return _Png(
        width,
        height,
        bits,
        colour,
        bool(interlace),
        tuple(rows),
        tuple(places),
        palette,
        profile,
        b"tRNS" in seen,
        b"acTL" in seen,
    )


def _profile(chunk: bytes) -> bytes:
    """The ICC profile of an iCCP chunk, if it is a sound one for RGB."""
    _, _, packed = chunk.partition(b"\0")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], 4_000_000)
    except zlib.error:
        return b""
    return profile if profile[16:20] == b"RGB " and profile[36:40] == b"acsp" else b""


def _inflated(pieces: tuple[Piece, ...], expected: int) -> Iterator[bytes]:
    """The raw rows in parts of a quarter megabyte; exactly as many bytes as the header says."""
    inflate, total = isal_zlib.decompressobj(), 0
    try:
        for piece in pieces:
            pending: Piece = piece
            while pending and not inflate.eof and total <= expected:
                part = inflate.decompress(pending, _AT_ONCE)
                pending = inflate.unconsumed_tail
                total += len(part)
                yield part
        if not inflate.eof and total <= expected:
            part = inflate.flush(_AT_ONCE)
            total += len(part)
            yield part
    except _Damaged as error:
        raise Unreadable("Part of the image is damaged.") from error
    if total != expected or not inflate.eof:
        raise Unreadable("The image ends before its last line.")


def _rows(parts: Iterable[bytes], length: int) -> Iterator[bytes]:
    """The same bytes, row by row."""
    kept = b""
    for part in parts:
        kept += part
        whole = len(kept) - len(kept) % length
        for at in range(0, whole, length):
            yield kept[at : at + length]
        kept = kept[whole:]


def _without_alpha(made: Picture, parts: Iterable[bytes]) -> Picture:
    """Split filtered rows into colour and alpha, both still filtered as they were.

    Only the compressed halves are kept, never the whole raw image.
    """
    byte = made.bits // 8
    pixel, colour = (made.channels + 1) * byte, made.channels * byte
    seen, unseen = _Packing(), _Packing()
    opaque = first = True
    for row in _rows(parts, 1 + made.width * pixel):
        kind, body = row[0], row[1:]
        if kind > 4:
            raise Unreadable("Part of the image is damaged.")
        shine = _channels(body, pixel, range(colour, pixel))
        opaque = opaque and shine == _opaque_row(kind, made.width, byte, first=first)
        seen.add(row[:1] + _channels(body, pixel, range(colour)))
        unseen.add(row[:1] + shine)
        first = False
    mask = None
    if not opaque:
        mask = Picture(made.width, made.height, 1, made.bits, unseen.pieces)
    return replace(made, pieces=seen.pieces, mask=mask)


class _Packing:
    """Rows on their way into a zlib stream."""

    def __init__(self) -> None:
        self._compress = isal_zlib.compressobj(2)
        self._packed: list[bytes] = []

    def add(self, row: bytes) -> None:
        if packed := self._compress.compress(row):
            self._packed.append(packed)

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """The whole stream; ask once, when all rows are in."""
        return (*self._packed, self._compress.flush())


def _channels(row: bytes, pixel: int, wanted: range) -> bytes:
    if len(wanted) == 1:
        return row[wanted[0] :: pixel]
    kept = bytearray(len(row) // pixel * len(wanted))
    for to, source in enumerate(wanted):
        kept[to :: len(wanted)] = row[source::pixel]
    return bytes(kept)


def _opaque_row(kind: int, width: int, byte: int, *, first: bool) -> bytes:
    """What a filtered row of alpha holds when every pixel is opaque.

    Kinds are None, Sub, Up, Average, Paeth; the row above the first counts as zeros.
    """
    start = (255, 255, 255, 255, 255) if first else (255, 255, 0, 128, 0)
    rest = (255, 0, 255, 128, 0) if first else (255, 0, 0, 0, 0)
    return bytes([start[kind]]) * byte + bytes([rest[kind]]) * (byte * (width - 1))


# Everything else ----------------------------------------------------------------------------


def _recoded(data: bytes) -> Picture:
    """Decode with Pillow and write again, the first frame only."""
    with _opened(data) as image:
        _measured(image.width, image.height, MAX_DECODED_PIXELS)
        kind, frames = image.format or "", getattr(image, "n_frames", 1)
        _load(image)
        upright = ImageOps.exif_transpose(image)
        out = io.BytesIO()
        if kind in _LOSSY:
            how = f"Shown from a JPEG copy (quality {_PHOTO_QUALITY}) of the {kind} original."
            upright.convert("RGB").save(out, "JPEG", quality=_PHOTO_QUALITY, subsampling=0)
        else:
            how = f"Shown from a PNG copy of the {kind} original."
            _plain(upright).save(out, "PNG", compress_level=1)
    if frames > 1:
        how += f" The first of {frames} frames is shown."
    return replace(picture(out), note=how)


def _plain(image: Image.Image) -> Image.Image:
    """In a mode whose PNG needs no further change."""
    if image.mode in {"1", "L", "RGB", "RGBA", "LA"} and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if "transparency" in image.info else "RGB")


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Image.open(io.BytesIO(data), formats=_FORMATS)
        except Exception as error:
            raise Unreadable("The file is not an image this program can open.") from error


def _load(image: Image.Image) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image.load()
        except Exception as error:
            raise Unreadable("Part of the image is damaged or missing.") from error


def render(original: io.BytesIO, _media_type: str, out: Packing) -> None:
    out.picture(picture(original))


def run(media_type: str) -> None:
    program.run(render, media_type)


# What opens pictures, and no more: behind the walls nothing else can be imported.
for plugin in ("Avif", "Bmp", "Gif", "Jpeg", "Png", "Tiff", "WebP"):
    import_module(f"PIL.{plugin}ImagePlugin")
import_module("pi_heif").register_heif_opener()
