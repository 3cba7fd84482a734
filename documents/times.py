"""Stated times as papers print them: local first, UTC beside, doubt never hidden. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cases.moments import SOURCE_CHOICES, Moment, Precision, Source

_SOURCES = dict(SOURCE_CHOICES)


def in_words(moment: Moment) -> str:
    """Such as “7 October 2026, 9:14 pm PDT (8 October 2026, 04:14 UTC)” or “about 3 May 2026”."""
    wall = moment.wall_from
    if wall is None or moment.precision is Precision.UNKNOWN:
        return f"not known, shown as “{moment.words}”" if moment.words else "not known"
    match moment.precision:
        case Precision.EXACT | Precision.MINUTE:
            return _to_the_minute(wall, moment.zone)
        case Precision.MONTH:
            return f"{wall:%B %Y}"
        case Precision.BETWEEN if moment.wall_to is not None:
            return f"between {_day(wall)} and {_day(moment.wall_to)}"
        case Precision.ABOUT | Precision.BEFORE | Precision.AFTER:
            return f"{moment.precision.value} {_day(wall)}"
        case _:
            return _day(wall)


def with_source(moment: Moment) -> str:
    """The time and who says so, such as “3 May 2026 (client says)”."""
    if moment.source is Source.NONE:
        return in_words(moment)
    return f"{in_words(moment)} ({_SOURCES[moment.source.value]})"


def _day(wall: datetime) -> str:
    return f"{wall.day} {wall:%B %Y}"


def _clock(wall: datetime) -> str:
    return f"{wall.hour % 12 or 12}:{wall:%M} {'am' if wall.hour < 12 else 'pm'}"  # noqa: PLR2004


def _to_the_minute(wall: datetime, zone: str) -> str:
    local = f"{_day(wall)}, {_clock(wall)}"
    if not zone:
        return f"{local}, zone not stated"
    aware = wall.replace(tzinfo=ZoneInfo(zone))
    universal = aware.astimezone(UTC)
    if aware.utcoffset() == universal.utcoffset():
        return f"{local} UTC"
    return f"{local} {aware.tzname()} ({_day(universal)}, {universal:%H:%M} UTC)"
