"""The typesetter reaches its own assets and nothing else, and an incomplete page is no page."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pypdf
import pytest

from documents.pdf.fetcher import Asset
from documents.pdf.typeset import NotSet, typeset
from tests.documents.pdf import hostile, reading

CSS = '@page { size: letter } body { font-family: "Source Serif 4", "Noto Sans", "Noto Emoji" }'


@pytest.fixture(autouse=True)
def fonts(tmp_path: Path) -> None:
    reading.use_fonts(tmp_path)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on loopback and the paths it was asked for."""
    asked: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


WAYS_OUT = [
    '<img src="{url}/a.png">',
    '<link rel="stylesheet" href="{url}/a.css">',
    '<link rel="attachment" href="{url}/a.txt">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url({url}/a.css)</style>",
    "<style>p {{ background: url({url}/a.png) }}</style><p>x</p>",
    "<style>p::before {{ content: url({url}/a.png) }}</style><p>x</p>",
    "<style>@font-face {{ font-family: X; src: url({url}/a.ttf) }} p {{ font: 9pt X }}</style><p>x",
    '<object data="{url}/a.svg"></object>',
    '<embed src="{url}/a.svg">',
    '<base href="{url}/"><img src="a.png">',
    '<img src="file:///etc/passwd">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'></svg>\">",
    '<img src="asset:missing">',
]


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_is_closed_and_stops_the_document(
    way: str, listener: tuple[str, list[str]]
) -> None:
    url, asked = listener

    with pytest.raises(NotSet):
        typeset(f"<html lang=en><body>{way.format(url=url)}", CSS)

    assert asked == []


def test_an_asset_is_shown_and_one_left_out_stops_the_document() -> None:
    assets = {"letterhead": Asset(hostile.photo(), "image/jpeg")}

    set_ = typeset('<html lang=en><body><img src="asset:letterhead">', CSS, assets=assets)

    assert set_.pages == 1
    assert reading.ink(reading.seen(set_.pdf)) > 1000
    with pytest.raises(NotSet, match="left out letterhead"):
        typeset("<html lang=en><body>nothing", CSS, assets=assets)


def test_many_scripts_and_emoji_are_set_in_our_fonts_and_read_back() -> None:
    text = "Łódź Müller мир Ελλάδα नमस्ते สวัสดี “quoted” 😀"

    set_ = typeset(f"<html lang=en><body><p>{text}</p>", CSS)

    assert pypdf.PdfReader(io.BytesIO(set_.pdf)).pages[0].extract_text().strip() == text
    names = {str(font["/BaseFont"]) for font in used_fonts(set_.pdf)}
    assert all("Source-Serif-4" in name or "Noto" in name for name in names)


def test_anchors_say_on_which_page_they_stand() -> None:
    css = CSS + " h2 { break-before: page }"

    set_ = typeset('<html lang=en><body><h1 id="a">A</h1><h2 id="b">B</h2>', css)

    assert dict(set_.anchors) == {"a": 0, "b": 1}


def used_fonts(pdf: bytes) -> list[pypdf.generic.DictionaryObject]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    resources: Any = reader.pages[0]["/Resources"].get_object()
    fonts = resources["/Font"].get_object()
    return [font.get_object() for font in fonts.values()]
