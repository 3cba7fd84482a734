"""The file as a file: offsets, digests, objects that were promised and never came."""

import hashlib
import io

import pikepdf
import pytest

from documents.pdf.syntax import literal, name, number, text_string
from documents.pdf.writer import PdfWriter


def minimal(out: io.BytesIO) -> str:
    writer = PdfWriter(out)
    tree = writer.reserve()
    writer.reserve()  # never written
    content = writer.deflated(b"", b"0 g")
    page = writer.add(
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents %d 0 R>>"
        % (tree, content)
    )
    writer.place(tree, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    root = writer.add(b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    return writer.close(root=root, info=writer.add(b"<</Title(x)>>"), seed=b"seed")


def test_a_written_file_opens_without_repair_and_its_digest_is_the_one_returned() -> None:
    out = io.BytesIO()

    sha256 = minimal(out)

    assert sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.check_pdf_syntax() == []


def test_the_same_calls_give_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()

    minimal(first)
    minimal(second)

    assert first.getvalue() == second.getvalue()


def test_an_object_is_written_once() -> None:
    writer = PdfWriter(io.BytesIO())
    ref = writer.add(b"null")

    with pytest.raises(ValueError, match="written before"):
        writer.place(ref, b"null")


def test_a_stream_of_another_length_than_announced_stops_the_file() -> None:
    with pytest.raises(ValueError, match="3 bytes was 4"):
        PdfWriter(io.BytesIO()).stream(b"", [b"abcd"], 3)


def test_values_are_spelled_as_the_format_asks() -> None:
    assert number(-0.00001) == b"0"
    assert number(612.0) == b"612"
    assert number(0.12345) == b"0.1235"
    assert literal(r"a(b)\c") == rb"(a\(b\)\\c)"
    assert name("A b#/é") == b"/A#20b#23#2F#C3#A9"
    assert text_string("Ex. 4") == b"(Ex. 4)"
    assert text_string("Größe") == b"<FEFF0047007200F600DF0065>"
