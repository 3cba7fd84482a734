"""The safety questions: what the client answered, what is open, which flags a “yes” points to.

The newest screening counts. Earlier ones stay as they were, so that one can read later what was
known when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.models import (
    AskedBy,
    Case,
    SafetyAnswer,
    SafetyFlag,
    SafetyKind,
    SafetyQuestion,
    SafetyReply,
    SafetyScreening,
)

Q = SafetyQuestion
POINTS_TO: Mapping[SafetyQuestion, SafetyKind] = {
    Q.DANGER_NOW: SafetyKind.IMMEDIATE_DANGER,
    Q.THREATENED: SafetyKind.CREDIBLE_THREAT,
    Q.FOLLOWED: SafetyKind.STALKING,
    Q.KNOWS_WHERE: SafetyKind.PROXIMITY,
    Q.WEAPON: SafetyKind.WEAPON,
    Q.VIOLENT_BEFORE: SafetyKind.PRIOR_VIOLENCE,
    Q.ORDER: SafetyKind.ORDER,
    Q.IMAGES: SafetyKind.NCII,
    Q.EXTORTION: SafetyKind.SEXTORTION,
    Q.MINOR: SafetyKind.MINOR,
}


class ScreeningRefused(Refusal):
    """The answers cannot be recorded as asked."""


@dataclass(frozen=True)
class Told:
    """One answer of the client, with what she said to it."""

    reply: SafetyReply
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Screened:
    """The safety questions as somebody put them; a question left out was not asked.

    Attributes:
        way: How they were put.
        asked_on: The day.
        asked_by: Who put them; nobody for the questionnaire.
        told: The answers.
    """

    way: AskedBy
    asked_on: date
    asked_by: User | None
    told: Mapping[SafetyQuestion, Told]


@transaction.atomic
def record(case: Case, screened: Screened, *, by: User) -> SafetyScreening:
    """Keep what the client answered; one row for each question, asked or not."""
    if screened.asked_on > timezone.localdate():
        raise ScreeningRefused("This day has not come yet.")
    made = SafetyScreening.objects.create(
        case=case,
        way=screened.way,
        asked_on=screened.asked_on,
        asked_by=screened.asked_by,
        recorded_by=by,
    )
    not_asked = Told(SafetyReply.NOT_ASKED)
    for question in SafetyQuestion:
        told = screened.told.get(question, not_asked)
        SafetyAnswer.objects.create(
            screening=made, question=question, reply=told.reply, note=told.note.strip()[:300]
        )
    return made


def newest(case: Case) -> SafetyScreening | None:
    """The screening that counts."""
    return case.screenings.select_related("asked_by").prefetch_related("answers").first()


def unanswered(case: Case) -> list[SafetyQuestion]:
    """The questions the client has not answered; all of them while nobody has asked."""
    last = newest(case)
    if last is None:
        return list(SafetyQuestion)
    asked = last.answers.exclude(reply=SafetyReply.NOT_ASKED).values_list("question", flat=True)
    answered = set(asked)
    return [question for question in SafetyQuestion if question not in answered]


def flags_to_raise(case: Case) -> list[SafetyAnswer]:
    """Answers “yes” of the newest screening whose danger is not flagged yet.

    A flag that was lifted after the client answered is not proposed again.
    """
    last = newest(case)
    if last is None:
        return []
    later = SafetyFlag.objects.filter(case=case).exclude(lifted_at__lt=last.recorded_at)
    flagged = set(later.values_list("kind", flat=True))
    return [
        answer
        for answer in last.answers.all()
        if answer.reply == SafetyReply.YES
        and (kind := POINTS_TO.get(SafetyQuestion(answer.question)))
        and kind not in flagged
    ]
