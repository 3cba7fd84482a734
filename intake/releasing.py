"""Putting an approved letter on the client's page: an attorney's act, after a look at that page."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from cases.client import correspondence, news
from cases.client.news import Told
from cases.models import Case
from documents.models import LetterVersion
from intake.models import ReleasedLetter


class NotReleased(Refusal):
    """A letter cannot be put on the client's page, or taken off it, as asked."""


@transaction.atomic
def release(
    case: Case, version: LetterVersion, *, words: str, sent_on: date | None, seen: str, by: User
) -> Told:
    """Let the client read an approved letter.

    Args:
        case: The case.
        version: The approved version.
        words: What she reads about it.
        sent_on: The day it was sent for her, if it was.
        seen: The mark of the look at her page with these words (:func:`look_at`).
        by: The attorney.

    Raises:
        NotReleased: It is not approved, it is there already, or nobody looked at her page.
    """
    Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    if not version.is_approved:
        raise NotReleased("Only an approved letter can be put on the client's page.")
    if sent_on is not None and sent_on > timezone.localdate():
        raise NotReleased("This day has not come yet.")
    if seen != look_at(case, version, words=words, sent_on=sent_on, by=by):
        raise NotReleased("Look at the client's page with these words first.")
    if ReleasedLetter.objects.standing().filter(version=version).exists():
        raise NotReleased("This letter is on the client's page already.")
    ReleasedLetter.objects.create(case=case, version=version, words=words, sent_on=sent_on, by=by)
    return news.tell_client(case, "a letter waits", by=by)


def look_at(
    case: Case, version: LetterVersion, *, words: str, sent_on: date | None, by: User
) -> str:
    """A mark that this person has seen the client's page with this letter and these words."""
    return correspondence.look_at(case, f"letter {version.pk} {sent_on} {words}", by=by)


@transaction.atomic
def take_back(released: ReleasedLetter, *, by: User) -> None:
    """Take a letter off the client's page at once."""
    changed = (
        ReleasedLetter.objects.standing()
        .filter(pk=released.pk)
        .update(taken_back_at=timezone.now(), taken_back_by=by)
    )
    if not changed:
        raise NotReleased("It is off the client's page already.")
