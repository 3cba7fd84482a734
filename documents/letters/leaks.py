"""Finding protected values in a text, however they are written.

Pure: no database. A client's street, number or code word must not leave the firm, and people
write an address in many ways: another order, “St” for “Street”, “#4” for “Apt 4”, a typing
slip, dots in a phone number, “(at)” for “@”. Better one false alarm than one leak.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from rapidfuzz.distance import DamerauLevenshtein


class Shape(StrEnum):
    """How a protected value is compared."""

    PLACE = "place"  # an address, a school, a workplace
    PHONE = "phone"
    EMAIL = "email"
    WORD = "word"  # a code word or the like


@dataclass(frozen=True)
class Protected:
    """A value that may not appear, and what it is called when it does."""

    shape: Shape
    value: str
    label: str


LONG_FORMS = {
    "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "rd": "road",
    "dr": "drive", "ln": "lane", "blvd": "boulevard", "ct": "court", "pl": "place",
    "sq": "square", "hwy": "highway", "pkwy": "parkway", "ter": "terrace", "cir": "circle",
    "n": "north", "s": "south", "e": "east", "w": "west", "bldg": "building",
}  # fmt: skip
UNIT_WORDS = {
    "apt", "apartment", "unit", "suite", "ste", "flat", "room", "rm", "no", "number", "nr",
    "floor", "fl", "building", "the", "of",
}  # fmt: skip
STREET_WORDS = {
    "street", "avenue", "road", "drive", "lane", "boulevard", "court", "place", "square",
    "highway", "parkway", "terrace", "circle", "way", "close", "north", "south", "east", "west",
}  # fmt: skip
STATE_AND_CODE = re.compile(r"^([a-z]{2}\s+)?\d{5}(-\d{4})?$|^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$")
TOKEN = re.compile(r"[^\W_]+")
AT = re.compile(r"\s*[\[({<]\s*at\s*[\])}>]\s*|\s+at\s+")
DOT = re.compile(r"\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*|\s+dot\s+")
PHONE = re.compile(r"\+?\d(?:[\s().\-/\u2013]*\d){6,}")
SLACK = 1  # other words that may stand between the parts of an address
SHORTEST_COMPACT = 8
SHORTEST_FUZZY = 5
LOCAL_DIGITS = 7
FULL_DIGITS = 10


def leaks(text: str, protected: Iterable[Protected]) -> list[Protected]:
    """Those of the protected values that the text gives away."""
    readings = {normal(text), normal(unquote(text.replace("+", " ")))}
    return [value for value in protected if any(_gives_away(r, value) for r in readings)]


def normal(text: str) -> str:
    """Lower case, without accents, look-alike forms and invisible characters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))


def _gives_away(text: str, protected: Protected) -> bool:
    value = normal(protected.value).strip()
    if not value:
        return False
    if protected.shape is not Shape.WORD and _compact_within(text, value):
        return True
    match protected.shape:
        case Shape.PLACE:
            words = _tokens(text)
            return any(
                _compact_within(text, " ".join(part)) or _place_within(words, _essential(part))
                for part in _telling_parts(value)
            )
        case Shape.PHONE:
            return _phone_within(text, value)
        case Shape.EMAIL:
            return value.replace(" ", "") in DOT.sub(".", AT.sub("@", text))
        case Shape.WORD:
            return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None


def _compact_within(text: str, value: str) -> bool:
    """Whether the value stands there with all spaces and signs taken out."""
    compact = "".join(TOKEN.findall(value))
    return len(compact) >= SHORTEST_COMPACT and compact in "".join(TOKEN.findall(text))


def _phone_within(text: str, value: str) -> bool:
    wanted = re.sub(r"\D", "", value)
    digits = min(len(wanted), FULL_DIGITS)
    if digits < LOCAL_DIGITS:
        return False
    found = (re.sub(r"\D", "", run) for run in PHONE.findall(text))
    return any(
        one.endswith(wanted[-digits:]) or wanted.endswith(one)
        for one in found
        if len(one) >= LOCAL_DIGITS
    )


def _telling_parts(value: str) -> Iterator[list[str]]:
    """The parts of an address that give it away: names with a number, else the first name."""
    parts = [part for part in re.split(r"[,;\n]", value) if _tokens(part)]
    telling = [part for part in parts if _is_numbered(part)] or parts[:1]
    for part in telling:
        words = [word for word in _tokens(part) if word not in UNIT_WORDS]
        if len(words) > 1:
            yield words


def _is_numbered(part: str) -> bool:
    """Whether it holds a number and a name, and is not just a state with its code."""
    words = [word for word in _tokens(part) if word not in UNIT_WORDS]
    digits = [_has_digit(word) for word in words]
    return any(digits) and not all(digits) and not STATE_AND_CODE.match(part.strip())


def _essential(words: list[str]) -> list[str]:
    """The words without “Street” and “North”, unless only those would remain."""
    names = [w for w in words if w not in STREET_WORDS]
    return names if any(not _has_digit(w) for w in names) else words


def _place_within(words: list[str], wanted: list[str]) -> bool:
    """Whether all wanted words stand close together, in any order, fillers aside."""
    fillers = (UNIT_WORDS | STREET_WORDS) - set(wanted)
    telling = [word for word in words if word not in fillers]
    vocabulary = set(telling)
    if not all(any(_same(word, other) for other in vocabulary) for word in wanted):
        return False
    width = len(wanted) + SLACK
    return any(
        all(any(_same(word, other) for other in telling[at : at + width]) for word in wanted)
        for at in range(max(1, len(telling) - len(wanted) + 1))
    )


def _same(word: str, other: str) -> bool:
    """Equal, or a long name with one letter amiss; numbers must be equal."""
    if word == other:
        return True
    if _has_digit(word) or len(word) < SHORTEST_FUZZY:
        return False
    return DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1


def _tokens(text: str) -> list[str]:
    return [LONG_FORMS.get(token, token) for token in TOKEN.findall(text)]


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)
