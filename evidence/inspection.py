"""Taking the look: from an original to pictures people may see, in the jailed process.

Higher apps prepare what they need of an original at the same time, with :func:`add_maker`.
"""

from collections.abc import Callable

from django.db import transaction

from accounts.errors import Refusal
from cases.jobs import LeaseLost
from evidence import custody, derivatives, jail, vaults, verification
from evidence.models import File, FileRole, Inspection

LARGEST = 256 << 20
PIECE = 1 << 20
PROGRAM = "look 1"  # change it when the pictures change: new ones are kept beside the old

Maker = Callable[[File], object]
_MAKERS: list[Maker] = []


def add_maker(maker: Maker) -> None:
    """Let a higher app make something of each original once it was drawn; called once, at start."""
    _MAKERS.append(maker)


def run(job: Inspection) -> None:
    """Check the original of ``job``, draw it if it is of a kind we draw, and keep what was found.

    Raises:
        Refusal: The item is held back, or its bytes are not the ones we received.
    """
    file = File.objects.select_related("item__case", "blob__vault").get(pk=job.file_id)
    if file.item.is_held_back:
        raise Refusal(derivatives.HELD)
    job.progress(done=0, total=1, stage="Drawing")
    if not verification.check(file.blob, actor=custody.SYSTEM):
        raise Refusal("The stored bytes are not the ones we received, so nothing was drawn.")
    seen = _look(file) if file.media_type in jail.VIEWABLE else jail.Look()
    with transaction.atomic():
        derivatives.refuse_what_is_held(file.item)
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
    for make in _MAKERS:
        make(file)


def _look(file: File) -> jail.Look:
    if file.blob.size > LARGEST:
        return jail.Look(problem="too_large")
    with vaults.open_blob(file.blob) as plain:
        return jail.look(iter(lambda: plain.read(PIECE), b""), file.media_type)


def _keep_picture(original: File, role: FileRole, picture: bytes) -> None:
    derivatives.add(
        original,
        role,
        vaults.keep_bytes(picture, original.blob.vault),
        name=f"{original.item.ref} {role.label}.jpg",
        media_type="image/jpeg",
        made_by=PROGRAM,
    )
