"""What Activity says about letters: begun, sent back, approved."""

from collections.abc import Iterable
from datetime import datetime

from cases.activity import Entry
from cases.models import Case
from documents.models import Approval, Letter, LetterReturn


def letters(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    """The milestones of the case's letters; single saves stand on the letter's own page."""
    yield from _begun(case, since, most)
    yield from _sent_back(case, since, most)
    yield from _approved(case, since, most)


def _begun(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    rows = Letter.objects.filter(case=case).select_related("recipient", "made_by")
    if since is not None:
        rows = rows.filter(made_at__gt=since)
    for letter in rows.order_by("-made_at")[:most]:
        yield Entry(
            at=letter.made_at, who=letter.made_by, what=f"Began the {letter}", icon="file-text"
        )


def _sent_back(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    rows = LetterReturn.objects.filter(version__letter__case=case)
    if since is not None:
        rows = rows.filter(at__gt=since)
    for back in rows.select_related("by", "version__letter__recipient").order_by("-at")[:most]:
        what = f"Sent the {back.version.letter}, version {back.version.number}, back"
        yield Entry(at=back.at, who=back.by, what=what, detail=back.note, icon="undo-2")


def _approved(case: Case, since: datetime | None, most: int) -> Iterable[Entry]:
    rows = Approval.objects.filter(version__letter__case=case)
    if since is not None:
        rows = rows.filter(at__gt=since)
    for made in rows.select_related("by", "version__letter__recipient").order_by("-at")[:most]:
        yield Entry(
            at=made.at,
            who=made.by,
            what=f"Approved the {made.version.letter}, version {made.version.number}",
            detail=f"SHA-256 {made.pdf_sha256}",
            icon="lock",
        )
