"""What the frame and the first page of a case show, read in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Channel, User
from cases.models import (
    AccessEntry,
    AccessKind,
    Case,
    CaseStep,
    RoleOnCase,
    Step,
    StepState,
    StepTransition,
)
from cases.steps import certainty, conditions, time_limits
from cases.steps.certainty import DatedLimit, LimitsOfCase
from cases.steps.conditions import Move, Reading
from cases.steps.time_limits import Headline

ONE_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head of every page of a case."""

    case: Case
    against: str
    step_number: int
    step_name: str
    limit: Headline
    dangers: list[str]
    walls: int
    team: int
    contact: str


def header_of(case: Case) -> Header:
    focus = Step(case.focus)
    flags = case.safety_flags.standing()
    return Header(
        case=case,
        against=_against(case),
        step_number=Step.values.index(focus) + 1,
        step_name=focus.label,
        limit=time_limits.headline(certainty.of(case)),
        dangers=sorted({flag.get_kind_display() for flag in flags}),
        walls=case.walls.standing().count(),
        team=case.team.standing().count(),
        contact=how_to_reach(case),
    )


def _against(case: Case) -> str:
    """Such as “v. Marcus Haldstrom and 2 more, defamation, threats”."""
    other_side = case.parties.filter(roles__code=RoleOnCase.ADVERSE).values_list("label", flat=True)
    labels = list(dict.fromkeys(other_side))
    who = f"v. {labels[0]}" if labels else ""
    if len(labels) > 1:
        who += f" and {len(labels) - 1} more"
    kinds = ", ".join(each.get_code_display().lower() for each in case.categories.all())
    return ", ".join(part for part in (who, kinds) if part)


def how_to_reach(case: Case) -> str:
    """The safe way to the client, in a few words; empty when nobody has asked yet."""
    contact = case.safe_contact
    if contact is None:
        return ""
    channel = Channel(contact.channel)
    if channel is Channel.EMAIL and not contact.may_be_mailed:
        return "No mail now: see Safety"
    return {
        Channel.PORTAL: "Contact on this site only",
        Channel.EMAIL: "Contact by email",
        Channel.PHONE: "Contact by phone",
        Channel.TEXT: "Contact by text message",
        Channel.NONE: "Do not contact",
    }[channel]


# --- The six steps ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step as the strip shows it: class of its mark, and one line of status."""

    step: CaseStep
    look: str
    status: str
    is_focus: bool


def step_lines(case: Case, focus_readings: Iterable[Reading]) -> list[StepLine]:
    """The six steps, with the latest reason where one stands still."""
    latest: dict[int, StepTransition] = {}
    for made in StepTransition.objects.filter(step__case=case).order_by("pk"):
        latest[made.step_id] = made
    readings = list(focus_readings)
    lines = []
    for step in case.steps.all():
        is_focus = step.code == case.focus
        lines.append(
            StepLine(
                step=step,
                look=_look(step, is_focus),
                status=_status(step, latest.get(step.pk), readings if is_focus else []),
                is_focus=is_focus,
            )
        )
    return lines


def _look(step: CaseStep, is_focus: bool) -> str:
    if is_focus and step.state == StepState.ACTIVE:
        return "now"
    return {
        StepState.COMPLETE: "done",
        StepState.ACTIVE: "part",
        StepState.ON_HOLD: "hold",
        StepState.SKIPPED: "skipped",
        StepState.NOT_STARTED: "",
    }[StepState(step.state)]


def _status(step: CaseStep, latest: StepTransition | None, readings: list[Reading]) -> str:
    if step.state == StepState.COMPLETE:
        return f"Done {timezone.localtime(step.since):%-d %b}"
    if step.state == StepState.SKIPPED and latest is not None:
        return f"Skipped: {latest.get_reason_code_display().lower()}"
    if step.state == StepState.ON_HOLD and latest is not None:
        return f"On hold: {latest.reason.rstrip('.').lower()}"
    if step.state == StepState.ACTIVE and readings:
        return f"{sum(each.met for each in readings)} of {len(readings)} done"
    if step.state == StepState.ACTIVE:
        return f"Open since {timezone.localtime(step.since):%-d %b}"
    return step.get_state_display()


def gated_move(case: Case) -> Move:
    """The move that the step in focus is about: finishing it, or starting it first."""
    is_open = case.steps.filter(code=case.focus, state=StepState.ACTIVE).exists()
    return Move.COMPLETE if is_open else Move.START


def to_finish(case: Case) -> list[Reading]:
    """What the step in focus asks for before it can be finished (or started)."""
    return conditions.readings(case, Step(case.focus), gated_move(case))


# --- Dates that matter -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """One day to keep in mind."""

    day: date
    what: str
    note: str
    is_limit: bool
    soon: bool


def dates_that_matter(
    case: Case, limits: LimitsOfCase, *, today: date | None = None, most: int = 6
) -> list[DateLine]:
    """Time limits always, then the next tasks, by day."""
    today = today or timezone.localdate()
    lines = [_limit_line(dated, today) for dated in limits.standing]
    lines += [
        DateLine(
            day=task.due_on,
            what=task.title,
            note=time_limits.days_left(task.due_on, today=today),
            is_limit=False,
            soon=task.due_on <= today + timedelta(days=3),
        )
        for task in case.tasks.to_do().exclude(due_on=None)[: max(most - len(lines), 2)]
        if task.due_on is not None
    ]
    return sorted(lines, key=lambda line: line.day)


def _limit_line(dated: DatedLimit, today: date) -> DateLine:
    limit = dated.limit
    left = time_limits.days_left(limit.expires_on, today=today)
    sure = "" if dated.is_certain else " Not confirmed."
    return DateLine(
        day=limit.expires_on,
        what=str(limit.claim),
        note=f"{left}. {limit.basis_sentence}{sure}",
        is_limit=True,
        soon=not dated.is_certain
        or limit.expires_on - today <= timedelta(days=time_limits.SOON_DAYS),
    )


def claims_without_a_date(limits: LimitsOfCase) -> str:
    """What the first page says about claims whose time limit nobody has written down."""
    if not limits.lines:
        return "No claim is named yet."
    missing = ", ".join(map(str, limits.unanswered))
    return f"No date is written down for {missing}." if missing else ""


def last_visit(case: Case, user: User) -> datetime | None:
    """When the person last looked at the case, this visit aside."""
    entry = AccessEntry.objects.filter(
        case=case,
        user=user,
        kind=AccessKind.VIEWED,
        at__lt=timezone.now() - ONE_VISIT,
    ).first()
    return entry.at if entry else None


# --- The strip of the case list -----------------------------------------------------------------


def strip_of(steps: Iterable[CaseStep], focus: str) -> list[StepLine]:
    """The six marks of a list row, from rows already fetched."""
    return [
        StepLine(
            step=step,
            look=_look(step, step.code == focus),
            status=step.get_state_display(),
            is_focus=step.code == focus,
        )
        for step in steps
    ]
