"""Drafts say what the record says, and show what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from documents.letters.phrases import LEGAL_THREAT, sentences_with, shouting, threats_of_report
from documents.letters.wording import (
    AMICABLE_REQUEST,
    CEASE_DESIST,
    TEMPLATES,
    Cited,
    Facts,
    Source,
    compose,
    fill,
    in_a_row,
    source_line,
)
from documents.parts import LetterKind, Part

FACTS = Facts(
    firm="Example Reputation Law LLP",
    reply_to="office@example.com",
    client="Dr. Marisol Vantreight",
    recipient="Raymond Ashby",
    attorney="Adaeze Lindqvist",
    jurisdiction="California",
    claims=("defamation", "false light"),
    respond_by=date(2026, 12, 4),
    cited=(
        Cited("fact", "Only sealed single-use needles are used."),
        Cited("threat", ""),
    ),
)
DIGESTS = {
    LetterKind.AMICABLE_REQUEST: (
        1,
        "dc7b59bdb5f2eac8630dbdc122cbe3dd6076edf30b4f54c8865b492a384f6548",
    ),
    LetterKind.CEASE_DESIST: (
        1,
        "2f5fd5c8afcc2a9523d533c1a2cb35a905b73fc96af751512f35927c431b7dab",
    ),
}


@pytest.mark.parametrize("kind", LetterKind)
def test_a_changed_wording_takes_a_new_version(kind: LetterKind) -> None:
    template = TEMPLATES[kind]

    assert (template.version, template.sha256) == DIGESTS[kind]


@pytest.mark.parametrize("kind", LetterKind)
def test_with_all_facts_nothing_is_missing(kind: LetterKind) -> None:
    text = "\n".join(one.text for one in compose(TEMPLATES[kind].passages, FACTS))

    assert "[[" not in text
    assert "{{" not in text
    assert "Friday 4 December 2026" in text


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, firm=""),
        replace(FACTS, reply_to=""),
        replace(FACTS, client=""),
        replace(FACTS, recipient=""),
        replace(FACTS, attorney=""),
        replace(FACTS, jurisdiction=""),
        replace(FACTS, claims=()),
        replace(FACTS, respond_by=None),
    ],
)
def test_a_fact_nobody_filled_in_is_shown_as_missing(facts: Facts) -> None:
    assert "[[MISSING: " in "\n".join(one.text for one in compose(CEASE_DESIST.passages, facts))


def test_a_reason_nobody_gave_is_missing_for_a_fact_and_not_needed_for_a_threat() -> None:
    facts = replace(FACTS, cited=(Cited("fact", " "), Cited("threat", "")))

    reasons = [one for one in compose(CEASE_DESIST.passages, facts) if one.part == Part.REASON]

    assert "[[MISSING: why the statement is false]]" in reasons[0].text
    assert "[[" not in reasons[1].text


def test_an_amicable_request_keeps_each_quotation_beside_its_reason() -> None:
    parts = [(one.part, one.cited) for one in compose(AMICABLE_REQUEST.passages, FACTS)]

    assert parts[3:7] == [(Part.QUOTE, 0), (Part.REASON, 0), (Part.QUOTE, 1), (Part.REASON, 1)]


def test_the_wording_of_an_amicable_request_threatens_nothing() -> None:
    text = "\n".join(one.text for one in compose(AMICABLE_REQUEST.passages, FACTS))

    assert sentences_with(LEGAL_THREAT, text) == []
    assert shouting(text) == []


@pytest.mark.parametrize("kind", LetterKind)
def test_no_wording_of_ours_threatens_with_an_authority(kind: LetterKind) -> None:
    assert not any(threats_of_report(passage.text) for passage in TEMPLATES[kind].passages)


def test_a_field_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        fill("Dear {{recipient.nickname}}", {"recipient.name": "Ray"})


def test_a_source_line_says_when_who_where_and_what_shows_it() -> None:
    source = Source(
        posted="6 October 2026, 9:14 pm PDT",
        by="the account HonestPatient88 on RateBarn",
        locator="https://ratebarn.example.com/r/8841",
        exhibit="E-0048",
    )

    assert source_line(source, 1) == (
        "Posted 6 October 2026, 9:14 pm PDT from the account HonestPatient88 on RateBarn."
        " Exhibit E-0048.\nhttps://ratebarn.example.com/r/8841"
    )


def test_what_a_source_line_lacks_is_missing_unless_a_description_is_enough() -> None:
    bare = Source(posted="", by="", locator="", exhibit="")

    assert source_line(bare, 2).count("[[MISSING: ") == 3
    assert source_line(replace(bare, needs_exhibit=False), 2).count("[[MISSING: ") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_claims_are_listed_as_people_list_them(words: list[str], said: str) -> None:
    assert in_a_row(words) == said


@pytest.mark.parametrize(
    "text",
    [
        "If you do not, we will report you to the police.",
        "Remove it. Otherwise this becomes a criminal matter.",
        "Your conduct may also violate the criminal law.",
        "Unless you comply we will tell your employer.",
    ],
)
def test_a_threat_needs_a_condition_nearby(text: str) -> None:
    assert threats_of_report(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "You wrote that she was arrested. She was not.",
        "Nobody at the clinic has a criminal record.",
        "She works with the police on road safety.",
    ],
)
def test_naming_an_authority_is_no_threat(text: str) -> None:
    assert threats_of_report(text) == []
