"""The plan: what the client wants, what is agreed, and whether we are engaged."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases import holding
from cases.models import (
    Case,
    CaseCategory,
    Category,
    CategoryCorrection,
    Consent,
    ConsentKind,
    Engagement,
    Goal,
)

BY_ATTORNEY = frozenset({ConsentKind.ADMITTED_MERITS, ConsentKind.NO_DEFAMATION})


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

    Intimate images and extortion hold the case's files back. Taking them away releases nothing.

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
    for code in chosen - before:
        holding.hold_for_category(case, code)


@transaction.atomic
def record_consent(
    case: Case, kind: ConsentKind, *, words: str, given_on: date, by: User
) -> Consent:
    """Keep what the client (or the attorney) answered, agreed or certified, in their words."""
    if not words.strip():
        raise PlanRefused("Write down what was said or signed, and how.")
    if given_on > timezone.localdate():
        raise PlanRefused("This day has not come yet.")
    return Consent.objects.create(
        case=case, kind=kind, words=words.strip(), given_on=given_on, recorded_by=by
    )


@transaction.atomic
def withdraw_consent(consent: Consent) -> None:
    """The client changed her mind; the record stays, and gates read it no more."""
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if not changed:
        raise PlanRefused("This was already withdrawn.")


@transaction.atomic
def record_engagement(
    case: Case, *, sent_on: date | None, signed_on: date | None, by: User
) -> Engagement:
    """Record when the engagement letter went out and came back signed."""
    if sent_on and signed_on and signed_on < sent_on:
        raise PlanRefused("The letter cannot be signed before it was sent.")
    made, _ = Engagement.objects.update_or_create(
        case=case, defaults={"sent_on": sent_on, "signed_on": signed_on, "recorded_by": by}
    )
    return made
