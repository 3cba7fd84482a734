"""Old contacts from a CSV file: a dry run with a report on each line, then the import."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import ContactImport, ImportRow, RegisterEntry, TermKind
from cases.register import conflicts, contact_import
from cases.register.conflicts import CLIENT, Term
from cases.register.contact_import import ImportRefused
from tests import make_accounts
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

CSV = """name,organisation,email,phone,role,city,matter
"Haldstrom, Marcus",,marcus@haldstrom.example,+1 212 555 0142,client,Fresno,1998-44
,Brightwater Clinic GmbH,,,employer,,
,,lost@example.com,,,,
Ines Brant,,no-at-sign,,,,
"""


def tried(content: str = CSV) -> ContactImport:
    return contact_import.try_out("old.csv", content.encode(), by=make_accounts.attorney())


def test_a_dry_run_reports_on_each_line_and_imports_nothing() -> None:
    batch = tried()
    rows = list(batch.rows.values_list("line", "accepted", "report"))
    assert rows == [
        (2, True, "Will be searched: name, email, phone."),
        (3, True, "Will be searched: organisation."),
        (4, False, "Left out: neither a name nor an organisation."),
        (5, False, "Left out: the email has no @."),
    ]
    assert not RegisterEntry.objects.exists()
    assert not batch.committed


def test_the_import_is_searched_by_the_next_check_which_says_so() -> None:
    batch = tried()
    assert contact_import.import_tried(batch) == 5
    check = conflicts.run_check(
        "MR-1",
        [
            Term(kind=TermKind.PERSON, text="Dana Whitlock", role=CLIENT),
            Term(kind=TermKind.PERSON, text="Marcus Haldstrom", role="other side"),
        ],
        make_accounts.attorney(),
    )
    [line] = conflicts.lines_for(check, make_accounts.attorney())
    assert (line.hit.level, line.found_role) == ("exact", "client, 1998-44")
    assert "Old contacts were imported on" in conflicts.coverage_sentence(check)


def test_the_file_lies_encrypted_until_it_is_imported_and_then_is_gone() -> None:
    batch = tried()
    assert b"Haldstrom" not in bytes(ContactImport.objects.get().file_sealed)
    stored = " ".join(ImportRow.objects.values_list("text", flat=True))
    assert "haldstrom.example" not in stored
    contact_import.import_tried(batch)
    assert bytes(ContactImport.objects.get().file_sealed) == b""


def test_a_file_is_imported_once_and_then_stays() -> None:
    batch = tried()
    contact_import.import_tried(batch)
    with pytest.raises(ImportRefused, match="already imported"):
        contact_import.import_tried(batch)
    with pytest.raises(ImportRefused, match="stays"):
        contact_import.discard(batch)


def test_a_file_that_was_only_tried_out_can_be_forgotten() -> None:
    contact_import.discard(tried())
    assert not ContactImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"title,body\nx,y\n", "first line has to name the columns"),
        (b"", "first line has to name the columns"),
        (b"name\n\xff\xfe\n", "not UTF-8"),
        (b"name\nA\x00B\n", "not a CSV file"),
        (b'name,city\n"Doe, Jane\n', "not well-formed"),
        (b"name\n" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
    ],
)
def test_what_is_no_contact_list_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        contact_import.try_out("old.csv", content, by=make_accounts.attorney())
    assert not ContactImport.objects.exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_read(delimiter: str) -> None:
    content = (
        delimiter.join(["Name", "E-Mail"]) + "\n" + delimiter.join(["Jane Doe", "j@x.example"])
    )
    assert tried(content).rows.get().report == "Will be searched: name, email."


def upload(browser: Client, content: bytes, name: str = "old.csv") -> str:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    answer = browser.post(reverse("cases:contacts"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_paralegal_tries_a_file_out_and_imports_it_on_the_pages() -> None:
    browser = signed_in(make_accounts.paralegal())
    report = upload(browser, CSV.encode())
    page = browser.get(report).content.decode()
    assert "This was a dry run: nothing is imported yet." in page
    assert "Left out: the email has no @." in page
    batch = ContactImport.objects.get()
    browser.post(reverse("cases:contact_do_import", args=[batch.pk]))
    assert "Imported by" in browser.get(report).content.decode()
    assert RegisterEntry.objects.count() == 5


def test_a_file_that_cannot_be_read_is_refused_on_the_page() -> None:
    browser = signed_in(make_accounts.paralegal())
    file = SimpleUploadedFile("old.csv", b"title\nx\n")
    answer = browser.post(reverse("cases:contacts"), {"file": file})
    assert answer.status_code == 409
    assert "first line has to name the columns" in answer.content.decode()


def test_nobody_without_the_right_imports_contacts() -> None:
    assert signed_in(make_accounts.administrator()).get("/w/contacts/").status_code == 403
    assert signed_in(make_accounts.client()).get("/w/contacts/").status_code == 404
