"""The program that runs inside the jail: reads one untrusted file, draws pictures of it.

Run by `evidence.jailer` in a child of its own for each file. The file comes on standard input; one
line of JSON goes to standard output, and behind it the drawn JPEGs, whose lengths the line names.
"""

import io
import json
import re
import sys
import warnings
from typing import Any

import pi_heif
import pypdfium2
from PIL import Image, ImageOps

from evidence.confinement import confine

LARGEST_INPUT = 256 << 20
LARGEST_PIXELS = 50_000_000
PREVIEW_PX = 1600
THUMB_WIDTH_PX, THUMB_HEIGHT_PX = 252, 336
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/heic": "HEIF",
}
TAKEN, TAKEN_OFFSET, EXIF_IFD, GPS_IFD = 0x9003, 0x9011, 0x8769, 0x8825
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")


def look(content: bytes, media_type: str) -> tuple[dict[str, Any], list[bytes]]:
    """Facts about the file, and its preview and thumbnail as JPEG."""
    if media_type == "application/pdf":
        return _look_at_pdf(content)
    return _look_at_picture(content, FORMATS[media_type])


def _look_at_picture(content: bytes, form: str) -> tuple[dict[str, Any], list[bytes]]:
    with Image.open(io.BytesIO(content), formats=[form]) as picture:
        if picture.width * picture.height > LARGEST_PIXELS:
            return {"problem": "too_large"}, []
        facts: dict[str, Any] = {
            "width": picture.width,
            "height": picture.height,
            "pages": getattr(picture, "n_frames", 1),
            **_metadata(picture),
        }
        if form == "JPEG":
            picture.draft("RGB", (2 * PREVIEW_PX, 2 * PREVIEW_PX))
        upright = ImageOps.exif_transpose(picture)
    return facts, _drawn(upright)


def _metadata(picture: Image.Image) -> dict[str, Any]:
    exif = picture.getexif()
    taken = exif.get_ifd(EXIF_IFD)
    return {
        "taken": str(taken.get(TAKEN, ""))[:19],
        "taken_offset": str(taken.get(TAKEN_OFFSET, ""))[:6],
        "has_location": bool(exif.get_ifd(GPS_IFD)),
    }


def _look_at_pdf(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    facts: dict[str, Any] = {"is_active": bool(ACTIVE_PDF.search(content))}
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return {**facts, "problem": "locked"}, []
        raise
    page = document[0]
    width, height = page.get_size()
    facts |= {"pages": len(document), "width": round(width), "height": round(height)}
    scale = PREVIEW_PX / max(width, height, 1)
    return facts, _drawn(page.render(scale=min(scale, 8), may_draw_forms=False).to_pil())


def _drawn(picture: Image.Image) -> list[bytes]:
    """The preview, then the thumbnail: fresh pixels without any metadata."""
    if picture.mode != "RGB":
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    picture.thumbnail((PREVIEW_PX, 4 * PREVIEW_PX))
    small = picture.copy()
    small.thumbnail((THUMB_WIDTH_PX, 100 * THUMB_HEIGHT_PX))
    small = small.crop((0, 0, small.width, min(small.height, THUMB_HEIGHT_PX)))
    return [_jpeg(picture), _jpeg(small)]


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(written, "JPEG", quality=82)
    return written.getvalue()


def run(media_type: str) -> None:
    """Look at the file on standard input."""
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    confine()
    content = sys.stdin.buffer.read(LARGEST_INPUT + 1)
    pictures: list[bytes] = []
    facts: dict[str, Any] = {"problem": "too_large"}
    if len(content) <= LARGEST_INPUT:
        try:
            facts, pictures = look(content, media_type)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
            facts = {"problem": "too_large"}
        except Exception:  # noqa: BLE001 - hostile files break parsers in every way there is
            facts = {"problem": "unreadable"}
    facts["pictures"] = [len(picture) for picture in pictures]
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + b"".join(pictures))


# Loaded with the program: behind the walls nothing more can be imported.
Image.init()
pi_heif.register_heif_opener()
