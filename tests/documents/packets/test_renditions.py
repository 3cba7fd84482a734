"""Renditions: made in the jail, once, sealed; whatever a file holds, the worker goes on."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from cases.jobs import JobState
from cases.models import Case
from documents.models import PlacementKind
from documents.packets.renditions import kept
from documents.pdf.rendition import RENDERER
from evidence import derivatives, handling, vaults
from evidence.models import Act, CustodyEntry, File, FileRole, Item, Sensitivity
from tests import make_cases, make_documents, make_evidence
from tests.documents.pdf import hostile, reading

pytestmark = pytest.mark.django_db
HEIC = Path(__file__).parents[1] / "cell" / "photo.heic"  # 320 by 200, its upper left quarter red


@pytest.fixture
def case() -> Case:
    return make_cases.case()


def renditions(item: Item) -> list[File]:
    return list(item.files.filter(role=FileRole.RENDITION))


def test_a_rendition_is_made_when_the_original_is_drawn_and_kept_sealed(case: Case) -> None:
    image = hostile.noise("RGBA", (90, 120))
    item = make_evidence.inspected(make_evidence.item(case, content=hostile.saved(image)))

    (made,) = renditions(item)
    assert (made.parent, made.made_by) == (item.original, RENDERER)
    entries = CustodyEntry.objects.of_case(case).filter(act=Act.DERIVATIVE_MADE)
    assert any(made.blob.sha256 in entry.data for entry in entries)
    sealed = next(settings.STORE_DIR.glob(f"vaults/*/??/{made.blob.stored_sha256}")).read_bytes()
    with vaults.open_blob(made.blob) as plain:
        assert b'"kind": "picture"' in plain.read()
    assert b'"kind"' not in sealed


def test_what_is_shown_unchanged_is_not_kept_twice(case: Case) -> None:
    photo = make_evidence.inspected(make_evidence.item(case, content=hostile.photo()))

    (made,) = renditions(photo)
    assert made.blob.size < 1000


def test_a_packet_uses_what_was_made_and_makes_what_is_missing(case: Case) -> None:
    seen = make_evidence.inspected(make_evidence.item(case))
    unseen = make_evidence.item(case)
    assert set(kept([seen.original, unseen.original])) == {seen.original.pk}

    version = make_documents.built(make_documents.packet(case, seen, unseen))

    assert version.state == JobState.DONE
    assert len(renditions(seen)) == len(renditions(unseen)) == 1
    assert len(kept([seen.original, unseen.original])) == 2


def test_a_rendition_of_an_older_program_is_left_and_a_new_one_made(case: Case) -> None:
    item = make_evidence.item(case)
    derivatives.add(
        item.original,
        FileRole.RENDITION,
        vaults.keep_bytes(b"as it was made once", case.vault),
        name="older",
        media_type="application/octet-stream",
        made_by="rendition 0",
    )

    make_documents.built(make_documents.packet(case, item))

    assert [made.made_by for made in renditions(item)] == ["rendition 0", RENDERER]


def test_a_damaged_rendition_is_made_again(case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case, content=hostile.photo()))
    (made,) = renditions(item)
    path = next(settings.STORE_DIR.glob(f"vaults/*/??/{made.blob.stored_sha256}"))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-9] + bytes(9))

    version = make_documents.built(make_documents.packet(case, item))

    assert version.placements.get().kind == PlacementKind.CONTENT


@pytest.mark.parametrize("sensitivity", [Sensitivity.INTIMATE, Sensitivity.MINOR])
def test_what_is_held_back_is_not_read_at_all(sensitivity: Sensitivity, case: Case) -> None:
    item = make_evidence.item(case)
    handling.set_sensitivity(item, sensitivity, by=case.lead)

    make_evidence.inspected(item)

    assert renditions(item) == []


def test_an_intimate_item_is_not_read_after_its_release_either(case: Case) -> None:
    item = make_evidence.item(case)
    handling.set_sensitivity(item, Sensitivity.INTIMATE, by=case.lead)
    handling.release(item, by=case.lead)

    make_evidence.inspected(item)
    make_documents.built(make_documents.packet(case, item))

    assert Item.objects.get(pk=item.pk).preview is not None
    assert renditions(item) == []


def test_locking_one_damaged_file_does_not_lock_another(case: Case) -> None:
    damaged = [
        make_evidence.inspected(make_evidence.item(case, content=hostile.photo()[:end]))
        for end in (3000, 3100)
    ]
    assert len({renditions(item)[0].blob.pk for item in damaged}) == 2

    handling.set_sensitivity(damaged[0], Sensitivity.MINOR, by=case.lead)

    assert [Item.objects.get(pk=item.pk).is_locked for item in damaged] == [True, False]


WHOLE_PNG, WHOLE_JPEG = hostile.saved(hostile.noise("RGB", (200, 200))), hostile.photo()
LOCKED = hostile.written(
    pikepdf.open(io.BytesIO(hostile.pages_of(1))),
    encryption=pikepdf.Encryption(user="secret", owner="other"),
)
BAD = {
    "a bomb": hostile.png((60_000, 60_000, 8, 2, 0, 0, 0), b""),
    "half a JPEG": WHOLE_JPEG[: len(WHOLE_JPEG) // 2],
    "half a PNG": WHOLE_PNG[: len(WHOLE_PNG) // 2],
    "changed rows": WHOLE_PNG[:300] + b"xx" + WHOLE_PNG[302:],
    "too many rows": hostile.png((9, 9, 8, 6, 0, 0, 0), b"\0" * 9_999),
    "a tower": hostile.saved(Image.new("1", (100, 60_000))),
    "a cut HEIC": HEIC.read_bytes()[:900],
    "a locked PDF": LOCKED,
    "no pages": hostile.pages_of(0),
    "rubbish": b"%PDF-1.7\nrubbish",
    "half a PDF": hostile.document(hostile.WORDS)[:200],
    "a video": b"\0\0\0\x18ftypmp42" + bytes(500),
}


def test_every_hostile_file_ends_as_a_page_with_a_sentence(case: Case) -> None:
    """Half of them come before any rendition was made, half after."""
    items = [make_evidence.item(case, content=content, title=what) for what, content in BAD.items()]
    for item in items[::2]:
        make_evidence.inspected(item)
    spoilers = [
        make_evidence.item(case, content=content, title=what)
        for what, content in list(hostile.SPOILERS.items())[:4]
    ]

    version = make_documents.built(make_documents.packet(case, *items, *spoilers))

    kinds = [placement.kind for placement in version.placements.order_by("position")]
    assert (version.state, version.error) == (JobState.DONE, "")
    assert kinds == [PlacementKind.LODGED] * len(BAD) + [PlacementKind.CONTENT] * 4
    text = " ".join(reading.texts(make_documents.file_of(version))).replace("\r\n", " ")
    for sentence in (
        "The image claims 60000 by 60000 pixels, too many to print.",
        "The image ends before its last line.",
        "Part of the image is damaged.",
        "so tall that it would fill",
        "The PDF is locked with a password.",
        "The PDF has 0 pages",
        "The file is not a PDF this program can open.",
        "cannot be printed.",
    ):
        assert sentence in text, sentence


def test_an_iphone_photo_is_received_drawn_and_printed(case: Case) -> None:
    item = make_evidence.inspected(
        make_evidence.item(case, content=HEIC.read_bytes(), name="IMG_4411.HEIC")
    )
    assert item.original.media_type == "image/heic"
    assert (item.original.inspection.width, item.original.inspection.height) == (320, 200)
    assert item.original.inspection.taken == "2026:10:07 08:02:11"
    assert item.preview is not None
    with vaults.open_blob(item.preview.blob) as preview, Image.open(preview) as drawn:
        assert is_red(drawn.getpixel((40, 40)))
        assert not is_red(drawn.getpixel((300, 180)))

    version = make_documents.built(make_documents.packet(case, item))

    placement = version.placements.get()
    assert placement.kind == PlacementKind.CONTENT
    assert placement.note == "Shown from a JPEG copy (quality 92) of the HEIF original."
    packet = make_documents.file_of(version)
    assert b"MARKER-CAMERA" not in packet
    page = next(at for at, text in enumerate(reading.texts(packet)) if "page 1 of 1" in text)
    assert is_red(reading.seen(packet, page).getpixel((612 // 2 - 60, 792 - 738 + 20)))


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 190 and pixel[1] < 60)
