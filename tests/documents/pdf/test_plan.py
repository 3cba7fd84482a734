"""Counting and cutting."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.pdf.plan import Span, bates, slices


def test_bates_numbers_have_six_digits_and_grow_past_them() -> None:
    assert bates("VAN", 118) == "VAN-000118"
    assert bates("VAN", 1_000_000) == "VAN-1000000"


def test_a_span_reads_as_a_range_and_a_single_page_as_one_number() -> None:
    span = Span("VAN", 9, 11)

    assert str(span) == "VAN-000009 to VAN-000011"
    assert list(span) == ["VAN-000009", "VAN-000010", "VAN-000011"]
    assert len(span) == 3
    assert str(Span("VAN", 9, 9)) == "VAN-000009"


@pytest.mark.parametrize(("first", "last"), [(0, 3), (5, 4), (-2, -1)])
def test_an_impossible_span_is_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="no range"):
        Span("VAN", first, last)


@given(
    height=st.floats(min_value=1, max_value=100_000),
    window=st.floats(min_value=50, max_value=700),
    share=st.floats(min_value=0, max_value=0.9),
)
def test_slices_show_everything_and_repeat_exactly_the_overlap(
    height: float, window: float, share: float
) -> None:
    overlap = window * share

    parts = slices(height, window, overlap)

    assert parts[0].top == 0
    assert parts[-1].top + parts[-1].height == pytest.approx(height)
    assert all(0 < part.height <= window for part in parts)
    for above, below in pairwise(parts):
        assert above.top + above.height - below.top == pytest.approx(overlap, abs=1e-6)


def test_a_picture_that_fits_is_not_cut() -> None:
    assert [part.height for part in slices(684, 684, 36)] == [684]
