"""Finding an item through its case."""

import re

from django.http import Http404

from accounts.models import User
from cases.models import Case
from evidence import timeline
from evidence.models import Item

REF = re.compile(r"E-(\d{4,9})\Z")


def item_of(case: Case, item_ref: str, user: User) -> Item:
    """The item of that number if the person may see it, else ``Http404``."""
    match = REF.match(item_ref)
    item = match and timeline.items_of(case, user).filter(number=int(match[1])).first()
    if not item or item.ref != item_ref:
        raise Http404
    return item
