"""Celery entry points: each claims its row and calls one function."""

from celery import shared_task

from cases.jobs import resend_claimable
from documents.letters.drafting import write_draft
from documents.letters.proofs import set_proof
from documents.models import LetterDraft, Proof


@shared_task
def write_letter_draft(draft_pk: int) -> None:
    draft = LetterDraft.objects.claim(draft_pk)
    if draft is not None:
        with draft.worked_on():
            write_draft(draft)


@shared_task
def make_proof(proof_pk: int) -> None:
    proof = Proof.objects.claim(proof_pk)
    if proof is not None:
        with proof.worked_on():
            set_proof(proof)


@shared_task
def resend_letters() -> None:
    """Ring again for every draft or proof whose message or worker was lost."""
    resend_claimable(LetterDraft, write_letter_draft)
    resend_claimable(Proof, make_proof)
