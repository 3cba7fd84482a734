"""What to do next in a case: the first rule that has something to say.

:data:`RULES` is ordered; each rule reads rows and proposes one action or none. Someone may
answer “later” or “not needed, and why”; a proposal answered so is passed over. Higher apps add
rules over their own rows with :func:`add_rule` when they are loaded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from cases.client import correspondence
from cases.models import (
    Case,
    CaseStep,
    NextActionAnswer,
    Review,
    SafetyKind,
    Step,
    StepState,
)
from cases.register import conflicts
from cases.steps import certainty, conditions, time_limits, workflow
from cases.steps.certainty import DatedLimit, LimitsOfCase
from cases.steps.conditions import Move

NEAR = timedelta(days=14)
WEEK = timedelta(days=7)
SILENT = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do, with its reason.

    Attributes:
        code: Its name for answers; carries what it is about, so that a new matter asks anew.
        title: What to do.
        why: The reason in a sentence or two.
        page: Name of the page where it is done.
        label: What the button says.
        due_on: The day it should be done by, if there is one.
        step: The step it belongs to, if it belongs to one.
        postponable: Whether people may answer “later” or “not needed”.
    """

    code: str
    title: str
    why: str
    page: str
    label: str
    due_on: date | None = None
    step: Step | None = None
    postponable: bool = True

    def url(self, case: Case) -> str:
        """Where it is done, or the overview while that page does not exist."""
        try:
            return reverse(self.page, kwargs={"case_ref": case.ref})
        except NoReverseMatch:
            return case.get_absolute_url()


Rule = Callable[[Case, date], Action | None]


def _danger(case: Case, today: date) -> Action | None:
    flag = case.safety_flags.standing().filter(kind=SafetyKind.IMMEDIATE_DANGER).first()
    if flag is None:
        return None
    return Action(
        code=f"danger:{flag.pk}",
        title="Speak with the client about the danger",
        why=f"Immediate danger was flagged: {flag.reason} This product is no emergency service.",
        page="cases:safety",
        label="Open safety",
        due_on=today,
        postponable=False,
    )


def _time_limit(case: Case, today: date) -> Action | None:
    """The next day when it is near, then what has passed, then what is missing or not certain."""
    limits = certainty.of(case)
    nearest = limits.nearest(today)
    if nearest and today <= nearest.limit.expires_on <= today + NEAR:
        return _limit_near(nearest, today)
    if passed := limits.passed(today):
        return _limit_passed(passed[-1])
    if limits.unanswered or not limits.lines:
        return _limit_missing(limits)
    doubtful = next(iter(limits.doubtful), None)
    return _limit_doubtful(doubtful) if doubtful else None


def _limit_near(dated: DatedLimit, today: date) -> Action:
    limit = dated.limit
    left = time_limits.days_left(limit.expires_on, today=today)
    return Action(
        code=f"limit_near:{limit.pk}",
        title=f"Act on the time limit of {limit.expires_on:%-d %b %Y}",
        why=f"{limit.claim}: the last safe day is {left}. {dated.doubt} Step 6 can be opened at "
        "once.",
        page="cases:steps",
        label="Open the steps",
        due_on=limit.expires_on,
        step=Step.LEGAL,
        postponable=False,
    )


def _limit_passed(dated: DatedLimit) -> Action:
    limit = dated.limit
    return Action(
        code=f"limit_passed:{limit.pk}",
        title=f"Answer for the time limit that passed on {limit.expires_on:%-d %b %Y}",
        why=f"{limit.claim}: say what was done in time as the reason why nothing is needed, or let "
        "an attorney set the limit aside or give the claim up.",
        page="cases:time_limits",
        label="Open time limits",
        step=Step.LEGAL,
    )


def _limit_missing(limits: LimitsOfCase) -> Action:
    missing = ", ".join(map(str, limits.unanswered))
    what = f"No time limit stands for {missing}." if missing else "No claim is named yet."
    return Action(
        code="limit_missing",
        title="Write down the time limit",
        why=f"{what} It runs from the earliest possible posting, whoever saw it first.",
        page="cases:time_limits",
        label="Open time limits",
        step=Step.PLAN,
        postponable=False,
    )


def _limit_doubtful(dated: DatedLimit) -> Action:
    limit = dated.limit
    again = limit.is_confirmed or dated.counted_late is not None
    why = dated.doubt if again else f"{limit.typed_by.name} wrote it down. {dated.doubt}"
    return Action(
        code=f"limit_doubtful:{limit.pk}",
        title="Write the time limit down again" if again else "Confirm the time limit",
        why=f"{limit.claim}, {limit.expires_on:%-d %b %Y}: {why}",
        page="cases:time_limits",
        label="Check the date",
        step=Step.PLAN,
        postponable=False,
    )


def _second_lift(case: Case, _today: date) -> Action | None:
    flag = case.safety_flags.standing().filter(lifted_by__isnull=False).first()
    if flag is None:
        return None
    return Action(
        code=f"second_lift:{flag.pk}",
        title=f"Agree to lift “{flag.get_kind_display()}”, or keep it",
        why="One attorney says the danger is over. A second person decides, by the firm's rule.",
        page="cases:safety",
        label="Open safety",
    )


def _conflict(case: Case, _today: date) -> Action | None:
    names = conflicts.unchecked_names(case)
    if names:
        return Action(
            code=f"conflict_new:{len(names)}:{names[0]}"[:80],
            title=f"Check {names[0]} for conflicts"
            if len(names) == 1
            else f"Check {len(names)} new names for conflicts",
            why="They turned up after the last conflict check. Letters and steps wait for it.",
            page="cases:conflicts",
            label="Run the check",
        )
    check = conflicts.latest_check(case.ref, case)
    if check is not None and conflicts.decision_of(check) is None:
        return Action(
            code=f"conflict_open:{check.pk}",
            title="Decide the conflict check",
            why="The latest check is not decided.",
            page="cases:conflicts",
            label="Open the check",
        )
    return None


def _task_due(case: Case, today: date) -> Action | None:
    task = case.tasks.to_do().filter(due_on__lte=today + WEEK).first()
    if task is None:
        return None
    return Action(
        code=f"task:{task.pk}",
        title=task.title,
        why="This task is due soon." if task.due_on and task.due_on >= today else "It is overdue.",
        page="cases:tasks",
        label="Open tasks",
        due_on=task.due_on,
        step=Step(task.step) if task.step else None,
    )


def _client_wrote(case: Case, _today: date) -> Action | None:
    message = case.messages.filter(from_client=True, read_at=None).last()
    if message is None:
        return None
    return Action(
        code=f"message:{message.pk}",
        title="Read the client's message",
        why="The client wrote and nobody has read it yet.",
        page="cases:messages",
        label="Open messages",
    )


def _incidents_to_review(case: Case, _today: date) -> Action | None:
    count = case.incidents.filter(review=Review.SUBMITTED).count()
    if not count:
        return None
    last = case.incidents.filter(review=Review.SUBMITTED).order_by("pk").last()
    return Action(
        code=f"review:{last.pk if last else 0}",
        title="Review one incident" if count == 1 else f"Review {count} incidents",
        why="Letters and packets use reviewed incidents only.",
        page="cases:incidents",
        label="Open incidents",
        step=Step.EVIDENCE,
    )


def _focus(case: Case) -> CaseStep:
    return case.steps.get(code=case.focus)


def _step_gate(case: Case, _today: date) -> Action | None:
    step = _focus(case)
    if step.state != StepState.ACTIVE:
        return None
    code = Step(step.code)
    unmet = [each for each in conditions.readings(case, code, Move.COMPLETE) if not each.met]
    if not unmet:
        return None
    first = unmet[0].condition
    place = first.place or conditions.PLAN
    return Action(
        code=f"gate:{code.value}:{first.code}",
        title=unmet[0].sentence or first.says,
        why=f"It stands in the way of finishing step {step.number}, {code.label.lower()}.",
        page=place.page,
        label=f"Open {place.label.lower()}",
        step=code,
    )


def _step_move(case: Case, _today: date) -> Action | None:
    step = _focus(case)
    code = Step(step.code)
    if step.state == StepState.ACTIVE:
        return Action(
            code=f"complete:{code.value}",
            title=f"Finish step {step.number}, {code.label.lower()}",
            why="Everything this step asks for is there.",
            page="cases:steps",
            label="Open the steps",
            step=code,
        )
    if step.state == StepState.NOT_STARTED:
        return Action(
            code=f"start:{code.value}",
            title=f"Start step {step.number}, {code.label.lower()}",
            why="No step is open. This one is next, unless you skip it with a reason.",
            page="cases:steps",
            label="Open the steps",
            step=code,
        )
    return None


def _client_silent(case: Case, today: date) -> Action | None:
    last = case.messages.order_by("-at").first()
    since = timezone.localdate(last.at if last else case.opened_at)
    if today - since < SILENT:
        return None
    return Action(
        code=f"silent:{since.isoformat()}",
        title="Tell the client where things stand",
        why=f"There was no message either way since {since:%-d %b %Y}.",
        page="cases:messages",
        label="Write a message",
    )


def _sentence_behind(case: Case, _today: date) -> Action | None:
    states = dict(case.steps.values_list("code", "state"))
    confirmed = correspondence.confirmed_sentences(case)
    moved = [step for step, row in confirmed.items() if row.state != states[step]]
    if not moved:
        return None
    step = moved[0]
    return Action(
        code=f"sentence:{step.value}:{confirmed[step].pk}:{states[step]}",
        title=f"Confirm what the client reads about “{step.label}”",
        why="The step has moved since. Her page shows what was confirmed before.",
        page="cases:plan",
        label="Open the plan",
        step=step,
    )


RULES: list[Rule] = [
    _danger,
    _time_limit,
    _second_lift,
    _conflict,
    _task_due,
    _client_wrote,
    _sentence_behind,
    _incidents_to_review,
    _step_gate,
    _step_move,
    _client_silent,
]


def add_rule(rule: Rule, *, before: Rule = _step_gate) -> None:
    """Add a higher app's rule in front of another one; called once, when that app is loaded."""
    if rule not in RULES:
        RULES.insert(RULES.index(before), rule)


def proposals(case: Case, today: date) -> Iterator[Action]:
    """What the rules propose, the first being the next action; answered ones are passed over."""
    answered = set(case.next_action_answers.standing(today).values_list("code", flat=True))
    for rule in RULES:
        action = rule(case, today)
        if action is not None and not (action.postponable and action.code in answered):
            yield action


def next_action(case: Case, *, today: date | None = None) -> Action | None:
    """The one thing to do next; ``None`` for a closed case or when nothing waits."""
    if not case.is_open:
        return None
    return next(proposals(case, today or timezone.localdate()), None)


def postpone(case: Case, code: str, *, by: User, days: int) -> NextActionAnswer:
    """Answer “later”: the proposal comes back after some days.

    Raises:
        MoveRefused: Somebody has answered it, and the answer stands.
    """
    return _answer(case, code, by=by, until=timezone.localdate() + timedelta(days=days))


def not_needed(case: Case, code: str, *, by: User, reason: str) -> NextActionAnswer:
    """Answer “not needed”, also to what was put off; the reason stays in the record.

    Raises:
        MoveRefused: No reason is given, or somebody has said so before.
    """
    if not reason.strip():
        raise workflow.MoveRefused("Say why this is not needed.")
    return _answer(case, code, by=by, reason=reason.strip()[:300])


@transaction.atomic
def _answer(
    case: Case, code: str, *, by: User, until: date | None = None, reason: str = ""
) -> NextActionAnswer:
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.pk)
    before = case.next_action_answers.standing(timezone.localdate()).filter(code=code[:80])
    if until is None:
        before = before.filter(until=None)
    if answer := before.select_related("by").first():
        raise workflow.MoveRefused(f"{answer.by.name} has answered this already.")
    return NextActionAnswer.objects.create(
        case=case, code=code[:80], until=until, reason=reason, by=by
    )
