"""Taking the look: from an original to pictures people may see, in the jailed process."""

from django.db import transaction

from accounts.errors import Refusal
from cases.jobs import LeaseLost
from evidence import custody, jail, vaults, verification
from evidence.canonical import Plain
from evidence.models import Act, File, FileRole, Inspection, Item

HELD = "Nobody opens this item until a named person releases it."
LARGEST = 256 << 20
PIECE = 1 << 20
PROGRAM = "look 1"  # change it when the pictures change: new ones are kept beside the old


def run(job: Inspection) -> None:
    """Check the original of ``job``, draw it if it is of a kind we draw, and keep what was found.

    Raises:
        Refusal: The item is held back, or its bytes are not the ones we received.
    """
    file = File.objects.select_related("item__case", "blob__vault").get(pk=job.file_id)
    if file.item.is_held_back:
        raise Refusal(HELD)
    job.progress(done=0, total=1, stage="Drawing")
    if not verification.check(file.blob, actor=custody.SYSTEM):
        raise Refusal("The stored bytes are not the ones we received, so nothing was drawn.")
    seen = _look(file) if file.media_type in jail.VIEWABLE else jail.Look()
    with transaction.atomic():
        _refuse_what_is_held(file.item)
        if not job.ours().select_for_update().exists():
            raise LeaseLost
        pictures = {FileRole.PREVIEW: seen.preview, FileRole.THUMBNAIL: seen.thumbnail}
        for role, picture in pictures.items():
            if picture:
                _keep_picture(file, role, picture)
        job.finish(
            done=1,
            problem=seen.problem,
            width=seen.width,
            height=seen.height,
            pages=seen.pages,
            taken=seen.taken,
            taken_offset=seen.taken_offset,
            has_location=seen.has_location,
            is_active=seen.is_active,
        )


def _refuse_what_is_held(item: Item) -> None:
    """Keep no picture of what was held back while it was being drawn."""
    rows = Item.objects.select_for_update(of=("self", "case"), no_key=True).select_related("case")
    if rows.get(pk=item.pk).is_held_back:
        raise Refusal(HELD)


def _look(file: File) -> jail.Look:
    if file.blob.size > LARGEST:
        return jail.Look(problem="too_large")
    with vaults.open_blob(file.blob) as plain:
        return jail.look(iter(lambda: plain.read(PIECE), b""), file.media_type)


def _keep_picture(original: File, role: FileRole, picture: bytes) -> None:
    vault = original.blob.vault
    blob = vaults.keep_bytes(picture, vault)
    made, is_new = File.objects.get_or_create(
        parent=original,
        role=role,
        made_by=PROGRAM,
        defaults={
            "item": original.item,
            "blob": blob,
            "name": f"{original.item.ref} {role.label}.jpg",
            "media_type": "image/jpeg",
        },
    )
    if is_new:
        data: dict[str, Plain] = {
            "file": str(made.uuid),
            "sha256": blob.sha256,
            "from": str(original.uuid),
        }
        act = Act.DERIVATIVE_MADE
        custody.record(vault, act, actor=custody.SYSTEM, item=original.item, data=data)
