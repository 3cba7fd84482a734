"""Tasks: made, given, done, undone, or found not to be needed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from accounts.models.user import UserQuerySet
from cases import team
from cases.models import Case, Task


class TaskRefused(Refusal):
    """A task cannot be changed as asked."""


def add_task(
    case: Case,
    *,
    by: User,
    title: str,
    due_on: date | None = None,
    assigned_to: User | None = None,
    step: str = "",
) -> Task:
    """Write down something one person of the team should do."""
    if assigned_to is not None:
        _on_the_team(case, assigned_to)
    return Task.objects.create(
        case=case,
        title=title.strip(),
        due_on=due_on,
        assigned_to=assigned_to,
        step=step,
        made_by=by,
    )


def who_can(case: Case) -> UserQuerySet:
    """Who may be given a task: who stands on the team and still works here."""
    standing = case.team.standing().values("user")
    people: UserQuerySet = User.objects.who_act_on_cases().filter(pk__in=standing)
    return people


def _on_the_team(case: Case, person: User) -> None:
    if not who_can(case).filter(pk=person.pk).exists():
        raise TaskRefused(f"{person.name} is not on the team of this case.")


@transaction.atomic
def give(task: Task, to: User | None) -> Task:
    """Give an open task to someone of the team, or to anyone of it."""
    locked = Task.objects.select_for_update(of=("self",)).select_related("case").get(pk=task.pk)
    if locked.done_at is not None:
        raise TaskRefused("Someone has already ticked this off.")
    if to is not None:
        _on_the_team(locked.case, to)
    locked.assigned_to = to
    locked.save(update_fields=["assigned_to"])
    return locked


def call_supervisor(case: Case, title: str, *, by: User | None) -> Task:
    """Ask the supervising attorney for a decision today; the same is asked once until it is done.

    She may not be on the team: she sees every case, and the task stands on her Today.
    """
    return _ask_today(case, title, of=team.supervisor_of(case), by=by)


def ask_lead(case: Case, title: str, *, by: User | None) -> Task:
    """Ask the lead of a case for something today; the same is asked once until it is done."""
    return _ask_today(case, title, of=case.lead, by=by)


@transaction.atomic
def _ask_today(case: Case, title: str, *, of: User, by: User | None) -> Task:
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.pk)
    asked = case.tasks.to_do().filter(title=title).first()
    return asked or Task.objects.create(
        case=case,
        title=title,
        due_on=timezone.localdate(),
        assigned_to=of,
        made_by=by,
    )


@transaction.atomic
def finish(task: Task, *, by: User, not_needed: str = "") -> Task:
    """Tick a task off; with ``not_needed`` the reason why it was not done is kept."""
    changed = Task.objects.filter(pk=task.pk, done_at=None).update(
        done_at=timezone.now(), done_by=by, not_needed_reason=not_needed.strip()[:300]
    )
    if not changed:
        raise TaskRefused("Someone has already ticked this off.")
    task.refresh_from_db()
    return task


@transaction.atomic
def take_back(task: Task) -> Task:
    """Undo: the task is to do again."""
    Task.objects.filter(pk=task.pk).update(done_at=None, done_by=None, not_needed_reason="")
    task.refresh_from_db()
    return task
