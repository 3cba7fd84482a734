"""Approval: an attorney, a second factor, exactly these words and exactly these bytes."""

import hashlib
import io
import threading
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import mfa
from accounts.models import User
from cases import flags
from cases.client import papers
from cases.jobs import JobState
from cases.models import Party, RoleOnCase, SafetyKind, Statement, TeamMember
from documents.letters import approval, editing, tasks
from documents.letters.approval import NotApproved
from documents.letters.record import sheet_of
from documents.models import Approval, BlockKind, LetterVersion, Proof
from evidence.models import Blob
from tests import make_accounts, make_cases, make_letters
from tests.at_once import meanwhile
from tests.signing_in import signed_in


@pytest.fixture
def version(db: None) -> LetterVersion:
    return make_letters.draft()


def approved(version: LetterVersion, by: User | None = None) -> Approval:
    proof = make_letters.proof(version)
    return approval.approve(
        version,
        pdf_sha256=proof.final_sha256,
        by=by or version.letter.case.lead,
        second_factor_at=timezone.now(),
    )


def address(name: str, version: LetterVersion) -> str:
    letter = version.letter
    return reverse(f"documents:{name}", args=[letter.case.ref, letter.pk, version.pk])


def test_approval_binds_text_and_pdf(version: LetterVersion) -> None:
    approval = approved(version)

    assert approval.text_sha256 == hashlib.sha256(version.text.encode()).hexdigest()
    assert approval.pdf_sha256 == hashlib.sha256(bytes(approval.proof.final_pdf)).hexdigest()
    assert version.checks.filter(answer=None).exclude(level="fine").count() == 0


def test_the_draft_is_marked_and_the_letter_is_not(version: LetterVersion) -> None:
    proof = make_letters.proof(version)

    draft, final = (
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(bytes(pdf))).pages)
        for pdf in (proof.draft_pdf, proof.final_pdf)
    )

    assert "DRAFT" in draft
    assert "Not reviewed by an attorney" in draft
    assert "DRAFT" not in final
    assert "Only sealed single-use needles are used." in final


def test_further_pages_say_to_whom_and_of_which_day_they_are(version: LetterVersion) -> None:
    final = make_letters.proof(version).final_pdf
    first, *further = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(final)).pages)

    sheet = sheet_of(version)
    head = f"{sheet.addressee.splitlines()[0]}, {sheet.date_line}"
    assert further
    assert head not in first
    assert all(head in text for text in further)


def test_the_same_version_gives_the_same_bytes(version: LetterVersion) -> None:
    first = make_letters.proof(version)
    again = editing.change_block(
        version.blocks.filter(kind=BlockKind.SUBJECT)[0], text="Other", by=version.letter.case.lead
    )
    back = editing.change_block(
        again.blocks.filter(kind=BlockKind.SUBJECT)[0],
        text=version.blocks.filter(kind=BlockKind.SUBJECT)[0].text,
        by=version.letter.case.lead,
    )

    assert back.text_sha256 == version.text_sha256
    assert make_letters.proof(back).final_sha256 == first.final_sha256
    assert make_letters.proof(back).draft_sha256 == first.draft_sha256


def test_a_pdf_says_nothing_about_the_machine_that_made_it(version: LetterVersion) -> None:
    proof = make_letters.proof(version)

    information = pypdf.PdfReader(io.BytesIO(bytes(proof.final_pdf))).metadata

    assert information is not None
    assert set(information) <= {"/Title", "/Producer"}
    assert b"/EmbeddedFile" not in bytes(proof.final_pdf)


def test_a_changed_file_on_disk_stops_the_proof(version: LetterVersion) -> None:
    blob = Blob.objects.get(files__item__citations__block__version=version, files__role="original")
    path = next(settings.STORE_DIR.glob(f"vaults/*/??/{blob.stored_sha256}"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)

    proof = make_letters.proof(version)

    assert proof.state == JobState.FAILED
    assert proof.error == "E-0001 is no longer the file we received."
    with pytest.raises(NotApproved):
        approved(version)


def test_a_quotation_our_typefaces_cannot_print_is_not_printed_as_boxes(db: None) -> None:
    case = make_letters.ready_case()
    strange = make_letters.statement(case, words="She is a ጵ and 😀 a fraud (骗子), Łódź knows.")
    version = make_letters.draft(of=make_letters.letter(case, statements=[strange]))

    proof = make_letters.proof(version)

    assert (proof.state, proof.error) == (JobState.FAILED, "Our typefaces cannot print ጵ.")


CHANGES: dict[str, Callable[[LetterVersion], object]] = {
    "its text": lambda v: LetterVersion.objects.filter(pk=v.pk).update(text="Dear Ray"),
    "its PDF": lambda v: Proof.objects.filter(version=v).update(final_pdf=b"%PDF-1.7 other"),
    "its proof": lambda v: Proof.objects.filter(version=v).delete(),
    "its digest": lambda v: Approval.objects.filter(version=v).update(pdf_sha256="0" * 64),
    "its approval": lambda v: Approval.objects.filter(version=v).delete(),
    "its checks": lambda v: v.checks.update(level="fine"),
    "its checks by moving": lambda v: make_letters.draft().checks.update(
        version=v, position=F("position") + 90
    ),
    "its checks by deleting": lambda v: v.checks.all().delete(),
    "its blocks by adding": lambda v: v.blocks.create(position=99, kind="paragraph", text="P.S."),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_of_an_approved_letter(
    change: str, version: LetterVersion
) -> None:
    approved(version)

    with pytest.raises(DatabaseError), transaction.atomic():
        CHANGES[change](version)


def test_the_database_refuses_an_approval_of_other_words(version: LetterVersion) -> None:
    proof = make_letters.proof(version)

    with pytest.raises(DatabaseError, match="not for the words"), transaction.atomic():
        Approval.objects.create(
            version=version,
            proof=proof,
            by=version.letter.case.lead,
            text_sha256="0" * 64,
            pdf_sha256=proof.final_sha256,
            second_factor_at=timezone.now(),
        )


def test_a_change_after_approval_is_a_version_nobody_has_approved(version: LetterVersion) -> None:
    approved(version)

    after = editing.change_block(
        version.blocks.filter(kind=BlockKind.SUBJECT)[0],
        text="Your review",
        by=version.letter.case.lead,
    )

    assert not after.is_approved
    assert LetterVersion.objects.get(pk=version.pk).is_approved


def test_an_older_version_cannot_be_approved(version: LetterVersion) -> None:
    proof = make_letters.proof(version)
    editing.change_block(
        version.blocks.filter(kind=BlockKind.SUBJECT)[0], text="New", by=version.letter.case.lead
    )

    with pytest.raises(NotApproved, match="newer version"):
        approval.approve(
            version,
            pdf_sha256=proof.final_sha256,
            by=version.letter.case.lead,
            second_factor_at=timezone.now(),
        )


def test_a_flag_raised_after_the_page_was_opened_still_stops_it(version: LetterVersion) -> None:
    proof = make_letters.proof(version)
    case = version.letter.case
    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Seen at the door")

    with pytest.raises(NotApproved, match="1 finding"):
        approval.approve(
            version,
            pdf_sha256=proof.final_sha256,
            by=case.lead,
            second_factor_at=timezone.now(),
        )


def test_another_pdf_than_the_one_shown_is_not_approved(version: LetterVersion) -> None:
    make_letters.proof(version)

    with pytest.raises(NotApproved, match="not the one you were shown"):
        approval.approve(
            version,
            pdf_sha256="0" * 64,
            by=version.letter.case.lead,
            second_factor_at=timezone.now(),
        )


def returned(browser: Client, version: LetterVersion) -> Any:
    return browser.post(address("letter_return", version), {"note": "Too long."})


def test_a_version_is_returned_once_and_not_approved_afterwards(version: LetterVersion) -> None:
    lead = version.letter.case.lead
    browser = signed_in(lead)

    assert returned(browser, version).status_code == 302
    assert returned(browser, version).status_code == 409
    assert version.returns.count() == 1
    with pytest.raises(NotApproved, match=f"{lead.name} returned this version"):
        approved(version)


def test_a_version_that_was_changed_since_is_not_returned(version: LetterVersion) -> None:
    block = version.blocks.get(kind=BlockKind.SUBJECT)
    editing.change_block(block, text="Shorter", by=version.letter.case.lead)

    answer = returned(signed_in(version.letter.case.lead), version)

    assert answer.status_code == 409
    assert "There is a newer version. Look at that one." in answer.content.decode()
    assert not version.returns.exists()


def test_a_version_is_not_returned_while_it_is_approved(own_database: str) -> None:
    case = make_letters.ready_case(team=[make_accounts.attorney(), make_accounts.attorney()])
    version = make_letters.draft(of=make_letters.letter(case))
    make_letters.proof(version)
    second = signed_in(case.team.exclude(user=case.lead).get().user)

    with meanwhile(lambda: returned(second, version)) as answers:
        approved(version, by=case.lead)

    [late] = answers
    assert late.status_code == 409
    assert "This version is approved." in late.content.decode()
    assert not version.returns.exists()


def test_of_two_attorneys_who_approve_together_one_does(own_database: str) -> None:
    case = make_letters.ready_case(team=[make_accounts.attorney(), make_accounts.attorney()])
    version = make_letters.draft(of=make_letters.letter(case))
    proof = make_letters.proof(version)
    attorneys = [member.user for member in case.team.all()]
    begin, refused = threading.Barrier(2), []

    def approve(person: User) -> None:
        begin.wait()
        try:
            approval.approve(
                LetterVersion.objects.get(pk=version.pk),
                pdf_sha256=proof.final_sha256,
                by=person,
                second_factor_at=timezone.now(),
            )
        except NotApproved as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[person]) for person in attorneys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Approval.objects.count() == 1
    assert len(refused) == 1
    assert "approved this version already" in refused[0]


# --- Through the front door ---------------------------------------------------------------


def forget_the_second_factor(client: Client) -> None:
    """Let the sign-in's code be of a quarter of an hour ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 15 * 60} for one in session["account_authentication_methods"]
    ]
    session.save()


def test_an_attorney_approves_and_downloads_exactly_those_bytes(version: LetterVersion) -> None:
    client = signed_in(version.letter.case.lead)
    proof = make_letters.proof(version)
    assert client.get(address("letter_pdf", version)).status_code == 404

    answer = client.post(address("letter_approve", version), {"pdf_sha256": proof.final_sha256})

    assert answer.status_code == 302
    download = client.get(address("letter_pdf", version))
    assert hashlib.sha256(download.content).hexdigest() == Approval.objects.get().pdf_sha256
    assert download["Content-Disposition"].startswith("attachment;")
    assert "no-store" in download["Cache-Control"]
    assert download["Content-Security-Policy"].startswith("sandbox")
    history = client.get(reverse("cases:activity", args=[version.letter.case.ref]))
    assert Approval.objects.get().pdf_sha256 in history.content.decode()


def differ_by_a_character(_version: LetterVersion) -> None:
    Statement.objects.update(words="She reuses needles. I saw the assistant rinse one!")


def raise_a_flag(version: LetterVersion) -> None:
    case = version.letter.case
    flags.raise_flag(case, SafetyKind.CREDIBLE_THREAT, by=case.lead, reason="He said so")


def find_a_lawyer(version: LetterVersion) -> None:
    Party.objects.filter(pk=version.letter.recipient_id).update(represented=True)


def turn_out_to_be_a_minor(version: LetterVersion) -> None:
    Party.objects.filter(pk=version.letter.recipient_id).update(is_minor=True)


def live_there_oneself(version: LetterVersion) -> None:
    client = make_cases.party(version.letter.case, RoleOnCase.CLIENT, label="Dr. Vantreight")
    make_letters.contact_point(client, "410 Harbor St., Eastport")


def take_the_yes_back(version: LetterVersion) -> None:
    case = version.letter.case
    papers.withdraw(case.consents.get(), by=case.lead)


HINDRANCES = {
    "the record differs by a character": differ_by_a_character,
    "a safety flag": raise_a_flag,
    "a lawyer on the other side": find_a_lawyer,
    "a recipient under 18": turn_out_to_be_a_minor,
    "a private address in the letter": live_there_oneself,
    "no consent": take_the_yes_back,
}


@pytest.mark.parametrize("hindrance", HINDRANCES)
def test_what_happens_after_the_proof_still_stops_the_approval(
    hindrance: str, version: LetterVersion
) -> None:
    client = signed_in(version.letter.case.lead)
    proof = make_letters.proof(version)
    HINDRANCES[hindrance](version)

    answer = client.post(address("letter_approve", version), {"pdf_sha256": proof.final_sha256})

    assert answer.status_code == 409
    assert not Approval.objects.exists()
    assert client.get(address("letter_pdf", version)).status_code == 404


def test_approval_asks_for_a_code_given_within_ten_minutes(version: LetterVersion) -> None:
    lead = version.letter.case.lead
    client = signed_in(lead)
    proof = make_letters.proof(version)
    forget_the_second_factor(client)
    form = {"pdf_sha256": proof.final_sha256}

    asked = client.post(address("letter_approve", version), form)
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not Approval.objects.exists()

    client.post(reverse("mfa_reauthenticate"), {"code": mfa.current_code(lead)})
    client.post(address("letter_approve", version), form)
    approval = Approval.objects.get()
    assert (timezone.now() - approval.second_factor_at).total_seconds() < 60


def test_a_recovery_code_is_a_second_factor_too(version: LetterVersion) -> None:
    lead = version.letter.case.lead
    client = signed_in(lead)
    proof = make_letters.proof(version)
    forget_the_second_factor(client)
    codes = Authenticator.objects.get(user=lead, type=Authenticator.Type.RECOVERY_CODES)

    client.post(reverse("mfa_reauthenticate"), {"code": codes.wrap().get_unused_codes()[0]})
    client.post(address("letter_approve", version), {"pdf_sha256": proof.final_sha256})

    assert Approval.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_paralegal_cannot_approve_by_address(method: str, version: LetterVersion) -> None:
    paralegal = make_accounts.paralegal()
    TeamMember.objects.create(case=version.letter.case, user=paralegal)
    proof = make_letters.proof(version)
    client = signed_in(paralegal)

    answer = getattr(client, method)(
        address("letter_approve", version), {"pdf_sha256": proof.final_sha256}
    )

    assert answer.status_code == 403
    assert not Approval.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["letter_version", "letter_proof", "letter_draft_pdf", "letter_pdf", "letter_approve"],
)
def test_a_letter_of_another_case_does_not_exist(name: str, version: LetterVersion) -> None:
    mine = make_cases.case()
    make_letters.proof(version)
    client = signed_in(mine.lead)
    here = reverse(f"documents:{name}", args=[mine.ref, version.letter_id, version.pk])

    assert client.get(here).status_code == 404
    assert client.get(address(name, version)).status_code == 404


def test_a_version_of_another_letter_does_not_exist(version: LetterVersion) -> None:
    other = make_letters.draft(of=make_letters.letter(version.letter.case))
    client = signed_in(version.letter.case.lead)
    crossed = reverse(
        "documents:letter_draft_pdf", args=[version.letter.case.ref, version.letter_id, other.pk]
    )
    make_letters.proof(other)

    assert client.get(crossed).status_code == 404


def test_a_proof_asked_for_twice_is_made_once(version: LetterVersion) -> None:
    client = signed_in(version.letter.case.lead)
    for _ in range(2):
        client.post(address("letter_make_proof", version))
    tasks.make_proof(Proof.objects.get().pk)
    client.post(address("letter_make_proof", version))

    assert Proof.objects.get().state == JobState.DONE
