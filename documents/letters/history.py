"""What Activity says about letters: begun, sent back, approved."""

from collections.abc import Iterable

from cases.models import Case
from cases.reading.activity import Entry, Span
from documents.models import Approval, Letter, LetterReturn


def letters(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """The milestones of the case's letters; single saves stand on the letter's own page."""
    yield from _begun(case, span, most)
    yield from _sent_back(case, span, most)
    yield from _approved(case, span, most)


def _begun(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = Letter.objects.filter(case=case).select_related("recipient", "made_by")
    for letter in span.of(rows, "made_at")[:most]:
        yield Entry(
            at=letter.made_at, who=letter.made_by, what=f"Began the {letter}", icon="file-text"
        )


def _sent_back(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = LetterReturn.objects.filter(version__letter__case=case)
    rows = rows.select_related("by", "version__letter__recipient")
    for back in span.of(rows, "at")[:most]:
        what = f"Sent the {back.version.letter}, version {back.version.number}, back"
        yield Entry(at=back.at, who=back.by, what=what, detail=back.note, icon="undo-2")


def _approved(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = Approval.objects.filter(version__letter__case=case)
    rows = rows.select_related("by", "version__letter__recipient")
    for made in span.of(rows, "at")[:most]:
        yield Entry(
            at=made.at,
            who=made.by,
            what=f"Approved the {made.version.letter}, version {made.version.number}",
            detail=f"SHA-256 {made.pdf_sha256}",
            icon="lock",
        )
