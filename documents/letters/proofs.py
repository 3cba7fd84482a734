"""Setting a version of a letter as a PDF: once marked DRAFT, once as it will be sent.

Both come from the same sheet and the same style sheet; only the mark differs. The same
version set by the same program gives the same bytes.
"""

import hashlib
from importlib.metadata import version as version_of

from django.db import transaction

from accounts.errors import Refusal
from documents.letters.record import sheet_of
from documents.letters.sheet import Sheet
from documents.models import LetterVersion, Proof
from documents.pdf import fonts
from documents.pdf.typeset import Typeset
from documents.typesetting import pages_of
from evidence import verification
from evidence.models import Item

PAPER = "documents/letter/paper.html"
STYLE = "documents/letter/paper.css"
LAYOUT = "2"  # raise it when the pages of an unchanged letter come out differently


class TextChanged(Refusal):
    """What would be printed is not the text that was stored with the version."""


class EvidenceChanged(Refusal):
    """A file the letter rests on is no longer the one we received."""


class NotPrintable(Refusal):
    """Some characters of the letter would come out as empty boxes."""


def set_proof(proof: Proof) -> None:
    """Check the cited files, set both PDFs, and publish them with their digests.

    Raises:
        EvidenceChanged: The bytes of a cited item have changed, or are gone.
        NotPrintable: Our typefaces lack characters of the letter.
        TextChanged: The blocks no longer give the text of the version.
    """
    version = LetterVersion.objects.select_related("letter").get(pk=proof.version_id)
    cited = list(Item.objects.filter(citations__block__version=version).distinct())
    proof.progress(done=0, total=len(cited) + 2, stage="Checking the exhibits")
    for done, item in enumerate(cited, start=1):
        if not verification.verify_item(item, by=proof.requested_by):
            raise EvidenceChanged(f"{item.ref} is no longer the file we received.")
        proof.progress(done=done, stage="Checking the exhibits")
    sheet = sheet_of(version)
    if sheet.text != version.text:
        raise TextChanged("The stored text and the blocks differ. Save the letter again.")
    if lacking := fonts.undrawn(sheet.text):
        raise NotPrintable(f"Our typefaces cannot print {' '.join(lacking[:12])}.")
    proof.progress(stage="Setting the draft")
    draft = set_as_pdf(sheet, draft=True)
    proof.progress(done=len(cited) + 1, stage="Setting the letter")
    final = set_as_pdf(sheet, draft=False)
    with transaction.atomic():
        proof.finish(
            done=len(cited) + 2,
            text_sha256=version.text_sha256,
            draft_pdf=draft.pdf,
            draft_sha256=hashlib.sha256(draft.pdf).hexdigest(),
            final_pdf=final.pdf,
            final_sha256=hashlib.sha256(final.pdf).hexdigest(),
            pages=final.pages,
            made_by=f"layout {LAYOUT}, WeasyPrint {version_of('weasyprint')}",
        )


def set_as_pdf(sheet: Sheet, *, draft: bool) -> Typeset:
    return pages_of(PAPER, {"sheet": sheet, "draft": draft}, style=STYLE)
