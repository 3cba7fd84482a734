"""Rules about words, read in their context and never inside a quotation."""

from collections.abc import Callable, Iterator

from documents.letters import phrases
from documents.letters.rules.rule import AMICABLE, FIRM, Found, Reading, Rule, short
from documents.models import Level


def _each(
    search: Callable[[str], list[str]], sentence: str
) -> Callable[[Reading], Iterator[Found]]:
    """A rule that shows each sentence a search of our own words finds."""

    def check(r: Reading) -> Iterator[Found]:
        for words, block in r.in_our_words(search):
            yield Found(f"“{short(words)}” {sentence}", words, block)

    return check


def amicable_tone(r: Reading) -> Iterator[Found]:
    for words, block in r.in_our_words(
        lambda text: [
            *phrases.sentences_with(phrases.LEGAL_THREAT, text),
            *phrases.shouting(text),
        ]
    ):
        yield Found(f"“{short(words)}” is too sharp for a first request.", words, block)


def amicable_length(r: Reading) -> Iterator[Found]:
    words = sum(len(block.text.split()) for block in r.ours)
    if words > phrases.AMICABLE_WORDS:
        yield Found(f"The letter has {words} words of ours; up to 450 are read to the end.")
    if not any("thank" in block.text.lower() for block in r.ours):
        yield Found("The letter thanks nobody.")


RULES = (
    Rule(
        code="L01",
        title="Threat of a report",
        check=_each(
            phrases.threats_of_report,
            "ties a report to a demand. Bar rules in many states forbid this.",
        ),
        why="Cal. RPC 3.10 bars threats of criminal or disciplinary charges for advantage.",
        fine="No authority is held over the recipient.",
    ),
    Rule(
        code="L09",
        title="Too sharp for a first request",
        check=amicable_tone,
        why="Threats and anger make a friendly settlement less likely.",
        kinds=AMICABLE,
        fine="The tone is that of a request.",
    ),
    Rule(
        code="L27",
        title="A promise or a bargain",
        check=_each(
            lambda text: phrases.sentences_with(phrases.PROMISE, text),
            "promises a result or trades payment for silence.",
        ),
        why="Results cannot be promised, and silence is not for sale (RPC 4.1 (m)).",
    ),
    Rule(
        code="L10",
        title="Long, or without thanks",
        check=amicable_length,
        why="Short and civil letters are read and answered.",
        level=Level.CONSIDER,
        kinds=AMICABLE,
    ),
    Rule(
        code="L10-long",
        title="A long sentence",
        check=_each(phrases.long_sentences, "has more than 30 words."),
        why="Plain sentences are understood as meant.",
        level=Level.CONSIDER,
        kinds=AMICABLE,
    ),
    Rule(
        code="L26",
        title="A loaded word",
        check=_each(
            lambda text: phrases.sentences_with(phrases.OUTRAGE, text),
            "uses a loaded word.",
        ),
        why="Calm words are believed.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L28",
        title="More than can be asked for",
        check=_each(
            lambda text: phrases.sentences_with(phrases.OVERREACH, text),
            "asks for more than a court would give.",
        ),
        why="Overreach weakens every other demand.",
        level=Level.CONSIDER,
        kinds=FIRM,
    ),
    Rule(
        code="L36",
        title="Legal advice to the other side",
        check=_each(
            lambda text: phrases.sentences_with(phrases.ADVICE, text),
            "reads as legal advice.",
        ),
        why="No legal advice to an unrepresented person (RPC 4.3 (m)).",
        level=Level.CONSIDER,
    ),
)
