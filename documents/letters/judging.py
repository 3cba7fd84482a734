"""What people decide about a version: answers to findings, an address checked, a way back."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.errors import Refusal
from accounts.models import User
from cases.models import ContactPoint
from documents.letters import checks
from documents.letters.checks import Finding
from documents.letters.versions import locked_letter, newest_of
from documents.models import CheckAnswer, LetterReturn, LetterVersion


@transaction.atomic
def answer_finding(version: LetterVersion, finding: Finding, *, reason: str, by: User) -> None:
    """Keep an attorney's sentence about a finding; the first answer stands.

    Raises:
        Refusal: The rule is absolute.
    """
    if finding.rule.absolute:
        raise Refusal("This has to be put right; it cannot be answered.")
    letter = locked_letter(version.letter)
    CheckAnswer.objects.get_or_create(
        letter=letter,
        rule=finding.rule.code,
        about=finding.about,
        defaults={"reason": reason, "by": by},
    )
    newest = newest_of(letter)
    if not newest.is_approved:
        checks.store(newest, checks.findings(newest))


@transaction.atomic
def confirm_address(version: LetterVersion, *, by: User) -> None:
    """Record who checked that the recipient is reached at the letter's address; once is enough."""
    address = ContactPoint.objects.filter(pk=version.contact_point_id or 0, verified_at=None)
    address.update(verified_at=Now(), verified_by=by)
    letter = locked_letter(version.letter)
    newest = newest_of(letter)
    if not newest.is_approved:
        checks.store(newest, checks.findings(newest))


@transaction.atomic
def send_back(version: LetterVersion, *, note: str, by: User) -> LetterReturn:
    """Return the newest version to its author with a note, once.

    The letter's row is locked as for an approval: of an approval and a return one comes first.

    Raises:
        Refusal: There is a newer version, or somebody has approved or returned this one.
    """
    newest = newest_of(locked_letter(version.letter))
    if newest.pk != version.pk:
        raise Refusal("There is a newer version. Look at that one.")
    if newest.is_approved:
        raise Refusal("This version is approved. Change it instead: that makes a new version.")
    if before := newest.returns.select_related("by").first():
        raise Refusal(f"{before.by} has returned this version already.")
    return LetterReturn.objects.create(version=newest, note=note, by=by)
