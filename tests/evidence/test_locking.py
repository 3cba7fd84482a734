"""A locked item's files leave the store that is backed up, and come back when it is unlocked."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from evidence import handling, locking, tasks, vaults, verification
from evidence.models import Act, Blob, CustodyEntry, File, FileRole, Item, Sensitivity
from evidence.store import Missing
from tests import make_accounts, make_cases, make_documents, make_evidence
from tests.signing_in import signed_in


@pytest.fixture
def case(own_database: str) -> Case:
    del own_database  # files move when a transaction commits
    return make_cases.case(team=[make_accounts.attorney(), make_accounts.paralegal()])


@pytest.fixture
def item(case: Case) -> Item:
    return make_evidence.inspected(make_evidence.item(case))


@pytest.fixture
def supervisor(case: Case) -> User:
    del case
    return make_accounts.supervisor()


def paralegal_of(case: Case) -> User:
    return case.team.get(user__role="paralegal").user


def at(page: str, item: Item) -> str:
    return reverse(f"evidence:{page}", args=[item.case.ref, item.ref])


def handle(by: User, item: Item, to: Sensitivity) -> None:
    answer = signed_in(by).post(at("handle", item), {"sensitivity": to.value})
    assert answer.status_code == 302


def files_under(root: Path, blobs: list[Blob]) -> set[str]:
    """Which of the blobs lie below a folder."""
    names = {path.name for path in root.rglob("*") if path.is_file()}
    return names & {blob.stored_sha256 for blob in blobs}


def blobs_of(*items: Item) -> list[Blob]:
    return list(Blob.objects.filter(files__item__in=items).distinct())


def where(blobs: list[Blob]) -> tuple[int, int]:
    """How many lie in the store, and how many among the locked."""
    kept, locked = Path(settings.STORE_DIR), Path(settings.LOCKED_DIR)
    return len(files_under(kept, blobs)), len(files_under(locked, blobs))


def sensitivity_of(item: Item) -> str:
    return Item.objects.get(pk=item.pk).sensitivity


def test_a_lock_takes_original_and_pictures_out_of_the_store_and_unlocking_brings_them_back(
    item: Item, supervisor: User
) -> None:
    blobs = blobs_of(item)
    assert {file.role for file in item.files.all()} >= {FileRole.ORIGINAL, FileRole.PREVIEW}
    assert where(blobs) == (len(blobs), 0)

    handle(paralegal_of(item.case), item, Sensitivity.MINOR)
    assert where(blobs) == (0, len(blobs))

    handle(supervisor, item, Sensitivity.NORMAL)
    assert where(blobs) == (len(blobs), 0)
    answer = signed_in(item.case.lead).get(at("preview", item))
    assert answer.getvalue()


def test_locked_files_are_still_checked_and_never_opened(item: Item) -> None:
    handle(paralegal_of(item.case), item, Sensitivity.MINOR)

    for blob in blobs_of(item):
        assert verification.check(blob, actor="system")
        with pytest.raises(Missing):
            vaults.open_blob(blob)
    out = io.StringIO()
    call_command("verify_custody", stdout=out)
    assert "No evidence has changed" in out.getvalue()

    original = item.original.blob
    path = next(Path(settings.LOCKED_DIR).rglob(original.stored_sha256))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    assert not verification.check(original, actor="system")


def test_the_original_leaves_for_nobody_but_a_supervising_attorney(
    item: Item, supervisor: User
) -> None:
    case = item.case
    handle(paralegal_of(case), item, Sensitivity.MINOR)

    for person in (paralegal_of(case), case.lead):
        browser = signed_in(person)
        assert browser.post(at("original", item)).status_code == 409
        assert at("original", item) not in browser.get(at("item", item)).content.decode()
    for page in ("preview", "thumbnail"):
        assert signed_in(supervisor).get(at(page, item)).status_code == 404
    browser = signed_in(supervisor)
    assert "Only to hand it to the police" in browser.get(at("item", item)).content.decode()
    sent = browser.post(at("original", item))
    assert len(sent.getvalue()) == item.original.blob.size
    taken = CustodyEntry.objects.of_case(case).get(act=Act.ORIGINAL_DOWNLOADED)
    assert taken.actor == f"user:{supervisor.uuid}"


def test_a_packet_that_shows_the_item_goes_along(item: Item, supervisor: User) -> None:
    version = make_documents.built(make_documents.packet(item.case, item))
    assert version.blob is not None
    assert where([version.blob]) == (1, 0)

    handle(paralegal_of(item.case), item, Sensitivity.MINOR)
    assert where([version.blob]) == (0, 1)
    handle(supervisor, item, Sensitivity.NORMAL)
    assert where([version.blob]) == (1, 0)


def test_beat_repairs_what_a_crash_left_between_the_commit_and_the_move(item: Item) -> None:
    blobs = blobs_of(item)
    Item.objects.filter(pk=item.pk).update(sensitivity=Sensitivity.MINOR)
    assert where(blobs) == (len(blobs), 0)

    tasks.settle_locked_files()
    assert where(blobs) == (0, len(blobs))
    tasks.settle_locked_files()
    assert where(blobs) == (0, len(blobs))

    Item.objects.filter(pk=item.pk).update(sensitivity=Sensitivity.NORMAL)
    tasks.settle_locked_files()
    assert where(blobs) == (len(blobs), 0)


def test_a_move_that_fails_still_locks_and_is_done_later(
    item: Item, settings: LazySettings, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    usual, settings.LOCKED_DIR = settings.LOCKED_DIR, in_the_way

    handle(paralegal_of(item.case), item, Sensitivity.MINOR)
    assert sensitivity_of(item) == Sensitivity.MINOR
    assert signed_in(item.case.lead).get(at("preview", item)).status_code == 404

    assert locking.settle_all() == 0, "beat tries, and breaks nothing else"

    settings.LOCKED_DIR = usual
    blobs = blobs_of(item)
    assert where(blobs) == (len(blobs), 0)
    locking.settle_all()
    assert where(blobs) == (0, len(blobs))


def twin_of(item: Item) -> Item:
    """Another item of the case whose picture has the same bytes."""
    twin = make_evidence.item(item.case, content=b"Answer me.", name="twin.txt")
    File.objects.create(
        item=twin,
        role=FileRole.PREVIEW,
        parent=twin.original,
        blob=item.preview.blob,  # type: ignore[union-attr]
        name="twin",
        media_type="image/jpeg",
        made_by="look 1",
    )
    return twin


def test_another_item_with_the_same_picture_is_locked_and_unlocked_with_it(
    case: Case, item: Item, supervisor: User
) -> None:
    twin = twin_of(item)
    other = make_evidence.item(case, content=b"Something else.", name="other.txt")

    handle(paralegal_of(case), item, Sensitivity.MINOR)

    assert sensitivity_of(twin) == Sensitivity.MINOR
    assert sensitivity_of(other) == Sensitivity.NORMAL
    blobs = blobs_of(item, twin)
    assert where(blobs) == (0, len(blobs))
    assert where(blobs_of(other)) == (1, 0)
    titles = sorted(case.tasks.values_list("title", flat=True))
    assert [title.split()[0] for title in titles] == ["E-0001", "E-0002"]
    handle(supervisor, twin, Sensitivity.NORMAL)
    assert sensitivity_of(item) == Sensitivity.NORMAL
    assert where(blobs) == (len(blobs), 0)


def test_unlocking_one_leaves_its_twin_as_strict_as_it_was(
    case: Case, item: Item, supervisor: User
) -> None:
    twin = twin_of(item)
    handle(case.lead, twin, Sensitivity.PRIVILEGED)
    handle(paralegal_of(case), item, Sensitivity.MINOR)
    handle(supervisor, item, Sensitivity.NORMAL)
    assert sensitivity_of(item) == Sensitivity.NORMAL
    assert sensitivity_of(twin) == Sensitivity.PRIVILEGED


def test_the_same_picture_that_comes_later_is_locked_as_it_comes(case: Case, item: Item) -> None:
    content = make_evidence.screenshot("the same")
    first = make_evidence.inspected(make_evidence.item(case, content=content))
    handle(paralegal_of(case), first, Sensitivity.MINOR)

    again = make_evidence.item(case, content=content)
    assert again == first
    trailing = make_evidence.item(case, content=content + b"trailing bytes")
    drawn = make_evidence.inspected(trailing)

    assert drawn.is_locked, "it draws to the very same picture"
    assert where(blobs_of(first, drawn))[0] == 0
    assert sensitivity_of(item) == Sensitivity.NORMAL


def test_operators_get_the_names_to_remove_from_earlier_copies(item: Item) -> None:
    before = {str(path.relative_to(settings.STORE_DIR)) for path in stored(item)}
    handle(paralegal_of(item.case), item, Sensitivity.MINOR)

    out = io.StringIO()
    call_command("locked_files", stdout=out)

    assert set(out.getvalue().split()) == before


def stored(item: Item) -> list[Path]:
    names = {blob.stored_sha256 for blob in blobs_of(item)}
    return [path for path in Path(settings.STORE_DIR).rglob("*") if path.name in names]


def test_the_same_bytes_in_another_case_are_another_matter(case: Case) -> None:
    foreign = make_evidence.item(make_cases.case(), content=b"Answer me.")
    ours = make_evidence.item(case, content=b"Answer me.")

    handling.set_sensitivity(ours, Sensitivity.MINOR, by=case.lead)

    assert sensitivity_of(foreign) == Sensitivity.NORMAL
    assert where(blobs_of(foreign)) == (1, 0)
