"""A packet of each demo matter, in the order of what its evidence shows; a worker builds it."""

from accounts.models import User
from cases.models import Case
from documents.packets import composing
from evidence.models import Item, Sensitivity


def load(case: Case, *, by: User) -> None:
    """Put what may be used into a packet and ask for it; nothing for a matter without any."""
    unsound = Item.objects.filter(case=case).unsound()
    usable = (
        Item.objects.filter(case=case)
        .exclude(pk__in=unsound.values("pk"))
        .exclude(sensitivity=Sensitivity.PRIVILEGED)
        .in_reading_order()
    )
    if usable.exists():
        packet = composing.compose(case, title="Exhibits, first selection", by=by)
        composing.include(packet, usable)
        composing.request_build(packet, by=by)
