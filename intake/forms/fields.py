"""Form fields for answers that are not a plain text: partial dates, names, links, ranks."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlsplit

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator

from cases.moments import Precision
from intake.questions import (
    LINKS_AT_MOST,
    NAMES_AT_MOST,
)

RANKS = (1, 2, 3)
OLDEST_YEAR = 1990
DATE_PARTS = ("precision", "day", "month", "year", "to_day", "to_month", "to_year", "words")
PRECISIONS = (
    (Precision.DAY.value, "Exact day"),
    (Precision.MONTH.value, "Month"),
    (Precision.ABOUT.value, "About this day"),
    (Precision.BETWEEN.value, "Between two days"),
    (Precision.BEFORE.value, "Before this day"),
    (Precision.AFTER.value, "After this day"),
)
NOT_SURE = "unsure"
AN_ADDRESS = "Enter an email address like name@example.com"


def too_long(most: int) -> str:
    """What a client reads whose words are longer than there is room for."""
    return f"Write up to {most} characters. You can tell us the rest later"


class PartsWidget(forms.Widget):
    """Reads ``<name>-<part>`` inputs; pages draw them themselves."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__()
        self.parts = parts

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> dict[str, str]:
        del files
        return {part: str(data.get(f"{name}-{part}", "")).strip() for part in self.parts}


class PartialDateField(forms.Field):
    """A date as exactly as somebody knows it: day, month, about, between, before, after."""

    widget = PartsWidget(DATE_PARTS)

    def clean(self, value: dict[str, str]) -> dict[str, str] | None:
        if value["precision"] == NOT_SURE:
            return {"precision": NOT_SURE, "words": value["words"]}
        figures = [value[part] for part in DATE_PARTS if part not in ("precision", "words")]
        if not any(figures):
            words = value["words"]
            return {"precision": NOT_SURE, "words": words} if words else None
        precision = value["precision"] or self._precision_of(value)
        answer = {
            "precision": precision,
            "from": self._day(value, "", whole_month=precision == "month").isoformat(),
            "words": value["words"],
        }
        if precision == Precision.BETWEEN.value:
            answer["to"] = self._day(value, "to_", whole_month=False).isoformat()
            if answer["to"] < answer["from"]:
                raise ValidationError("Enter the earlier day first, then the later day")
        return answer

    @staticmethod
    def _precision_of(value: dict[str, str]) -> str:
        return "day" if value["day"] else "month"

    @staticmethod
    def _day(value: dict[str, str], which: str, *, whole_month: bool) -> date:
        day, month, year = (value[f"{which}{part}"] for part in ("day", "month", "year"))
        if not (month and year and (day or whole_month)):
            raise ValidationError("Enter the day it was, or choose “I am not sure”")
        try:
            found = date(int(year), int(month), 1 if whole_month else int(day))
        except ValueError:
            raise ValidationError(
                "Enter a day of the calendar in numbers, for example 14 9 2026"
            ) from None
        if found.year < OLDEST_YEAR:
            raise ValidationError("Enter the year with four digits, for example 2026")
        return found


class NamesWidget(forms.Widget):
    """Reads rows of name, kind and relation."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[dict[str, str]]:
        del files
        return [
            {
                part: str(data.get(f"{name}-{row}-{part}", "")).strip()
                for part in ("name", "kind", "relation")
            }
            for row in range(NAMES_AT_MOST)
        ]


class NamesField(forms.Field):
    """Names and account names of people, with what they are and how they relate."""

    widget = NamesWidget

    def __init__(self, *, kinds: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.kinds = kinds

    def clean(self, value: list[dict[str, str]]) -> list[dict[str, str]]:
        rows = [row for row in value if row["name"]]
        return [
            {
                "name": row["name"][:200],
                "kind": row["kind"] if row["kind"] in self.kinds else _likely_kind(row["name"]),
                "relation": row["relation"][:120],
            }
            for row in rows
        ]


def _likely_kind(name: str) -> str:
    """What a name is when nobody said: a word with @ or without a blank is an account."""
    return "account" if name.startswith("@") or re.search(r"\d|_", name) else "person"


class LinksField(forms.CharField):
    """Addresses, one on each line; only their form is looked at, nothing is opened."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        links = [_with_scheme(line) for line in str(value or "").split()]
        if len(links) > LINKS_AT_MOST:
            raise ValidationError(f"Enter up to {LINKS_AT_MOST} links. You can add more later")
        for link in links:
            if not _looks_like_a_link(link):
                raise ValidationError(
                    f"“{Truncator(link).chars(60)}” does not look like a link. "
                    "It starts like www.example.com"
                )
        return list(dict.fromkeys(links))


def _looks_like_a_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc


def _with_scheme(line: str) -> str:
    return line if "://" in line else f"https://{line}"


class ManyField(forms.MultipleChoiceField):
    """Ticked options; “I am not sure” gives way when others are ticked too."""

    def __init__(self, *, alone: frozenset[str], **options: Any) -> None:
        super().__init__(**options)
        self.alone = alone

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        others = [one for one in chosen if one not in self.alone]
        return others or chosen


class RankedWidget(forms.Widget):
    """Reads ``<name>-1``, ``<name>-2`` … in order."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        del files
        return [str(data.get(f"{name}-{rank}", "")) for rank in RANKS]


class RankedField(forms.Field):
    """Up to three options, the most important first."""

    widget = RankedWidget

    def __init__(self, *, values: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.values = values

    def clean(self, value: list[str]) -> list[str]:
        chosen = [one for one in value if one in self.values]
        if len(set(chosen)) < len(chosen):
            raise ValidationError("Choose each answer once")
        return chosen


class PhoneField(forms.CharField):
    """A telephone number, from any country; kept as typed when it can be dialled."""

    default_error_messages: ClassVar = {"max_length": "Enter a phone number like 202 555 0143"}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "US")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError("Enter a phone number like 202 555 0143")
        return typed


class EmailField(forms.CharField):
    """An e-mail address."""

    default_error_messages: ClassVar = {"max_length": AN_ADDRESS}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if typed:
            EmailValidator(AN_ADDRESS)(typed)
        return typed
