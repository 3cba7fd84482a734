"""Letters on the client's page: only approved ones, put there by an attorney who looked at it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.models import Case, OrderKind, TeamMember
from cases.safety import court_orders
from documents.letters import approval
from documents.models import LetterVersion
from intake.models import ReleasedLetter
from tests import make_accounts, make_cases, make_letters
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

WORDS = "Our letter that asks him to take the posts down."
GIVEN = {"words": WORDS, "sent_on": "2026-11-12"}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def version() -> LetterVersion:
    """A letter that was approved."""
    made = make_letters.draft()
    proof = make_letters.proof(made)
    approval.approve(
        made,
        pdf_sha256=proof.final_sha256,
        by=made.letter.case.lead,
        second_factor_at=timezone.now(),
    )
    return made


@pytest.fixture
def case(version: LetterVersion) -> Case:
    made: Case = version.letter.case
    return made


@pytest.fixture
def elena(case: Case) -> Client:
    return signed_in(make_cases.client_with_access(case))


def address(version: LetterVersion) -> str:
    letter = version.letter
    return reverse("intake:letter_release", args=[letter.case.ref, letter.pk, version.pk])


def put_there(version: LetterVersion, by: User | None = None) -> Any:
    """Look at her page with the words, then put the letter there."""
    staff = signed_in(by or version.letter.case.lead)
    preview = staff.post(address(version), GIVEN).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', preview)
    assert seen is not None
    return staff.post(address(version), GIVEN | {"seen": seen[1]}, follow=True)


def test_an_approved_letter_is_not_on_her_page_by_itself(
    version: LetterVersion, elena: Client
) -> None:
    assert version.is_approved
    assert "What was written for you" not in text(elena.get("/home/"))
    assert "Nothing yet." in text(elena.get("/home/letters/"))


def test_after_an_attorney_put_it_there_she_reads_the_very_letter(
    version: LetterVersion, elena: Client
) -> None:
    assert "On the client's page." in text(put_there(version)).replace("&#x27;", "'")

    assert "What was written for you" in text(elena.get("/home/"))
    shown = text(elena.get("/home/letters/"))
    assert WORDS in shown
    assert "Sent 12 Nov 2026" in shown
    row = ReleasedLetter.objects.get()
    answer = elena.get(f"/home/letters/{row.uuid}/")
    assert answer.content == bytes(version.approval.proof.final_pdf)
    assert 'filename="Document.pdf"' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_way_there_begins_where_the_letter_was_approved(version: LetterVersion) -> None:
    lead = version.letter.case.lead
    letter = version.letter.get_absolute_url()
    frozen = reverse(
        "documents:letter_version", args=[version.letter.case.ref, version.letter_id, version.pk]
    )

    for page in (letter, frozen):
        assert f'href="{address(version)}"' in text(signed_in(lead).get(page))
    paralegal = make_accounts.paralegal()
    TeamMember.objects.create(case=version.letter.case, user=paralegal, added_by=lead)
    assert address(version) not in text(signed_in(paralegal).get(letter))


def test_nothing_is_put_there_without_a_look_at_these_words(
    version: LetterVersion, elena: Client
) -> None:
    staff = signed_in(version.letter.case.lead)
    preview = text(staff.post(address(version), GIVEN))
    assert WORDS in preview
    assert not ReleasedLetter.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', preview)
    assert seen is not None

    other = GIVEN | {"words": "Other words.", "seen": seen[1]}
    assert staff.post(address(version), other).status_code == 409
    assert staff.post(address(version), GIVEN | {"seen": "yes"}).status_code == 409

    assert not ReleasedLetter.objects.exists()
    assert "Nothing yet." in text(elena.get("/home/letters/"))


def test_a_letter_that_is_not_approved_cannot_be_put_there() -> None:
    draft = make_letters.draft()

    assert signed_in(draft.letter.case.lead).get(address(draft)).status_code == 404


def test_a_paralegal_puts_nothing_there(version: LetterVersion, case: Case) -> None:
    colleague = make_accounts.paralegal()
    TeamMember.objects.create(case=case, user=colleague)

    assert signed_in(colleague).post(address(version), GIVEN).status_code == 403


def test_over_a_watched_shoulder_there_is_no_letter(
    version: LetterVersion, case: Case, elena: Client
) -> None:
    put_there(version)
    row = ReleasedLetter.objects.get()
    court_orders.record(
        case, OrderKind.SUBPOENA, court="Superior Court", against="Chirrup", by=case.lead
    )

    assert WORDS not in text(elena.get("/home/letters/"))
    assert "What was written for you" not in text(elena.get("/home/"))
    assert elena.get(f"/home/letters/{row.uuid}/").status_code == 404
    staff = signed_in(case.lead)
    assert "She will not see this now." in text(staff.get(address(version)))


def test_it_is_taken_off_at_once_and_once(
    version: LetterVersion, case: Case, elena: Client
) -> None:
    put_there(version)
    row = ReleasedLetter.objects.get()
    back = reverse("intake:client_letter_back", args=[case.ref, row.pk])
    staff = signed_in(case.lead)

    assert staff.post(back).status_code == 302
    assert staff.post(back).status_code == 409

    assert "Nothing yet." in text(elena.get("/home/letters/"))
    assert elena.get(f"/home/letters/{row.uuid}/").status_code == 404


def test_another_client_does_not_reach_it(version: LetterVersion) -> None:
    put_there(version)
    stranger = signed_in(make_cases.client_with_access(make_cases.case()))

    row = ReleasedLetter.objects.get()
    assert stranger.get(f"/home/letters/{row.uuid}/").status_code == 404
