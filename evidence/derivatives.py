"""Files made from an original: kept beside it, named in the custody chain, never changed."""

from django.db import transaction

from accounts.errors import Refusal
from evidence import custody, locking
from evidence.canonical import Plain
from evidence.models import Act, Blob, File, FileRole, Item

HELD = "Nobody opens this item until a named person releases it."


def refuse_what_is_held(item: Item) -> None:
    """Keep nothing of what was held back while it was being made; the item is locked meanwhile.

    Raises:
        Refusal: The item is held back by now.
    """
    rows = Item.objects.select_for_update(of=("self", "case"), no_key=True).select_related("case")
    if rows.get(pk=item.pk).is_held_back:
        raise Refusal(HELD)


@transaction.atomic
def add(
    original: File, role: FileRole, blob: Blob, *, name: str, media_type: str, made_by: str
) -> File:
    """The file of that role ``made_by`` made from ``original``; made twice, the first stays."""
    made, is_new = File.objects.get_or_create(
        parent=original,
        role=role,
        made_by=made_by,
        defaults={
            "item": original.item,
            "blob": blob,
            "name": name,
            "media_type": media_type,
        },
    )
    if is_new:
        data: dict[str, Plain] = {
            "file": str(made.uuid),
            "sha256": blob.sha256,
            "from": str(original.uuid),
        }
        custody.record(
            blob.vault, Act.DERIVATIVE_MADE, actor=custody.SYSTEM, item=original.item, data=data
        )
        locking.spread(original.item)
    return made
