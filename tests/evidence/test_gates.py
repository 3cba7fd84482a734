"""What the second step asks of the evidence."""

import pytest

from cases.models import Case, Category, Online, Review, Step
from cases.steps import conditions, workflow
from cases.steps.conditions import Move
from evidence import verification
from tests import make_cases, make_evidence
from tests.evidence.test_verification import harm


@pytest.fixture
def case(db: None) -> Case:
    return make_cases.case()


def in_the_way(case: Case, code: str) -> str | None:
    readings = conditions.readings(case, Step.EVIDENCE, Move.COMPLETE)
    return next(each.sentence for each in readings if each.condition.code == code)


def test_a_reviewed_incident_without_evidence_stands_in_the_way(case: Case) -> None:
    shown, bare = make_cases.incident(case), make_cases.incident(case)
    make_cases.incident(case, review=Review.SUBMITTED)
    make_evidence.item(case, incident=shown)

    assert in_the_way(case, "incidents_have_evidence") == "Nothing is preserved of I-002 yet."

    make_evidence.item(case, incident=bare)
    assert in_the_way(case, "incidents_have_evidence") is None


def test_where_no_picture_is_wanted_a_description_is_enough(case: Case) -> None:
    incident = make_cases.incident(case, category=Category.NCII)
    assert in_the_way(case, "incidents_have_evidence") is not None

    incident.account = make_cases.account(case)
    incident.address = "https://murmur.example.org/t/1"
    incident.save()

    assert in_the_way(case, "incidents_have_evidence") is None


def test_evidence_that_changed_does_not_count_and_stops_the_step(case: Case) -> None:
    item = make_evidence.item(case, incident=make_cases.incident(case))
    assert in_the_way(case, "evidence_unchanged") is None

    harm(item, "flip")
    verification.verify_item(item, by=case.lead)

    assert in_the_way(case, "evidence_unchanged") == "E-0001 no longer match what we received."
    assert in_the_way(case, "incidents_have_evidence") == "Nothing is preserved of I-001 yet."


def test_identifying_starts_once_one_incident_is_preserved(case: Case) -> None:
    incident = make_cases.incident(case)
    readings = conditions.readings(case, Step.IDENTIFY, Move.START)
    assert "No incident is preserved yet." in [each.sentence for each in readings]
    make_evidence.item(case, incident=incident)
    assert all(each.met for each in conditions.readings(case, Step.IDENTIFY, Move.START))


def test_nothing_is_reported_before_it_is_preserved(case: Case) -> None:
    link = "https://chirrup.example.net/p/1"
    incident = make_cases.incident(case, address=link, online=Online.LIVE)
    report = case.steps.get(code=Step.REPORT)
    sentence = "A report may erase I-001, and nothing of it is preserved yet."
    assert sentence in workflow.blockers(case, report, Move.START)
    make_evidence.item(case, incident=incident)
    assert sentence not in workflow.blockers(case, report, Move.START)
