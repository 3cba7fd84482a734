"""Pictures: what is copied, what is split without loss, what is refused in words."""

import io
import re
import struct
import zlib

import pytest
from PIL import Image

from documents.cell import pictures
from documents.pdf.rendition import Picture, Stretch, Unreadable
from tests.documents.pdf import hostile


def picture(data: bytes) -> Picture:
    return pictures.picture(io.BytesIO(data))


def pixels(made: Picture) -> Image.Image:
    """The picture's stream read back by someone else's decoder."""
    data = b"".join(made.stream())
    if made.jpeg:
        return Image.open(io.BytesIO(data))
    colour = 2 if made.channels == 3 else 0
    header = (made.width, made.height, made.bits, colour, 0, 0, 0)
    rows = hostile.chunk(b"IHDR", struct.pack(">IIBBBBB", *header)) + hostile.chunk(b"IDAT", data)
    return Image.open(io.BytesIO(b"\x89PNG\r\n\x1a\n" + rows + hostile.chunk(b"IEND", b"")))


def test_a_jpeg_without_metadata_is_carried_byte_for_byte() -> None:
    data = hostile.saved(hostile.noise("RGB"), "JPEG")

    made = picture(data)

    assert made.jpeg
    assert b"".join(made.stream()) == data


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_leaves_place_comment_and_appended_pictures_behind(progressive: bool) -> None:
    image, exif, out = hostile.noise("RGB"), Image.Exif(), io.BytesIO()
    exif[0x8825] = {1: "N", 2: (32.0, 42.0, 54.0), 29: "2026:11:20"}
    exif[0x010F] = "Phone of Dana"
    image.save(out, "JPEG", exif=exif, comment=b"at home", progressive=progressive, quality=95)
    data = out.getvalue() + out.getvalue()  # as phones append a second picture
    assert b"2026:11:20" in data

    made = picture(data)

    kept = b"".join(made.stream())
    for told in (b"2026:11:20", b"Phone of Dana", b"at home", b"Exif"):
        assert told not in kept
    assert kept.count(b"\xff\xd8\xff") == 1
    plain = Image.open(io.BytesIO(out.getvalue())).convert("RGB")
    assert Image.open(io.BytesIO(kept)).convert("RGB").tobytes() == plain.tobytes()


def test_a_jpeg_that_lies_on_its_side_is_turned() -> None:
    made = picture(hostile.photo(orientation=6))

    assert made.jpeg
    assert (made.width, made.height, made.orientation) == (500, 800, 6)
    assert made.upright == (800, 500)
    assert made.note == ""


@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_a_plain_png_keeps_its_compressed_rows(mode: str) -> None:
    image = hostile.noise(mode) if mode != "1" else hostile.noise("L").convert("1")
    data = hostile.saved(image)

    made = picture(data)

    assert all(isinstance(piece, Stretch) and b"".join(piece) in data for piece in made.pieces)
    assert pixels(made).convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_a_palette_png_keeps_its_palette() -> None:
    image = hostile.noise("RGB").quantize(16)

    made = picture(hostile.saved(image))

    assert made.channels == 1
    assert len(made.palette) % 3 == 0
    assert made.palette


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_alpha_is_split_off_without_changing_a_pixel(mode: str) -> None:
    image = hostile.noise(mode)
    bands = image.split()

    made = picture(hostile.saved(image))

    colours = Image.merge("RGB", bands[:3]) if mode == "RGBA" else bands[0]
    assert pixels(made).tobytes() == colours.tobytes()
    assert made.mask is not None
    assert pixels(made.mask).tobytes() == bands[-1].tobytes()


@pytest.mark.parametrize("filter_kind", range(5))
def test_an_opaque_alpha_is_seen_under_every_row_filter(filter_kind: int) -> None:
    width, height = 9, 7
    image = hostile.noise("RGBA", (width, height))
    image.putalpha(255)
    rows = filtered(image.tobytes(), width, height, filter_kind)

    made = picture(hostile.png((width, height, 8, 6, 0, 0, 0), rows))

    assert made.mask is None
    assert pixels(made).tobytes() == image.convert("RGB").tobytes()


def test_sixteen_bit_alpha_loses_no_bit() -> None:
    width, height = 5, 4
    raw = bytes(range(width * height * 8))
    rows = b"".join(b"\0" + raw[at : at + width * 8] for at in range(0, len(raw), width * 8))

    made = picture(hostile.png((width, height, 16, 6, 0, 0, 0), rows))

    unpacked = zlib.decompress(b"".join(made.stream()))
    assert made.bits == 16
    assert unpacked[1:7] == raw[:6]
    assert made.mask is not None
    assert zlib.decompress(b"".join(made.mask.stream()))[1:3] == raw[6:8]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "BMP", "TIFF"])
def test_other_formats_are_shown_from_a_copy_and_say_so(kind: str) -> None:
    made = picture(hostile.saved(hostile.noise("RGB"), kind))

    assert made.note == f"Shown from a PNG copy of the {kind} original."
    assert not made.jpeg


def test_an_animation_says_that_only_its_first_frame_is_shown() -> None:
    frames = [hostile.noise("L", (9, 9)), Image.new("L", (9, 9), 3)]
    data = hostile.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert picture(data).note.endswith("The first of 2 frames is shown.")


def test_interlaced_transparent_and_four_colour_pictures_become_plain_ones() -> None:
    cmyk = hostile.saved(hostile.noise("CMYK"), "JPEG")
    see_through = hostile.saved(hostile.noise("RGB").quantize(8), transparency=3)

    assert not picture(cmyk).jpeg
    assert picture(see_through).mask is not None


WHOLE_PNG = hostile.saved(hostile.noise("RGB", (200, 200)))
WHOLE_JPEG = hostile.photo()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body>not a picture</body></html>", id="a web page"),
        pytest.param(b"\xff\xd8\xff\xe0", id="only the start of a JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="only the start of a PNG"),
        pytest.param(WHOLE_JPEG[: len(WHOLE_JPEG) // 2], id="half a JPEG"),
        pytest.param(WHOLE_PNG[: len(WHOLE_PNG) // 2], id="half a PNG"),
        pytest.param(WHOLE_PNG[:300] + b"xx" + WHOLE_PNG[302:], id="a PNG with changed bytes"),
        pytest.param(hostile.png((200, 200, 8, 2, 0, 0, 0), b"\0" * 99), id="a PNG of few rows"),
        pytest.param(hostile.png((60_000, 60_000, 8, 2, 0, 0, 0), b""), id="a PNG bomb"),
        pytest.param(hostile.png((9, 9, 8, 6, 0, 0, 0), b"\7" * 333), id="an unknown filter"),
        pytest.param(hostile.png((9, 9, 8, 6, 0, 0, 0), b"\0" * 9_999), id="too many rows"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        picture(data)

    assert re.fullmatch(r"[A-Z][^{}]+\.", str(refused.value))


def filtered(raw: bytes, width: int, height: int, kind: int) -> bytes:
    """RGBA rows under one PNG filter (PNG specification, section 9.2)."""
    out, above = bytearray(), bytes(width * 4)
    for at in range(height):
        row = raw[at * width * 4 : (at + 1) * width * 4]
        out.append(kind)
        for place, value in enumerate(row):
            left = row[place - 4] if place >= 4 else 0
            corner = above[place - 4] if place >= 4 else 0
            guess = (0, left, above[place], (left + above[place]) // 2, 0)[kind]
            if kind == 4:
                guess = paeth(left, above[place], corner)
            out.append((value - guess) % 256)
        above = row
    return bytes(out)


def paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda near: abs(guess - near))
