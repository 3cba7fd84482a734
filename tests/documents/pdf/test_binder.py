"""A whole packet, read by another library: bookmarks, links, labels, the same bytes twice."""

import io
from pathlib import Path

import pypdf
import pytest

from documents.pdf.binder import Binder, Leaf
from documents.pdf.typeset import typeset
from tests.documents.pdf import hostile, reading

CSS = '@page { size: letter; margin: 54pt } body { font-family: "Source Serif 4" }'


@pytest.fixture(autouse=True)
def fonts(tmp_path: Path) -> None:
    reading.use_fonts(tmp_path)


def packet(*, exhibits: int = 3) -> bytes:
    out = io.BytesIO()
    binder = Binder(out)
    shown = [
        binder.show_picture(reading.picture(hostile.photo(1 + at % 8))) for at in range(exhibits)
    ]
    rows = "".join(
        f'<p><a href="packet:exhibit-{at}">Exhibit {at}</a></p>' for at in range(1, exhibits + 1)
    )
    index = typeset(f"<html lang=en><body><h1>Index</h1>{rows}", CSS)
    front = binder.show_fragment(index.pdf).pages
    leaves = [Leaf(front[0], anchor="index", bookmark="Index"), *map(Leaf, front[1:])]
    leaves += [
        Leaf(
            one.pages[0],
            label=f"Exhibit {at}",
            bates=f"VAN-{at:06d}",
            anchor=f"exhibit-{at}",
            bookmark=f"Exhibit {at}: “größer”",
        )
        for at, one in enumerate(shown, 1)
    ]
    return reading.bound(leaves, binder, out)


def test_bookmarks_titles_and_page_labels_are_there() -> None:
    reader = pypdf.PdfReader(io.BytesIO(packet()))

    titles = [entry["/Title"] for entry in reader.outline]  # type: ignore[call-overload]
    assert titles == ["Index", *(f"Exhibit {at}: “größer”" for at in (1, 2, 3))]
    assert reader.page_labels == ["1", "VAN-000001", "VAN-000002", "VAN-000003"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Evidence packet"
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [0, 1, 2, 3]  # type: ignore[arg-type]


def test_each_row_of_the_index_leads_to_its_exhibit() -> None:
    reader = pypdf.PdfReader(io.BytesIO(packet()))
    named = reader.named_destinations

    links = [note.get_object() for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [link["/Dest"] for link in links] == ["exhibit-1", "exhibit-2", "exhibit-3"]
    assert [reader.get_destination_page_number(named[str(link["/Dest"])]) for link in links] == [
        1,
        2,
        3,
    ]
    assert all("/A" not in link for link in links)


def test_the_same_exhibits_give_the_same_bytes() -> None:
    assert packet() == packet()


def test_the_file_says_nothing_of_the_machine_or_the_hour_it_was_made() -> None:
    made = packet()

    assert pypdf.PdfReader(io.BytesIO(made)).metadata == {
        "/Title": "Evidence packet",
        "/Producer": "Redress",
    }
    for trace in (b"CreationDate", b"ModDate", b"WeasyPrint", b"pikepdf", str(Path.cwd()).encode()):
        assert trace not in made


def test_a_link_that_leads_nowhere_stops_the_packet() -> None:
    out = io.BytesIO()
    binder = Binder(out)
    lost = typeset('<html lang=en><body><a href="packet:exhibit-9">9</a>', CSS)
    shown = binder.show_fragment(lost.pdf)

    with pytest.raises(ValueError, match="lead nowhere: exhibit-9"):
        reading.bound([Leaf(shown.pages[0], bookmark="Index")], binder, out)


def test_hundreds_of_pages_keep_their_order() -> None:
    out = io.BytesIO()
    binder = Binder(out)
    shown = binder.show_paper(reading.paper(hostile.pages_of(300)))
    leaves = [
        Leaf(drawn, bates=f"VAN-{at:06d}", bookmark=f"{at}")
        for at, drawn in enumerate(shown.pages, 1)
    ]

    reader = pypdf.PdfReader(io.BytesIO(reading.bound(leaves, binder, out)))

    assert len(reader.pages) == 300
    assert "VAN-000129" in reader.pages[128].extract_text()
    assert "Page 300 of 300" in reader.pages[299].extract_text()


def test_an_exhibit_that_turns_out_unreadable_leaves_a_sound_file() -> None:
    out = io.BytesIO()
    binder = Binder(out)
    good = binder.show_picture(reading.picture(hostile.photo()))
    broken = hostile.document(hostile.WORDS, MediaBox=[0, 0, 0, 0])
    with pytest.raises(Exception, match="damaged"):
        binder.show_paper(reading.paper(broken))

    packet = reading.bound([Leaf(good.pages[0], bookmark="One")], binder, out)

    assert len(pypdf.PdfReader(io.BytesIO(packet), strict=True).pages) == 1
