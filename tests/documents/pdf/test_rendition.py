"""What the jail answers is read with suspicion."""

import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.cell import papers, pictures, program
from documents.pdf.rendition import MARK, Broken, Packing, Paper, Picture, is_whole, opened
from documents.pdf.writer import PdfWriter
from tests.documents.pdf import hostile


def made(render: program.Render, data: bytes) -> bytes:
    original, out = io.BytesIO(data), io.BytesIO()
    program.rendered(render, original, "", Packing(out, original))
    return out.getvalue()


def read(rendition: bytes, original: bytes = b"") -> object:
    return opened(io.BytesIO(rendition), io.BytesIO(original))


def described(index: Mapping[str, object], streams: bytes = b"") -> bytes:
    packed = json.dumps(index).encode()
    return streams + packed + len(packed).to_bytes(8, "big") + MARK


PNG = hostile.saved(hostile.noise("RGBA", (20, 30)))
WHOLE = made(pictures.render, PNG)
PICTURE: dict[str, object] = {
    "kind": "picture",
    "width": 4,
    "height": 4,
    "channels": 1,
    "bits": 8,
    "jpeg": False,
    "palette": "",
    "profile": "",
    "orientation": 1,
    "note": "",
    "length": 3,
}
PAPER: dict[str, object] = {
    "kind": "paper",
    "note": "",
    "sheets": [[1, [0, 0, 9, 9]]],
    "parts": [[1, 3, -1]],
}


@given(st.integers(0, len(WHOLE) - 1))
def test_a_rendition_that_was_cut_anywhere_is_none(end: int) -> None:
    assert is_whole(io.BytesIO(WHOLE))
    assert not is_whole(io.BytesIO(WHOLE[:end]))


def test_a_split_picture_comes_back_stream_for_stream() -> None:
    before = pictures.picture(io.BytesIO(PNG))
    after = read(WHOLE, PNG)

    assert isinstance(after, Picture)
    assert before.mask is not None
    assert after.mask is not None
    assert b"".join(after.stream()) == b"".join(before.stream())
    assert b"".join(after.mask.stream()) == b"".join(before.mask.stream())


def test_an_untouched_picture_is_named_by_its_place_in_the_original() -> None:
    photo = hostile.saved(hostile.noise("RGB", (400, 300)), "JPEG")
    rendition = made(pictures.render, photo)

    after = read(rendition, photo)

    assert isinstance(after, Picture)
    assert b"".join(after.stream()) == photo
    assert len(rendition) < 400


@pytest.mark.parametrize(
    "rendition",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(described({"kind": "song"}), id="a kind nobody knows"),
        pytest.param(described(PICTURE), id="a stream that is not there"),
        pytest.param(described(PICTURE | {"length": -1}, b"abc"), id="less than nothing"),
        pytest.param(described(PICTURE | {"width": 10**9}, b"abc"), id="too wide"),
        pytest.param(described(PICTURE | {"width": True}, b"abc"), id="a truth for a number"),
        pytest.param(described(PICTURE | {"bits": 7}, b"abc"), id="seven bits"),
        pytest.param(described(PICTURE | {"original": [[0, 99]]}, b"abc"), id="past the original"),
        pytest.param(described(PAPER), id="an object that is not there"),
        pytest.param(described(PAPER | {"parts": [[2, 3, -1]]}, b"abc"), id="a gap"),
        pytest.param(described(PAPER | {"sheets": [[9, [0, 0, 9, 9]]]}, b"abc"), id="no such form"),
        pytest.param(described(PAPER | {"sheets": [[1, [0, 0, 0, 9]]]}, b"abc"), id="no width"),
        pytest.param(described(PAPER | {"sheets": []}, b"abc"), id="no pages"),
        pytest.param(described({"kind": "writing", "paragraphs": [3]}), id="no words"),
    ],
)
def test_a_rendition_that_lies_is_broken(rendition: bytes) -> None:
    with pytest.raises(Broken):
        read(rendition)


def test_an_object_that_refers_to_nothing_is_broken() -> None:
    paper = read(described(PAPER, b"\x007 "))

    assert isinstance(paper, Paper)
    with pytest.raises(Broken, match="not there"):
        paper.place(PdfWriter(io.BytesIO()))


def test_a_paper_refers_to_objects_wherever_they_are_placed() -> None:
    rendition = made(papers.render, hostile.document(hostile.WORDS))
    writer = PdfWriter(io.BytesIO())
    writer.reserve()

    paper = read(rendition)

    assert isinstance(paper, Paper)
    assert paper.place(writer) == list(range(2, 2 + len(paper.parts)))
