"""Drafts: begin, keep, leave, come back, forget.

Whoever holds a draft's token can find and open it; nobody else can, the firm included. The token
lives in the session row on the server while somebody writes, so the browser keeps nothing but the
session cookie, and it is gone when the session ends. The private phrase seals the token.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.utils import timezone

from accounts import keys
from accounts.errors import Refusal
from intake import phrase
from intake.models import Draft
from intake.models.draft import WITH_A_PHRASE, WITHOUT_A_WAY_BACK
from intake.questions import Answers

NONCE_BYTES = 12
TOKEN_BYTES = 32


class DraftGone(Refusal):
    """The draft was deleted, by the person or because its days were over."""


@dataclass(frozen=True)
class OpenDraft:
    """A draft together with the secret that opens it."""

    row: Draft
    token: str

    @property
    def answers(self) -> dict[str, object]:
        """The answers as last kept."""
        return _unsealed(bytes(self.row.answers_sealed), self.token, self.row)


def new_token() -> str:
    return secrets.token_hex(TOKEN_BYTES)


def begin(token: str) -> OpenDraft:
    """Begin a draft under this token, or go on with it: pressing twice makes one draft."""
    made, _ = Draft.objects.get_or_create(
        lookup=_lookup(token),
        defaults={
            "answers_sealed": b"",
            "expires_at": timezone.now() + WITHOUT_A_WAY_BACK,
        },
    )
    return OpenDraft(made, token)


def opened_by(token: str | None) -> OpenDraft | None:
    """The draft of this token; None when there is none or its days are over."""
    if not token:
        return None
    row = Draft.objects.kept().select_related("enquiry").filter(lookup=_lookup(token)).first()
    return OpenDraft(row, token) if row else None


@transaction.atomic
def keep(draft: OpenDraft, changes: Mapping[str, object], *, of: Iterable[str]) -> None:
    """Keep the answers of one page.

    The row is locked and only the answers of this page change, so that two windows do not undo
    one another's pages.

    Args:
        draft: The draft.
        changes: The answers of the page; an absent name means "not answered".
        of: Names of all questions on the page.

    Raises:
        DraftGone: It was deleted meanwhile.
    """
    locked = _locked(draft)
    answers = OpenDraft(locked, draft.token).answers
    for name in of:
        answers.pop(name, None)
    answers.update(changes)
    draft.row.answers_sealed = locked.answers_sealed = _sealed(answers, draft.token, locked)
    locked.expires_at = timezone.now() + (
        WITH_A_PHRASE if locked.has_a_way_back else WITHOUT_A_WAY_BACK
    )
    locked.save(update_fields=["answers_sealed", "expires_at", "saved_at"])


@transaction.atomic
def make_phrase(draft: OpenDraft) -> str:
    """Make the private phrase that leads back to the draft; an earlier one stops working.

    It is shown once: only its derived keys' traces are stored.

    Raises:
        DraftGone: It was deleted meanwhile.
    """
    locked = _locked(draft)
    words = phrase.new_phrase()
    derived = phrase.keys_of(words, pepper=keys.pepper())
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(derived.sealing).encrypt(nonce, draft.token.encode(), locked.uuid.bytes)
    locked.phrase_lookup = draft.row.phrase_lookup = derived.lookup
    locked.token_sealed = nonce + sealed
    if locked.enquiry_id is None:
        locked.expires_at = timezone.now() + WITH_A_PHRASE
    locked.save(update_fields=["phrase_lookup", "token_sealed", "expires_at", "saved_at"])
    return words


def come_back(typed: str) -> OpenDraft | None:
    """The draft that six words lead to; None when they lead nowhere.

    Takes the same time whether or not a draft is found: the words are stretched first.
    """
    derived = phrase.keys_of(typed, pepper=keys.pepper())
    row = (
        Draft.objects.kept().select_related("enquiry").filter(phrase_lookup=derived.lookup).first()
    )
    if row is None:
        return None
    sealed = bytes(row.token_sealed)
    try:
        token = AESGCM(derived.sealing).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.uuid.bytes
        )
    except InvalidTag:
        return None
    return OpenDraft(row, token.decode())


def mark_of(answers: Answers, names: Iterable[str]) -> str:
    """A short digest of some answers, by which a page notices that they changed meanwhile."""
    part = {name: answers[name] for name in names if name in answers}
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def forget(draft: OpenDraft) -> None:
    """Delete a draft that was not sent; a second press finds nothing left to do."""
    Draft.objects.filter(pk=draft.row.pk, enquiry=None).delete()


def delete_expired() -> int:
    """Delete the drafts whose days are over; returns how many."""
    deleted, _ = Draft.objects.expired().delete()
    return deleted


def _locked(draft: OpenDraft) -> Draft:
    row = Draft.objects.select_for_update(of=["self"]).filter(pk=draft.row.pk).first()
    if row is None:
        raise DraftGone("These answers were deleted. You can start again when you like.")
    return row


def _lookup(token: str) -> str:
    return hmac.new(keys.pepper(), b"draft|" + token.encode(), hashlib.sha256).hexdigest()


def _cipher(token: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=keys.pepper(), info=b"draft answers")
    return AESGCM(derived.derive(token.encode()))


def _sealed(answers: Answers, token: str, row: Draft) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(answers, ensure_ascii=False, sort_keys=True).encode()
    return nonce + _cipher(token).encrypt(nonce, plain, row.uuid.bytes)


def _unsealed(sealed: bytes, token: str, row: Draft) -> dict[str, object]:
    if not sealed:
        return {}
    plain = _cipher(token).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.uuid.bytes)
    return cast("dict[str, object]", json.loads(plain))
