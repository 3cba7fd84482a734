"""What evidence adds to a case's own pages: custody in Activity, new items as the next action."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from accounts.models import User
from cases.models import Case, Step
from cases.reading.activity import Entry, Span
from cases.steps.next_action import Action
from evidence.models import Act, CustodyEntry, FilesAnswer, Item
from evidence.models.item import ItemState

NOT_NEWS = [Act.DERIVATIVE_MADE, Act.VERIFIED, Act.STORED, Act.LINKED, Act.UNLINKED]


def custody(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """What happened to the evidence, without the daily work of workers."""
    entries = CustodyEntry.objects.of_case(case).exclude(act__in=NOT_NEWS)
    found = list(span.of(entries, "recorded_at")[:most])
    subjects = {entry.subject for entry in found if entry.subject is not None}
    items = {item.uuid: item for item in Item.objects.filter(case=case, uuid__in=subjects)}
    uuids = [uuid for entry in found if (uuid := _user_of(entry)) is not None]
    people = {user.uuid: user for user in User.objects.filter(uuid__in=uuids)}
    for entry in found:
        item = items.get(entry.subject) if entry.subject else None
        yield Entry(
            at=entry.recorded_at,
            who=people.get(_user_of(entry) or UUID(int=0)),
            what=entry.get_act_display(),
            about=item.ref if item else "",
            detail=item.title if item and not item.hidden_at else "",
            icon="shield-check",
        )


def _user_of(entry: CustodyEntry) -> UUID | None:
    kind, _, uuid = entry.actor.partition(":")
    return UUID(uuid) if kind == "user" else None


def count_items(case: Case, user: User) -> int:
    """How many items the timeline holds for a person."""
    return Item.objects.filter(case=case).visible_to(user).count()


def not_taken(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Who said before files that one may show someone under 18; nothing was taken then."""
    answers = FilesAnswer.objects.stopping().filter(case=case).select_related("by")
    for given in span.of(answers, "at")[:most]:
        yield Entry(
            at=given.at,
            who=given.by,
            what=f"Answered “{given.get_answer_display()}” before files, so nothing was taken",
            detail=given.question,
            icon="lock",
        )


def items_to_look_through(case: Case, _today: date) -> Action | None:
    """Items that arrived and that nobody has looked through."""
    waiting = Item.objects.filter(case=case).shown().filter(state=ItemState.RECEIVED)
    newest = waiting.order_by("-number").first()
    if newest is None:
        return None
    count = waiting.count()
    return Action(
        code=f"items:{newest.pk}",
        title="Look through one new item" if count == 1 else f"Look through {count} new items",
        why="Letters and packets rest on items somebody has looked at. Choose a good moment.",
        page="evidence:timeline",
        label="Open the evidence",
        step=Step.EVIDENCE,
    )
