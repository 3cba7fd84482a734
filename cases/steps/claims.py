"""The claims of a case: what the harm suggests, what somebody adds, what an attorney gives up.

Each claim is asked for a time limit of its own. Giving one up leaves the others as they are.
"""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from accounts.errors import Refusal
from accounts.models import User
from accounts.permissions import Permission, may
from cases.models import Case, Category, Claim, ClaimDecision

DEFAMATION = "Defamation"
HARASSMENT = "Harassment or stalking"
SUGGESTED: Mapping[Category, str] = {
    Category.DEFAMATION: DEFAMATION,
    Category.FALSE_REVIEWS: DEFAMATION,
    Category.MEDIA: DEFAMATION,
    Category.CYBERSTALKING: HARASSMENT,
    Category.THREATS: HARASSMENT,
    Category.REPEATED_ABUSE: HARASSMENT,
    Category.SWATTING: HARASSMENT,
    Category.DOXXING: "Private facts made public",
    Category.IMPERSONATION: "Use of name or likeness",
    Category.NCII: "Intimate images",
    Category.EXTORTION: "Extortion",
    Category.HATE: "Discrimination",
    Category.INTRUSION: "Access to an account",
}


class ClaimRefused(Refusal):
    """A claim cannot be given up or taken up as asked."""


def suggest(case: Case, categories: Iterable[Category]) -> None:
    """Write down the claims that the kinds of harm suggest; an attorney gives up what does not fit.

    A claim that is there already is left as it is.
    """
    for name in dict.fromkeys(SUGGESTED[each] for each in categories):
        named(case, name)


def named(case: Case, name: str) -> Claim:
    """The case's claim of this name, written down now if it is new."""
    words = " ".join(name.split())
    if not words:
        raise ClaimRefused("Name the claim.")
    found = case.claims.filter(name__iexact=words).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Claim.objects.create(case=case, name=words[:120])
    except IntegrityError:
        return case.claims.get(name__iexact=words)


@transaction.atomic
def decide(claim: Claim, *, pursued: bool, reason: str, by: User) -> ClaimDecision:
    """Give a claim up, or take it up again; its time limits stay in the record.

    Args:
        claim: The claim.
        pursued: Whether it is taken up.
        reason: Why, in a sentence.
        by: An attorney.
    """
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    if not may(by, Permission.CASE_ADVANCE):
        raise ClaimRefused("Only an attorney decides whether a claim is pursued.")
    if not reason.strip():
        raise ClaimRefused("Say why, in a sentence.")
    last = locked.decisions.first()
    if (last is None or last.pursued) is pursued:
        raise ClaimRefused(f"{locked} is {'' if pursued else 'not '}pursued already.")
    return ClaimDecision.objects.create(
        claim=locked, pursued=pursued, reason=reason.strip()[:500], by=by
    )
