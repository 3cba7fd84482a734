"""Holding a case's files back: nobody opens one until a named person releases it.

So it is in matters of intimate images, of extortion and of someone under 18 (see the condition on
each file in `evidence.models.Item.is_held_back`). It is never undone for the whole case.
"""

from django.db import transaction
from django.db.models.functions import Now

from cases.models import Case, Category, SafetyKind

CATEGORIES = frozenset({Category.NCII, Category.EXTORTION})
DANGERS = frozenset({SafetyKind.NCII, SafetyKind.SEXTORTION, SafetyKind.MINOR})


@transaction.atomic
def hold_back(case: Case, *, afresh: bool = False) -> None:
    """Hold back every file the case has and will have, from this moment.

    Files that were released before this moment are held again. A case that is held already keeps
    its releases, unless ``afresh``: that someone is under 18 was not known to whoever released.
    """
    locked = Case.objects.select_for_update(no_key=True).only("pk", "held_since").get(pk=case.pk)
    if locked.held_since is None or afresh:
        Case.objects.filter(pk=case.pk).update(held_since=Now())
    case.refresh_from_db(fields=["held_since"])


def hold_for_category(case: Case, category: str) -> None:
    """Hold the files back if this kind of harm asks for it."""
    if category in CATEGORIES:
        hold_back(case)


def hold_for_danger(case: Case, kind: SafetyKind) -> None:
    """Hold the files back if this danger asks for it."""
    if kind in DANGERS:
        hold_back(case, afresh=kind is SafetyKind.MINOR)
