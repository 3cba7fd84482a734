"""The shapes in which the demo matters are told: facts only, dates as days before today."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from cases.models import (
    AttributionLevel,
    Category,
    Direction,
    Online,
    PaperKind,
    PartyKind,
    RoleOnCase,
    SafetyKind,
    StatementKind,
    Step,
    Way,
)
from cases.moments import Moment, Precision, Source
from cases.steps.conditions import Move
from evidence.models import Obtained


@dataclass(frozen=True, kw_only=True)
class When:
    """A stated time, so many days before the day the demo is loaded."""

    days_ago: int
    until_days_ago: int | None = None
    at: str = "12:00"
    precision: Precision = Precision.DAY
    words: str = ""
    source: Source = Source.PAGE

    def moment(self, today: date, zone: str) -> Moment:
        """The time as the product keeps it."""
        last = self.until_days_ago
        return Moment(
            words=self.words,
            wall_from=self._wall(today, self.days_ago),
            wall_to=None if last is None else self._wall(today, last),
            zone=zone,
            precision=self.precision,
            source=self.source,
        )

    def _wall(self, today: date, days_ago: int) -> datetime:
        return datetime.combine(today - timedelta(days=days_ago), time.fromisoformat(self.at))


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A party: its label, its names, what it is to the client, and how it is reached."""

    label: str
    role: RoleOnCase
    kind: PartyKind = PartyKind.PERSON
    names: tuple[str, ...] = ()
    relation: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    represented: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Handle:
    """An account: its platform and handle, and who is thought to stand behind it."""

    platform: str
    handle: str
    behind: str = ""
    level: AttributionLevel = AttributionLevel.SUSPECTED
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """An incident, the words complained of, and what shows that they are false."""

    when: When | None
    where: str
    summary: str
    words: str = ""
    handle: str = ""
    category: Category = Category.DEFAMATION
    kind: StatementKind = StatementKind.FACT
    why_false: str = ""
    proof: str = ""
    not_actionable: str = ""
    online: Online = Online.LIVE
    direction: Direction = Direction.OTHER_SIDE
    effect: str = ""
    reviewed: bool = True
    seen_days_ago: int | None = None
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A file: a drawn screenshot of an act, or a plain text made here."""

    title: str
    acts: tuple[int, ...]
    name: str
    text: str = ""
    obtained: Obtained = Obtained.FIRM_CAPTURE
    captured_days_ago: int = 9
    by_client: bool = False


@dataclass(frozen=True, kw_only=True)
class Danger:
    """A safety flag: what, on whom (empty: the whole case), and why."""

    kind: SafetyKind
    party: str = ""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A time limit counted from the first posting, or from the one of an act.

    Confirmed with the reason why nothing without a date moves it, where there is such a thing.
    """

    claim: str
    counted_days_ago: int
    days_left: int
    basis: str
    confirmed: bool
    act: int | None = None
    undated: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A paper put before the client, and how she agreed to it; she has yet to answer without."""

    kind: PaperKind
    text: str = ""
    way: Way | None = None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One move of a step, in the order the firm made them."""

    step: Step
    move: Move
    reason_code: str = ""
    reason: str = ""
    override: str = ""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One demo matter, whole."""

    key: str
    client: Somebody
    zone: str
    jurisdiction: str
    headline: str
    categories: tuple[Category, ...]
    goals: tuple[str, ...]
    safe_channel: str
    safe_times: str = ""
    code_word: str = ""
    pseudonym: str = ""
    parties: tuple[Somebody, ...] = ()
    handles: tuple[Handle, ...] = ()
    acts: tuple[Act, ...] = ()
    files: tuple[Held, ...] = ()
    dangers: tuple[Danger, ...] = ()
    limits: tuple[Limit, ...] = ()
    given_up: tuple[tuple[str, str], ...] = ()
    moves: tuple[Moved, ...] = ()
    emergency: str = ""
    notes: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    tasks: tuple[tuple[str, int], ...] = field(default=())
    sentences: tuple[tuple[Step, str], ...] = ()
    papers: tuple[Shown, ...] = ()
