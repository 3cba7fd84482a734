"""The questionnaire asks what may be asked before the conflict check, and nothing more."""

import re
from collections.abc import Iterator

import pytest

from intake import questions
from intake.questions import Kind, Page

ESSENTIAL = {"others": ["x"], "called": "E", "lives_in": "US-CA", "reach": "site"}


def texts() -> Iterator[str]:
    for page in questions.PAGES:
        yield from (page.title, page.hint, page.why, page.signpost)
        for question in page.questions:
            yield from (question.label, question.hint, question.needed, question.short)
            for option in question.options:
                yield from (option.label, option.hint)


def titles(answers: questions.Answers) -> list[str]:
    return [page.title for page in questions.open_pages(answers)]


def test_no_free_text_is_long_enough_for_a_story() -> None:
    longest = {q.name: q.longest for q in questions.QUESTIONS.values() if q.kind is Kind.LONG}

    assert longest == {"summary": 500, "full_names": 400}


def test_nothing_asks_for_a_file() -> None:
    assert not {q.kind for q in questions.QUESTIONS.values()} & {"file", "upload"}


def test_only_four_answers_cannot_be_skipped() -> None:
    needed = [question.name for question in questions.QUESTIONS.values() if question.needed]

    assert needed == ["others", "called", "lives_in", "reach"]


@pytest.mark.parametrize(
    "name", ["adult", "in_news", "first_seen", "court_papers", "my_lawyer", "their_lawyer"]
)
def test_counsels_questions_are_asked(name: str) -> None:
    assert name in questions.QUESTIONS


def test_identity_theft_is_asked_of_everyone() -> None:
    assert "Has anyone used your identity?" in titles({})


def test_not_sure_or_a_way_around_is_an_answer_everywhere() -> None:
    around = {"about", "safe_now", "known", "reach", "leave_message", "lives_in", "needs"}
    for question in questions.QUESTIONS.values():
        if question.kind in (Kind.ONE, Kind.MANY, Kind.RANKED) and question.name not in around:
            assert any(option.alone for option in question.options), question.name
    assert any(option.alone for option in questions.QUESTIONS["safe_now"].options)


def test_an_unsafe_answer_leads_to_help() -> None:
    assert "Help you can call now" in titles({"safe_now": "no"})
    assert "Help you can call now" not in titles({"safe_now": "yes"})


def test_someone_under_18_is_asked_about_a_safe_grown_up() -> None:
    assert "A grown-up who is safe" in titles({"adult": "no"})
    assert "A grown-up who is safe" not in titles({"adult": "no", "about": "business"})


def test_only_who_helps_somebody_is_asked_whom() -> None:
    assert "Who are you helping?" in titles({"about": "other"})
    assert "Who are you helping?" not in titles({"about": "me"})


def test_private_pictures_lead_to_the_page_that_says_not_to_send_them() -> None:
    assert "About private pictures" in titles({"what": ["images", "threats"]})
    assert "About private pictures" not in titles({"what": ["threats"]})


def test_forward_and_back_walk_the_same_pages() -> None:
    answers = {"safe_now": "no", "adult": "no", "what": ["images"]}
    forward: list[Page] = []
    page: Page | None = questions.PAGES[0]
    while page is not None:
        forward.append(page)
        page = questions.page_after(page, answers)

    backward = [forward[-1]]
    while (previous := questions.page_before(backward[-1], answers)) is not None:
        backward.append(previous)

    assert forward == list(questions.open_pages(answers)) == backward[::-1]


def test_leaving_a_branch_leaves_its_answers_behind() -> None:
    answers = {
        "adult": "yes",
        "guardian_name": "Aunt",
        "in_news": "no",
        "outlet": "The Example Post",
        "called": "E",
    }

    assert questions.without_closed_branches(answers) == {
        "adult": "yes",
        "in_news": "no",
        "called": "E",
    }


@pytest.mark.parametrize(
    ("missing", "page"),
    [("others", "3-2"), ("called", "6-1"), ("lives_in", "6-2"), ("reach", "6-3")],
)
def test_what_is_missing_is_named_by_its_page(missing: str, page: str) -> None:
    answers = {name: value for name, value in ESSENTIAL.items() if name != missing}
    found = questions.first_missing(answers)

    assert found is not None
    assert found.key == page


def test_knowing_nobody_is_an_answer() -> None:
    answers = {**ESSENTIAL, "others_unknown": True}
    del answers["others"]

    assert questions.first_missing(answers) is None


def test_every_address_is_a_page_of_a_part() -> None:
    keys = [page.key for page in questions.PAGES]

    assert len(set(keys)) == len(keys)
    assert {page.part for page in questions.PAGES} == set(questions.PARTS)
    assert questions.page_at(9, 9) is None


def test_client_words_are_calm() -> None:
    avoided = re.compile(
        r"\b(victims?|alleg\w+|submit\w*|fail\w*|invalid|required|harass\w*|abus\w*|hash\w*"
        r"|custody|fingerprint\w*|identify|resolve)\b",
        re.IGNORECASE,
    )

    assert not [text for text in texts() if avoided.search(text)]


def test_client_sentences_are_short() -> None:
    sentences = [s for text in texts() for s in re.split(r"(?<=[.?!])\s", text)]

    assert max(len(sentence.split()) for sentence in sentences) <= 22
