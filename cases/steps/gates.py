"""What stands in the way of a step: each function reads rows and answers with a sentence.

``None`` means that nothing does. :mod:`cases.steps.conditions` says which step asks for which.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import Firm
from cases.client import papers
from cases.models import (
    Case,
    Category,
    Direction,
    Online,
    PaperKind,
    Review,
    SafetyQuestion,
    StatementKind,
    Step,
    StepState,
)
from cases.register import conflicts
from cases.safety import blocks, screening
from cases.steps import certainty

CLEAR_OF_A_LIMIT = timedelta(days=30)
MOST_NAMED = 3


def conflict_cleared(case: Case) -> str | None:
    check = conflicts.latest_check(case.ref, case)
    if check is None:
        return "No conflict check has been run."
    if conflicts.decision_of(check) is None:
        return "The latest conflict check is not decided."
    return None if conflicts.is_clear(check) else "The conflict check is not clear."


def conflict_current(case: Case) -> str | None:
    if sentence := conflict_cleared(case):
        return sentence
    names = conflicts.unchecked_names(case)
    return f"The conflict check has not searched {_few(names)}." if names else None


def _few(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def engagement_signed(case: Case) -> str | None:
    return _agreed(case, PaperKind.ENGAGEMENT, "The client has not signed the engagement letter.")


def do_not_engage_read(case: Case) -> str | None:
    sentence = "The client has not yet read the do-not-engage sheet."
    return _agreed(case, PaperKind.DO_NOT_ENGAGE, sentence)


def plan_agreed(case: Case) -> str | None:
    if papers.newest_approved(case, PaperKind.PLAN) is None:
        return "No attorney has approved a written plan."
    return _agreed(case, PaperKind.PLAN, "The client has not yet agreed with the newest plan.")


def contact_agreed(case: Case) -> str | None:
    sentence = "The client has not agreed in writing that we contact anyone."
    return _agreed(case, PaperKind.CONTACT, sentence)


def costs_accepted(case: Case) -> str | None:
    sentence = "The client's signed consent to cost and risk is missing."
    return _agreed(case, PaperKind.COSTS, sentence)


def _agreed(case: Case, kind: PaperKind, sentence: str) -> str | None:
    return None if papers.agreed(case, kind) else sentence


def limitation_confirmed(case: Case) -> str | None:
    limits = certainty.of(case)
    if not limits.lines:
        return "No claim and no time limit is written down."
    if missing := limits.unanswered:
        return f"No time limit is written down for {_few(list(map(str, missing)))}."
    doubtful = next(iter(limits.doubtful), None)
    if doubtful is None:
        return None
    return f"{doubtful.limit.claim}, {doubtful.limit.expires_on:%-d %b %Y}: {doubtful.doubt}"


def limitation_confirmed_for_court(case: Case) -> str | None:
    if case.claims.exists() and not case.claims.pursued().exists():
        return "No claim is pursued."
    return limitation_confirmed(case)


def limit_is_far(case: Case) -> str | None:
    limits = certainty.of(case)
    if not limits.lines:
        return "No time limit is written down, so it may be near."
    if missing := limits.unanswered:
        return f"No time limit is written down for {missing[0]}, so it may be near."
    if doubtful := limits.doubtful:
        return f"The time limit for {doubtful[0].limit.claim} is not confirmed. It may be near."
    nearest = next((each.limit.expires_on for each in limits.standing), None)
    if nearest is None or nearest - timezone.localdate() > CLEAR_OF_A_LIMIT:
        return None
    if nearest < timezone.localdate():
        return f"The time limit of {nearest:%-d %b %Y} has passed."
    return f"The time limit of {nearest:%-d %b %Y} is 30 days away or less."


def safety_screened(case: Case) -> str | None:
    missing = screening.unanswered(case)
    if not missing:
        return None
    if len(missing) == len(SafetyQuestion):
        return "Nobody has asked the client the safety questions."
    which = f"“{missing[0].label}”" if len(missing) == 1 else f"{len(missing)} of them"
    return f"Not all safety questions are answered yet. Open: {which}."


def merits_certified(case: Case) -> str | None:
    if case.merits_certificates.exists():
        return None
    return "No attorney has certified the merits in writing."


def _relied_on(case: Case) -> models.QuerySet[models.Model]:
    incidents: models.QuerySet[models.Model] = case.incidents.filter(
        direction=Direction.OTHER_SIDE, review=Review.REVIEWED
    )
    return incidents


def has_reviewed_incident(case: Case) -> str | None:
    return None if _relied_on(case).exists() else "No incident has been reviewed yet."


def has_incident(case: Case) -> str | None:
    return None if case.incidents.exists() else "No incident is written down yet."


def false_words_explained(case: Case) -> str | None:
    explained = models.Q(
        statements__kind=StatementKind.FACT, statements__why_false__gt=""
    ) & models.Q(statements__words__gt="")
    lacking = _relied_on(case).filter(category=Category.DEFAMATION)
    count = lacking.exclude(pk__in=lacking.filter(explained).values("pk")).count()
    if not count:
        return None
    subject = "One incident lacks" if count == 1 else f"{count} incidents lack"
    return f"{subject} the exact words with the reason why they are false."


def dates_bounded(case: Case) -> str | None:
    unknown = _relied_on(case).filter(posted_earliest=None, posted_latest=None).count()
    if not unknown:
        return None
    subject = "One incident has" if unknown == 1 else f"{unknown} incidents have"
    return f"{subject} no date at all, not even a rough one."


def accounts_attributed(case: Case) -> str | None:
    adverse = case.accounts.filter(incidents__direction=Direction.OTHER_SIDE, attributions=None)
    handles = list(adverse.distinct().values_list("handle", flat=True)[:3])
    if not handles:
        return None
    return f"Nobody has said who may be behind {', '.join(handles)}."


def defendant_chosen(case: Case) -> str | None:
    return None if blocks.other_side(case) else "No person, organisation or Doe is named."


def no_safety_flag(case: Case) -> str | None:
    kinds = sorted({flag.get_kind_display() for flag in case.safety_flags.standing()})
    if not kinds:
        return None
    reasons = blocks.blocked(case, blocks.other_side(case))
    if any(not reason and blocks.is_identified(party) for party, reason in reasons.items()):
        return None
    return f"Contact could raise the risk. Safety flags: {', '.join(kinds)}."


def someone_identified(case: Case) -> str | None:
    if any(blocks.is_identified(party) for party in blocks.other_side(case)):
        return None
    return "Nobody of the other side is identified at least as probable."


def representation_known(case: Case) -> str | None:
    known = [party for party in blocks.other_side(case) if blocks.is_identified(party)]
    for party in known:
        if party.represented is None:
            return f"Nobody has recorded whether {party.label} has a lawyer."
        if party.represented and party.counsel_id is None:
            return f"{party.label} has a lawyer. Add the lawyer, so that letters go there."
    return None


def firm_has_an_address(_case: Case) -> str | None:
    return (
        None
        if Firm.current().address
        else "The firm's letterhead has no address. An administrator adds it."
    )


def links_looked_at(case: Case) -> str | None:
    unsure = case.incidents.exclude(address="").filter(online=Online.UNSURE).count()
    if not unsure:
        return None
    subject = "One link" if unsure == 1 else f"{unsure} links"
    return f"{subject} may or may not still be online. Look and record it."


def has_a_link(case: Case) -> str | None:
    if case.incidents.exclude(address="").exists():
        return None
    return "No incident has a link that could be reported."


def earlier_steps_answered(case: Case) -> str | None:
    ended = [StepState.COMPLETE, StepState.SKIPPED]
    open_steps = case.steps.filter(code__in=[Step.AMICABLE, Step.REPORT]).exclude(state__in=ended)
    names = [Step(step.code).label for step in open_steps]
    if not names:
        return None
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} neither done nor skipped."
