"""The demo's letters: one approved, one that the checks hold back, one with gaps."""

import hashlib

import pytest
from pytest_django.fixtures import Settings

from documents.letters.checks import findings
from documents.models import Approval, Letter, LetterKind
from intake.demo import loading

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_letter_of_each_fate(settings: Settings) -> None:
    settings.DEMO = True
    loading.load()

    approval = Approval.objects.get()
    assert hashlib.sha256(bytes(approval.proof.final_pdf)).hexdigest() == approval.pdf_sha256
    undecided = {
        letter.kind: {one.rule.code for one in findings(letter.newest) if one.is_open}
        for letter in Letter.objects.undecided()
        if letter.newest
    }
    assert undecided[LetterKind.AMICABLE_REQUEST] == {"L01", "L09"}
    assert "L06" in undecided[LetterKind.CEASE_DESIST]
    assert not Letter.objects.filter(case__safety_flags__isnull=False).exists()
