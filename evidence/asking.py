"""The question before files: asked on each way in, answered by a person, kept on record.

A file that may show someone under 18 undressed or in something sexual must not reach us. So no
file is taken before the person who sends it has said “no” in this sitting; after “yes” and “I am
not sure” nothing is taken, and a supervising attorney has a task for the same day.
"""

from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from cases import once, to_do
from cases.models import Case
from evidence.models import AnswerBeforeFiles, FilesAnswer, Young
from evidence.models.asking import AnswerQuerySet

QUESTION = "Might anyone in them be under 18, and undressed or in something sexual?"
NOT_TAKEN = "A file was not taken: it may show someone under 18. Decide what is done"
ANSWERED = "answered_before_files"

Answer = TypeVar("Answer", bound=AnswerBeforeFiles)


@transaction.atomic
def record(case: Case, answer: Young, *, by: User, number: UUID | None = None) -> FilesAnswer:
    """Keep an answer given before files for a case; “yes” and “not sure” call a supervisor.

    Args:
        number: Of this showing of the question, which is answered once.
    """
    answers = FilesAnswer.objects.filter(case=case, by=by)
    given: FilesAnswer | None = answered_already(answers, answer, number=number)
    if given is not None:
        return given
    given = FilesAnswer.objects.create(case=case, answer=answer, by=by, question=QUESTION)
    if given.stops:
        to_do.call_supervisor(case, NOT_TAKEN, by=by)
    return given


def answered_already(
    answers: QuerySet[Answer], answer: Young, *, number: UUID | None
) -> Answer | None:
    """The latest of a person's answers if it is this one, sent again by the same showing."""
    if once.first_time(number):
        return None
    latest = answers.first()
    return latest if latest is not None and latest.answer == answer else None


def remember(request: HttpRequest, given: AnswerBeforeFiles, *, place: str) -> None:
    """Note in the session what was answered for a place, such as one case."""
    places = {**request.session.get(ANSWERED, {})}
    places[place] = str(given.uuid)
    request.session[ANSWERED] = places


def lets_in(request: HttpRequest, answers: AnswerQuerySet, *, place: str) -> bool:
    """Whether this sitting's latest answer for a place, one of ``answers``, was “no”."""
    said = request.session.get(ANSWERED, {}).get(place)
    return said is not None and answers.of_this_sitting().filter(uuid=UUID(said)).exists()
