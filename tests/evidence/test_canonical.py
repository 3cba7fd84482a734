"""Golden vectors of the custody format, version 1: these bytes may never change."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import canonical
from evidence.canonical import NotCanonical, Plain

CHAIN = UUID("00000000-0000-4000-8000-000000000001")

# The digests were made with `printf %s '<text>' | sha256sum`, not with this program.
GENESIS = "0688b31c84031b8aabe4e01bddfce9a384b1c56b186bb073d50c4f224d2e1857"
VECTORS: list[tuple[Plain, str]] = [
    ({}, "{}"),
    ({"b": 1, "a": [True, None, "é"]}, '{"a":[true,null,"é"],"b":1}'),
    ({"q": 'a "b"\n\t\\'}, '{"q":"a \\"b\\"\\n\\t\\\\"}'),
    ({"size": 2**53 - 1, "low": -(2**53) + 1}, '{"low":-9007199254740991,"size":9007199254740991}'),
    ({"emoji": "😀", "Z": "", "_": "\u202e"}, '{"Z":"","_":"\u202e","emoji":"😀"}'),
]


@pytest.mark.parametrize(("value", "spelling"), VECTORS)
def test_the_spelling_is_pinned(value: Plain, spelling: str) -> None:
    assert canonical.text(value) == spelling
    assert canonical.is_canonical(spelling)


def test_the_digests_are_pinned() -> None:
    assert canonical.genesis(CHAIN) == GENESIS


ENTRY = (
    '{"act":"received","actor":"user:00000000-0000-4000-8000-000000000007","at":"2026-11-'
    '20T10:00:00.123456Z","chain":"00000000-0000-4000-8000-000000000001","data":{"blob":"'
    '00000000-0000-4000-8000-00000000000b","channel":"staff","sha256":"ba7816bf8f01cfea41'
    '4140de5dae2223b00361a396177a9cb410ff61f20015ad","size":3},"nonce":"0123456789abcdef0'
    '123456789abcdef","prev":"0688b31c84031b8aabe4e01bddfce9a384b1c56b186bb073d50c4f224d2'
    'e1857","seq":1,"subject":"00000000-0000-4000-8000-00000000000e","v":1}'
)
ENTRY_HASH = "721aabc3df00f9b0588273492edbe383e66ddc295c34df30f508513c93c6dd5e"


def test_a_whole_entry_of_version_1_is_pinned() -> None:
    assert canonical.digest(ENTRY) == ENTRY_HASH
    assert canonical.is_canonical(ENTRY)
    assert GENESIS in ENTRY


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), "\x00", "\ud800", 2**53, {"a": {"b": 0.5}}, {1: "x"}, b"x", {"\x00": 1}],
)
def test_what_has_more_than_one_spelling_is_refused(value: Plain) -> None:
    with pytest.raises(NotCanonical):
        canonical.text(value)


@pytest.mark.parametrize(
    "spelling",
    ['{"b":1,"a":2}', '{"a": 1}', '{"a":1.0}', '{"a":"\\u00e9"}', '{"a":1,"a":1}', "{", "NaN"],
)
def test_other_spellings_are_told_apart(spelling: str) -> None:
    assert not canonical.is_canonical(spelling)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-canonical.LARGEST, canonical.LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.just("k"), inner),
    max_leaves=12,
)


@given(plain)
def test_every_spelling_reads_back_to_itself(value: Plain) -> None:
    assert canonical.is_canonical(canonical.text(value))
