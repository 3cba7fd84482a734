"""References can be read out, are never given twice and do not count the firm's enquiries."""

import re

import pytest

from intake import references


def test_a_reference_has_its_form() -> None:
    assert re.fullmatch(
        r"MR-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}", references.reference(1, prefix="MR")
    )


def test_no_sign_is_mistaken_for_another() -> None:
    assert not set(references.ALPHABET) & set("01OIL")


def test_no_two_numbers_share_a_reference() -> None:
    numbers = [*range(1, 20_001), *range(references.SIZE - 20_000, references.SIZE)]

    assert len({references.reference(n, prefix="MR") for n in numbers}) == 40_000


def test_neighbours_do_not_look_alike() -> None:
    first, second = (references.reference(n, prefix="MR") for n in (41, 42))

    assert sum(a != b for a, b in zip(first, second, strict=True)) >= 4


@pytest.mark.parametrize("number", [0, -1, references.SIZE])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no reference"):
        references.reference(number, prefix="MR")


@pytest.mark.parametrize(
    ("firm", "prefix"),
    [
        ("Marlow Reid Law", "MR"),
        ("Example Reputation Law LLP", "ER"),
        ("Kestrel", "KX"),
        ("", "XX"),
    ],
)
def test_the_prefix_comes_from_the_firm(firm: str, prefix: str) -> None:
    assert references.prefix_of(firm) == prefix


@pytest.mark.parametrize("typed", ["mr-7k2-q94", "MR7K2Q94", " mr 7k2 q94 "])
def test_a_reference_may_be_typed_the_way_people_type(typed: str) -> None:
    assert references.as_written(typed) == "MR-7K2-Q94"
