"""What of the cases waits for one person today; higher apps lay their own rows beside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import second_person
from accounts.models import User
from accounts.permissions import Permission, may
from cases.flags import lift_objection
from cases.models import (
    Case,
    CaseQuerySet,
    ConflictCheck,
    Incident,
    Message,
    Review,
    SafetyFlag,
    Statement,
    Task,
)
from cases.steps import certainty, time_limits
from cases.steps.certainty import DatedLimit, LimitsOfCase

WEEK = timedelta(days=7)

Limits = Sequence[tuple[Case, LimitsOfCase]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of Today.

    Attributes:
        title: What waits.
        detail: Whose case, and why.
        url: Where it is done.
        done_url: Where one press says that it is done, where no more is asked.
        due: The day it should be done by, if there is one.
        urgent: Whether it is late or dangerous.
    """

    title: str
    detail: str
    url: str
    done_url: str = ""
    due: date | None = None
    urgent: bool = False


@dataclass(kw_only=True)
class Today:
    """The three lists. Counts are what this person must act on, not totals."""

    must_decide: list[Row] = field(default_factory=list)
    due: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    waits_for_others: int = 0

    def add(
        self, *, must_decide: Iterable[Row] = (), due: Iterable[Row] = (), new: Iterable[Row] = ()
    ) -> None:
        """Lay the rows of another app beside these."""
        self.must_decide.extend(must_decide)
        self.due.extend(due)
        self.new.extend(new)
        self.due.sort(key=lambda row: row.due or (date.min if row.urgent else date.max))

    @property
    def count(self) -> int:
        return len(self.must_decide) + len(self.due) + len(self.new)


def rows_for(user: User, *, today: date | None = None) -> Today:
    """What the person's open cases ask of them."""
    today = today or timezone.localdate()
    cases = Case.objects.visible_to(user).still_open()
    if not may(user, Permission.CASE_READ):
        return Today()
    mine = cases.filter(team__user=user, team__ended_at=None).distinct()
    page = Today()
    limits = _limits_of(mine)
    page.add(due=_time_limits(limits, today))
    page.add(must_decide=[*_second_lifts(cases, user), *_to_confirm(limits, user)])
    if may(user, Permission.CONFLICT_DECIDE):
        page.add(must_decide=_undecided(mine))
        page.add(must_decide=_statements(mine))
    if may(user, Permission.TEAM_MANAGE):
        page.add(must_decide=_without_lead(cases))
    page.add(due=_tasks(cases, mine, user, today), new=_messages(mine))
    page.add(new=_submitted(mine))
    page.waits_for_others = _waits_for_others(mine, user)
    return page


def _at(page: str, case: Case) -> str:
    return reverse(page, kwargs={"case_ref": case.ref})


def _named(case: Case) -> str:
    return f"{case.client_name}, {case.ref}"


def _second_lifts(cases: CaseQuerySet, user: User) -> Iterable[Row]:
    flags = SafetyFlag.objects.standing().filter(case__in=cases, lifted_by__isnull=False)
    settled = second_person.rule()
    for flag in flags.select_related("case", "lifted_by"):
        if lift_objection(flag, user, settled):
            continue
        yield Row(
            title=f"Lift “{flag.get_kind_display()}”, or keep it",
            detail=_named(flag.case),
            url=_at("cases:safety", flag.case),
            urgent=True,
        )


def _without_lead(cases: CaseQuerySet) -> Iterable[Row]:
    for case in cases.exclude(lead__in=User.objects.who_act_on_cases()).select_related("lead"):
        yield Row(
            title=f"Choose a lead: {case.lead.name} no longer works on cases",
            detail=_named(case),
            url=_at("cases:team", case),
            urgent=True,
        )


def _limits_of(cases: CaseQuerySet) -> Limits:
    listed = list(cases)
    read = certainty.of_cases(listed)
    return [(case, read[case.pk]) for case in listed]


def _to_confirm(limits: Limits, user: User) -> Iterable[Row]:
    settled = second_person.rule()
    for case, of_case in limits:
        for dated in of_case.doubtful:
            again = dated.limit.is_confirmed or dated.counted_late is not None
            objection = "" if again else time_limits.confirm_objection(dated, user, settled)
            if objection or (again and not may(user, Permission.TIME_LIMIT_CONFIRM)):
                continue
            day = f"the time limit of {dated.limit.expires_on:%-d %b %Y}"
            yield Row(
                title=f"Write {day} down again" if again else f"Confirm {day}",
                detail=f"{_named(case)}: {dated.limit.claim}, "
                f"{dated.doubt if again else dated.limit.basis}",
                url=_at("cases:time_limits", case),
                urgent=again,
            )


def _undecided(cases: CaseQuerySet) -> Iterable[Row]:
    checks = ConflictCheck.objects.filter(case__in=cases).select_related("case", "decision")
    seen: set[int] = set()
    for check in checks.order_by("-pk"):
        if check.case is None or check.case.pk in seen:
            continue
        seen.add(check.case.pk)
        if not hasattr(check, "decision"):
            yield Row(
                title="Decide the conflict check",
                detail=_named(check.case),
                url=_at("cases:conflicts", check.case),
            )


def _statements(cases: CaseQuerySet) -> Iterable[Row]:
    submitted = Statement.objects.filter(incident__case__in=cases, review=Review.SUBMITTED)
    counts = Counter(submitted.values_list("incident__case", flat=True))
    for case in Case.objects.filter(pk__in=counts):
        count = counts[case.pk]
        yield Row(
            title=f"Review {count} quoted statement{'' if count == 1 else 's'}",
            detail=_named(case),
            url=_at("cases:incidents", case),
        )


def _time_limits(limits: Limits, today: date) -> Iterable[Row]:
    """Days that are near, past or not certain; claims that have none; cases without a claim."""
    soon = today + timedelta(days=time_limits.SOON_DAYS)
    for case, of_case in limits:
        for dated in of_case.standing:
            if dated.limit.expires_on <= soon or not dated.is_certain:
                yield _time_limit(case, dated)
        if of_case.unanswered:
            missing = ", ".join(map(str, of_case.unanswered))
            yield _not_confirmed(case, f"{_named(case)}: {missing}")
        elif not of_case.lines:
            yield _not_confirmed(case, _named(case))


def _time_limit(case: Case, dated: DatedLimit) -> Row:
    sure = "" if dated.is_certain else ", not confirmed"
    return Row(
        title=f"Time limit: {dated.limit.claim}{sure}",
        detail=f"{_named(case)}: {dated.limit.basis}",
        url=_at("cases:time_limits", case),
        due=dated.limit.expires_on,
        urgent=True,
    )


def _not_confirmed(case: Case, detail: str) -> Row:
    return Row(
        title=time_limits.NOT_CONFIRMED,
        detail=detail,
        url=_at("cases:time_limits", case),
        urgent=True,
    )


def _tasks(visible: CaseQuerySet, mine: CaseQuerySet, user: User, today: date) -> Iterable[Row]:
    """What is asked of the person by name in any case, and of anyone in a case of theirs.

    Due within a week; to the lead of a case all that people left behind there, to give on.
    """
    asked = Q(assigned_to=user, case__in=visible) | Q(is_held=False, case__in=mine)
    left_behind = Q(is_held=False, assigned_to__isnull=False, case__lead=user, case__in=mine)
    tasks = Task.objects.to_do().with_holders()
    tasks = tasks.filter(asked & Q(due_on__lte=today + WEEK) | left_behind)
    for task in tasks.select_related("case"):
        yield Row(
            title=task.title,
            detail=_named(task.case) if task.is_held else f"{_named(task.case)}, unassigned",
            url=_at("cases:tasks", task.case),
            done_url=reverse("cases:task_done", args=[task.case.ref, task.pk]),
            due=task.due_on,
            urgent=task.due_on is not None and task.due_on < today,
        )


def _messages(cases: CaseQuerySet) -> Iterable[Row]:
    unread = Message.objects.filter(case__in=cases, from_client=True, read_at=None)
    seen: set[int] = set()
    for message in unread.select_related("case"):
        if message.case_id not in seen:
            seen.add(message.case_id)
            yield Row(
                title="The client wrote",
                detail=_named(message.case),
                url=_at("cases:messages", message.case),
            )


def _submitted(cases: CaseQuerySet) -> Iterable[Row]:
    submitted = Incident.objects.filter(case__in=cases, review=Review.SUBMITTED)
    counts = Counter(submitted.values_list("case", flat=True))
    for case in Case.objects.filter(pk__in=counts):
        count = counts[case.pk]
        yield Row(
            title=f"{count} incident{'' if count == 1 else 's'} to review",
            detail=_named(case),
            url=f"{_at('cases:incidents', case)}?review={Review.SUBMITTED.value}",
        )


def _waits_for_others(cases: CaseQuerySet, user: User) -> int:
    others = Task.objects.to_do().with_holders().filter(case__in=cases, is_held=True)
    return others.exclude(assigned_to=user).count()
