"""What stops a letter: each rule, seen on a letter that is otherwise ready to go."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import Channel
from cases import flags
from cases.client import papers
from cases.models import (
    Attribution,
    AttributionLevel,
    Case,
    Category,
    ContactKind,
    Incident,
    Party,
    PartyKind,
    RoleOnCase,
    SafetyKind,
    Statement,
)
from documents.letters import editing, judging, requesting
from documents.letters.checks import Finding, findings
from documents.letters.rules import RULES
from documents.letters.wording import long_day
from documents.models import BlockKind, LetterBlock, LetterVersion, Level
from documents.parts import LetterKind, Part
from evidence.models import Blob, Item, Sensitivity
from tests import make_accounts, make_cases, make_letters

pytestmark = pytest.mark.django_db

OUTRIGHT = {
    "L11", "L02", "L33", "L17", "L06", "L05", "L05-inline", "L04", "L34", "L23", "L08", "L24",
}  # fmt: skip


@pytest.fixture
def case() -> Case:
    return make_letters.ready_case()


def the_recipient(of: Case) -> Party:
    return of.parties.get(label="Raymond Ashby")


def codes(version: LetterVersion) -> set[str]:
    """The rules that stand in the way, as the record is now."""
    now = LetterVersion.objects.get(pk=version.pk)
    return {one.rule.code for one in findings(now) if one.is_open}


def finding(version: LetterVersion, code: str) -> Finding:
    now = LetterVersion.objects.get(pk=version.pk)
    return next(one for one in findings(now) if one.rule.code == code)


def saying(version: LetterVersion, text: str) -> LetterVersion:
    """The letter with one more paragraph."""
    return editing.add_block(
        version.letter,
        after=version.blocks.filter(kind=BlockKind.SUBJECT)[0].line,
        kind=Part.PARAGRAPH,
        text=text,
        statement=None,
        line=LetterBlock().line,
        by=version.letter.case.lead,
    )


@pytest.mark.parametrize("kind", LetterKind)
def test_nothing_stands_in_the_way_of_a_letter_with_all_its_facts(
    kind: LetterKind, case: Case
) -> None:
    version = make_letters.draft(of=make_letters.letter(case, kind))

    assert codes(version) == set()
    assert {one.level for one in findings(version)} == {Level.FINE}


def test_exactly_the_rules_no_answer_lifts_are_absolute() -> None:
    assert {rule.code for rule in RULES if rule.absolute} == OUTRIGHT


# --- The recipient ------------------------------------------------------------------------


def flag_on_the_recipient(case: Case) -> None:
    flags.raise_flag(
        case,
        SafetyKind.CREDIBLE_THREAT,
        by=case.lead,
        reason="He said so",
        party=the_recipient(case),
    )


def flag_on_the_case(case: Case) -> None:
    flags.raise_flag(case, SafetyKind.STALKING, by=case.lead, reason="Seen at the door")


def flag_on_the_account(case: Case) -> None:
    flags.raise_flag(
        case,
        SafetyKind.CREDIBLE_THREAT,
        by=case.lead,
        reason="It said so",
        account=case.accounts.get(),
    )


def says_he_has_a_lawyer(case: Case) -> None:
    Party.objects.filter(pk=the_recipient(case).pk).update(represented=True)


def lawyer_on_the_other_side(case: Case) -> None:
    lawyer = make_cases.party(case, RoleOnCase.COUNSEL, label="Ines Varga")
    Party.objects.filter(pk=the_recipient(case).pk).update(counsel=lawyer)


def minor(case: Case) -> None:
    Party.objects.filter(pk=the_recipient(case).pk).update(is_minor=True)


def unchecked_address(case: Case) -> None:
    the_recipient(case).contact_points.update(verified_at=None, verified_by=None)


def clients_own_address(case: Case) -> None:
    client = make_cases.party(case, RoleOnCase.CLIENT, label=case.client_name)
    make_letters.contact_point(client, "7 Tannery Row, EASTPORT, CA 90001")


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (flag_on_the_recipient, "L11"),
        (flag_on_the_case, "L11"),
        (flag_on_the_account, "L11"),
        (says_he_has_a_lawyer, "L02"),
        (lawyer_on_the_other_side, "L02"),
        (minor, "L33"),
        (unchecked_address, "L17"),
        (clients_own_address, "L17"),
    ],
)
def test_a_recipient_nobody_may_write_to_stops_the_letter(
    happens: Callable[[Case], None], code: str, case: Case
) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    assert codes(version) == set()

    happens(case)

    assert code in codes(version)
    assert finding(version, code).rule.absolute


def test_a_letter_to_counsel_is_weighed_and_not_blocked(case: Case) -> None:
    lawyer = make_cases.party(case, RoleOnCase.COUNSEL, label="Ines Varga", represented=False)
    point = make_letters.contact_point(lawyer, "1 Quay Street, Eastport", verified=True)
    letter = make_letters.letter(
        case, recipient=lawyer, delivery=requesting.Delivery(contact_point=point)
    )
    flag_on_the_case(case)

    assert codes(make_letters.draft(of=letter)) == {"L11-warn"}


def test_an_account_that_is_not_the_recipients_is_no_address(case: Case) -> None:
    foreign = make_cases.account(case, handle="@somebody_else")
    letter = make_letters.letter(case, delivery=requesting.Delivery(account=foreign))

    assert "L17" in codes(make_letters.draft(of=letter))


def test_no_address_at_all_stops_the_letter_twice_over(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case, delivery=requesting.Delivery()))

    assert {"L17", "L06"} <= codes(version)


def test_an_unknown_recipient_is_addressed_by_the_account_and_pointed_out(case: Case) -> None:
    doe = make_cases.party(case, kind=PartyKind.DOE, label="Doe 1", represented=False)
    account = make_cases.account(case, handle="@molar_truth")
    Attribution.objects.create(
        account=account,
        party=doe,
        level=AttributionLevel.SUSPECTED,
        basis="He posts there",
        set_by=case.lead,
    )
    version = make_letters.draft(
        of=make_letters.letter(case, recipient=doe, delivery=requesting.Delivery(account=account))
    )

    assert "Dear @molar_truth," in version.text
    assert codes(version) == {"IDENTIFIED"}


# --- Quotations and evidence --------------------------------------------------------------


def test_one_character_of_difference_from_the_record_stops_the_letter(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))

    Statement.objects.update(words="She reuses needles. I saw the assistant rinse one!")

    assert codes(version) == {"L05"}
    assert codes(editing.take_from_record(version.blocks.get(kind="quote"), by=case.lead)) == set()


def test_words_between_quotation_marks_must_be_recorded(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))

    assert codes(saying(version, "You wrote “I saw the assistant rinse one.”")) == set()
    altered = saying(version, "You wrote “I saw an assistant rinse one.”")
    assert codes(altered) == {"L05-inline"}


def test_a_statement_that_is_no_longer_reviewed_stops_the_letter(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    Incident.objects.update(review="submitted")

    assert "L05" in codes(version)


def test_a_source_line_that_is_out_of_date_stops_the_letter(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    Incident.objects.update(address="https://ratebarn.example.com/r/9999")

    assert codes(version) == {"L04"}


@pytest.mark.parametrize(
    ("change", "codes_found"),
    [
        ({"sensitivity": Sensitivity.INTIMATE}, {"L34", "L23"}),
        ({"sensitivity": Sensitivity.MINOR}, {"L34", "L23"}),
        ({"hidden_at": timezone.now()}, {"L34"}),
    ],
)
def test_an_exhibit_nobody_may_use_stops_the_letter(
    change: dict[str, object], codes_found: set[str], case: Case
) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    Item.objects.update(**change)

    assert codes(version) == codes_found


def test_an_altered_file_stops_the_letter(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    Blob.objects.update(altered_at=timezone.now())

    assert codes(version) == {"L34"}


def test_a_quotation_without_an_exhibit_is_not_complete(case: Case) -> None:
    bare = make_cases.statement(
        make_cases.incident(case, account=case.accounts.get(), address="https://x.example.com/1")
    )
    version = make_letters.draft(of=make_letters.letter(case, statements=[bare]))

    assert codes(version) == {"L06"}
    assert "exhibit of statement 1" in finding(version, "L06").sentence


def test_private_details_are_described_and_need_no_exhibit(case: Case) -> None:
    incident = make_cases.incident(
        case, category=Category.DOXXING, address="https://x.example.com/1"
    )
    statement = make_cases.statement(incident, kind="private", words="Her street is known.")
    version = make_letters.draft(of=make_letters.letter(case, statements=[statement]))

    assert codes(version) == set()


def test_a_capture_of_last_month_is_pointed_out(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    item = Item.objects.get()
    month_ago = timezone.localdate() - timedelta(days=30)
    item.captured = make_cases.posted_on(str(month_ago))
    item.save()

    assert codes(version) == {"L40"}


# --- What must not leave ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "You were seen at 12 Elm Street, Apt 4B.",
        "You were seen at 12 elm st. #4b.",
        "You were seen at Elm Street 12, apartment 4B.",
        "Call 312.555.0134.",
        "Write to imani (at) example dot com.",
        "The word is Marzipan.",
    ],
)
def test_a_private_detail_stops_the_letter_however_it_is_written(text: str, case: Case) -> None:
    client = make_cases.party(case, RoleOnCase.CLIENT, label=case.client_name)
    make_letters.contact_point(client, "12 Elm Street, Apt 4B, Eastport, CA 90002")
    make_letters.contact_point(client, "imani@example.com", ContactKind.EMAIL)
    case.safe_contact = make_accounts.safe_contact(
        channel=Channel.PHONE, phone="(312) 555-0134", code_word="marzipan"
    )
    case.save()
    version = make_letters.draft(of=make_letters.letter(case))
    assert codes(version) == set()

    leaking = saying(version, text)

    assert codes(leaking) == {"L08"}
    assert "Elm" not in finding(leaking, "L08").sentence
    assert finding(leaking, "L08").rule.absolute


def test_a_private_detail_within_a_quotation_stops_the_letter_too(case: Case) -> None:
    client = make_cases.party(case, RoleOnCase.CLIENT, label=case.client_name)
    make_letters.contact_point(client, "Marlow Hall 4")
    leaking = make_letters.statement(case, words="She lives in Marlow Hall, no. 4.")

    assert "L08" in codes(make_letters.draft(of=make_letters.letter(case, statements=[leaking])))


def test_a_minor_is_not_named(case: Case) -> None:
    make_cases.party(case, RoleOnCase.WITNESS, label="Perpetua Quill", is_minor=True)
    version = make_letters.draft(of=make_letters.letter(case))

    assert codes(saying(version, "Perpetua Quill saw it.")) == {"L24"}
    assert codes(make_letters.draft(of=make_letters.letter(case))) == set()


def test_a_field_left_open_by_hand_stops_the_letter(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))

    assert codes(saying(version, "We ask for [[venue]] and {{sum}}.")) == {"L06"}


def test_a_case_without_a_jurisdiction_leaves_a_gap(case: Case) -> None:
    Case.objects.update(jurisdiction="")
    case.refresh_from_db()

    version = make_letters.draft(of=make_letters.letter(case))
    assert codes(version) == {"L06"}
    assert "the jurisdiction of the case" in finding(version, "L06").sentence


# --- Words, dates, leave ------------------------------------------------------------------


def amicable(case: Case) -> LetterVersion:
    return make_letters.draft(of=make_letters.letter(case, LetterKind.AMICABLE_REQUEST))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("If you do not, we will inform the police.", {"L01"}),
        ("We will sue and inform the police.", {"L01", "L09"}),
        ("You must answer for this!", {"L09"}),
        ("You must pay or we publish the rest.", {"L27"}),
        ("Your post was vile.", {"L26"}),
        ("Compare our file 2025-0007.", {"L32"}),
    ],
)
def test_words_that_do_not_belong_in_a_request_are_found(
    text: str, found: set[str], case: Case
) -> None:
    assert codes(saying(amicable(case), text)) == found


def test_what_the_other_side_wrote_may_say_anything(case: Case) -> None:
    loud = make_letters.statement(case, words="The police will arrest this LIAR AND FRAUD QUEEN!")
    version = make_letters.draft(
        of=make_letters.letter(case, LetterKind.AMICABLE_REQUEST, statements=[loud])
    )

    assert codes(version) == set()


def test_a_day_that_has_passed_stops_the_letter(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))

    late = findings(version, today=version.respond_by + timedelta(days=1))

    assert "L07" in {one.rule.code for one in late if one.is_open}


def test_the_letter_names_the_day_it_asks_for(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    day = version.blocks.get(text__contains=long_day(version.respond_by))

    changed = editing.change_block(day, text="We ask for this soon.", by=case.lead)

    assert codes(changed) == {"L07"}


def test_without_the_clients_yes_nothing_goes_out(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    papers.withdraw(case.consents.get(), by=case.lead)

    assert codes(version) == {"CONSENT"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"not_actionable": "true"}, "L15"),
        ({"kind": "opinion"}, "L12"),
    ],
)
def test_a_statement_we_cannot_rely_on_is_pointed_out(
    change: dict[str, str], code: str, case: Case
) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    Statement.objects.update(**change)

    assert code in codes(version)


@pytest.mark.parametrize(("in_days", "lies"), [(20, "is"), (-2, "passed on")])
def test_a_time_limit_within_a_month_or_past_is_pointed_out(
    case: Case, in_days: int, lies: str
) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    make_cases.limit(case, in_days=in_days)

    assert codes(version) == {"L19"}
    assert f"The time limit for Defamation {lies} " in finding(version, "L19").sentence


# --- Answers ------------------------------------------------------------------------------


def test_an_answer_holds_while_the_words_stay_and_no_longer(case: Case) -> None:
    version = saying(amicable(case), "Your post was vile.")
    judging.answer_finding(version, finding(version, "L26"), reason="His own word", by=case.lead)
    assert codes(version) == set()
    assert version.checks.get(rule="L26").answer is not None

    elsewhere = saying(version, "Thank you for your patience.")
    assert codes(elsewhere) == set()
    assert codes(saying(elsewhere, "Your second post was evil.")) == {"L26"}


def test_an_absolute_finding_cannot_be_answered(case: Case) -> None:
    version = make_letters.draft(of=make_letters.letter(case))
    flag_on_the_recipient(case)

    with pytest.raises(Refusal):
        judging.answer_finding(version, finding(version, "L11"), reason="Trust me", by=case.lead)

    assert codes(version) == {"L11"}


def test_what_was_found_is_kept_with_each_version(case: Case) -> None:
    version = saying(make_letters.draft(of=make_letters.letter(case)), "We ask for [[venue]].")

    kept = version.checks.get(rule="L06")

    assert (kept.level, kept.absolute) == (Level.MUST_FIX, True)
    assert kept.line == version.blocks.get(text__contains="venue").line
