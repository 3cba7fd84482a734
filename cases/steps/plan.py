"""What is being done to the client, and what she wants."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases.models import (
    Case,
    CaseCategory,
    Category,
    CategoryCorrection,
    Goal,
)
from cases.safety import holding
from cases.steps import claims


class PlanRefused(Refusal):
    """Something about the plan cannot be recorded as asked."""


@transaction.atomic
def set_goals(case: Case, goals: Sequence[str]) -> None:
    """Replace the goals by these, in the client's order."""
    case.goals.all().delete()
    texts = [text.strip()[:200] for text in goals if text.strip()]
    Goal.objects.bulk_create(
        Goal(case=case, rank=rank, text=text) for rank, text in enumerate(texts, 1)
    )


@transaction.atomic
def correct_categories(case: Case, wanted: Iterable[Category], *, by: User, reason: str) -> None:
    """Say anew what is being done to the client; each difference is kept with its reason.

    Each kind of harm brings its claim. Intimate images and extortion hold the case's files back.
    Taking them away releases nothing and gives no claim up.

    Raises:
        PlanRefused: There is no reason, nothing is named, or nothing differs.
    """
    if not reason.strip():
        raise PlanRefused("Say why it is corrected.")
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.pk)
    chosen = set(wanted)
    before = {Category(code) for code in case.categories.values_list("code", flat=True)}
    if not chosen or chosen == before:
        raise PlanRefused("Choose what is right now. Nothing was changed.")
    case.categories.filter(code__in=before - chosen).delete()
    CaseCategory.objects.bulk_create(
        CaseCategory(case=case, code=code) for code in Category if code in chosen - before
    )
    CategoryCorrection.objects.bulk_create(
        CategoryCorrection(
            case=case, code=code, added=code in chosen, reason=reason.strip()[:500], by=by
        )
        for code in Category
        if code in chosen ^ before
    )
    claims.suggest(case, chosen - before)
    for code in chosen - before:
        holding.hold_for_category(case, code)
