"""Pages as a clerk sees them: upright, whole, and with every stamp in its margin."""

import hashlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image, ImageDraw

from documents.pdf.binder import Binder, Leaf, Shown
from documents.pdf.pages import NOTICE
from documents.pdf.rendition import Unreadable
from tests.documents.pdf import hostile, reading


@pytest.fixture
def out() -> io.BytesIO:
    return io.BytesIO()


@pytest.fixture
def binder(out: io.BytesIO) -> Binder:
    return Binder(out)


def leaves(shown: Shown, first: int = 1) -> list[Leaf]:
    return [
        Leaf(
            drawn,
            label="Exhibit 4",
            source=f"E-0047, page {at + 1} of {len(shown.pages)}",
            sha256="5e" * 32,
            bates=f"VAN-{first + at:06d}",
            anchor=f"exhibit-{first + at}",
            bookmark=f"Exhibit 4, {at}",
        )
        for at, drawn in enumerate(shown.pages)
    ]


def test_stamps_are_the_same_pixels_whatever_the_page_does() -> None:
    reference = stamps_around(hostile.document(hostile.WORDS))

    assert min(reading.ink(part) for part in reference) > 150
    for what, spoiler in hostile.SPOILERS.items():
        around = stamps_around(spoiler)
        assert [part.tobytes() for part in around] == [part.tobytes() for part in reference], what


def stamps_around(source: bytes) -> list[Image.Image]:
    out = io.BytesIO()
    binder = Binder(out)
    packet = reading.bound(leaves(binder.show_paper(reading.paper(source))), binder, out)
    page = reading.seen(packet)
    return [reading.crop(page, reading.HEADER), reading.crop(page, reading.FOOTER)]


@pytest.mark.parametrize("what", hostile.SPOILERS)
def test_a_clients_page_is_shown_inside_the_box_and_its_stamps_can_be_read(
    what: str, binder: Binder, out: io.BytesIO
) -> None:
    shown = binder.show_paper(reading.paper(hostile.SPOILERS[what]))
    packet = reading.bound(leaves(shown), binder, out)

    text = reading.words(packet)
    assert NOTICE in text
    assert "VAN-000001" in text
    assert "EXHIBIT 4" in text
    assert "Page 1 of 1" in text
    assert "E-0047, page 1 of 1" in text
    if what not in hostile.EMPTY_LOOKING:
        assert reading.ink(reading.crop(reading.seen(packet), reading.BODY)) > 5
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_its_orientation_tag(
    orientation: int, binder: Binder, out: io.BytesIO
) -> None:
    shown = binder.show_picture(reading.picture(hostile.photo(orientation)))
    page = reading.seen(reading.bound(leaves(shown), binder, out))

    left, right, upper, width, height = 36, 576, 792 - 738, 540, 540 * 500 / 800
    red = page.getpixel((left + int(width / 4), upper + int(height / 4)))
    blue = page.getpixel((right - int(width / 4), upper + int(height / 4)))
    lower = page.getpixel((left + int(width / 4), upper + int(height * 3 / 4)))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 60
    assert isinstance(blue, tuple)
    assert blue[2] > 200
    assert isinstance(lower, tuple)
    assert lower[2] > 200


def test_a_picture_leaves_the_packet_as_it_entered(
    binder: Binder, out: io.BytesIO, tmp_path: Path
) -> None:
    original = hostile.saved(hostile.noise("RGB", (400, 300)), "JPEG")
    shown = binder.show_picture(reading.picture(original))
    packet = reading.bound(leaves(shown), binder, out)

    with pikepdf.open(io.BytesIO(packet)) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert image.read_raw_bytes() == original
    if poppler := shutil.which("pdfimages"):
        (tmp_path / "packet.pdf").write_bytes(packet)
        subprocess.run([poppler, "-all", "packet.pdf", "out"], cwd=tmp_path, check=True)  # noqa: S603
        (taken_out,) = tmp_path.glob("out*.jpg")
        assert hashlib.sha256(taken_out.read_bytes()).digest() == hashlib.sha256(original).digest()


def test_a_tall_screenshot_runs_over_several_pages_and_shows_every_line(
    binder: Binder, out: io.BytesIO
) -> None:
    image = Image.new("RGB", (1170, 9000), "white")
    drawing = ImageDraw.Draw(image)
    for at in range(0, 9000, 100):
        drawing.rectangle((0, at, 1170, at + 4), fill="black")
    shown = binder.show_picture(reading.picture(hostile.saved(image)))
    packet = reading.bound(leaves(shown), binder, out)

    bars = [black_rows(reading.seen(packet, page, dpi=144)) for page in range(len(shown.pages))]
    repeated = 36 / (468 / 1170 * 100)
    assert len(shown.pages) == 6
    assert sum(bars) == pytest.approx(90 + 5 * repeated, abs=5)
    assert len(packet) < 200_000
    assert reading.ink(reading.crop(reading.seen(packet, 2), (36, 48, 576, 53))) == 0


def black_rows(page: Image.Image) -> int:
    """Black bars down the middle of the content box."""
    column = page.convert("L").crop((611, 108, 612, 1476)).tobytes()
    return len(re.findall(rb"[\x00-\x80]+", column))


def test_a_picture_as_tall_as_a_tower_is_refused(binder: Binder) -> None:
    with pytest.raises(Unreadable, match="so tall that it would fill"):
        binder.show_picture(reading.picture(hostile.saved(Image.new("1", (100, 60_000)))))


def test_small_pictures_are_not_blown_up(binder: Binder, out: io.BytesIO) -> None:
    shown = binder.show_picture(reading.picture(hostile.saved(Image.new("RGB", (96, 96), "red"))))

    body = reading.crop(reading.seen(reading.bound(leaves(shown), binder, out)), reading.BODY)
    assert reading.ink(body) == pytest.approx(74 * 74, rel=0.02), "its edge included"


def test_one_sees_where_an_exhibit_ends_and_where_it_goes_on(
    binder: Binder, out: io.BytesIO
) -> None:
    shown = binder.show_picture(reading.picture(white(1170, 3300)))
    packet = reading.bound(leaves(shown), binder, out)

    upper, lower, end = (306, 737.2), (306, 54.8), (306, 737 - (1320 - 682 + 36))
    left, right = (71.8, 400), (540.2, 400)
    first, last = (
        [ruled(packet, page, *at) for at in (upper, lower, end, left, right)] for page in (0, 1)
    )
    assert first == [True, False, False, True, True]
    assert last == [False, False, True, True, True]


def white(width: int, height: int) -> bytes:
    return hostile.saved(Image.new("L", (width, height), "white"))


def ruled(packet: bytes, page: int, x: float, y: float) -> bool:
    """Whether a line runs through the point of a page."""
    seen = reading.seen(packet, page, dpi=288)
    upper = 4 * (792 - y)
    return (
        reading.ink(seen.crop((int(4 * x - 4), int(upper - 4), int(4 * x + 4), int(upper + 4)))) > 4
    )


def test_words_of_a_picture_can_be_found_and_are_not_seen(binder: Binder, out: io.BytesIO) -> None:
    image = hostile.saved(Image.new("RGB", (400, 400), "white"))
    shown = binder.show_picture(
        reading.picture(image), "You are a liar, Łukasz\n漢字 too \U0001f600"
    )
    packet = reading.bound(leaves(shown), binder, out)

    text = pypdf.PdfReader(io.BytesIO(packet)).pages[0].extract_text()
    assert "You are a liar, Łukasz" in text
    assert "漢字 too" in text
    assert reading.ink(reading.crop(reading.seen(packet), (160, 442, 452, 734))) == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a PDF"),
        (b"%PDF-1.7\nrubbish", "not a PDF"),
        (hostile.document(hostile.WORDS)[:200], "not a PDF"),
        (hostile.pages_of(0), "0 pages"),
        (
            hostile.written(
                pikepdf.open(io.BytesIO(hostile.pages_of(1))),
                encryption=pikepdf.Encryption(user="secret", owner="other"),
            ),
            "locked with a password",
        ),
    ],
)
def test_a_pdf_that_cannot_be_shown_is_refused_with_a_sentence(
    data: bytes, sentence: str, binder: Binder
) -> None:
    with pytest.raises(Unreadable, match=sentence):
        binder.show_paper(reading.paper(data))


def test_a_pdf_that_only_its_owner_may_change_is_shown(binder: Binder, out: io.BytesIO) -> None:
    with pikepdf.open(io.BytesIO(hostile.document(hostile.WORDS))) as pdf:
        data = hostile.written(pdf, encryption=pikepdf.Encryption(user="", owner="other"))

    shown = binder.show_paper(reading.paper(data))

    assert "client words" in reading.words(reading.bound(leaves(shown), binder, out))


def test_filled_form_fields_are_kept_as_ink(binder: Binder, out: io.BytesIO) -> None:
    with pikepdf.open(io.BytesIO(hostile.document(hostile.WORDS))) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="answer",
                V="typed answer",
                DA="/Helv 12 Tf 0 g",
                Rect=[72, 500, 400, 530],
                F=4,
            )
        )
        pdf.pages[0].Annots = pikepdf.Array([field])
        helvetica = pdf.pages[0].Resources.Font.F1
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=[field],
            NeedAppearances=True,
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)),
        )
        data = hostile.written(pdf)

    shown = binder.show_paper(reading.paper(data))

    assert "typed answer" in reading.words(reading.bound(leaves(shown), binder, out))


def test_nothing_active_and_nothing_from_outside_comes_along(
    binder: Binder, out: io.BytesIO
) -> None:
    with pikepdf.open(io.BytesIO(hostile.document(hostile.WORDS))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.Root.AA = pikepdf.Dictionary(WC=script)
        pdf.pages[0].AA = pikepdf.Dictionary(O=script)
        outside = pdf.make_stream(b"")
        outside.F = pikepdf.String("/etc/passwd")
        outside.Type, outside.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        outside.Metadata = pdf.make_stream(b"<x>camera of the client</x>")
        outside.AF = pikepdf.Array([script])
        program = pdf.make_stream(b"systemdict begin")
        program.Type, program.Subtype = pikepdf.Name.XObject, pikepdf.Name.PS
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Im=outside, Ps=program)
        data = hostile.written(pdf)

    packet = reading.bound(leaves(binder.show_paper(reading.paper(data))), binder, out)

    for word in (b"JavaScript", b"/JS", b"/AA", b"OpenAction", b"passwd", b"systemdict", b"camera"):
        assert word not in packet


def test_optional_layers_are_mentioned(binder: Binder) -> None:
    with pikepdf.open(io.BytesIO(hostile.document(hostile.WORDS))) as pdf:
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=pikepdf.Dictionary())
        data = hostile.written(pdf)

    assert binder.show_paper(reading.paper(data)).note == "Its optional layers are all shown."
