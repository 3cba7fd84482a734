"""Words that do not belong in a letter, read in their context.

Pure: no database. Each function returns the sentences (or words) a person should look at.
Quotations are not passed in here: what the other side wrote may well say “police”.
"""

import re
from collections.abc import Iterator

WORDS_PER_SENTENCE = 30
AMICABLE_WORDS = 450

CRIMINAL = re.compile(
    r"\b(police|sheriff|criminal\w*|crimes?|prosecut\w*|arrest\w*|jail|prison|district attorney|"
    r"FBI|immigration|deport\w*|licen[cs](?:e|ing) board|state bar|bar complaint|IRS|"
    r"tax (?:authority|office)|your employer)\b|\b(?-i:ICE)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(if you (?:do not|don't|fail|refuse|continue|keep)|unless|otherwise|or else|failing|"
    r"we (?:will|shall|intend to|may|can)|will be (?:reported|informed|told)|no choice but|"
    r"may also violate|report (?:you|this))\b",
    re.IGNORECASE,
)
LEGAL_THREAT = re.compile(
    r"\b(su(?:e|es|ed|ing)|lawsuits?|(?-i:court)|litigat\w*|damages|attorneys?['\u2019]? fees|"
    r"unlawful\w*|illegal\w*|defam\w*|libel\w*|liab(?:le|ility)|demand(?:s|ed)?|cease|desist|"
    r"immediately|or else|consequences|final warning|liars?|malicious\w*|criminal\w*)\b",
    re.IGNORECASE,
)
OUTRAGE = re.compile(
    r"\b(vile|disgusting|monsters?|psychos?|evil|despicable|shameful|outrageous|stalkers?|liars?|"
    r"lunatics?|insane)\b",
    re.IGNORECASE,
)
PROMISE = re.compile(
    r"\b(you will lose|guarantee[ds]?|we will win|cannot win|you must pay or|pay (?:up )?or we|"
    r"or we (?:will )?(?:publish|tell))\b",
    re.IGNORECASE,
)
OVERREACH = re.compile(
    r"\b(within (?:24|48) hours|apolog\w+ on (?:tv|television|air)|"
    r"never (?:speak|write|post) (?:about|of)|"
    r"(?:not|never) (?:report|complain|speak) to "
    r"(?:the )?(?:police|regulator|authorit\w+|press))\b",
    re.IGNORECASE,
)
ADVICE = re.compile(
    r"\b(you (?:should not|do not|don't) (?:get|need|hire) a lawyer|you have no (?:rights|case)|"
    r"our advice to you|we advise you)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(i think|i feel|i believe|in my (?:view|opinion)|worst|terrible|rude|overpriced|awful)\b",
    re.IGNORECASE,
)
UNSET = re.compile(r"\[\[[^\]]*\]\]|\{\{[^}]*\}\}|\b(?:TBD|TBC|X{3,}|INSERT|[Ll]orem\s+[Ii]psum)\b")
SHOUTED = re.compile(r"\b[A-Z]{4,}(?:\s+[A-Z]{2,}){2,}\b")
QUOTED = re.compile(r"[“\"]([^“”\"]{12,})[”\"]")
CASE_NUMBER = re.compile(r"\b20\d{2}-\d{4}\b")


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])\s+|\n+", text) if one.strip()]


def threats_of_report(text: str) -> list[str]:
    """Sentences that tie an authority or an employer to a demand or a condition nearby."""
    spoken = sentences(text)
    return [
        sentence
        for at, sentence in enumerate(spoken)
        if CRIMINAL.search(sentence) and any(map(CONDITION.search, spoken[max(0, at - 1) : at + 2]))
    ]


def sentences_with(pattern: re.Pattern[str], text: str) -> list[str]:
    return [sentence for sentence in sentences(text) if pattern.search(sentence)]


def shouting(text: str) -> list[str]:
    """Sentences with an exclamation mark or a run of capitals."""
    return [one for one in sentences(text) if "!" in one or SHOUTED.search(one)]


def long_sentences(text: str) -> list[str]:
    return [one for one in sentences(text) if len(one.split()) > WORDS_PER_SENTENCE]


def inline_quotations(text: str) -> Iterator[str]:
    """What stands between quotation marks, when it is long enough to be someone's words."""
    for found in QUOTED.finditer(text):
        words = found[1].strip()
        if len(words.split()) > 2:  # noqa: PLR2004  # two words are a name or a heading
            yield words


def unset_fields(text: str) -> list[str]:
    return UNSET.findall(text)
