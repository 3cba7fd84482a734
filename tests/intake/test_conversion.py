"""An enquiry becomes a case: once, whole, and with nothing lost on the way."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import flags
from cases.models import (
    AskedBy,
    Case,
    CaseStep,
    Category,
    PartyKind,
    RegisterEntry,
    RoleOnCase,
    SafetyKind,
    SafetyQuestion,
)
from cases.moments import Precision
from cases.opening import OpeningRefused
from cases.safety import blocks
from cases.safety import screening as safety_screening
from evidence.models import Channel, Item
from intake import conversion, endings, portal, screening, stories
from intake.models import Enquiry, EnquiryState, Side
from tests import make_accounts, make_evidence, make_intake
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def opened(**given: Any) -> Case:
    row = make_intake.clear(make_intake.enquiry(**given))
    return conversion.open_case(row, by=make_accounts.attorney())


def test_nothing_is_opened_before_the_check_is_clear() -> None:
    row = make_intake.enquiry()

    with pytest.raises(OpeningRefused):
        conversion.open_case(row, by=make_accounts.attorney())

    assert Case.objects.count() == 0
    row.refresh_from_db()
    assert row.state == EnquiryState.NEW


def test_the_case_has_its_six_steps_its_team_and_the_goals_in_order() -> None:
    paralegal = make_accounts.paralegal()
    row = make_intake.clear(make_intake.enquiry())
    endings.assign(row, to=paralegal)
    attorney = make_accounts.attorney()

    case = conversion.open_case(row, by=attorney)

    assert CaseStep.objects.filter(case=case).count() == 6
    assert {member.user for member in case.team.all()} == {attorney, paralegal}
    assert [goal.text for goal in case.goals.all()] == ["Have it taken down", "Make them stop"]
    assert case.jurisdiction == "US-CA"
    row.refresh_from_db()
    assert (row.state, row.case) == (EnquiryState.OPENED, case)


def test_the_client_comes_with_every_name_and_the_safe_contact() -> None:
    case = opened(
        full_names="Elena Marshcroft\nElena Varn",
        reach_email="elena@example.com",
        adult="yes",
        my_lawyer="no",
    )
    client = case.parties.get(roles__code=RoleOnCase.CLIENT)

    assert case.client_name == client.label == "Elena Marshcroft"
    assert [(name.kind, name.text) for name in client.names.all()] == [
        ("legal", "Elena Marshcroft"),
        ("used", "Elena Varn"),
    ]
    assert (client.is_minor, client.represented) == (False, False)
    point = client.contact_points.get()
    assert (point.value, point.protected) == ("elena@example.com", True)
    assert case.safe_contact is not None
    assert case.safe_contact.may_be_mailed


def test_people_accounts_and_lawyers_find_their_place() -> None:
    case = opened(
        known="yes",
        others=[
            {"name": "Gregor Thistlewood", "kind": "person", "relation": "neighbour"},
            {"name": "Tilda Roe", "kind": "person", "relation": "witness, saw it"},
            {"name": "@east_port_truth", "kind": "account", "relation": ""},
        ],
        my_lawyer="yes",
        my_lawyer_name="Orla Quill",
        their_lawyer="yes",
        their_lawyer_name="Ines Coldwater",
        business_name="Kestrel Bakery",
    )
    roles = {party.label: {role.code for role in party.roles.all()} for party in case.parties.all()}

    assert roles["Gregor Thistlewood"] == {RoleOnCase.SUSPECTED}
    assert roles["Tilda Roe"] == {RoleOnCase.WITNESS}
    assert roles["Ines Coldwater"] == {RoleOnCase.COUNSEL}
    assert roles["Orla Quill"] == {RoleOnCase.PRIOR_COUNSEL}
    assert roles["Kestrel Bakery"] == {RoleOnCase.EMPLOYER}
    other_side = case.parties.get(label="Gregor Thistlewood")
    assert other_side.represented
    assert str(other_side.counsel) == "Ines Coldwater"
    assert case.accounts.get().handle == "@east_port_truth"


def test_who_asks_for_a_business_stays_a_party_of_its_case() -> None:
    case = opened(about="business", business_name="Kestrel Bakery")

    client = case.parties.get(roles__code=RoleOnCase.CLIENT)
    asker = case.parties.get(relation="Asked us for the business")
    assert client.label == "Kestrel Bakery"
    assert asker.label not in ("", "Kestrel Bakery")
    assert [role.code for role in asker.roles.all()] == [RoleOnCase.OTHER]


@pytest.mark.parametrize(
    ("relation", "role"),
    [
        ("witness", RoleOnCase.WITNESS),
        ("A witness: she saw it happen", RoleOnCase.WITNESS),
        ("former friend", RoleOnCase.SUSPECTED),
        ("ex-friend", RoleOnCase.SUSPECTED),
        ("friend of my ex", RoleOnCase.SUSPECTED),
        ("I saw him in court", RoleOnCase.SUSPECTED),
        ("not a witness, he posted it", RoleOnCase.SUSPECTED),
        ("witness for my ex", RoleOnCase.SUSPECTED),
        ("isn’t a witness", RoleOnCase.SUSPECTED),
    ],
)
def test_only_who_is_called_a_witness_is_one(relation: str, role: RoleOnCase) -> None:
    case = opened(
        known="yes", others=[{"name": "Rolf Amber", "kind": "person", "relation": relation}]
    )

    assert case.parties.get(label="Rolf Amber").roles.get().code == role


def test_an_unknown_source_becomes_an_unknown_person() -> None:
    case = opened(known="no", others=None, others_unknown=True)

    assert case.parties.get(kind=PartyKind.DOE).roles.get().code == RoleOnCase.ADVERSE


def test_dangers_become_flags_on_the_whole_case() -> None:
    case = opened(safe_now="no", what=["threats", "followed"], exposed=["device"])
    flags = {flag.kind for flag in case.safety_flags.standing()}

    assert flags == {
        SafetyKind.IMMEDIATE_DANGER,
        SafetyKind.CREDIBLE_THREAT,
        SafetyKind.STALKING,
    }
    assert case.tasks.filter(title="Call the client about immediate danger").exists()


@pytest.mark.parametrize(
    ("exposed", "voice_message"), [("none", "May be left"), ("phone", "Never")]
)
def test_no_message_is_left_where_others_may_hear_it(exposed: str, voice_message: str) -> None:
    number = {"reach": "phone", "reach_phone": "202 555 0143", "leave_message": "yes"}
    case = opened(**number, exposed=[exposed])

    page = signed_in(case.lead).get(reverse("cases:safety", args=[case.ref])).content.decode()

    assert f"<dt>Voice message</dt><dd>{voice_message}</dd>" in page


def test_whom_somebody_helps_is_the_client_and_the_helper_is_not() -> None:
    case = opened(
        about="other",
        full_names="Hanna Helpwell",
        reach_email="hanna@example.com",
        helped_name="Elena Marshcroft",
    )
    client = case.parties.get(roles__code=RoleOnCase.CLIENT)
    helper = case.parties.get(label="Hanna Helpwell")

    assert case.client_name == client.label == "Elena Marshcroft"
    assert not client.contact_points.exists()
    assert case.safe_contact is None, "what reaches the helper does not reach the client"
    assert [role.code for role in helper.roles.all()] == [RoleOnCase.OTHER]
    assert helper.contact_points.get().value == "hanna@example.com"
    task = case.tasks.get(title=conversion.ASK_HERSELF)
    assert (task.assigned_to, task.due_on) == (case.lead, timezone.localdate())


def test_the_helper_is_not_invited_in_the_clients_place() -> None:
    case = opened(about="other", helped_name="Elena Marshcroft", reach_email="hanna@example.com")
    given = {"checked_how": "By phone", "alone": "on"}
    address = reverse("intake:client_invite", args=[case.ref])

    refused = signed_in(case.lead).post(address, given | {"email": "Hanna@example.com"})

    assert "of who asked us for the client" in unescape(refused.content.decode())
    assert not User.objects.filter(email="hanna@example.com").exists()


def test_a_check_is_not_clear_before_the_person_helped_is_named() -> None:
    row = make_intake.enquiry(about="other")
    assert screening.missing_from(row) == ["the full name of the person they help"]

    screening.add_name(
        row, side=Side.HELPED, kind="person", text="Elena", relation="", by=make_accounts.attorney()
    )

    assert screening.missing_from(Enquiry.objects.get(pk=row.pk)) == []


def test_a_case_leads_back_to_its_enquiry_with_language_and_needs() -> None:
    case = opened(language="Portuguese", needs=["interpreter"], needs_words="No calls at noon")
    browser = signed_in(case.lead)
    row = Enquiry.objects.get(case=case)

    plan = browser.get(reverse("cases:plan", args=[case.ref])).content.decode()
    safe = browser.get(reverse("cases:safety", args=[case.ref])).content.decode()

    assert f'href="{row.get_absolute_url()}"' in plan
    assert f'href="{row.get_absolute_url()}"' in safe
    assert all(words in safe for words in ("Portuguese", "An interpreter", "No calls at noon"))
    assert browser.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("said", ["no", "unsure"])
def test_a_guardian_who_may_not_be_safe_is_flagged_and_gets_no_letter(said: str) -> None:
    case = opened(adult="no", guardian_safe=said, guardian_name="Rolf Marshcroft")
    guardian = case.parties.get(label="Rolf Marshcroft")

    flag = case.safety_flags.standing().get(party=guardian)
    assert "safe parent or guardian" in flag.reason
    task = case.tasks.get(title=conversion.FIND_A_GROWN_UP)
    assert (task.assigned_to, task.due_on) == (case.lead, timezone.localdate())
    for standing in case.safety_flags.standing().filter(party=None):
        flags.lift(standing, by=case.lead, reason="Talked with her")
    assert "Rolf Marshcroft" in blocks.recipient_blocked(case, guardian)
    page = signed_in(case.lead).get(reverse("cases:safety", args=[case.ref])).content.decode()
    assert "Asked whether there is a safe parent or guardian" in page


def test_an_unnamed_guardian_who_is_not_safe_leaves_a_flag_on_the_whole_case() -> None:
    case = opened(adult="no", guardian_safe="no")

    reasons = [flag.reason for flag in case.safety_flags.standing().filter(party=None)]
    assert any("safe parent or guardian" in reason for reason in reasons)


def test_a_safe_guardian_leaves_no_flag_of_their_own() -> None:
    case = opened(adult="no", guardian_safe="yes", guardian_name="Rolf Marshcroft")

    assert not case.safety_flags.standing().filter(party__isnull=False).exists()
    assert not case.tasks.filter(title=conversion.FIND_A_GROWN_UP).exists()


def test_her_own_answers_to_the_safety_questions_go_along() -> None:
    case = opened(
        safe_now="no", what=["threats"], exposed=["device"], order_or_report="no", adult="yes"
    )

    screening = case.screenings.get()
    told = {answer.question: (answer.reply, answer.note) for answer in screening.answers.all()}
    assert (screening.way, screening.asked_by) == (AskedBy.QUESTIONNAIRE, None)
    assert told["danger_now"] == ("yes", "Safe now: No.")
    assert told["threatened"][0] == "yes"
    assert told["device"] == ("yes", "Someone may see: This phone or computer")
    assert told["order"][0] == "no"
    assert told["followed"] == ("not_asked", "")
    assert told["minor"] == ("not_asked", "18 or over: Yes.")
    assert len(told) == len(SafetyQuestion)
    assert safety_screening.flags_to_raise(case) == []


@pytest.mark.parametrize("given", [{"what": ["images"]}, {"adult": "no"}])
def test_intimate_pictures_and_minors_hold_every_file_back(given: dict[str, Any]) -> None:
    assert opened(**given).held_back


def test_each_link_is_an_incident_and_the_first_carries_the_story_and_the_time() -> None:
    row = make_intake.clear(
        make_intake.enquiry(
            links=["https://chirrup.example.net/p/1", "https://chirrup.example.net/p/2"],
            what=["false_posts", "threats"],
        )
    )
    stories.tell(row, make_intake.STORY)

    case = conversion.open_case(row, by=make_accounts.attorney())

    first, second = case.incidents.order_by("number")
    assert (first.ref, second.ref) == ("I-001", "I-002")
    assert first.posted.precision is Precision.MONTH
    assert first.clients_words == make_intake.STORY
    assert second.clients_words == ""
    assert first.address == "https://chirrup.example.net/p/1"
    assert first.category == Category.DEFAMATION
    assert first.review == "submitted"


def test_dates_that_press_become_tasks_of_the_lead() -> None:
    case = opened(
        court_papers="yes",
        court_name="County court",
        court_date={"precision": "day", "from": "2026-12-01", "words": ""},
        date_named="yes",
        date_named_what="send it to my work",
    )
    tasks = {task.title: task for task in case.tasks.all()}

    court = tasks["Read the court papers the client was given: County court"]
    assert str(court.due_on) == "2026-12-01"
    assert court.assigned_to == case.lead
    assert "They announced something for a day: send it to my work" in tasks


def test_a_file_that_may_show_a_minor_holds_the_case_back_and_calls_a_supervisor() -> None:
    supervisor = make_accounts.supervisor()
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    visitor.post("/a/files/", {"young": "unsure"})

    case = conversion.open_case(row, by=make_accounts.attorney())

    assert case.held_back
    assert case.tasks.get(title__startswith="A file was not taken").assigned_to == supervisor


def test_files_keep_the_receipts_of_their_upload() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    upload = SimpleUploadedFile("a.txt", b"kept words")
    make_intake.send_file(visitor, upload)
    row.refresh_from_db()
    assert row.vault is not None
    receipt = row.vault.receipts.get()

    case = conversion.open_case(row, by=make_accounts.attorney())

    item = Item.objects.get(case=case)
    assert item.original.blob == receipt.blob
    assert receipt.channel == Channel.ENQUIRY
    assert case.vault == row.vault


def test_she_reads_what_she_sent_and_nothing_the_firm_adds() -> None:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    upload = SimpleUploadedFile("hers.txt", b"kept words")
    make_intake.send_file(visitor, upload)

    case = conversion.open_case(row, by=make_accounts.attorney())
    make_evidence.item(case, name="what-we-found.png")

    client = case.parties.get(roles__code=RoleOnCase.CLIENT)
    assert [file.name for file in portal.sent_files(client)] == ["hers.txt"]
    page = visitor.get("/a/more/").content.decode()
    assert "hers.txt" in page
    assert "what-we-found" not in page


def test_what_was_heard_belongs_to_the_case() -> None:
    case = opened()

    assert RegisterEntry.objects.filter(case=None).count() == 0
    assert case.conflict_checks.count() == 1


def test_a_second_press_is_told_which_case_there_is() -> None:
    row = make_intake.clear(make_intake.enquiry())
    case = conversion.open_case(row, by=make_accounts.attorney())

    with pytest.raises(conversion.AlreadyOpened, match=case.ref):
        conversion.open_case(row, by=make_accounts.attorney())

    assert Case.objects.count() == 1


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_what_has_ended_opens_no_case(end: str) -> None:
    row = make_intake.clear(make_intake.enquiry())
    if end == "decline":
        endings.decline(row, reason="No room", by=make_accounts.attorney())
    else:
        endings.withdraw(row)

    with pytest.raises(endings.EnquiryClosed):
        conversion.open_case(row, by=make_accounts.attorney())


def test_an_opened_enquiry_can_be_read_and_not_changed() -> None:
    row = make_intake.clear(make_intake.enquiry())
    conversion.open_case(row, by=make_accounts.attorney())

    for change in (
        lambda: endings.decline(row, reason="x", by=make_accounts.attorney()),
        lambda: endings.assign(row, to=None),
        lambda: endings.withdraw(row),
    ):
        with pytest.raises(endings.EnquiryClosed):
            change()
    with pytest.raises(stories.NotYet):
        stories.tell(row, "More")
