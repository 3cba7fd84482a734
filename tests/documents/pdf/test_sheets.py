"""Pages we draw ourselves: nothing is lost, nothing leaves its column, the rest is declined."""

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.pdf.binder import Binder, Leaf
from documents.pdf.lettering import Style, can_draw, lines_of
from documents.pdf.pages import Drawn
from documents.pdf.rendition import Attachment, Writing
from documents.pdf.sheets import Slip, draw_slip, draw_writing
from tests.documents.pdf import reading

STYLE = Style("Regular", 9)
OURS = st.text(st.sampled_from("abcXYZ ñ ßŁж Ω–“” 0189") | st.just("\n"), max_size=300)


def bound(pages: Sequence[Drawn]) -> bytes:
    out = io.BytesIO()
    leaves = [Leaf(page, anchor=f"a{at}", bookmark="A page") for at, page in enumerate(pages)]
    return reading.bound(leaves, Binder(out), out)


def slip(title: str = "Post: “falsified X-rays”, Łódź", **changes: object) -> Slip:
    facts = changes.pop("facts", (("Address", "https://chirrup.example/p/1"), ("Two", "a\nb")))
    assert isinstance(facts, tuple)
    return Slip("exhibit-1", "Exhibit 1", title, str(changes.get("care", "")), facts)


@given(OURS, st.floats(20, 400))
def test_lines_fit_their_column_and_lose_nothing_but_spaces(text: str, width: float) -> None:
    lines = lines_of(text, STYLE, width)

    assert all(STYLE.width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_a_slip_sheet_says_what_the_exhibit_is() -> None:
    (page,) = draw_slip(slip(care="The next pages show distressing content."))

    text = reading.words(bound([page]))
    for words in (
        "Exhibit 1",
        "Post: “falsified X-rays”, Łódź",
        "distressing content.",
        "https://chirrup.example/p/1",
    ):
        assert words in text


def test_facts_that_run_over_go_on_with_the_next_page() -> None:
    facts = tuple((f"Fact {at}", "word " * 60) for at in range(20))

    pages = draw_slip(slip(facts=facts))

    packet = bound(pages)
    assert len(pages) == 3
    assert all(any(f"Fact {at}" in text for text in reading.texts(packet)) for at in range(20))
    for at in range(len(pages)):
        below = reading.crop(reading.seen(packet, at), (0, 48, 612, 56))
        assert reading.ink(below) == 0


@pytest.mark.parametrize("title", ["قال", "他是骗子", "ไทย", "e\u0301", "😀"])
def test_what_needs_the_typesetter_is_left_to_it(title: str) -> None:
    assert not can_draw([title])
    assert draw_slip(slip(title)) == ()
    assert draw_writing(Writing((title,))) == ()


def test_a_text_keeps_every_line_and_its_indent() -> None:
    lines = [f"{' ' * (at % 7)}line {at} of мир" for at in range(300)]
    writing = Writing(
        ("\n".join(lines[:150]), "\n".join(lines[150:])),
        headers=(("From", "nobody@example.com"),),
        attachments=(Attachment("list.bin", 8, "5e" * 32),),
    )

    packet = bound(draw_writing(writing))

    text = "\n".join(reading.texts(packet))
    assert [line for line in lines if line.strip() not in text] == []
    assert "nobody@example.com" in text
    assert "5e" * 32 in text
    narrow = reading.crop(reading.seen(packet, 1), (0, 60, 53, 730))
    assert reading.ink(narrow) == 0
