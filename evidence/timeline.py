"""The evidence of a case in the order in which things happened, by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils import formats

from accounts.models import User
from cases.models import (
    Case,
    Category,
    Direction,
    Incident,
    OnlineAccount,
    Statement,
    StatementKind,
)
from cases.moments import Moment, Precision
from evidence.models import File, Item, ItemQuerySet, ItemState

PAGE = 100
QUIET_DAYS = 2
CLOCKED = (Precision.EXACT, Precision.MINUTE)
SHAPES = {
    Category.THREATS: "threat",
    Category.EXTORTION: "threat",
    Category.CYBERSTALKING: "message",
    Category.REPEATED_ABUSE: "message",
    Category.FALSE_REVIEWS: "review",
    Category.IMPERSONATION: "profile",
}


@dataclass(frozen=True)
class When:
    """A stated time in words.

    Attributes:
        clock: The time of day on its own wall clock, or what stands in for it.
        local: Day and time on its own wall clock, with the zone.
        utc: The same in UTC, or empty when it cannot be said.
        source: Where it came from.
        is_certain: Whether it is known to the day at least.
        is_month: Whether only its month is known.
    """

    clock: str = ""
    local: str = "Not known"
    utc: str = ""
    source: str = ""
    is_certain: bool = False
    is_month: bool = False


@dataclass(kw_only=True)
class Entry:
    """One item on the timeline."""

    item: Item
    at: datetime
    on: date
    when: When
    incident: Incident | None
    statement: Statement | None
    account: OnlineAccount | None

    @property
    def shape(self) -> str:
        """Which mark stands for it: post, message, threat, review, profile or ours."""
        if self.incident is None or self.incident.direction == Direction.CLIENT:
            return "ours"
        if self.statement is not None and self.statement.kind == StatementKind.THREAT:
            return "threat"
        return SHAPES.get(Category(self.incident.category), "post") if self.category else "post"

    @property
    def is_month(self) -> bool:
        """Whether only the month is known."""
        return self.when.is_month

    @property
    def category(self) -> str:
        return self.incident.category if self.incident else ""

    @property
    def colour(self) -> str:
        """The account's letter for its colour, ``i`` without one."""
        return mark_of(self.account)


@dataclass(kw_only=True)
class Day:
    """The items of one day, or of a month whose day is not known."""

    on: date
    entries: Sequence[Entry]
    is_month: bool = False
    quiet_days: int = 0

    @property
    def accounts(self) -> int:
        return len({entry.account.pk for entry in self.entries if entry.account})


@dataclass(kw_only=True)
class Page:
    """A stretch of the timeline.

    Attributes:
        days: In order.
        total: Items of the case this person may see.
        matching: Items that fit the filters.
        earlier: Whether this page begins after the first.
        later: Where the next page begins, or empty.
    """

    days: Sequence[Day]
    total: int
    matching: int
    earlier: bool = False
    later: str = ""
    entries: Sequence[Entry] = field(default_factory=list)

    def beside(self, item: Item) -> tuple[Item | None, Item | None]:
        """The items before and after one on this page."""
        items = [entry.item for entry in self.entries]
        if item not in items:
            return None, None
        at = items.index(item)
        before = items[at - 1] if at else None
        return before, items[at + 1] if at + 1 < len(items) else None


def items_of(case: Case, user: User) -> ItemQuerySet:
    """The items of a case that the person may see, with all that a page shows of them."""
    return (
        Item.objects.filter(case=case)
        .visible_to(user)
        .select_related("case", "account__platform")
        .prefetch_related(
            Prefetch("files", File.objects.select_related("blob", "inspection")),
            Prefetch(
                "incidents",
                Incident.objects.in_reading_order()
                .select_related("account__platform")
                .prefetch_related("statements"),
            ),
        )
    )


def hidden_refs(case: Case, user: User) -> list[str]:
    """The references of items that were sent by mistake and that this person does not see."""
    hidden = Item.objects.filter(case=case).exclude(hidden_at=None)
    unseen = hidden.exclude(pk__in=Item.objects.visible_to(user).filter(case=case).values("pk"))
    return [item.ref for item in unseen.order_by("number")]


def read(
    case: Case, user: User, filters: dict[str, Any], *, after: str = "", most: int = PAGE
) -> Page:
    """One page of the timeline.

    Args:
        filters: The cleaned answers of the filter form.
        after: The ``later`` of the page before; anything else begins at the first item.
    """
    everything = Item.objects.filter(case=case).visible_to(user)
    asked = _filtered(everything.in_reading_order(), filters, ZoneInfo(case.zone))
    begin = _cursor(after)
    here = asked
    if begin is not None:
        here = here.filter(Q(shown_at__gt=begin[0]) | Q(shown_at=begin[0], pk__gt=begin[1]))
    columns: list[str] = ["pk", "shown_at"]
    places = list(here.values_list(*columns)[: most + 1])
    items = items_of(case, user).in_bulk([pk for pk, _ in places[:most]])
    entries = [entry_of(items[pk], at=at) for pk, at in places[:most]]
    entries.sort(key=lambda entry: (entry.on, not entry.is_month, entry.at, entry.item.pk))
    return Page(
        days=_days(entries),
        entries=entries,
        total=everything.count(),
        matching=asked.count(),
        earlier=begin is not None,
        later=_next(*places[most - 1]) if len(places) > most else "",
    )


def entry_of(item: Item, *, at: datetime | None = None) -> Entry:
    """What the timeline says of one item, standing at an instant."""
    incidents = list(item.incidents.all())
    incident = incidents[0] if incidents else None
    statements = list(incident.statements.all()) if incident else []
    arrived = _server(item.arrived_at, item.case.zone)
    moment = next((each for each in _moments(item, incident) if _day(each)), None)
    return Entry(
        item=item,
        at=at or item.arrived_at,
        on=(_day(moment) if moment else None) or item.arrived_at.astimezone(_zone(item)).date(),
        when=when(moment) if moment else arrived,
        incident=incident,
        statement=statements[0] if statements else None,
        account=item.account or (incident.account if incident else None),
    )


def mark_of(account: OnlineAccount | None) -> str:
    """The letter of an account's colour, ``i`` without an account; after H all are grey."""
    if account is None:
        return "i"
    letter = account.letter.lower()
    return letter if letter in "abcdefgh" else "h"


def when(moment: Moment) -> When:
    """A stated time in words, on its own wall clock and in UTC."""
    wall = moment.wall_from
    if moment.precision is Precision.UNKNOWN or wall is None:
        return When(local=f"Not known, shown as “{moment.words}”" if moment.words else "Not known")
    day = formats.date_format(wall, "D j M Y")
    clock, local, certain = "no time", day, True
    match moment.precision:
        case Precision.EXACT | Precision.MINUTE:
            clock = _clock(wall)
            local = f"{day}, {clock} {_zone_name(moment)}".strip()
        case Precision.MONTH:
            clock, local, certain = "day not known", formats.date_format(wall, "F Y"), False
        case Precision.BETWEEN:
            last = formats.date_format(moment.wall_to or wall, "D j M Y")
            clock, local, certain = "between", f"Between {day} and {last}", False
        case Precision.ABOUT | Precision.BEFORE | Precision.AFTER:
            clock, certain = moment.precision.value, False
            local = f"{moment.precision.value.capitalize()} {day}"
    return When(
        clock=clock,
        local=local,
        utc=_utc(moment),
        source=SOURCES.get(moment.source.value, ""),
        is_certain=certain,
        is_month=moment.precision is Precision.MONTH,
    )


SOURCES = {
    "page": "shown on the page",
    "metadata": "from metadata",
    "client": "client says",
    "staff": "entered by staff",
    "server": "our server",
}


def _filtered(items: ItemQuerySet, filters: dict[str, Any], zone: ZoneInfo) -> ItemQuerySet:
    if words := filters.get("q"):
        items = items.filter(
            Q(title__icontains=words)
            | Q(description__icontains=words)
            | Q(pk__in=_with_words(words))
        )
    if accounts := filters.get("account"):
        items = items.filter(
            Q(account__in=accounts)
            | Q(account=None, pk__in=Item.objects.filter(incidents__account__in=accounts))
        )
    items = items.filter(**_bounds(filters, zone))
    if incident := filters.get("incident"):
        items = items.filter(incidents=incident)
    match filters.get("show"):
        case "review":
            items = items.filter(state=ItemState.RECEIVED)
        case "unlinked":
            items = items.filter(incidents=None)
        case "unsound":
            items = items.unsound()
    return items


def _bounds(filters: dict[str, Any], zone: ZoneInfo) -> dict[str, datetime]:
    """The instants between which days of the case's own zone lie."""
    bounds: dict[str, datetime] = {}
    if first := filters.get("first"):
        bounds["shown_at__gte"] = datetime.combine(first, time(), zone)
    if last := filters.get("last"):
        bounds["shown_at__lt"] = datetime.combine(last + timedelta(days=1), time(), zone)
    return bounds


def _with_words(words: str) -> Any:
    """Items whose number, incident or statement holds the words."""
    number = words.upper().removeprefix("E-")
    about = Q(incidents__summary__icontains=words) | Q(
        incidents__statements__words__icontains=words
    )
    if number.isdecimal():
        about |= Q(number=int(number[:9]))
    return Item.objects.filter(about).values("pk")


def _days(entries: Sequence[Entry]) -> list[Day]:
    days: list[Day] = []
    for (on, is_month), group in groupby(entries, key=lambda entry: (entry.on, entry.is_month)):
        dated = not is_month and bool(days) and not days[-1].is_month
        quiet = (on - days[-1].on).days - 1 if dated else 0
        days.append(
            Day(
                on=on,
                entries=list(group),
                is_month=is_month,
                quiet_days=quiet if quiet >= QUIET_DAYS else 0,
            )
        )
    return days


def _moments(item: Item, incident: Incident | None) -> Iterable[Moment]:
    """What can say when it happened, best first."""
    if incident is not None:
        yield incident.posted
        yield incident.seen
    yield item.captured


def _day(moment: Moment) -> date | None:
    if moment.first_day is None and moment.precision is Precision.BEFORE and moment.wall_from:
        return moment.wall_from.date()
    return moment.first_day


def _server(at: datetime, zone: str) -> When:
    local = at.astimezone(ZoneInfo(zone))
    return When(
        clock=_clock(local),
        local=f"{formats.date_format(local, 'D j M Y')}, {_clock(local)} {local.tzname()}",
        utc=_utc_words(at, local.date()),
        source="when it reached us",
        is_certain=True,
    )


def _utc(moment: Moment) -> str:
    earliest, _ = moment.bounds
    if moment.precision not in CLOCKED or not moment.zone or earliest is None:
        return ""
    return _utc_words(earliest, moment.wall_from.date() if moment.wall_from else None)


def _utc_words(at: datetime, beside: date | None) -> str:
    universal = at.astimezone(UTC)
    clock = universal.strftime("%H:%M UTC")
    if universal.date() == beside:
        return clock
    return f"{clock} on {formats.date_format(universal, 'j M')}"


def _zone_name(moment: Moment) -> str:
    if not moment.zone or moment.wall_from is None:
        return "(zone not known)"
    return moment.wall_from.replace(tzinfo=ZoneInfo(moment.zone)).tzname() or ""


def _clock(wall: datetime) -> str:
    return formats.date_format(wall, "g:i") + wall.strftime(" %p").lower()


def _zone(item: Item) -> ZoneInfo:
    return ZoneInfo(item.case.zone)


def _next(pk: int, shown_at: datetime) -> str:
    return f"{shown_at.isoformat()}~{pk}"


def _cursor(after: str) -> tuple[datetime, int] | None:
    at, _, pk = after.partition("~")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
    except ValueError:
        return None
    return (moment, int(pk)) if moment.tzinfo and pk.isdecimal() and len(pk) < 19 else None  # noqa: PLR2004 - fits bigint
