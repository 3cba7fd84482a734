"""Pictures for viewing are made by the worker, in the jail, and only where that is allowed."""

import io

import pytest
from PIL import Image

from accounts.errors import Refusal
from cases.jobs import JobState
from cases.models import Case
from evidence import handling, vaults
from evidence.models import Act, CustodyEntry, FileRole, Inspection, Item, Sensitivity
from tests import make_accounts, make_cases, make_evidence


@pytest.fixture
def case(db: None) -> Case:
    return make_cases.case()


def test_a_screenshot_gets_its_pictures_and_facts(case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case))

    job = item.original.inspection
    assert (job.state, job.problem, job.width, job.height) == (JobState.DONE, "", 390, 844)
    assert item.preview is not None
    assert item.thumbnail is not None
    with vaults.open_blob(item.preview.blob) as picture, Image.open(picture) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (390, 844))
    made = CustodyEntry.objects.of_case(case).filter(act=Act.DERIVATIVE_MADE)
    assert {entry.actor for entry in made} == {"system"}
    assert made.count() == 3


def test_a_text_is_checked_and_not_drawn(case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case, content=b"Answer me.", name="a.txt"))

    assert item.original.inspection.state == JobState.DONE
    assert item.original.blob.checked_at is not None
    assert item.preview is None


def test_looking_twice_keeps_one_set_of_pictures(case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    Inspection.objects.update(state=JobState.WAITING, attempt=0)

    item = make_evidence.inspected(item)

    roles = sorted(file.role for file in item.files.all())
    assert roles == [
        FileRole.ORIGINAL,
        FileRole.PREVIEW,
        FileRole.RENDITION,
        FileRole.THUMBNAIL,
    ]


def test_a_broken_picture_says_why_and_the_original_stays(case: Case) -> None:
    broken = make_evidence.screenshot()[:120]
    item = make_evidence.inspected(make_evidence.item(case, content=broken))

    assert item.original.inspection.problem == "unreadable"
    assert item.original.inspection.reason == "It is damaged or not what it says it is."
    assert item.preview is None
    assert item.is_sound


def test_an_altered_original_is_not_drawn(case: Case) -> None:
    item = make_evidence.item(case)
    make_evidence.spoil(item.original.blob)

    item = make_evidence.inspected(item)

    assert item.original.inspection.state == JobState.FAILED
    assert "not the ones we received" in item.original.inspection.error
    assert item.is_altered
    assert item.preview is None


def test_nothing_is_drawn_until_a_named_person_releases_it(case: Case) -> None:
    item = make_evidence.item(case, sensitivity=Sensitivity.INTIMATE)
    assert not Inspection.objects.exists()

    handling.release(item, by=case.lead)

    item = make_evidence.inspected(Item.objects.get(pk=item.pk))
    assert (item.released_by, item.is_held_back) == (case.lead, False)
    assert item.preview is not None
    released = CustodyEntry.objects.of_case(case).get(act=Act.RELEASED)
    assert released.actor == f"user:{case.lead.uuid}"


def test_a_look_that_was_queued_before_the_item_was_held_back_is_not_taken(case: Case) -> None:
    item = make_evidence.item(case)
    handling.set_sensitivity(item, Sensitivity.INTIMATE, by=case.lead)

    item = make_evidence.inspected(item)

    assert item.original.inspection.state == JobState.WAITING
    assert item.preview is None


def test_an_item_that_may_show_a_minor_is_locked_for_everyone(case: Case) -> None:
    item = make_evidence.item(case)
    handling.set_sensitivity(item, Sensitivity.MINOR, by=case.lead)

    item = Item.objects.get(pk=item.pk)
    assert (item.is_locked, item.is_sound) == (True, False)
    assert list(case.items.all().unsound()) == [item]
    with pytest.raises(Refusal, match="locked"):
        handling.release(item, by=case.lead)
    assert CustodyEntry.objects.of_case(case).filter(act=Act.LOCKED).count() == 1


def test_an_item_sent_by_mistake_is_seen_by_the_lead_alone(case: Case) -> None:
    colleague = make_accounts.paralegal()
    item = make_evidence.item(case)

    handling.hide(item, by=colleague)

    hidden = Item.objects.get(pk=item.pk)
    assert not hidden.is_sound
    assert list(case.items.visible_to(colleague)) == []
    assert list(case.items.visible_to(case.lead)) == [hidden]
    with pytest.raises(Refusal, match="lead"):
        handling.show(hidden, by=colleague)
    handling.show(hidden, by=case.lead)
    assert list(case.items.visible_to(colleague)) == [hidden]


def test_a_picture_with_a_camera_time_keeps_it_as_a_fact_and_loses_it_in_the_preview(
    case: Case,
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:10:07 08:02:11"
    photo = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(photo, "JPEG", exif=exif)

    item = make_evidence.inspected(make_evidence.item(case, content=photo.getvalue()))

    assert item.original.inspection.taken == "2026:10:07 08:02:11"
    assert item.preview is not None
    with vaults.open_blob(item.preview.blob) as picture:
        assert b"2026:10:07" not in picture.read()
