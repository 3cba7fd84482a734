"""Certifying the merits: an attorney writes down why a suit may be brought, and signs for it."""

from accounts.errors import Refusal
from accounts.models import User
from accounts.permissions import Permission, may
from cases.models import Case, MeritsCertificate


class MeritsRefused(Refusal):
    """The merits cannot be certified as asked."""


def certify(case: Case, *, by: User, claims: str, weaknesses: str, forum: str) -> MeritsCertificate:
    """Keep an attorney's certificate; the newest counts.

    Args:
        case: The case.
        by: The attorney who answers for it.
        claims: Each claim with its elements and what proves them.
        weaknesses: What speaks against it.
        forum: The court, and why.
    """
    if not may(by, Permission.MERITS_CERTIFY):
        raise MeritsRefused("Only an attorney certifies the merits.")
    told = {"claims": claims, "weaknesses": weaknesses, "forum": forum}
    if not all(words.strip() for words in told.values()):
        raise MeritsRefused("Write down the claims, the weaknesses and the forum.")
    trimmed = {name: words.strip() for name, words in told.items()}
    return MeritsCertificate.objects.create(case=case, by=by, **trimmed)
