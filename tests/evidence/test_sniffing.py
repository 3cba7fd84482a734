"""Types come from the bytes, whatever the name says."""

import io
import zipfile

import pytest
from PIL import Image

from evidence import sniffing


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, kind)
    return made.getvalue()


def boxed(member: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        box.writestr(member, "x" * 100)
    return made.getvalue()


MAIL = (
    b"Received: from mx.example.org\r\nFrom: a@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nHi"
)


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (picture("BMP"), "image/bmp"),
        (picture("TIFF"), "image/tiff"),
        (picture("AVIF"), "image/avif"),
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\0" * 300, "video/mp4"),
        (boxed("notes.txt"), "application/zip"),
        (
            boxed("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (MAIL, "message/rfc822"),
        (
            b"From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n",
            "multipart/related",
        ),
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "application/warc"),
        (b"<!doctype html><script>alert(1)</script>", "text/html"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "image/svg+xml"),
        (b'{"messages": []}', "application/json"),
        ("[6/10/26, 21:14] Jordan: lost her licence é".encode(), "text/plain"),
        (b"note: bring the letters", "text/plain"),
        (b"\x00\x01\x02\x03nonsense", sniffing.UNKNOWN),
        (b"", sniffing.UNKNOWN),
    ],
)
def test_the_type_is_read_from_the_bytes(head: bytes, media_type: str) -> None:
    assert sniffing.media_type_of(head) == media_type


def test_a_long_text_cut_inside_a_character_is_still_text() -> None:
    assert sniffing.media_type_of(("é" * 20_000).encode()[1:]) != "image/png"
    assert sniffing.media_type_of(b"x" + ("é" * 20_000).encode()) == "text/plain"


@pytest.mark.parametrize(
    ("media_type", "name", "differs"),
    [
        ("image/png", "photo.jpg", False),
        ("text/html", "photo.jpg", True),
        ("application/zip", "letter.pdf", True),
        ("image/heic", "IMG_1.HEIC", False),
        ("video/mp4", "no ending", False),
    ],
)
def test_a_name_that_promises_another_kind_is_flagged(
    media_type: str, name: str, differs: bool
) -> None:
    assert sniffing.differs_from_name(media_type, name) is differs


@pytest.mark.parametrize("media_type", [*sorted(sniffing.PICTURES), "video/mp4", "made/up"])
def test_every_type_has_words(media_type: str) -> None:
    assert sniffing.label(media_type)
