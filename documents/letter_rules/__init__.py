"""The rules letters are held to, by subject; each has a stable code, a reason and a source."""

from documents.letter_rules import disclosure, quotations, recipient, timing, tone
from documents.letter_rules.rule import Found, Reading, Rule

RULES: tuple[Rule, ...] = (
    *recipient.RULES,
    *disclosure.RULES,
    *quotations.RULES,
    *tone.RULES,
    *timing.RULES,
)

__all__ = ["RULES", "Found", "Reading", "Rule"]
