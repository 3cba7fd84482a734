"""The tags every template shares."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.templatetags import ui
from config.env import BASE_DIR

PACIFIC = ZoneInfo("America/Los_Angeles")


def test_a_time_is_local_first_with_utc_beside_it() -> None:
    with timezone.override(PACIFIC):
        written = ui.stamp(datetime(2026, 10, 6, 17, 4, tzinfo=UTC))

    assert written == (
        '<time datetime="2026-10-06T17:04:00+00:00">6 Oct 2026, 10:04 am PDT '
        '<span class="muted">(17:04 UTC)</span></time>'
    )


def test_the_utc_date_is_named_when_it_is_another_day() -> None:
    with timezone.override(PACIFIC):
        written = ui.stamp(datetime(2026, 10, 7, 4, 14, tzinfo=UTC))

    assert "6 Oct 2026, 9:14 pm PDT" in written
    assert "(7 Oct, 04:14 UTC)" in written


def test_a_reader_in_utc_sees_one_time() -> None:
    with timezone.override(UTC):
        written = ui.stamp(datetime(2026, 10, 6, 0, 5, tzinfo=UTC))

    assert written == '<time datetime="2026-10-06T00:05:00+00:00">6 Oct 2026, 12:05 am UTC</time>'


def test_a_day_is_the_readers_day() -> None:
    with timezone.override(PACIFIC):
        assert ui.day(datetime(2026, 10, 7, 4, 14, tzinfo=UTC)) == "6 Oct 2026"
    assert ui.day(date(2026, 10, 7)) == "7 Oct 2026"


def test_numbers_and_codes_stay_on_one_line_and_names_may_break() -> None:
    assert ui.unbroken("<b> Thorsby-Vale, 2026-0002: US-IL") == (
        '&lt;b&gt; Thorsby-Vale, <span class="nowrap">2026-0002</span>: '
        '<span class="nowrap">US-IL</span>'
    )
    assert ui.unbroken("") == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Adaeze Lindqvist", "AL"), ("Dr. Marisol de Vantreight", "DV"), ("Bao", "B"), ("555", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert ui.initials(name) == letters


def test_an_icon_is_hidden_or_named() -> None:
    assert 'aria-hidden="true"' in ui.icon("flag")
    assert 'role="img" aria-label="Flagged"' in ui.icon("flag", label="Flagged")
    with pytest.raises(ValueError, match="no symbol 'nonsense'"):
        ui.icon("nonsense")


def test_scripts_are_small_and_keep_nothing_in_the_browser() -> None:
    for script in (BASE_DIR / "static" / "js").glob("*.js"):
        text = script.read_text()
        assert len(text) < 4096, script.name
        for store in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
            assert store not in text, script.name
        assert not re.search(r"^(import|export) ", text, re.MULTILINE), script.name
