"""What clients read is short and plain: grade 8 at most, and none of the words they fear."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts import mail
from cases.client import correspondence
from intake import notices, portal, questions
from intake.demo.matters import MATTERS

ROOT = Path(__file__).resolve().parents[2]
FOR_STAFF = re.compile(r"base_work\.html|cases/base_case\.html|{% extends base %}")
STAFF = {"inbox", "fields", "demo.html"}
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if not STAFF & set(path.parts)
    and ("intake" in path.parts or "base_client.html" in path.read_text())
    and not FOR_STAFF.search(path.read_text())
]
PAGES += sorted((ROOT / "templates" / "papers").glob("*.txt"))
MODULES = [  # what a client reads that stands in no template
    *sorted((ROOT / "intake" / "views").glob("*.py")),
    *sorted((ROOT / "intake" / "forms").glob("*.py")),
    ROOT / "intake" / "drafts.py",
    ROOT / "intake" / "files.py",
    ROOT / "intake" / "phrase.py",
    ROOT / "intake" / "portal.py",
    ROOT / "intake" / "sending.py",
    ROOT / "intake" / "stories.py",
    ROOT / "accounts" / "adapters.py",
    ROOT / "accounts" / "forms" / "sign_in.py",
    ROOT / "accounts" / "invitations.py",
    ROOT / "accounts" / "mail.py",
]
MODULES = [path for path in MODULES if path.stem not in {"access", "inbox", "today"}]
SPOKEN_BY = {"add_error", "success", "warning", "info", "error", "ValidationError"}
SPOKEN_AS = {"label", "help_text", "words", "title"}
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

    assert {text: round(grade(text), 1) for text in texts if is_hard(text)} == {}
    assert grade(" ".join(texts)) <= 8


# --- What stands in no template ---------------------------------------------------------------


def spoken(path: Path) -> list[str]:
    """The sentences of a module: labels, help, mistakes, refusals, notes and constants."""
    tree = ast.parse(path.read_text())
    said: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func, args=args, keywords=keywords):
                name = getattr(func, "attr", getattr(func, "id", ""))
                said += args if name in SPOKEN_BY or name[:1].isupper() else []
                said += [word.value for word in keywords if word.arg in SPOKEN_AS]
                said += [word.value for word in keywords if word.arg == "error_messages"]
            case ast.Assign(value=value, targets=[ast.Name(id=name)]) if name.isupper():
                said.append(value)
            case ast.AnnAssign(value=ast.AST() as value, target=ast.Name(id=name)):
                said += [value] if name.isupper() else []
    texts = {text for node in said for text in _texts(node)}
    return sorted(text for text in texts if re.search(r"\w+ \w+", text))


def _texts(node: ast.AST) -> Iterator[str]:
    """The strings below a node; of a mapping its values only."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield " ".join(str(part.value) for part in values if isinstance(part, ast.Constant))
        case ast.Dict(values=values):
            for value in values:
                yield from _texts(value)
        case ast.List() | ast.Tuple() | ast.Set() | ast.BinOp():
            for child in ast.iter_child_nodes(node):
                yield from _texts(child)


def is_hard(text: str) -> bool:
    """Whether a sentence reads above grade nine; of a few words the grade says nothing."""
    return len(text.split()) > 4 and grade(text) > 9


def test_sentences_are_found_in_a_module() -> None:
    said = spoken(ROOT / "intake" / "views" / "home.py")

    assert "Your message is with us." in said
    assert "Choose the safest way to reach you" in spoken(ROOT / "intake" / "forms" / "home.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_module_says_nothing_hard_and_none_of_the_feared_words(path: Path) -> None:
    said = spoken(path)

    assert [text for text in said if FEARED.search(text)] == []
    assert {text: round(grade(text), 1) for text in said if is_hard(text)} == {}


def test_what_staff_confirm_and_what_mail_says_is_plain() -> None:
    texts = [correspondence.WORKING_ON_IT, mail.NEWS, mail.CODE, *portal.TITLES.values()]
    texts += [text for matter in MATTERS for _, text in matter.sentences]
    texts += [text for matter in MATTERS for text in matter.messages]

    assert [text for text in texts if FEARED.search(text)] == []
    assert {text: round(grade(text), 1) for text in texts if is_hard(text)} == {}
