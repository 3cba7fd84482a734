"""The conflict check of an open case on its page: run, mark, decide."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import people
from cases.models import Case, ConflictCheck, Decision, Hit, HitMark, RoleOnCase, TermKind, Wall
from cases.register import conflicts
from cases.register.conflicts import CLIENT, Term
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def put_aside(check: ConflictCheck) -> None:
    """Mark every hit that is more than possible as somebody else."""
    check.hits.exclude(level="possible").update(
        mark=HitMark.NOT_SAME, marked_by=check.run_by, marked_at=timezone.now()
    )


def url(page: str, case: Case, *args: object) -> str:
    return reverse(f"cases:{page}", args=[case.ref, *args])


def checked_case() -> Case:
    """A case whose check has one close hit and three merely alike."""
    names = ["Haldstrom, Marcus", "Mira Haldstrom", "Maya Haldstrom", "Moira Haldstrom"]
    conflicts.remember(
        [Term(kind=TermKind.PERSON, text=name, role=CLIENT) for name in names], source="2020-0001"
    )
    case = make_cases.case(team=[make_accounts.attorney(), make_accounts.paralegal()])
    people.add_party(case, label="Dana Whitlock", roles=[RoleOnCase.CLIENT])
    people.add_party(case, label="Marcus Haldstrom", roles=[RoleOnCase.ADVERSE])
    return case


def test_a_check_goes_from_the_button_to_the_decision() -> None:
    case = checked_case()
    browser = signed_in(case.lead)
    page = browser.get(url("conflicts", case)).content.decode()
    assert "Not searched yet: Dana Whitlock, Marcus Haldstrom." in page

    browser.post(url("conflicts_run", case))
    page = browser.get(url("conflicts", case)).content.decode()
    assert "Searched 4 people" in page
    assert "Redress records only, also search your old system." in page
    assert "None of these 3, one reason" in page
    assert "%" not in page.split("<main")[1]

    hit = case.conflict_checks.get().hits.get(level="exact")
    refused = browser.post(url("conflicts_mark", case, hit.pk), {"mark": "not_same"})
    assert refused.status_code == 409
    assert "Say why this is not the same." in refused.content.decode()
    assert refused.context["form"]["mark"].value() == "not_same"
    said = {"mark": "not_same", "reason": "Ours was born in 1998"}
    assert browser.post(url("conflicts_mark", case, hit.pk), said).status_code == 302

    alike = {"check": hit.check_run_id, "reason": "Other first names"}
    browser.post(url("conflicts_possible", case), alike)
    marks = set(case.conflict_checks.get().hits.values_list("mark", flat=True))
    assert marks == {HitMark.NOT_SAME}

    clear = {"check": hit.check_run_id, "outcome": "clear", "reason": "Nobody we know"}
    browser.post(url("conflicts_decide", case), clear)
    page = browser.get(url("conflicts", case)).content.decode()
    assert "Nobody we know" in page
    assert conflicts.is_clear(conflicts.latest_check(case.ref, case))


def test_a_check_is_not_clear_while_a_lawyer_has_no_name() -> None:
    case = make_cases.case()
    people.add_party(case, label="Dana Whitlock", roles=[RoleOnCase.CLIENT])
    marcus = people.add_party(
        case, label="Marcus Haldstrom", roles=[RoleOnCase.ADVERSE], represented=True
    )
    browser = signed_in(case.lead)
    browser.post(url("conflicts_run", case))
    clear = {"outcome": "clear", "reason": "Nobody we know"}

    answer = browser.post(
        url("conflicts_decide", case), clear | {"check": case.conflict_checks.get().pk}
    )

    assert answer.status_code == 409
    lacks = "Still missing: the name of the lawyer of Marcus Haldstrom."
    assert lacks in answer.content.decode()
    people.add_party(case, label="Ines Coldwater", roles=[RoleOnCase.COUNSEL])
    browser.post(url("conflicts_run", case))
    assert lacks not in browser.get(url("conflicts", case)).content.decode()
    assert marcus.represented


@pytest.mark.parametrize(
    ("kind", "on_record", "typed"),
    [
        (TermKind.EMAIL, "m.haldstrom@haldstrom.example", "M.Haldstrom@haldstrom.example"),
        (TermKind.PHONE, "+1 555 010 0142", "(555) 010-0142"),
    ],
)
def test_an_account_that_reads_like_an_address_or_number_is_searched_as_one(
    kind: TermKind, on_record: str, typed: str
) -> None:
    conflicts.remember([Term(kind=kind, text=on_record, role="client")], source="2020-0001")
    case = make_cases.case()
    people.add_account(case, platform="Mail", handle=typed)
    signed_in(case.lead).post(url("conflicts_run", case))
    hits = case.conflict_checks.get().hits.filter(level="exact")
    assert [hit.reason for hit in hits] == [f"The same {kind.label.lower()}"]


def test_a_paralegal_marks_and_cannot_decide() -> None:
    case = checked_case()
    browser = signed_in(case.team.get(user__role="paralegal").user)
    browser.post(url("conflicts_run", case))
    assert "An attorney decides." in browser.get(url("conflicts", case)).content.decode()
    decision = {"outcome": "clear", "reason": "Fine"}
    assert browser.post(url("conflicts_decide", case), decision).status_code == 403


def test_a_walled_matter_is_not_named_on_the_page() -> None:
    other = make_cases.case(client_name="Otto Brandvold")
    conflicts.remember(
        [Term(kind=TermKind.PERSON, text="Marcus Haldstrom", role="other side")],
        source=other.ref,
        case=other,
    )
    case = make_cases.case()
    people.add_party(case, label="Marcus Haldstrom", roles=[RoleOnCase.ADVERSE])
    Wall.objects.create(case=other, user=case.lead, reason="Was his lawyer", set_by=other.lead)
    browser = signed_in(case.lead)
    browser.post(url("conflicts_run", case))
    page = browser.get(url("conflicts", case)).content.decode()
    assert "Restricted matter" in page
    assert other.ref not in page
    assert "Brandvold" not in page


def test_a_hit_of_another_case_is_not_marked_through_this_one() -> None:
    case, other = checked_case(), make_cases.case()
    browser = signed_in(case.lead)
    browser.post(url("conflicts_run", case))
    hit = case.conflict_checks.get().hits.get(level="exact")
    outsider = signed_in(other.lead)
    said = {"mark": "same"}
    assert outsider.post(url("conflicts_mark", other, hit.pk), said).status_code == 404


def typed_into(browser: Client, address: str) -> dict[str, str]:
    """What the form of a page sends back by itself."""
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page_of(browser, address))
    return dict(hidden)


def page_of(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("conflicts_decide", {"outcome": "clear", "reason": "Nobody we know"}),
        ("conflicts_possible", {"reason": "Other first names"}),
    ],
)
def test_a_page_of_a_check_that_a_newer_one_replaced_changes_nothing(
    page: str, typed: dict[str, str]
) -> None:
    case = checked_case()
    browser = signed_in(case.lead)
    browser.post(url("conflicts_run", case))
    first = case.conflict_checks.get()
    put_aside(first)
    open_since = typed_into(browser, url(page, case))
    browser.post(url("conflicts_run", case))
    put_aside(case.conflict_checks.latest("pk"))

    late = browser.post(url(page, case), open_since | typed)

    assert late.status_code == 409
    assert "A newer check has run since." in late.content.decode()
    assert typed["reason"] in late.content.decode()
    assert not Decision.objects.exists()
    assert not Hit.objects.filter(level="possible").exclude(mark=HitMark.OPEN).exists()
    afresh = browser.post(url(page, case), typed_into(browser, url(page, case)) | typed)
    assert afresh.status_code == 302


@pytest.mark.parametrize("page", ["conflicts_decide", "conflicts_possible"])
def test_the_check_of_another_case_is_not_decided_through_this_one(page: str) -> None:
    case, other = checked_case(), make_cases.case()
    browser = signed_in(case.lead)
    browser.post(url("conflicts_run", case))
    signed_in(other.lead).post(url("conflicts_run", other))
    foreign = other.conflict_checks.get()

    said = {"check": foreign.pk, "outcome": "declined", "reason": "Not ours"}
    refused = browser.post(url(page, case), said)

    assert refused.status_code == 422
    assert "Open the conflict check again." in refused.content.decode()
    assert not Decision.objects.exists()
