"""The private phrase: six words that lead back to saved answers and open them.

Six words of the 7,776-word list give 77 bits, also without the few that would hurt somebody who is
threatened or followed: those are never handed out. One scrypt over the phrase, salted with the
secret of this installation (the pepper), yields two keys that tell nothing of one another: one to
find the draft and one to open it. A stolen database without the pepper, and without the phrase,
opens nothing, and neither does the person who runs the server. The phrase is shown once and
never mailed.

Source of the list: EFF, "Deep Dive: EFF's New Wordlists for Random Passphrases" (2016), as shipped
with xkcdpass.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

WORDS_IN_PHRASE = 6
DAYS_KEPT = 30

# 32 MiB and about a tenth of a second per try.
_COST, _BLOCK, _LANES = 2**15, 8, 1
_MEMORY_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class PhraseKeys:
    """What a phrase yields.

    Attributes:
        lookup: 64 hex digits; finds the draft and is stored beside it.
        sealing: 32 bytes; opens the draft and is never stored.
    """

    lookup: str
    sealing: bytes


@cache
def words() -> tuple[str, ...]:
    """The 7,776 words, lower case, in the order of the list."""
    text = files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="ascii")
    return tuple(text.split())


@cache
def unkind_words() -> frozenset[str]:
    """Words of the list that nobody who is threatened or followed should be handed."""
    text = Path(__file__).with_name("unkind_words.txt").read_text(encoding="ascii")
    return frozenset(text.split())


@cache
def kind_words() -> tuple[str, ...]:
    """The words that a phrase is made of."""
    return tuple(word for word in words() if word not in unkind_words())


def new_phrase() -> str:
    """Six words, chosen by the system's source of randomness."""
    return " ".join(secrets.choice(kind_words()) for _ in range(WORDS_IN_PHRASE))


def normalised(typed: str) -> str:
    """The phrase as it is hashed: lower case, one blank between words.

    People copy it with dashes, commas, numbers and line breaks between the words; whatever is not
    a letter counts as a border, in the hyphened words of the list ("yo-yo") as well.
    """
    letters = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join("".join(c if "a" <= c <= "z" else " " for c in letters).split())


def keys_of(typed: str, *, pepper: bytes) -> PhraseKeys:
    """Derive the two keys of a phrase; takes about a tenth of a second.

    Args:
        typed: The words as a person typed them.
        pepper: The secret of this installation, at least 16 bytes.
    """
    material = hashlib.scrypt(
        normalised(typed).encode(),
        salt=pepper,
        n=_COST,
        r=_BLOCK,
        p=_LANES,
        maxmem=_MEMORY_BYTES,
        dklen=64,
    )
    return PhraseKeys(lookup=material[:32].hex(), sealing=material[32:])
