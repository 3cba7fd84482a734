"""The private phrase finds and opens; nothing else does."""

import math

import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from intake import phrase

PEPPER = b"a pepper of sixteen bytes or more"
WORDS = "amber kettle north river lamp oak"


def test_the_list_is_the_one_of_7776_words() -> None:
    assert len(phrase.words()) == 6**5
    assert len(set(phrase.words())) == 6**5


def test_a_new_phrase_has_six_words_of_the_list() -> None:
    words = phrase.new_phrase().split(" ")

    assert len(words) == 6
    assert set(words) <= set(phrase.words())


def test_no_phrase_hurts_who_is_threatened_and_it_keeps_its_77_bits() -> None:
    unkind = phrase.unkind_words()

    assert "strangle" in unkind
    assert unkind <= set(phrase.words())
    assert not unkind & set(phrase.kind_words())
    assert 6 * math.log2(len(phrase.kind_words())) > 77


def test_two_phrases_differ() -> None:
    assert phrase.new_phrase() != phrase.new_phrase()


@pytest.mark.parametrize(
    "typed",
    [
        "Amber Kettle North River Lamp Oak",
        "  amber  kettle\nnorth river lamp oak ",
        "amber - kettle - north - river - lamp - oak",
        "1 amber, 2 kettle, 3 north, 4 river, 5 lamp, 6 oak",
    ],
)
def test_a_phrase_may_be_typed_the_way_people_type(typed: str) -> None:
    assert phrase.keys_of(typed, pepper=PEPPER) == phrase.keys_of(WORDS, pepper=PEPPER)


def test_the_order_of_the_words_counts() -> None:
    other = phrase.keys_of("kettle amber north river lamp oak", pepper=PEPPER)

    assert other.lookup != phrase.keys_of(WORDS, pepper=PEPPER).lookup


def test_another_installation_has_other_keys() -> None:
    here, there = (phrase.keys_of(WORDS, pepper=pepper) for pepper in (PEPPER, b"x" * 32))

    assert here.lookup != there.lookup
    assert here.sealing != there.sealing


def test_finding_does_not_open() -> None:
    keys = phrase.keys_of(WORDS, pepper=PEPPER)

    assert bytes.fromhex(keys.lookup) != keys.sealing


def test_the_derivation_is_scrypt_as_another_implementation_has_it() -> None:
    other = Scrypt(salt=PEPPER, length=64, n=2**15, r=8, p=1).derive(WORDS.encode())
    keys = phrase.keys_of(WORDS, pepper=PEPPER)

    assert bytes.fromhex(keys.lookup) + keys.sealing == other
