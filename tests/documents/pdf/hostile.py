"""PDFs and pictures that try to spoil the pages around them."""

import io
import random
import struct
import zlib

import pikepdf
from PIL import Image, ImageDraw

TURNED_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def photo(orientation: int = 1, size: tuple[int, int] = (800, 500)) -> bytes:
    """A JPEG that is red in its upper left quarter once it is turned upright."""
    image = Image.new("RGB", size, (200, 220, 240))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=(220, 0, 0))
    turn = TURNED_BACK[orientation]
    if turn is not None:
        image = image.transpose(turn)
    exif = image.getexif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def noise(mode: str, size: tuple[int, int] = (37, 53)) -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    dice = random.Random(7)  # noqa: S311 - pixels, not secrets
    return Image.frombytes(mode, size, dice.randbytes(size[0] * size[1] * bands))


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(header: tuple[int, ...], rows: bytes) -> bytes:
    """A PNG of raw, filtered rows; ``header`` as in IHDR."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", *header))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def document(content: bytes, *, box: tuple[float, ...] = (0, 0, 612, 792), **page: object) -> bytes:
    """A one-page PDF with Helvetica as ``/F1``; ``page`` adds entries to the page."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=list(box),
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        Contents=pdf.make_stream(content),
    )
    for name, value in page.items():
        made[f"/{name}"] = value
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(made)))
    return written(pdf)


def written(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    out = io.BytesIO()
    pdf.save(out, encryption=encryption)
    return out.getvalue()


def pages_of(count: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(612, 792))
    return written(pdf)


WORDS = b"BT /F1 24 Tf 72 700 Td (client words) Tj ET "
LOW = b"BT /F1 24 Tf -200 -300 Td (client words) Tj ET "
LARGE = b"BT /F1 900 Tf 72 7000 Td (client words) Tj ET "
EMPTY_LOOKING = {"leaks invisible text", "covers its page in white"}

SPOILERS = {
    "leaves the state open": document(WORDS + b"q q q 0.1 0 0 0.1 0 0 cm"),
    "closes states it never opened": document(b"Q Q Q Q " + WORDS),
    "leaks a clip": document(WORDS + b"0 0 1 1 re W n"),
    "leaks invisible text": document(b"BT 3 Tr /F1 24 Tf 72 700 Td (client words) Tj"),
    "leaks squeezed text": document(WORDS + b"BT 1 Tz 50 Ts"),
    "covers its page in white": document(WORDS + b"1 1 1 rg -900 -900 9000 9000 re f"),
    "never ends a string": document(WORDS + b"BT /F1 9 Tf (no end"),
    "speaks unknown operators": document(WORDS + b"frobnicate 1 2 3 xyzzy"),
    "ends in the middle of a picture": document(WORDS + b"BI /W 9 /H 9 /BPC 8 /CS /G ID abc"),
    "is turned by 90": document(WORDS, Rotate=90),
    "is turned by 270": document(WORDS, Rotate=270),
    "starts below zero": document(LOW, box=(-300, -400, 312, 392)),
    "is as large as a wall": document(LARGE, box=(0, 0, 14_400, 14_400)),
    "counts in other units": document(WORDS, UserUnit=4),
    "is cropped": document(WORDS, CropBox=[50, 600, 400, 750]),
}
