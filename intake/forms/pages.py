"""The form of one page of the questionnaire, made from the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField

from cases.moments import Precision
from intake.forms.fields import (
    DATE_PARTS,
    PRECISIONS,
    RANKS,
    EmailField,
    LinksField,
    ManyField,
    NamesField,
    PartialDateField,
    PhoneField,
    RankedField,
    too_long,
)
from intake.questions import (
    NAMES_AT_MOST,
    Answers,
    Kind,
    Page,
    Question,
    in_doubt,
    is_asked,
)

ROWS_AT_FIRST = 3
MOST_CARDS = 12  # longer lists are picked from a menu


def _words(question: Question) -> forms.Field:
    return forms.CharField(
        max_length=question.longest, error_messages={"max_length": too_long(question.longest)}
    )


def _many(question: Question) -> forms.Field:
    alone = frozenset(option.value for option in question.options if option.alone)
    return ManyField(choices=_options(question), alone=alone)


def _options(question: Question) -> list[tuple[str, str]]:
    return [(option.value, option.label) for option in question.options]


def _values(question: Question) -> list[str]:
    return [option.value for option in question.options]


FIELDS: Mapping[Kind, Callable[[Question], forms.Field]] = {
    Kind.ONE: lambda asked: forms.ChoiceField(choices=[("", ""), *_options(asked)]),
    Kind.MANY: _many,
    Kind.RANKED: lambda asked: RankedField(values=_values(asked)),
    Kind.TEXT: _words,
    Kind.LONG: _words,
    Kind.EMAIL: lambda _asked: EmailField(max_length=254),
    Kind.PHONE: lambda asked: PhoneField(max_length=asked.longest),
    Kind.DATE: lambda _asked: PartialDateField(),
    Kind.LINKS: lambda _asked: LinksField(),
    Kind.NAMES: lambda asked: NamesField(kinds=_values(asked)),
    Kind.TICK: lambda _asked: forms.BooleanField(),
}


def date_parts(value: object) -> dict[str, str]:
    """The inputs of a date, from an answer that was kept or from what was just typed."""
    parts = dict.fromkeys(DATE_PARTS, "")
    if not isinstance(value, dict):
        return parts
    given = cast("dict[str, str]", value)
    if "day" in given:
        return parts | given
    parts["precision"] = given.get("precision", "")
    parts["words"] = given.get("words", "")
    for which, name in (("", "from"), ("to_", "to")):
        if kept := given.get(name):
            day = datetime.fromisoformat(kept)
            parts |= {f"{which}month": str(day.month), f"{which}year": str(day.year)}
            if parts["precision"] != Precision.MONTH.value:
                parts[f"{which}day"] = str(day.day)
    return parts


def name_rows(value: object) -> list[dict[str, str]]:
    """The rows to show for names: what is there, and always an empty one to add."""
    filled = [row for row in value if row["name"]] if isinstance(value, list) else []
    wanted = min(max(ROWS_AT_FIRST, len(filled) + 1), NAMES_AT_MOST)
    return [*filled, *({"name": "", "kind": "", "relation": ""} for _ in range(wanted))][:wanted]


@dataclass(frozen=True)
class Asked:
    """A question as a page draws it.

    Attributes:
        is_heading: Its label is the heading of the page.
    """

    question: Question
    field: BoundField
    is_heading: bool = False

    @property
    def template(self) -> str:
        many = self.question.kind is Kind.ONE and len(self.question.options) > MOST_CARDS
        return f"intake/fields/{'select' if many else self.question.kind.value}.html"

    @property
    def value(self) -> Any:
        return self.field.value() or ""

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Options with whether they are chosen, and where the “or” line stands."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        apart = next((option for option in self.question.options if option.alone), None)
        return [
            {"option": option, "chosen": option.value in chosen, "after_or": option is apart}
            for option in self.question.options
        ]

    @property
    def dates(self) -> dict[str, str]:
        return date_parts(self.value)

    @property
    def precisions(self) -> tuple[tuple[str, str], ...]:
        return PRECISIONS

    @property
    def rows(self) -> list[dict[str, str]]:
        return name_rows(self.value)

    @property
    def ranks(self) -> list[dict[str, Any]]:
        """The choices of a ranked question: first, second, third."""
        given = self.value if isinstance(self.value, list) else []
        places = zip_longest(("First", "Second", "Third"), given[: len(RANKS)], fillvalue="")
        return [
            {"rank": rank, "label": label, "value": value}
            for rank, (label, value) in enumerate(places, start=1)
        ]

    @property
    def first_id(self) -> str:
        """The control that an error leads to."""
        name = self.question.name
        match self.question.kind:
            case Kind.DATE:
                return f"{name}-day"
            case Kind.NAMES:
                return f"{name}-0-name"
            case Kind.RANKED:
                return f"{name}-1"
            case Kind.ONE | Kind.MANY if "select" not in self.template:
                return f"{name}_0"
            case _:
                return name

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, for screen readers."""
        name = self.question.name
        parts = [f"{name}-hint"] if self.question.hint else []
        return " ".join([*parts, f"{name}-error"] if self.field.errors else parts)


@dataclass(frozen=True)
class Branch:
    """A question, and the questions that follow one of its answers."""

    asked: Asked
    then: list[Asked]


class PageForm(forms.Form):
    """One page of the questionnaire; an answer left out is an answer."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, page: Page, answers: Answers
    ) -> None:
        super().__init__(data, initial=dict(answers), auto_id="%s")
        self.page = page
        self.kept = answers
        for question in page.questions:
            field = FIELDS[question.kind](question)
            field.label, field.required = question.label, False
            self.fields[question.name] = field

    def branches(self) -> list["Branch"]:
        """The questions for the template, each with those that follow one of its answers."""
        return [
            Branch(
                Asked(question, self[question.name], is_heading=self._is_heading(question)),
                [
                    Asked(other, self[other.name])
                    for other in self.page.questions
                    if other.follows == question.name
                ],
            )
            for question in self.page.questions
            if not question.follows
        ]

    @property
    def has_heading(self) -> bool:
        """Whether the first question is the heading of the page."""
        return any(self._is_heading(question) for question in self.page.questions)

    def _is_heading(self, question: Question) -> bool:
        return len(self.page.questions) == 1 or question.label == self.page.title

    def problems(self) -> list[tuple[str, str]]:
        """Each error with the id of the control it belongs to."""
        asked = [one for branch in self.branches() for one in (branch.asked, *branch.then)]
        return [(one.first_id, str(error)) for one in asked for error in one.field.errors]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.page.questions:
            if not is_asked(question, cleaned):  # typed, then another answer was chosen
                self.errors.pop(question.name, None)
            if question.needed and not cleaned.get(question.name) and not self._excused(question):
                self.add_error(question.name, question.needed)
        if cleaned.get("reach"):
            self._check_reach(cleaned)
        return cleaned

    def _excused(self, question: Question) -> bool:
        return bool(
            question.name in self.errors
            or (question.name == "others" and self.cleaned_data.get("others_unknown"))
        )

    def _check_reach(self, cleaned: dict[str, Any]) -> None:
        """The way chosen has its address, and is not one that others may see."""
        way = cleaned["reach"]
        if way == "email" and not cleaned.get("reach_email") and "reach_email" not in self.errors:
            self.add_error("reach_email", "Enter an email address like name@example.com")
        if (
            way in ("phone", "text")
            and not cleaned.get("reach_phone")
            and "reach_phone" not in self.errors
        ):
            self.add_error("reach_phone", "Enter a phone number like 202 555 0143")
        if in_doubt(self.kept, way) and not cleaned.get("reach_sure"):
            self.add_error(
                "reach",
                "You told us someone else may see this. Choose another way, or tick “I have "
                "checked that only I can see it”",
            )

    def answers(self) -> dict[str, object]:
        """The answers given on this page; what was left out is absent."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if given.get("others"):
            given.pop("others_unknown", None)
        return {
            question.name: given[question.name]
            for question in self.page.questions
            if question.name in given and is_asked(question, given)
        }
