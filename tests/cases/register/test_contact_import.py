"""Old contacts from a CSV file: a dry run with a report on each line, then the import."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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

"Haldstrom, Marcus",,marcus@haldstrom.example,+1 212 555 0142,client,Fresno,1998-44
"=HYPERLINK(""http://x.example"",""Jo"")",,,,,,
Kit Marsh,,,1.21256E+10,,,
Kit Marsh,,,none,,,
Kit Marsh,,a@x.example; b@x.example,,,,
Kit Marsh,#NAME?,,,,,
---,,,,,,
Brant, Ines,Brant GmbH,,,,,1998-44
Kit Marsh,,,,,,,,
"""
FORMULA = '=HYPERLINK("http://x.example","Jo")'


def tried(content: str = CSV) -> ContactImport:
    return contact_import.try_out("old.csv", content.encode(), by=make_accounts.attorney())


def imported(content: str = CSV) -> int:
    return contact_import.import_tried(tried(content), by=make_accounts.paralegal())


def test_a_dry_run_reports_on_each_line_and_imports_nothing() -> None:
    batch = tried()
    rows = list(batch.rows.values_list("line", "accepted", "report"))
    assert rows == [
        (2, True, "Will be searched: name, email, phone."),
        (3, True, "Will be searched: organisation."),
        (4, False, "Left out: neither a name nor an organisation."),
        (5, False, "Left out: the email is not one address like name@example.com."),
        (7, False, "Left out: it says the same as line 2."),
        (8, False, f"Left out: the name is what a spreadsheet made of it ({FORMULA})."),
        (9, False, "Left out: the phone is what a spreadsheet made of it (1.21256E+10)."),
        (10, False, "Left out: the phone has no digits."),
        (11, False, "Left out: the email is not one address like name@example.com."),
        (12, False, "Left out: the organisation is what a spreadsheet made of it (#NAME?)."),
        (13, False, "Left out: the name has neither a letter nor a digit."),
        (14, False, "Left out: it has more cells than the first line names."),
        (15, True, "Will be searched: name."),
    ]
    assert not RegisterEntry.objects.exists()
    assert not batch.committed


def test_the_import_is_searched_by_the_next_check_which_says_so() -> None:
    assert imported() == 6
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
    assert line.where == "imported from old.csv"
    with timezone.override(make_accounts.zone_of_another_day()):
        on = f"Old contacts were imported on {timezone.localdate():%-d %b %Y}."
        assert conflicts.coverage_sentence(check) == on


def test_the_file_lies_encrypted_until_it_is_imported_and_then_is_gone() -> None:
    batch = tried()
    assert b"Haldstrom" not in bytes(ContactImport.objects.get().file_sealed)
    stored = " ".join(ImportRow.objects.values_list("text", flat=True))
    assert "haldstrom.example" not in stored
    contact_import.import_tried(batch, by=make_accounts.paralegal())
    assert bytes(ContactImport.objects.get().file_sealed) == b""


def test_a_file_is_imported_once_and_then_stays() -> None:
    batch = tried()
    contact_import.import_tried(batch, by=make_accounts.paralegal())
    with pytest.raises(ImportRefused, match="already imported"):
        contact_import.import_tried(batch, by=make_accounts.paralegal())
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
        (b'name,city\nJo,Ayr\n"Doe, Jane\n', "From line 3 on this is not well-formed CSV"),
        (b"name,Full name\nJane,Jane Doe\n", "Two columns are read as “name”"),
        (b"name\n" + b"Jo\n" * 20_001, "more than 20,000 lines"),
        (b"name\n" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
    ],
)
def test_what_is_no_contact_list_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        contact_import.try_out("old.csv", content, by=make_accounts.attorney())
    assert not ContactImport.objects.exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_commas_semicolons_and_tabs_are_read(delimiter: str, line_end: str) -> None:
    lines = [["\ufeffFull Name", "E-Mail", "Notes"], ["Jane Doe", "j@x.example", "tall"]]
    content = line_end.join(delimiter.join(line) for line in lines)
    assert tried(content).rows.get().report == "Will be searched: name, email."


def test_the_next_export_of_the_old_system_doubles_nothing() -> None:
    assert imported("name,email\nJane Doe,j@x.example\n") == 3
    assert imported("name,email,city\nJane Doe,j@x.example,Ayr\nKit Marsh,,\n") == 1
    assert RegisterEntry.objects.filter(shown="Jane Doe").count() == 1


def test_a_file_without_one_good_line_does_not_count_as_an_import() -> None:
    batch = tried("name,email\nJane Doe,nothing\n")
    with pytest.raises(ImportRefused, match="No line of this file can be imported"):
        contact_import.import_tried(batch, by=make_accounts.paralegal())
    assert not ContactImport.objects.get().committed


def test_who_imports_and_when_is_what_the_record_says() -> None:
    batch, paralegal = tried(), make_accounts.paralegal()
    ContactImport.objects.update(imported_at=timezone.now() - timedelta(days=9))
    contact_import.import_tried(batch, by=paralegal)
    done = ContactImport.objects.get()
    assert (done.imported_by, done.imported_at.date()) == (paralegal, timezone.now().date())


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
    assert "Left out: the email is not one address like name@example.com." in page
    assert "No column of the file is read as: former name, handle." in page
    batch = ContactImport.objects.get()
    browser.post(reverse("cases:contact_do_import", args=[batch.pk]))
    assert "Imported by" in browser.get(report).content.decode()
    assert RegisterEntry.objects.count() == 6


def test_the_report_names_the_columns_that_are_not_read() -> None:
    browser = signed_in(make_accounts.paralegal())
    page = browser.get(upload(browser, b"name,Tel.,<i>Notes\nJane Doe,555,tall\n")).content.decode()
    assert "These columns are not known and were not read: “Tel.”, “&lt;i&gt;Notes”." in page


def test_a_report_without_one_good_line_offers_no_import() -> None:
    browser = signed_in(make_accounts.paralegal())
    page = browser.get(upload(browser, b"name,email\nJane Doe,nothing\n")).content.decode()
    assert "Discard" in page
    assert ">Import " not in page


def test_a_file_that_cannot_be_read_is_refused_on_the_page() -> None:
    browser = signed_in(make_accounts.paralegal())
    file = SimpleUploadedFile("old.csv", b"title\nx\n")
    answer = browser.post(reverse("cases:contacts"), {"file": file})
    assert answer.status_code == 409
    assert "first line has to name the columns" in answer.content.decode()


def test_nobody_without_the_right_imports_contacts() -> None:
    assert signed_in(make_accounts.administrator()).get("/w/contacts/").status_code == 403
    assert signed_in(make_accounts.client()).get("/w/contacts/").status_code == 404
