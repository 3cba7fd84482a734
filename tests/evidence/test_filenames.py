"""Names offered for download are safe whatever they were called."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence.filenames import FORBIDDEN, LONGEST_BYTES, RESERVED, safe_name


@pytest.mark.parametrize(
    ("received", "offered"),
    [
        ("IMG_4471.PNG", "IMG_4471.PNG"),
        ("Bildschirmfoto 2026-10-06 um 21.14.03.png", "Bildschirmfoto 2026-10-06 um 21.14.03.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\evil.png", "evil.png"),
        ("page.html", "page.html.download"),
        ("drawing.SVG", "drawing.SVG.download"),
        ("photo\u202egpj.exe", "photogpj.exe.download"),
        ('a"; filename="b.exe', "a__ filename=_b.exe.download"),
        ("line\r\nbreak: x.png", "linebreak_ x.png"),
        ("CON.png", "file CON.png"),
        (".htaccess", "htaccess"),
        ("--rf.png", "rf.png"),
        ("", "file"),
        ("..", "file"),
        ("\x00\x01", "file"),
        ("截图.png", "截图.png"),
    ],
)
def test_known_names(received: str, offered: str) -> None:
    assert safe_name(received) == offered


def test_a_long_name_keeps_its_ending() -> None:
    made = safe_name("😀" * 200 + ".jpeg")

    assert len(made.encode()) <= LONGEST_BYTES
    assert made.endswith("😀.jpeg")


@settings(max_examples=1500)
@given(st.text(max_size=200) | st.text("ab.:/\\ \u202e\"'%~-_é😀conCON0.html", max_size=300))
@example("0.:.:")
@example("con .html")
def test_every_name_becomes_safe_and_stays_so(received: str) -> None:
    made = safe_name(received)

    assert made
    assert safe_name(made) == made
    assert len(made.encode()) <= LONGEST_BYTES
    assert not FORBIDDEN.search(made)
    assert not made.startswith((".", "-", "~", " "))
    assert not made.endswith((".", " "))
    assert made.split(".")[0].lower() not in RESERVED
    assert all(unicodedata.category(mark)[0] not in "CZ" or mark == " " for mark in made)
