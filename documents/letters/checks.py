"""What is looked at before a letter may be approved: rules with a name, a reason, a source.

A finding is *must fix*, *consider* or *fine*. The absolute rules (recipient, quotation, unset
field, leak, hash, intimate images, minors) give way to no answer; about any other finding an
attorney may write a sentence, and the sentence is kept with the approval. Rules about words
read them in context and never inside a quotation.

Findings follow the record as it is now, so the same version can be fine today and blocked
tomorrow, when a flag is raised or a file is found altered.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from accounts.clock import firm_today
from documents.letters.rules import RULES, Found, Reading, Rule
from documents.models import CheckAnswer, CheckResult, LetterBlock, LetterVersion, Level

ORDER = [Level.MUST_FIX, Level.CONSIDER, Level.FINE]


@dataclass(frozen=True)
class Finding:
    """What one rule says about one version."""

    rule: Rule
    level: Level
    sentence: str
    words: str = ""
    about: str = ""
    block: LetterBlock | None = None
    answer: CheckAnswer | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of approval."""
        return self.level != Level.FINE and self.answer is None

    @property
    def can_be_answered(self) -> bool:
        return self.is_open and not self.rule.absolute


def findings(version: LetterVersion, *, today: date | None = None) -> list[Finding]:
    """What every rule says about the version now, the worst first."""
    reading = Reading(version, today or firm_today())
    answers = {(one.rule, one.about): one for one in version.letter.answers.select_related("by")}
    found: list[Finding] = []
    for rule in RULES:
        if version.letter.kind not in rule.kinds:
            continue
        results = [_finding(rule, one, answers) for one in rule.check(reading)]
        found += _without_repeats(results)
        if rule.fine and not results:
            found.append(Finding(rule, Level.FINE, rule.fine))
    return sorted(found, key=lambda one: (one.answer is not None, ORDER.index(one.level)))


def _finding(rule: Rule, found: Found, answers: dict[tuple[str, str], CheckAnswer]) -> Finding:
    about = digest(found.words or found.sentence)
    answer = None if rule.absolute else answers.get((rule.code, about))
    return Finding(rule, rule.level, found.sentence, found.words, about, found.block, answer)


def _without_repeats(results: list[Finding]) -> list[Finding]:
    seen: dict[tuple[str, LetterBlock | None], Finding] = {}
    for one in results:
        seen.setdefault((one.sentence, one.block), one)
    return list(seen.values())


def digest(words: str) -> str:
    """What an answer is bound to: the words, however they are spaced."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()


def store(version: LetterVersion, found: list[Finding]) -> None:
    """Write the findings down as the checks of the version, in place of earlier ones."""
    version.checks.all().delete()
    CheckResult.objects.bulk_create(
        CheckResult(
            version=version,
            position=position,
            rule=one.rule.code,
            level=one.level,
            absolute=one.rule.absolute,
            title=one.rule.title,
            sentence=one.sentence[:500],
            line=one.block.line if one.block else None,
            about=one.about,
            answer=one.answer,
        )
        for position, one in enumerate(found)
    )
