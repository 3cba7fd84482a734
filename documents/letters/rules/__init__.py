"""The rules letters are held to, by subject; each has a stable code, a reason and a source."""

from documents.letters.rules import disclosure, quotations, recipient, timing, tone
from documents.letters.rules.rule import Found, Reading, Rule

RULES: tuple[Rule, ...] = (
    *recipient.RULES,
    *disclosure.RULES,
    *quotations.RULES,
    *tone.RULES,
    *timing.RULES,
)

__all__ = ["RULES", "Found", "Reading", "Rule"]
