"""Times as people state them: rarely exact, never without a source.

A :class:`Moment` keeps the words as seen, the wall-clock value, its zone, its precision and
where it came from, and derives the UTC bounds that lists sort by. Pure: no database.

Rules: the bounds of a bounded moment are the first and last instant it can mean. Without a
zone they widen by the 26 hours between UTC+14 and UTC-12. “Before” has no earliest bound,
“after” no latest. A wall time inside a daylight-saving gap or fold means both readings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

EARLIEST_OFFSET = timedelta(hours=14)  # UTC+14, where a day begins first
LATEST_OFFSET = timedelta(hours=-12)  # UTC-12, where it ends last
ABOUT = timedelta(days=15)  # how far “about a day” reaches to each side


class Precision(Enum):
    """How exactly a time is known; the value is what the database stores."""

    EXACT = "exact"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    ABOUT = "about"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


class Source(Enum):
    """Where a time came from."""

    PAGE = "page"
    METADATA = "metadata"
    CLIENT = "client"
    STAFF = "staff"
    SERVER = "server"
    NONE = "none"


PRECISION_CHOICES = [
    ("exact", "exact time"),
    ("minute", "to the minute"),
    ("day", "exact day"),
    ("month", "month"),
    ("about", "about"),
    ("between", "between"),
    ("before", "before"),
    ("after", "after"),
    ("unknown", "not known"),
]
SOURCE_CHOICES = [
    ("page", "shown on the page"),
    ("metadata", "from metadata"),
    ("client", "client says"),
    ("staff", "entered by staff"),
    ("server", "our server"),
    ("none", "no source"),
]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One stated time.

    Attributes:
        words: The words as seen, such as “2h” or “last spring”.
        wall_from: Wall-clock value without a zone: the instant, or the first one meant.
        wall_to: The last wall-clock value of “between”, else ``None``.
        zone: IANA zone name of the wall clock, or empty when nobody said.
        precision: How exactly it is known.
        source: Where it came from.
    """

    words: str = ""
    wall_from: datetime | None = None
    wall_to: datetime | None = None
    zone: str = ""
    precision: Precision = Precision.UNKNOWN
    source: Source = Source.NONE

    def __post_init__(self) -> None:
        known = self.precision is not Precision.UNKNOWN
        if known and self.wall_from is None:
            raise ValueError("A time that is known needs a date.")
        if self.precision is Precision.BETWEEN and (
            self.wall_to is None or self.wall_from is None or self.wall_to < self.wall_from
        ):
            raise ValueError("“Between” needs a first and a last date, in that order.")

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The earliest and the latest UTC instant that can be meant."""
        if self.precision is Precision.UNKNOWN or self.wall_from is None:
            return None, None
        first, last = _wall_span(self.precision, self.wall_from, self.wall_to)
        earliest = min(_instants(first, self.zone, earliest=True))
        latest = max(_instants(last, self.zone, earliest=False))
        if self.precision is Precision.BEFORE:
            return None, latest
        if self.precision is Precision.AFTER:
            return earliest, None
        return earliest, latest

    @property
    def first_day(self) -> date | None:
        """The earliest calendar day it can mean on its own wall clock."""
        if self.precision in (Precision.UNKNOWN, Precision.BEFORE) or self.wall_from is None:
            return None
        return _wall_span(self.precision, self.wall_from, self.wall_to)[0].date()


def _wall_span(
    precision: Precision, wall_from: datetime, wall_to: datetime | None
) -> tuple[datetime, datetime]:
    day = wall_from.replace(hour=0, minute=0, second=0, microsecond=0)
    end_of_day = timedelta(days=1, microseconds=-1)
    match precision:
        case Precision.EXACT:
            return wall_from, wall_from
        case Precision.MINUTE:
            minute = wall_from.replace(second=0, microsecond=0)
            return minute, minute + timedelta(minutes=1, microseconds=-1)
        case Precision.MONTH:
            first = day.replace(day=1)
            return first, (first + timedelta(days=32)).replace(day=1) - timedelta(microseconds=1)
        case Precision.ABOUT:
            return day - ABOUT, day + ABOUT + end_of_day
        case Precision.BETWEEN if wall_to is not None:
            return day, wall_to.replace(hour=0, minute=0, second=0, microsecond=0) + end_of_day
        case _:
            return day, day + end_of_day


def _instants(wall: datetime, zone: str, *, earliest: bool) -> Iterable[datetime]:
    if not zone:
        offset = EARLIEST_OFFSET if earliest else LATEST_OFFSET
        return [(wall - offset).replace(tzinfo=UTC)]
    tz = ZoneInfo(zone)
    return [wall.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)]
