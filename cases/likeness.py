"""Whether two names may mean the same, and why: normal forms and comparison in words.

Pure: no database. A conflict check must not miss a person because someone wrote a title, an
accent or the family name first, so everything is compared in a normal form, word order aside.
The thresholds are held to a labelled list of pairs in the tests. No figure leaves this module:
people are told the reason, not a score.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from urllib.parse import urlsplit

import jellyfish
import phonenumbers
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

ALMOST_THE_SAME = 88.0  # of 100, token-sorted: one or two letters in a usual name
SPELT_ALIKE = 80.0
HANDLES_ALIKE = 84.0
WORDS_ALIKE = 0.9  # of 1: “Mark” is not “Mary”, “Jon” is “John”
SHORTEST_LOOSE_HANDLE = 4
WORDS_OF_A_FULL_NAME = 2


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _listed("mr mrs ms miss mx dr prof professor sir dame rev hon lady lord")
SUFFIXES = _listed("jr sr ii iii iv esq phd md jd")
COMPANY_FORMS = _listed(
    "llc inc incorporated ltd limited gmbh mbh corp corporation co company plc llp lp pllc pc sa "
    "sas sarl ag bv nv pty srl spa kg ohg ug oy oyj ab as aps kk holdings group"
)
SHARED_MAIL_HOSTS = _listed(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com "
    "icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de mail.com proton.me "
    "protonmail.com tutanota.com fastmail.com zoho.com yandex.com mail.ru qq.com 163.com "
    "comcast.net verizon.net att.net t-online.de orange.fr free.fr btinternet.com"
)
HOSTS_THAT_IGNORE_DOTS = frozenset({"gmail.com", "googlemail.com"})
SHORT_FORMS = [
    "alexander alex sandy xander sasha",
    "alexandra alex sandra sasha lexi",
    "andrew andy drew",
    "anthony tony",
    "benjamin ben benny",
    "catherine katherine kathryn kate katie kathy cathy cat kit",
    "charles charlie chuck chas",
    "christina christine chris tina",
    "christopher chris kit topher",
    "daniel dan danny",
    "david dave davey",
    "deborah debra deb debbie",
    "edward ed eddie ted ned",
    "elizabeth liz lizzie beth betty eliza elsie libby",
    "francis frank francisco",
    "frederick fred freddie",
    "gregory greg",
    "henry harry hank",
    "jacob jake",
    "james jim jimmy jamie",
    "jennifer jen jenny",
    "jessica jess jessie",
    "john jack johnny jon",
    "jonathan jon jonny nathan",
    "joseph joe joey",
    "joshua josh",
    "kenneth ken kenny",
    "lawrence laurence larry",
    "margaret maggie meg peggy rita greta",
    "matthew matt",
    "michael mike mick mickey",
    "nathaniel nathan nate nat",
    "nicholas nick nicky",
    "patricia pat patty trish tricia",
    "patrick pat paddy",
    "peter pete",
    "philip phillip phil",
    "rebecca becky becca",
    "richard rick dick rich richie",
    "robert rob bob bobby robbie bert",
    "ronald ron ronnie",
    "samantha sam",
    "samuel sam sammy",
    "stephanie steph",
    "stephen steven steve",
    "susan sue susie suzanne",
    "theodore ted theo teddy",
    "thomas tom tommy",
    "timothy tim timmy",
    "victoria vicky tori",
    "vincent vince vinnie",
    "william will bill billy liam willy",
]
LETTERS_WITHOUT_PARTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}  # noqa: RUF001
)
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))  # noqa: RUF001
INITIALS_RUN = re.compile(r"\b(?:\w\.){2,}")
NOT_A_WORD = re.compile(r"[^\w]+|_+")


class Level(Enum):
    """How alike two terms are; the value is what the database stores."""

    EXACT = "exact"
    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike two terms are, and the reason as a person would say it."""

    level: Level
    reason: str


@dataclass(frozen=True, kw_only=True)
class NameForm:
    """A name prepared for comparison.

    Attributes:
        normal: Its words in reading order: the family name last.
        tokens: The same words sorted, so that word order does not matter.
        sounds: The sorted words as they sound in English; empty for other scripts.
    """

    normal: str
    tokens: str
    sounds: str

    @property
    def words(self) -> list[str]:
        return self.normal.split()


# --- Normal forms ---------------------------------------------------------------------------


def plain(text: str) -> str:
    """Compatibility forms, case and accents set aside."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS_WITHOUT_PARTS)
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text: str) -> list[str]:
    joined = INITIALS_RUN.sub(lambda run: run.group().replace(".", "") + " ", plain(text))
    return NOT_A_WORD.sub(" ", joined.translate(APOSTROPHES)).split()


def person_form(text: str) -> NameForm:
    """A person's name: titles and suffixes set aside, “Doe, Jane” read as “Jane Doe”."""
    family, comma, given = text.partition(",")
    if comma and not set(words_of(given)) <= SUFFIXES:
        text = f"{given} {family}"
    words = words_of(text)
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return _form(words)


def organisation_form(text: str) -> NameForm:
    """An organisation's name without its legal form: “Acme Ltd.” is “acme”."""
    words = words_of(text)
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    while len(words) > 1 and words[-1] in COMPANY_FORMS:
        words.pop()
    return _form([word for word in words if word != "and"] or words)


def form_again(normal: str) -> NameForm:
    """The form of a name whose words were put in reading order before."""
    return _form(normal.split())


def _form(words: list[str]) -> NameForm:
    sounds = [jellyfish.metaphone(word) for word in words if word.isascii()]
    return NameForm(
        normal=" ".join(words)[:200],
        tokens=" ".join(sorted(words))[:200],
        sounds=" ".join(sorted(filter(None, sounds)))[:120] if len(sounds) == len(words) else "",
    )


def handle_form(text: str) -> str:
    """An account name without ``@`` or the address around it, in small letters."""
    text = text.strip()
    if "://" in text or text.lower().startswith("www."):
        host, path = _host_and_path(text)
        parts = [part for part in path.split("/") if part]
        text = next((part for part in parts if part.startswith("@")), parts[-1] if parts else "")
        text = text or host
    return plain(text).strip().lstrip("@").split("?")[0][:200]


def loose_handle(handle: str) -> str:
    """A normal account name without separators and without digits at the end."""
    return re.sub(r"[._\-\s]", "", handle).rstrip("0123456789")


def email_form(text: str) -> str:
    """An address in small letters, without what follows ``+``; dots too where hosts ignore them."""
    local, _, host = text.strip().casefold().rpartition("@")
    local = local.split("+")[0]
    if host in HOSTS_THAT_IGNORE_DOTS:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"


def own_domain(email: str) -> str:
    """The host of an address if it says something about its owner, else nothing."""
    host = email.strip().casefold().rpartition("@")[2]
    return "" if host in SHARED_MAIL_HOSTS else host


def domain_form(text: str) -> str:
    """The host of a web address, without ``www``."""
    text = text.strip().casefold()
    host = _host_and_path(text)[0] or text
    return host.removeprefix("www.").rstrip(".")[:200]


def _host_and_path(address: str) -> tuple[str, str]:
    """Both parts of a web address; of what only looks like one, no host and all of it."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
    except ValueError:
        return "", address
    return parts.hostname or "", parts.path


def phone_form(text: str, region: str = "US") -> str:
    """A number as E.164; what cannot be read as one keeps its digits.

    Args:
        text: As typed, with or without a country code.
        region: The country a number without a country code is dialled in.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# --- Comparison -----------------------------------------------------------------------------


def compare_names(ours: NameForm, theirs: NameForm, *, same_city: bool = False) -> Likeness | None:
    """How alike two names of people or organisations are; ``None`` when they are not."""
    if not ours.tokens or not theirs.tokens:
        return None
    for compare in (_exactly, _almost, _by_family_name, _vaguely):
        if found := compare(ours, theirs, same_city):
            return found
    return None


def _exactly(ours: NameForm, theirs: NameForm, _same_city: bool) -> Likeness | None:
    if ours.normal == theirs.normal:
        return Likeness(level=Level.EXACT, reason="The same name")
    if ours.tokens == theirs.tokens:
        return Likeness(level=Level.EXACT, reason="The same words in another order")
    return None


def _almost(ours: NameForm, theirs: NameForm, _same_city: bool) -> Likeness | None:
    short, long = sorted((set(ours.words), set(theirs.words)), key=len)
    if len(short) >= WORDS_OF_A_FULL_NAME and short <= long:
        return Likeness(level=Level.PROBABLE, reason="One name contains the other")
    if min(len(ours.words), len(theirs.words)) < WORDS_OF_A_FULL_NAME:
        return None
    if fuzz.ratio(ours.tokens, theirs.tokens) >= ALMOST_THE_SAME and _each_word_alike(ours, theirs):
        return Likeness(level=Level.PROBABLE, reason="Spelt almost the same")
    return None


def _each_word_alike(ours: NameForm, theirs: NameForm) -> bool:
    """Whether no word stands for a different name: “Mary Smith” is not “Mark Smith”."""
    pairs = zip(ours.tokens.split(), theirs.tokens.split(), strict=False)
    return all(JaroWinkler.similarity(one, other) >= WORDS_ALIKE for one, other in pairs)


def _by_family_name(ours: NameForm, theirs: NameForm, same_city: bool) -> Likeness | None:
    one, other = ours.words, theirs.words
    if min(len(one), len(other)) < WORDS_OF_A_FULL_NAME or one[-1] != other[-1]:
        return None
    if other[0] in names_for(one[0]):
        return Likeness(level=Level.PROBABLE, reason="Same family name, and a short form of it")
    if one[0][0] != other[0][0]:
        reason = "Same family name in the same place"
        return Likeness(level=Level.POSSIBLE, reason=reason) if same_city else None
    initial = min(len(one[0]), len(other[0])) == 1
    if same_city or initial:
        where = ", in the same place" if same_city else ""
        return Likeness(level=Level.PROBABLE, reason=f"Same family name and first letter{where}")
    return Likeness(level=Level.POSSIBLE, reason="Same family name and first letter")


def _vaguely(ours: NameForm, theirs: NameForm, _same_city: bool) -> Likeness | None:
    if ours.sounds and ours.sounds == theirs.sounds and " " in ours.sounds:
        return Likeness(level=Level.POSSIBLE, reason="Sounds the same")
    short, long = sorted((ours.words, theirs.words), key=len)
    if len(short) == 1 and short[0] in {long[0], long[-1]}:
        return Likeness(level=Level.POSSIBLE, reason="One part of a longer name")
    if fuzz.ratio(ours.tokens, theirs.tokens) >= SPELT_ALIKE:
        return Likeness(level=Level.POSSIBLE, reason="Spelt alike")
    return None


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in SHORT_FORMS:
        group = frozenset(line.split())
        for name in group:
            table[name] = table.get(name, frozenset()) | group
    return table


def names_for(given: str) -> frozenset[str]:
    """The given names that people use for one another: “bob” and “robert”."""
    return _short_forms().get(given, frozenset())


def compare_handles(ours: str, theirs: str) -> Likeness | None:
    """How alike two normal account names are, on whatever platform."""
    if not ours or not theirs:
        return None
    if ours == theirs:
        return Likeness(level=Level.EXACT, reason="The same account name")
    one, other = loose_handle(ours), loose_handle(theirs)
    if min(len(one), len(other)) < SHORTEST_LOOSE_HANDLE:
        return None
    if one == other:
        reason = "Differs only in dots, dashes or the digits at the end"
        return Likeness(level=Level.PROBABLE, reason=reason)
    if fuzz.ratio(one, other) >= HANDLES_ALIKE:
        return Likeness(level=Level.POSSIBLE, reason="An account name spelt alike")
    return None
