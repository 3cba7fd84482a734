"""Answers in words, for the page that checks them and for staff. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from cases.moments import Moment, Precision
from intake.questions import (
    PARTS,
    Answers,
    Kind,
    Page,
    Question,
    is_asked,
    open_pages,
)

NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class Row:
    """One question and its answer in words.

    Attributes:
        words: One line each; empty when not answered.
    """

    page: Page
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The rows of one part of the questionnaire."""

    number: int
    title: str
    rows: tuple[Row, ...]


def parts(answers: Answers) -> list[Part]:
    """Everything asked of this person, part by part, answered or not."""
    rows = list(_rows(answers))
    return [
        Part(number, title, tuple(row for row in rows if row.page.part == number))
        for number, title in PARTS.items()
    ]


def _rows(answers: Answers) -> Iterator[Row]:
    for page in open_pages(answers):
        for question in page.questions:
            answered = answers.get(question.name)
            hidden = question.kind is Kind.TICK or not is_asked(question, answers)
            if answered or not hidden:
                yield Row(page, question.short, tuple(in_words(question, answered)))


def in_words(question: Question, answer: object) -> list[str]:
    """An answer as lines of text; empty when there is none."""
    if not answer:
        return []
    match question.kind:
        case Kind.ONE | Kind.MANY | Kind.RANKED:
            values = cast("list[str]", answer) if isinstance(answer, list) else [str(answer)]
            lines = [question.label_of(value) for value in values]
        case Kind.DATE:
            lines = [date_in_words(cast("dict[str, str]", answer))]
        case Kind.LINKS:
            lines = cast("list[str]", answer)
        case Kind.NAMES:
            lines = [_name_in_words(row) for row in cast("list[dict[str, str]]", answer)]
        case Kind.TICK:
            lines = ["Yes"]
        case _:
            lines = str(answer).splitlines()
    return lines


def _name_in_words(row: dict[str, str]) -> str:
    return f"{row['name']} ({row['relation']})" if row["relation"] else row["name"]


def date_in_words(answer: dict[str, str]) -> str:
    """``about 14 September 2026``; the person's own words stand beside it."""
    words = answer.get("words", "")
    if answer["precision"] == "unsure":
        return words or "I am not sure"
    first = date.fromisoformat(answer["from"])
    match Precision(answer["precision"]):
        case Precision.MONTH:
            said = f"{first:%B %Y}"
        case Precision.ABOUT:
            said = f"about {_day(first)}"
        case Precision.BETWEEN:
            said = f"between {_day(first)} and {_day(date.fromisoformat(answer['to']))}"
        case Precision.BEFORE:
            said = f"before {_day(first)}"
        case Precision.AFTER:
            said = f"after {_day(first)}"
        case _:
            said = _day(first)
    said = said[0].upper() + said[1:]
    return f"{said} ({words})" if words else said


def moment_in_words(moment: Moment) -> str:
    """A stated time as the person gave it."""
    if moment.precision is Precision.UNKNOWN or moment.wall_from is None:
        return moment.words or "I am not sure"
    answer = {
        "precision": moment.precision.value,
        "from": moment.wall_from.date().isoformat(),
        "words": moment.words,
    }
    if moment.wall_to is not None:
        answer["to"] = moment.wall_to.date().isoformat()
    return date_in_words(answer)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
