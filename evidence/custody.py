"""The custody chain: adding a link, and checking that no link was changed.

What a chain proves: that its entries stand in the order they were made, at the times the database
gave them, and that none was edited, moved, put in or taken out of the middle. What it does not:
that the end was not cut off together with the head. For that, heads are kept elsewhere: every
packet prints its case's.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from cases.models import Case, Party
from evidence import canonical
from evidence.models import Act, CustodyEntry, CustodyHead, Item, Vault

SYSTEM = "system"
VISITOR = "visitor"


def actor_of(by: User | Party | None) -> str:
    """How the chain names who acted: an id, never a name."""
    match by:
        case User():
            return f"user:{by.uuid}"
        case Party():
            return f"party:{by.uuid}"
        case _:
            return SYSTEM


def record(
    vault: Vault,
    act: Act,
    *,
    actor: str,
    item: Item | None = None,
    data: dict[str, canonical.Plain] | None = None,
) -> int:
    """Add a link to a vault's chain and return its number.

    The chain's head stays locked until the transaction ends, so call it last. Only ids, digests
    and codes go into ``data``: no names, no words of a person.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO evidence_custodyentry (vault_id, act, actor, subject, data)"
            " VALUES (%s, %s, %s, %s, %s) RETURNING seq",
            [vault.pk, act.value, actor, item.uuid if item else None, canonical.text(data or {})],
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]


@dataclass(frozen=True)
class Problem:
    """Something wrong in one chain, in words.

    Attributes:
        chain: The vault's uuid.
        seq: The entry it concerns, or 0.
        words: A sentence.
    """

    chain: UUID
    seq: int
    words: str

    def __str__(self) -> str:
        return f"{self.chain}, entry {self.seq}: {self.words}"


def verify_case(case: Case) -> list[Problem]:
    """What is wrong with a case's chain; empty when every link holds."""
    return [problem for vault in Vault.objects.filter(case=case) for problem in verify_chain(vault)]


def verify_chain(vault: Vault) -> Iterator[Problem]:
    """Check every link of one chain, in constant memory.

    Entries may be added meanwhile: what the head has and the reading lacks is read too.
    """
    seq, last = 0, canonical.genesis(vault.uuid)
    head = None
    while (later := vault.custody.filter(seq__gt=seq).order_by("seq")).exists():
        for entry in later.iterator(2000):
            for words in _faults(entry, vault.uuid, seq + 1, last):
                yield Problem(vault.uuid, entry.seq, words)
            seq, last = entry.seq, entry.hash
        head = CustodyHead.objects.filter(vault=vault).first()
        if head is None or head.seq <= seq:
            break
    head = head or CustodyHead.objects.filter(vault=vault).first()
    if (head.seq, head.hash) != (seq, last) if head else seq:
        yield Problem(vault.uuid, seq, "The end of the log was cut off, or its head was changed.")


def _faults(entry: CustodyEntry, chain: UUID, seq: int, prev: str) -> Iterator[str]:
    if entry.seq != seq:
        yield f"Entry {seq} is missing."
    if entry.prev != prev:
        yield "It does not follow from the entry before it."
    if canonical.digest(entry.canonical) != entry.hash:
        yield "Its text was changed."
    if not canonical.is_canonical(entry.canonical):
        yield "Its text is not in the custody format."
        return
    if json.loads(entry.canonical) != _envelope(entry, chain):
        yield "Its columns differ from its text."


def _envelope(entry: CustodyEntry, chain: UUID) -> dict[str, Any]:
    """What the text of an entry must hold, given its columns."""
    text = json.loads(entry.canonical)
    return {
        "act": entry.act,
        "actor": entry.actor,
        "at": entry.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "chain": str(chain),
        "data": json.loads(entry.data),
        "nonce": text.get("nonce"),
        "prev": entry.prev,
        "seq": entry.seq,
        "subject": str(entry.subject) if entry.subject else None,
        "v": canonical.VERSION,
    }
