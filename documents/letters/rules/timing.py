"""Rules about dates, and about the leave to write at all."""

from collections.abc import Iterator
from datetime import timedelta

from cases.client import papers
from cases.models import CaseStep, PaperKind, SkipReason, StepState
from cases.steps import certainty
from documents.letters.rules.rule import Found, Reading, Rule
from documents.letters.wording import long_day
from documents.models import Level

STALE_DRAFT = timedelta(days=14)
LIMIT_NEAR = timedelta(days=30)
SHORTEST_NOTICE = timedelta(days=3)
SATURDAY = 5


def response_date(r: Reading) -> Iterator[Found]:
    due = r.version.respond_by
    if due <= r.today:
        yield Found(f"The answer is asked for by {long_day(due)}, which is not ahead.", str(due))
    if not any(long_day(due) in block.text for block in r.ours):
        yield Found(f"The letter does not name {long_day(due)} as the day to answer by.", str(due))


def response_time(r: Reading) -> Iterator[Found]:
    due = r.version.respond_by
    if r.today < due < r.today + SHORTEST_NOTICE:
        yield Found("Less than three days are left to answer.", str(due))
    if due.weekday() >= SATURDAY:
        yield Found(f"{long_day(due)} is not a working day.", str(due))
    if r.version.dated_on < r.today - STALE_DRAFT or r.version.dated_on > r.today:
        yield Found("The date of the letter is not a date of these days.", str(r.version.dated_on))


def client_agreed(r: Reading) -> Iterator[Found]:
    if papers.agreed(r.case, PaperKind.CONTACT) is None:
        yield Found("Nobody has recorded that the client agrees to this contact.")


def police_hold(r: Reading) -> Iterator[Found]:
    skipped = CaseStep.objects.filter(case=r.case, state=StepState.SKIPPED)
    for step in skipped:
        last = step.transitions.first()
        if last and last.reason_code == SkipReason.POLICE:
            yield Found("The police asked to hold contact with the other side.")


def limit_near(r: Reading) -> Iterator[Found]:
    for dated in certainty.of(r.case).standing:
        limit = dated.limit
        if limit.expires_on < r.today + LIMIT_NEAR:
            lies = "passed on" if limit.expires_on < r.today else "is"
            says = f"The time limit for {limit.claim} {lies} {long_day(limit.expires_on)}."
            yield Found(f"{says} {dated.doubt}".strip(), str(limit))


RULES = (
    Rule(
        code="L07",
        title="The day to answer by",
        check=response_date,
        why="A date that has passed, or is not in the letter, cannot be kept.",
    ),
    Rule(
        code="L39",
        title="The police asked to hold contact",
        check=police_hold,
        why="A letter would tip the other side off.",
    ),
    Rule(
        code="CONSENT",
        title="The client has not agreed to contact",
        check=client_agreed,
        why="The client chooses how far this goes.",
        fine="The client agreed that we write to the other side.",
    ),
    Rule(
        code="L19",
        title="A time limit is near",
        check=limit_near,
        why="Waiting for an answer must not let a claim lapse.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L07-time",
        title="Time to answer",
        check=response_time,
        why="A date that can be kept is more often kept.",
        level=Level.CONSIDER,
    ),
)
