"""Making sure that it is the client who speaks: by her code word, or in person.

The code word is compared, never shown. Each comparison is kept, and wrong ones are few: whoever
guesses on the telephone has five tries, whichever colleague they call.
"""

import hmac
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import SafeContact, User
from cases.models import Case, IdentityCheck, IdentityWay, ReachChange

WRONG_TRIES: Final = 5
WINDOW: Final = timedelta(minutes=15)
SHORTEST: Final = 4
TOO_SHORT: Final = f"Choose a code word with at least {SHORTEST} letters or digits"


class NotSure(Refusal):
    """It cannot be said now whether this is the client."""


class TooShort(Refusal):
    """Too little of a code word can be heard to know somebody by it."""


def is_long_enough(word: str) -> bool:
    """Whether enough of a word can be heard to know somebody by it."""
    return len(_heard(word)) >= SHORTEST


def keep_word(place: SafeContact | ReachChange, word: str) -> None:
    """Keep a code word; an empty one leaves what is there.

    Raises:
        TooShort: Fewer than four letters or digits of it can be heard.
    """
    if not word.strip():
        return
    if not is_long_enough(word):
        raise TooShort(f"{TOO_SHORT}.")
    place.code_word = word.strip()


@transaction.atomic
def compare(case: Case, said: str, *, by: User) -> IdentityCheck:
    """Compare what a caller says with the code word, and keep whether it matched.

    Raises:
        NotSure: No code word is kept, or it was wrong too often just now.
    """
    locked = Case.objects.select_for_update(of=["self"]).select_related("safe_contact")
    contact = locked.get(pk=case.pk).safe_contact
    if contact is None or not contact.code_word_sealed:
        raise NotSure("No code word is kept. Make sure in another way who this is.")
    since = timezone.now() - WINDOW
    wrong = case.identity_checks.filter(way=IdentityWay.CODE_WORD, matched=False, at__gt=since)
    if wrong.count() >= WRONG_TRIES:
        raise NotSure(
            "The code word was wrong five times. End the call, and call back in 15 minutes in the "
            "way agreed with the client."
        )
    heard = _heard(said).encode()
    matched = bool(heard) and hmac.compare_digest(heard, _heard(contact.code_word).encode())
    return IdentityCheck.objects.create(
        case=case, way=IdentityWay.CODE_WORD, matched=matched, by=by
    )


def saw_in_person(case: Case, words: str, *, by: User) -> IdentityCheck:
    """Keep that somebody saw the client with a photo ID."""
    if not words.strip():
        raise NotSure("Say what you saw.")
    return IdentityCheck.objects.create(
        case=case, way=IdentityWay.IN_PERSON, matched=True, words=words.strip()[:200], by=by
    )


def fresh(case: Case, *, by: User) -> IdentityCheck | None:
    """The check by which this person has just made sure of the client; none if it did not."""
    since = timezone.now() - WINDOW
    latest = case.identity_checks.filter(by=by, at__gt=since).first()
    return latest if latest is not None and latest.matched else None


def is_sure(case: Case, contact: SafeContact, *, by: User) -> bool:
    """Whether this person has just made sure of the client, or no code word is kept to do it."""
    return not contact.code_word_sealed or fresh(case, by=by) is not None


def require(case: Case, contact: SafeContact, *, by: User) -> None:
    """Refuse what needs the client herself, unless her code word was just heard.

    Where none is kept yet, the person says in words how they made sure.

    Raises:
        NotSure: A code word is kept and was not heard by this person just now.
    """
    if not is_sure(case, contact, by=by):
        raise NotSure("Check her code word first, then do this within 15 minutes.")


def _heard(words: str) -> str:
    """A word as it is heard: without case, spaces, signs, or accents on Latin letters.

    In other scripts a mark may be a vowel; it is heard as a letter is.
    """
    return "".join(_sounds(unicodedata.normalize("NFKD", words.casefold())))


def _sounds(spelt: str) -> Iterator[str]:
    marks_count = False
    for sign in spelt:
        if unicodedata.category(sign).startswith("M"):
            if marks_count:
                yield sign
            continue
        marks_count = sign.isalpha() and "LATIN" not in unicodedata.name(sign, "LATIN")
        if sign.isalnum():
            yield sign
