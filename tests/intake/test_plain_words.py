"""What clients read is short and plain: grade 8 at most, and none of the words they fear."""

import re
from pathlib import Path

import pytest

from intake import notices, questions

ROOT = Path(__file__).resolve().parents[2]
STAFF = {"inbox", "fields"}
PAGES = [
    path
    for path in sorted((ROOT / "templates" / "intake").rglob("*.html"))
    if not STAFF & set(path.parts) and path.name not in {"invite.html", "today.html"}
]
PAGES += sorted((ROOT / "templates" / "papers").glob("*.txt"))
FEARED = re.compile(
    r"\b(victims?|alleg\w+|submit\w*|failed|failure|invalid|required|harass\w*|abus\w+|hash\w*"
    r"|custody|fingerprint\w*|identify|resolve)\b",
    re.IGNORECASE,
)
CONTROLS = re.compile(r"{[{%#].*?[}%#]}|<(?:style|script).*?</(?:style|script)>", re.DOTALL)
BLOCKS = re.compile(r"</?(?:p|li|h\d|div|dt|dd|ul|ol|a|button|label|section|strong)\b[^>]*>")


def words_of(path: Path) -> str:
    """The text of a template, one sentence or label per line."""
    text = CONTROLS.sub(" ", path.read_text())
    text = re.sub(r"<[^>]+>", " ", BLOCKS.sub(". ", text))
    return re.sub(r"[\s.]*\.[\s.]*", ". ", re.sub(r"\s+", " ", text)).strip(". ")


def grade(text: str) -> float:
    """Flesch-Kincaid grade, syllables counted as groups of vowels."""
    sentences = [s for s in re.split(r"[.?!:]\s", text) if s.strip()]
    words = re.findall(r"[A-Za-z’]+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words
    )
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_grade_tells_hard_sentences_from_easy_ones() -> None:
    hard = (
        "Notwithstanding the aforementioned limitations, prospective claimants retain the "
        "constitutional entitlement to institute defamation proceedings expeditiously."
    )

    assert grade(hard) > 20
    assert grade("We do not call you. You can stop at any time.") < 3


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_reads_at_grade_eight_or_lower(path: Path) -> None:
    text = words_of(path)
    if len(text.split()) > 20:
        assert grade(text) <= 8


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_has_none_of_the_feared_words(path: Path) -> None:
    assert not FEARED.findall(words_of(path))


def test_questions_and_notices_read_at_grade_eight_or_lower() -> None:
    texts = [notice.words for notice in notices.NOTICES.values()]
    texts += [notices.DECLINE, *(page.why for page in questions.PAGES if page.why)]
    texts += [page.hint for page in questions.PAGES if page.hint]

    texts.remove(notices.PROMISE)  # counsel's own sentence, word for word

    assert {text: round(grade(text), 1) for text in texts if grade(text) > 9} == {}
    assert grade(" ".join(texts)) <= 8
