"""One file sent by mistake, taken back with nothing but the private phrase."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases import flags
from cases.models import SafetyKind
from evidence.models import Act, CustodyEntry, Item
from intake import conversion, endings
from intake.models import Enquiry
from tests import make_accounts, make_evidence, make_intake
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

HIDDEN = "It is hidden now. One person checks it, nobody else sees it."


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def sent() -> tuple[Enquiry, Client]:
    """An enquiry with two files, and the browser of the person who sent them."""
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    for name in ("kept.txt", "mistake.txt"):
        make_intake.send_file(visitor, SimpleUploadedFile(name, name.encode()))
    row.refresh_from_db()
    return row, visitor


def take_back(row: Enquiry, visitor: Client, name: str = "mistake.txt") -> Any:
    assert row.vault is not None
    receipt = row.vault.receipts.get(name=name)
    return visitor.post(reverse("intake:take_back", args=[receipt.uuid]), follow=True)


def item_of(case_row: Any, name: str) -> Item:
    return Item.objects.get(case=case_row, title=name)


@pytest.fixture
def lead() -> User:
    return make_accounts.attorney(name="Adaeze Lindqvist")


def test_it_is_hidden_at_once_and_the_rest_stays(sent: tuple[Enquiry, Client]) -> None:
    row, visitor = sent

    page = text(take_back(row, visitor))

    assert HIDDEN in page
    assert "mistake.txt" not in page
    assert "kept.txt" in page
    assert "mistake.txt" not in text(visitor.get("/a/files/"))
    assert HIDDEN not in text(take_back(row, visitor)), "a second press finds nothing left to do"
    staff = text(signed_in(make_accounts.paralegal()).get(row.get_absolute_url()))
    assert "1 file, hidden" in staff
    assert "1, unopened until the case is open" in staff
    assert row.vault is not None
    entry = CustodyEntry.objects.get(vault=row.vault, act=Act.HIDDEN)
    assert (entry.actor, entry.subject) == ("visitor", None)


def test_a_file_that_is_sent_again_on_purpose_is_shown(
    sent: tuple[Enquiry, Client], lead: User
) -> None:
    row, visitor = sent
    take_back(row, visitor)

    make_intake.send_file(visitor, SimpleUploadedFile("mistake.txt", b"mistake.txt"))

    assert "mistake.txt" in text(visitor.get("/a/more/"))
    assert row.vault is not None
    last = CustodyEntry.objects.in_order().filter(vault=row.vault).last()
    assert last is not None
    assert last.act == Act.SHOWN
    case = conversion.open_case(row, by=lead)
    assert item_of(case, "mistake.txt").hidden_at is None


def test_another_person_takes_nothing_back(sent: tuple[Enquiry, Client]) -> None:
    row, visitor = sent
    _, stranger = make_intake.sent_by_visitor()

    take_back(row, stranger)
    take_back(row, Client())

    assert "mistake.txt" in text(visitor.get("/a/more/"))


def test_the_lead_alone_meets_it_in_the_case(sent: tuple[Enquiry, Client], lead: User) -> None:
    row, visitor = sent
    take_back(row, visitor)

    case = conversion.open_case(row, by=lead)

    colleague = make_accounts.paralegal()
    case.team.create(user=colleague)
    hidden, kept = item_of(case, "mistake.txt"), item_of(case, "kept.txt")
    page = text(signed_in(colleague).get(reverse("evidence:timeline", args=[case.ref])))
    assert "mistake.txt" not in page
    assert f"{hidden.ref}: sent by mistake and hidden. Adaeze Lindqvist reviews it" in page
    assert kept.ref in page
    address = hidden.get_absolute_url()
    assert signed_in(colleague).get(address).status_code == 404
    assert "by the client" in text(signed_in(lead).get(address))
    task = case.tasks.get(title__startswith=hidden.ref)
    assert task.assigned_to == lead
    assert "mistake.txt" not in task.title


def test_with_the_phrase_it_still_works_once_the_case_is_open(
    sent: tuple[Enquiry, Client], lead: User
) -> None:
    row, visitor = sent
    case = conversion.open_case(row, by=lead)

    page = text(take_back(row, visitor))

    assert HIDDEN in page
    assert "mistake.txt" not in page
    assert item_of(case, "mistake.txt").hidden_at is not None
    assert item_of(case, "kept.txt").hidden_at is None


def test_while_the_page_of_the_case_is_closed_the_phrase_lists_nothing(
    sent: tuple[Enquiry, Client], lead: User
) -> None:
    row, visitor = sent
    case = conversion.open_case(row, by=lead)
    flags.raise_flag(case, SafetyKind.ORDER, by=lead, reason="Not yet served")

    for page in (text(visitor.get("/a/more/")), text(take_back(row, visitor))):
        assert "kept.txt" not in page
        assert "mistake.txt" not in page
        assert "We do not list here what you sent for now." in page
    assert item_of(case, "mistake.txt").hidden_at is None


def test_what_the_firm_handed_in_too_is_not_hers_alone(
    sent: tuple[Enquiry, Client], lead: User
) -> None:
    row, visitor = sent
    case = conversion.open_case(row, by=lead)
    make_evidence.item(case, content=b"mistake.txt")

    assert HIDDEN not in text(take_back(row, visitor))
    assert item_of(case, "mistake.txt").hidden_at is None


def test_what_is_erased_takes_the_mark_along(sent: tuple[Enquiry, Client]) -> None:
    row, visitor = sent
    take_back(row, visitor)

    endings.withdraw(row)

    assert not row.mistakes.exists()
