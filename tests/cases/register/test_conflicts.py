"""The conflict check: what it searches, what it says, who may decide and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cases.models import (
    Case,
    ConflictCheck,
    ContactImport,
    ContactKind,
    ContactPoint,
    HitMark,
    MatchLevel,
    Outcome,
    RegisterEntry,
    RoleOnCase,
    TermKind,
    Wall,
)
from cases.register import conflicts
from cases.register.conflicts import CLIENT, CheckRefused, Term
from tests import make_accounts, make_cases

pytestmark = pytest.mark.django_db

ELENA = Term(kind=TermKind.PERSON, text="Elena Vantreight", role=CLIENT)
MARCUS = Term(kind=TermKind.PERSON, text="Marcus Haldstrom", role="other side")


def check_of(*terms: Term, by: User | None = None, about: str = "MR-7K2-Q94") -> ConflictCheck:
    return conflicts.run_check(about, terms, by or make_accounts.attorney())


def levels(check: ConflictCheck) -> list[str]:
    return sorted(check.hits.values_list("level", flat=True))


def test_a_former_client_on_the_other_side_is_found() -> None:
    conflicts.remember(
        [Term(kind=TermKind.PERSON, text="Haldstrom, Marcus", role=CLIENT)], source="2024-0007"
    )
    check = check_of(ELENA, MARCUS)
    [line] = conflicts.lines_for(check, make_accounts.attorney())
    assert (line.hit.level, line.hit.reason) == ("exact", "The same name")
    assert (line.term, line.found, line.where) == (
        "Marcus Haldstrom",
        "Haldstrom, Marcus",
        "2024-0007",
    )


def test_two_enquiries_that_name_each_other_are_found() -> None:
    conflicts.remember(
        [
            Term(kind=TermKind.PERSON, text="Marcus Haldstrom", role=CLIENT),
            Term(kind=TermKind.PERSON, text="Elena Vantreight", role="other side"),
        ],
        source="MR-2B8-X31",
    )
    assert levels(check_of(ELENA, MARCUS)) == ["exact", "exact"]


def test_what_the_enquiry_itself_told_is_no_hit() -> None:
    conflicts.remember([ELENA, MARCUS], source="MR-7K2-Q94")
    assert levels(check_of(ELENA, MARCUS)) == []


def test_a_person_is_compared_with_organisations_too() -> None:
    conflicts.remember(
        [Term(kind=TermKind.ORGANISATION, text="Marcus Haldstrom LLC", role=CLIENT)],
        source="2024-0007",
    )
    assert levels(check_of(ELENA, MARCUS)) == ["exact"]


def test_addresses_and_numbers_are_found_without_standing_in_the_register() -> None:
    conflicts.remember(
        [
            Term(kind=TermKind.EMAIL, text="m.haldstrom+x@haldstrom.example", role=CLIENT),
            Term(kind=TermKind.PHONE, text="(212) 555-0142", role=CLIENT),
        ],
        source="2024-0007",
    )
    stored = " ".join(RegisterEntry.objects.exclude(kind="domain").values_list("normal", flat=True))
    assert "haldstrom" not in stored
    assert "555" not in stored
    check = check_of(
        ELENA,
        Term(kind=TermKind.EMAIL, text="M.Haldstrom@haldstrom.example", role="other side"),
        Term(kind=TermKind.PHONE, text="+1 212 555 0142", role="other side"),
    )
    assert levels(check) == ["exact", "exact", "probable"]
    assert "Email" in [line.term for line in conflicts.lines_for(check, make_accounts.attorney())]


def test_a_check_says_how_much_it_searched_and_that_old_contacts_are_missing() -> None:
    conflicts.remember(
        [
            Term(kind=TermKind.PERSON, text="Ines Brant", role="witness"),
            Term(kind=TermKind.HANDLE, text="@ines", role="witness"),
        ],
        source="2024-0007",
    )
    check = check_of(ELENA)
    assert conflicts.searched_sentence(check) == (
        "Searched 1 person, 0 organisations, 1 account name or web address and 0 emails and phones."
    )
    assert conflicts.coverage_sentence(check) == (
        "Redress records only, also search your old system."
    )


def test_after_an_import_a_check_says_when_it_was() -> None:
    ContactImport.objects.create(
        file_name="old.csv", sha256="0" * 64, imported_by=make_accounts.attorney(), committed=True
    )
    assert "Old contacts were imported on" in conflicts.coverage_sentence(check_of(ELENA))


def test_a_dry_run_does_not_count_as_an_import() -> None:
    ContactImport.objects.create(
        file_name="old.csv", sha256="0" * 64, imported_by=make_accounts.attorney(), committed=False
    )
    assert check_of(ELENA).last_import is None


def test_a_hit_in_a_walled_matter_says_nothing_but_that() -> None:
    reader, other = make_accounts.attorney(), make_cases.case()
    Wall.objects.create(case=other, user=reader, reason="Was their lawyer", set_by=other.lead)
    conflicts.remember([MARCUS], source=other.ref, case=other)
    check = check_of(ELENA, MARCUS)
    [line] = conflicts.lines_for(check, reader)
    assert line.found == "Restricted matter"
    assert other.ref not in (line.found + line.found_role + line.where)
    [seen] = conflicts.lines_for(check, other.lead)
    assert seen.where == other.ref


def test_close_hits_must_be_marked_before_the_check_is_clear() -> None:
    conflicts.remember([MARCUS], source="2024-0007")
    check, attorney = check_of(ELENA, MARCUS), make_accounts.attorney()
    with pytest.raises(CheckRefused, match="One close hit is not decided"):
        conflicts.decide(check, Outcome.CLEAR, "No relation", attorney)
    hit = check.hits.get()
    with pytest.raises(CheckRefused, match="Say why"):
        conflicts.mark_hit(hit, HitMark.NOT_SAME, attorney)
    conflicts.mark_hit(hit, HitMark.NOT_SAME, attorney, "Born 1951, ours is a student")
    decision = conflicts.decide(check, Outcome.CLEAR, "No relation", attorney)
    assert decision.is_clear
    assert conflicts.is_clear(conflicts.latest_check("MR-7K2-Q94"))


def test_merely_possible_hits_do_not_block_and_go_in_one_move() -> None:
    conflicts.remember(
        [Term(kind=TermKind.PERSON, text=f"M{letter}ra Haldstrom", role="x") for letter in "iyao"],
        source="2024-0007",
    )
    check, paralegal = check_of(ELENA, MARCUS), make_accounts.attorney()
    assert set(levels(check)) == {MatchLevel.POSSIBLE}
    with pytest.raises(CheckRefused, match="Say why none"):
        conflicts.mark_all_possible(check, " ", paralegal)
    assert conflicts.mark_all_possible(check, "Other first names", paralegal) == 4
    assert set(check.hits.values_list("mark", flat=True)) == {HitMark.NOT_SAME}
    conflicts.decide(check, Outcome.CLEAR, "Nobody we know", make_accounts.attorney())


def test_a_check_without_the_full_name_cannot_be_clear_but_can_be_declined() -> None:
    check, attorney = check_of(MARCUS), make_accounts.attorney()
    with pytest.raises(CheckRefused, match="Still missing: the client's full name"):
        conflicts.decide(check, Outcome.CLEAR, "Fine", attorney)
    assert conflicts.decide(check, Outcome.DECLINED, "Too busy", attorney).outcome == "declined"


def test_what_the_person_has_not_told_stands_in_the_way() -> None:
    check = conflicts.run_check(
        "MR-7K2-Q94", [ELENA], make_accounts.attorney(), missing=["the other side's lawyer"]
    )
    with pytest.raises(CheckRefused, match="Still missing: the other side's lawyer"):
        conflicts.decide(check, Outcome.CLEAR, "Fine", make_accounts.attorney())


def test_a_hit_that_is_the_same_cannot_be_simply_clear() -> None:
    conflicts.remember([MARCUS], source="2024-0007")
    check, attorney = check_of(ELENA, MARCUS), make_accounts.attorney()
    with pytest.raises(CheckRefused, match="Say how you know"):
        conflicts.mark_hit(check.hits.get(), HitMark.SAME, attorney)
    conflicts.mark_hit(check.hits.get(), HitMark.SAME, attorney, "Our client of 2024")
    with pytest.raises(CheckRefused, match="marked as the same"):
        conflicts.decide(check, Outcome.CLEAR, "Fine", attorney)
    assert conflicts.decide(check, Outcome.SCREENED, "Screened", attorney).is_clear


def test_a_check_is_decided_once_and_not_after_a_newer_one() -> None:
    attorney = make_accounts.attorney()
    first = check_of(ELENA)
    second = check_of(ELENA)
    with pytest.raises(CheckRefused, match="newer check has run"):
        conflicts.decide(first, Outcome.CLEAR, "Fine", attorney)
    conflicts.decide(second, Outcome.CLEAR, "Fine", attorney)
    with pytest.raises(CheckRefused, match="already decided"):
        conflicts.decide(second, Outcome.DECLINED, "Changed my mind", attorney)


@pytest.mark.parametrize("earlier", [timedelta(0), timedelta(seconds=90)])
def test_a_check_is_not_decided_over_a_name_it_could_not_see(earlier: timedelta) -> None:
    """An enquiry of the other side came after it, or was being written down while it ran."""
    check, attorney = check_of(ELENA, MARCUS), make_accounts.attorney()
    conflicts.remember([replace(MARCUS, role="asked us for help")], source="MR-8K3")
    RegisterEntry.objects.update(heard_at=timezone.now() - earlier)
    with pytest.raises(CheckRefused, match="Since it ran a name was heard"):
        conflicts.decide(check, Outcome.CLEAR, "Nobody we know", attorney)

    again = check_of(ELENA, MARCUS)
    conflicts.mark_hit(again.hits.get(), HitMark.SAME, attorney, "They asked us an hour later")
    assert conflicts.decide(again, Outcome.SCREENED, "Screened", attorney).is_clear


def test_names_that_resemble_nobody_leave_a_check_as_it_is() -> None:
    check = check_of(ELENA, MARCUS)
    conflicts.remember([replace(MARCUS, text="Ines Brant")], source="MR-8K3")
    assert conflicts.what_is_open(check) == []


def test_of_two_who_mark_a_hit_differently_the_second_is_told() -> None:
    conflicts.remember([MARCUS], source="2024-0007")
    hit, paralegal = check_of(ELENA, MARCUS).hits.get(), make_accounts.paralegal(name="Sam Ortiz")
    conflicts.mark_hit(hit, HitMark.SAME, paralegal, "Our client of 2024")
    with pytest.raises(CheckRefused, match=r"Sam Ortiz has marked this: the same\. Undo"):
        conflicts.mark_hit(hit, HitMark.NOT_SAME, make_accounts.attorney(), "Born 1951")
    conflicts.mark_hit(hit, HitMark.SAME, make_accounts.attorney(), "Pressed together")
    hit.refresh_from_db()
    assert (hit.marked_by, hit.mark_reason) == (paralegal, "Our client of 2024")


def test_who_is_walled_off_from_a_matter_marks_no_hit_in_it() -> None:
    reader, other = make_accounts.attorney(), make_cases.case()
    Wall.objects.create(case=other, user=reader, reason="Was their lawyer", set_by=other.lead)
    conflicts.remember(
        [MARCUS, replace(MARCUS, text="Mira Haldstrom")], source=other.ref, case=other
    )
    check = check_of(ELENA, MARCUS)
    exact, possible = check.hits.get(level="exact"), check.hits.get(level="possible")
    with pytest.raises(CheckRefused, match="walled off from that matter"):
        conflicts.mark_hit(exact, HitMark.NOT_SAME, reader, "Never met")
    conflicts.mark_hit(exact, HitMark.SAME, other.lead, "Our client of 2024")
    for mark in (HitMark.NOT_SAME, HitMark.SAME):
        with pytest.raises(CheckRefused, match="walled off from that matter"):
            conflicts.mark_hit(exact, mark, reader, "Never met")
    assert conflicts.mark_all_possible(check, "Other first names", reader) == 0
    assert conflicts.mark_all_possible(check, "Other first names", other.lead) == 1
    possible.refresh_from_db()
    assert possible.marked_by == other.lead


def test_hits_stand_in_the_order_in_which_the_names_were_heard() -> None:
    conflicts.remember([MARCUS, replace(MARCUS, role="witness")], source="2024-0007")
    first, second = RegisterEntry.objects.order_by("pk")
    first.save()  # PostgreSQL lays what is written anew behind the others
    assert list(check_of(MARCUS).hits.values_list("entry", flat=True)) == [first.pk, second.pk]


def test_what_was_marked_stays_marked_when_the_check_runs_again() -> None:
    conflicts.remember([MARCUS], source="2024-0007")
    paralegal = make_accounts.paralegal()
    first = check_of(ELENA, MARCUS)
    conflicts.mark_hit(first.hits.get(), HitMark.NOT_SAME, paralegal, "Born 1951")
    conflicts.remember([replace(MARCUS, role="witness")], source="2025-0011")
    again = check_of(ELENA, MARCUS)
    assert [(hit.mark, hit.mark_reason, hit.marked_by) for hit in again.hits.all()] == [
        (HitMark.NOT_SAME, "Born 1951", paralegal),
        (HitMark.OPEN, "", None),
    ]


def test_what_went_with_the_possible_ones_is_open_again_when_it_comes_closer() -> None:
    heard = [replace(MARCUS, text=f"{name} Haldstrom", city="Ayr") for name in ("Mira", "Mia")]
    conflicts.remember([*heard, MARCUS], source="2024-0007")
    asked = replace(MARCUS, text="Maxim Haldstrom")
    paralegal = make_accounts.paralegal()
    first = check_of(ELENA, asked)
    assert levels(first) == ["possible"] * 3
    conflicts.mark_all_possible(first, "Other first names", paralegal)

    again = check_of(ELENA, replace(asked, city="Ayr"))

    assert sorted(again.hits.values_list("level", "mark", "mark_reason")) == [
        ("possible", HitMark.NOT_SAME, "Other first names"),
        ("probable", HitMark.OPEN, ""),
        ("probable", HitMark.OPEN, ""),
    ]
    for hit in again.hits.filter(level="probable"):
        conflicts.mark_hit(hit, HitMark.NOT_SAME, paralegal, "Born 1951")
    assert set(check_of(ELENA, asked).hits.values_list("mark", flat=True)) == {HitMark.NOT_SAME}


def test_a_mark_is_not_taken_for_somebody_else_of_that_name() -> None:
    conflicts.remember([MARCUS], source="2024-0007")
    first = check_of(ELENA, MARCUS)
    conflicts.mark_hit(first.hits.get(), HitMark.NOT_SAME, make_accounts.paralegal(), "Born 1951")
    assert check_of(ELENA, replace(MARCUS, role="witness")).hits.get().mark == HitMark.OPEN


def test_an_old_check_is_run_again() -> None:
    check = check_of(ELENA)
    ConflictCheck.objects.update(run_at=timezone.now() - timedelta(days=31))
    with pytest.raises(CheckRefused, match="30 days"):
        conflicts.decide(check, Outcome.CLEAR, "Fine", make_accounts.attorney())


def test_a_party_added_or_renamed_later_needs_a_new_check() -> None:
    case = make_cases.case()
    client = make_cases.party(case, RoleOnCase.CLIENT, label="Elena Vantreight")
    conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    assert not conflicts.needs_new_check(case)
    make_cases.party(case, label="Marcus Haldstrom")
    assert conflicts.unchecked_names(case) == ["Marcus Haldstrom"]
    conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    assert not conflicts.needs_new_check(case)
    client.names.update(text="Elena Marković")
    assert conflicts.unchecked_names(case) == ["Elena Marković"]


def test_a_new_address_of_a_party_needs_a_new_check() -> None:
    case = make_cases.case()
    opponent = make_cases.party(case)
    conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    point = ContactPoint(party=opponent, kind=ContactKind.EMAIL)
    point.value = "marcus@gmail.com"
    point.save()
    assert conflicts.unchecked_names(case) == ["Email of the other side"]


def test_an_enquirys_names_and_check_go_with_the_case_it_becomes() -> None:
    conflicts.remember([ELENA, MARCUS], source="MR-7K2-Q94")
    check = check_of(ELENA, MARCUS)
    conflicts.decide(check, Outcome.CLEAR, "Fine", make_accounts.attorney())
    case: Case = make_cases.case()
    conflicts.adopt("MR-7K2-Q94", case)
    assert conflicts.is_clear(conflicts.latest_check(case.ref, case))
    again = conflicts.run_check(case.ref, [ELENA, MARCUS], case.lead, case)
    assert levels(again) == []


def test_hearing_the_same_twice_is_one_entry() -> None:
    conflicts.remember([MARCUS], source="2024-0007")
    conflicts.remember([MARCUS, ELENA], source="2024-0007")
    assert RegisterEntry.objects.count() == 2
