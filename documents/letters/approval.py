"""An attorney's approval: exactly these words, exactly these bytes, under a second factor."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases.jobs import JobState
from documents.letters import checks
from documents.letters.checks import Finding, findings
from documents.models import Approval, Letter, LetterVersion, Proof


class NotApproved(Refusal):
    """Something stands in the way of approval."""


def blockers(version: LetterVersion, found: list[Finding]) -> list[str]:
    """Sentences saying why the version cannot be approved; empty when it can."""
    newest = version.letter.newest
    if newest is None or newest.pk != version.pk:
        return ["There is a newer version. Look at that one."]
    if version.is_approved:
        return [f"{version.approval.by} approved this version already."]
    if back := version.returns.select_related("by").first():
        return [f"{back.by} returned this version. It has to be changed first."]
    still_open = sum(one.is_open for one in found)
    if still_open == 1:
        return ["1 finding is neither put right nor answered."]
    if still_open:
        return [f"{still_open} findings are neither put right nor answered."]
    return []


@transaction.atomic
def approve(
    version: LetterVersion, *, pdf_sha256: str, by: User, second_factor_at: datetime
) -> Approval:
    """Freeze the version: its text, its PDF and the checks as they stood.

    The letter's row is locked and the checks are read again under the lock, so a flag raised
    a moment ago still stops the letter, and of two attorneys one approves.

    Args:
        version: The version the attorney looked at.
        pdf_sha256: Digest of the PDF the attorney was shown.
        by: The attorney; the view has asked for the right and for the second factor.
        second_factor_at: When the code was given.

    Raises:
        NotApproved: A newer version, an open finding, or another PDF than the one shown.
    """
    Letter.objects.select_for_update().get(pk=version.letter_id)
    version = LetterVersion.objects.select_related("letter__case", "letter__recipient").get(
        pk=version.pk
    )
    found = findings(version)
    if reasons := blockers(version, found):
        raise NotApproved(" ".join(reasons))
    proof = Proof.objects.select_for_update().filter(version=version).first()
    if proof is None or proof.state != JobState.DONE:
        raise NotApproved("The PDF of this version is not ready yet.")
    if proof.final_sha256 != pdf_sha256 or proof.text_sha256 != version.text_sha256:
        raise NotApproved("The PDF is not the one you were shown. Look at it again.")
    checks.store(version, found)
    return Approval.objects.create(
        version=version,
        proof=proof,
        by=by,
        text_sha256=version.text_sha256,
        pdf_sha256=proof.final_sha256,
        second_factor_at=second_factor_at,
    )
