"""Facts to paragraphs: the wording of our letters, and how facts fill it in.

Pure: no database. A template is a list of passages with fields such as ``{{client.name}}``.
A field nobody has filled renders ``[[MISSING: …]]``, which no check lets through. Nothing
here invents a fact: what is said about a statement is its reviewed record, word for word.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from documents.parts import LetterKind, Part

FIELD = re.compile(r"\{\{([a-z_.]+)\}\}")
MISSING = re.compile(r"\[\[MISSING: [^\]]*\]\]")
IN_WORDS = {
    "firm.name": "the name of the firm",
    "firm.reply_to": "where to reply to the firm",
    "client.name": "the name of the client",
    "recipient.name": "the name of the recipient",
    "attorney.name": "the name of the attorney",
    "jurisdiction.name": "the jurisdiction of the case",
    "claims": "the claims",
    "demand.date": "the day to answer by",
    "statement.why": "why the statement is false",
}


class Applies(StrEnum):
    """How often a passage of a template is used."""

    ONCE = "once"
    EACH = "each"  # once for each statement
    EACH_FACT = "fact"  # once for each statement of that kind
    EACH_OPINION = "opinion"
    EACH_THREAT = "threat"
    EACH_PRIVATE = "private"


@dataclass(frozen=True)
class Passage:
    """One passage of a template."""

    part: Part
    text: str
    applies: Applies = Applies.ONCE


@dataclass(frozen=True)
class Template:
    """The wording of one kind of letter; a changed wording takes the next version."""

    kind: LetterKind
    version: int
    passages: tuple[Passage, ...]

    @property
    def sha256(self) -> str:
        """Digest of the wording, so that a letter can name exactly what it was made from."""
        lines = (f"{p.part}|{p.applies}|{p.text}" for p in self.passages)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True)
class Cited:
    """What a draft says about one reviewed statement.

    Attributes:
        kind: ``fact``, ``opinion``, ``threat`` or ``private``.
        why_false: The record's own sentence.
    """

    kind: str
    why_false: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a quoted statement stood, and what shows it.

    Attributes:
        posted: When, with precision and zone, in words; empty if unknown.
        by: Such as “the account HonestPatient88 on RateBarn”; empty if unknown.
        locator: Its address, or the place where it was said.
        exhibit: Number of the item that shows it, such as E-0048.
        needs_exhibit: False where a written description counts as preserved.
    """

    posted: str
    by: str
    locator: str
    exhibit: str
    needs_exhibit: bool = True


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a letter may say, apart from the statements themselves."""

    firm: str
    reply_to: str
    client: str
    recipient: str
    attorney: str
    jurisdiction: str
    claims: tuple[str, ...]
    respond_by: date | None
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class Composed:
    """A passage of a draft; ``cited`` is the index of the statement it belongs to."""

    part: Part
    text: str
    cited: int | None = None


AMICABLE_REQUEST = Template(
    LetterKind.AMICABLE_REQUEST,
    1,
    (
        Passage(Part.SUBJECT, "A request on behalf of {{client.name}}"),
        Passage(Part.PARAGRAPH, "Dear {{recipient.name}},"),
        Passage(
            Part.PARAGRAPH,
            "We write for {{client.name}} about something that was posted. We hope this can be"
            " settled simply and quietly, and we ask for your help.",
        ),
        Passage(Part.QUOTE, "", Applies.EACH),
        Passage(Part.REASON, "This is not correct. {{statement.why}}", Applies.EACH_FACT),
        Passage(
            Part.REASON, "This does not fit the facts. {{statement.why}}", Applies.EACH_OPINION
        ),
        Passage(
            Part.REASON,
            "Please think of how this reads to the person it is about.",
            Applies.EACH_THREAT,
        ),
        Passage(
            Part.REASON,
            "These are private details, and nobody agreed to have them made public.",
            Applies.EACH_PRIVATE,
        ),
        Passage(
            Part.PARAGRAPH,
            "Words like these can stay online for years, and anyone who looks for"
            " {{client.name}} may read them. You may have been told something else, or may not have"
            " meant it this way.",
        ),
        Passage(
            Part.PARAGRAPH,
            "We ask you to take down what is quoted above, or to correct it, by {{demand.date}}."
            " When it is done, one line to {{firm.reply_to}} is enough.",
        ),
        Passage(
            Part.PARAGRAPH,
            "If you think that what was written is right, please send us what you rely on. We will"
            " read it with care. If you would rather talk, you can reach us the same way, and"
            " someone may speak for you.",
        ),
        Passage(
            Part.PARAGRAPH,
            "{{client.name}} would like to close this quietly. Thank you for reading this, and for"
            " your help.",
        ),
        Passage(
            Part.PARAGRAPH,
            "This letter does not set out everything that {{client.name}} may have to say.",
        ),
        Passage(Part.CLOSING, "Yours sincerely,\n{{attorney.name}}\nFor {{client.name}}"),
    ),
)

CEASE_DESIST = Template(
    LetterKind.CEASE_DESIST,
    1,
    (
        Passage(Part.SUBJECT, "Statements about {{client.name}}: request to cease and desist"),
        Passage(Part.PARAGRAPH, "Dear {{recipient.name}},"),
        Passage(Part.HEADING, "Whom we represent"),
        Passage(
            Part.PARAGRAPH,
            "{{firm.name}} represents {{client.name}} in the matter of the statements quoted in"
            " this letter.",
        ),
        Passage(Part.HEADING, "The statements"),
        Passage(Part.QUOTE, "", Applies.EACH),
        Passage(Part.HEADING, "Why they may not stand"),
        Passage(Part.REASON, "It is false. {{statement.why}}", Applies.EACH_FACT),
        Passage(
            Part.REASON,
            "It implies facts that are false. {{statement.why}}",
            Applies.EACH_OPINION,
        ),
        Passage(Part.REASON, "It is a threat against our client.", Applies.EACH_THREAT),
        Passage(
            Part.REASON,
            "It makes private details of our client public, without consent.",
            Applies.EACH_PRIVATE,
        ),
        Passage(Part.HEADING, "The law"),
        Passage(
            Part.PARAGRAPH,
            "On the facts known to us, these statements support claims for {{claims}} under the law"
            " of {{jurisdiction.name}}.",
        ),
        Passage(Part.HEADING, "What we ask you to do"),
        Passage(
            Part.DEMANDS,
            "Remove each statement quoted above from every place where you can.\n"
            "Do not publish it again, in the same or in similar words, and do not have others do"
            " so.\n"
            "Where a statement of fact was read by others, publish a correction as easy to find as"
            " the statement was.\n"
            "Keep everything described under “What you must keep”.\n"
            "Confirm in writing, signed, that you have done this and will abide by it.\n"
            "Do not contact our client, directly or through others.",
        ),
        Passage(Part.HEADING, "By when"),
        Passage(
            Part.PARAGRAPH,
            "We ask for these steps and for your written confirmation by {{demand.date}}.",
        ),
        Passage(Part.HEADING, "Rights reserved"),
        Passage(
            Part.PARAGRAPH,
            "This letter does not state all facts or all claims. {{client.name}} waives nothing by"
            " it.",
        ),
        Passage(Part.HEADING, "What you must keep"),
        Passage(
            Part.PARAGRAPH,
            "Keep everything that bears on these statements from now on: posts, drafts, messages,"
            " e-mails, account and login records, and the devices used. Before you take a statement"
            " down, keep a full copy of it. Do not delete or alter anything else.",
        ),
        Passage(Part.HEADING, "How to reply"),
        Passage(
            Part.PARAGRAPH,
            "Please reply to this firm alone, at {{firm.reply_to}}. If you have a lawyer, pass this"
            " letter on and tell us who it is; we will then write to them and not to you.",
        ),
        Passage(Part.CLOSING, "Yours faithfully,\n{{attorney.name}}\nAttorney for {{client.name}}"),
    ),
)

TEMPLATES: Mapping[LetterKind, Template] = {
    template.kind: template for template in (AMICABLE_REQUEST, CEASE_DESIST)
}


def compose(passages: Sequence[Passage], facts: Facts) -> list[Composed]:
    """The paragraphs of a draft.

    Neighbouring passages that apply to each statement are gone through statement by
    statement, so a quotation and what is said about it stay together.
    """
    once = _fields(facts)
    draft: list[Composed] = []
    for repeated, group in groupby(passages, key=lambda p: p.applies is not Applies.ONCE):
        if repeated:
            draft.extend(_for_each_statement(tuple(group), facts, once))
        else:
            draft.extend(Composed(p.part, fill(p.text, once)) for p in group)
    return draft


def _for_each_statement(
    group: Sequence[Passage], facts: Facts, once: Mapping[str, str]
) -> Iterator[Composed]:
    for index, cited in enumerate(facts.cited):
        fields = {**once, "statement.why": cited.why_false.strip()}
        for passage in group:
            if passage.applies in (Applies.EACH, cited.kind):
                yield Composed(passage.part, fill(passage.text, fields), index)


def _fields(facts: Facts) -> dict[str, str]:
    return {
        "firm.name": facts.firm,
        "firm.reply_to": facts.reply_to,
        "client.name": facts.client,
        "recipient.name": facts.recipient,
        "attorney.name": facts.attorney,
        "jurisdiction.name": facts.jurisdiction,
        "claims": in_a_row(facts.claims),
        "demand.date": long_day(facts.respond_by) if facts.respond_by else "",
    }


def fill(text: str, fields: Mapping[str, str]) -> str:
    """The text with its fields filled in; an empty one reads ``[[MISSING: what it is]]``.

    Raises:
        KeyError: The template names a field that does not exist.
    """
    return FIELD.sub(lambda found: fields[found[1]] or missing(IN_WORDS[found[1]]), text)


def missing(what: str) -> str:
    """The mark of a fact nobody has filled in."""
    return f"[[MISSING: {what}]]"


def source_line(source: Source, number: int) -> str:
    """The two lines below a quotation.

    Args:
        source: Where the statement comes from.
        number: Its place among the quotations of the letter, from 1.
    """
    posted = source.posted or missing(f"when statement {number} was posted")
    said = f"Posted {posted}{f' from {source.by}' if source.by else ''}."
    if source.exhibit:
        said += f" Exhibit {source.exhibit}."
    elif source.needs_exhibit:
        said += f" {missing(f'exhibit of statement {number}')}"
    return f"{said}\n{source.locator or missing(f'where statement {number} stands')}"


def in_a_row(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last


def long_day(day: date) -> str:
    """Such as Friday 4 December 2026."""
    return f"{day:%A} {short_day(day)}"


def short_day(day: date) -> str:
    """Such as 4 December 2026."""
    return f"{day.day} {day:%B %Y}"
