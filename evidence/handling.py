"""How an item may be handled: held back, released, locked, hidden, shown again."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models.functions import Now

from accounts.errors import Refusal
from accounts.models import User
from accounts.permissions import Permission, may
from cases import to_do
from cases.models import Case
from evidence import custody, locking, previews
from evidence.canonical import Plain
from evidence.models import Act, Item, Sensitivity

WAS_HIDDEN = "was sent by mistake and is hidden. Look at it, and decide whether it stays so"
S = Sensitivity
STRICTER: Mapping[Sensitivity, frozenset[Sensitivity]] = {
    S.NORMAL: frozenset({S.GRAPHIC, S.PRIVILEGED, S.INTIMATE, S.MINOR}),
    S.GRAPHIC: frozenset({S.PRIVILEGED, S.INTIMATE, S.MINOR}),
    S.PRIVILEGED: frozenset({S.MINOR}),
    S.INTIMATE: frozenset({S.MINOR}),
    S.MINOR: frozenset(),
}


def ways_open(item: Item, by: User) -> list[Sensitivity]:
    """How this person may handle the item from now on, the present way included.

    Whoever adds evidence may make it stricter. Less strict is an attorney's, after the release of
    what was intimate, and of a locked item a supervising attorney's.
    """
    now = Sensitivity(item.sensitivity)
    if item.is_locked:
        is_free = may(by, Permission.EVIDENCE_UNLOCK)
    else:
        is_free = may(by, Permission.EVIDENCE_RELEASE) and not (
            now is Sensitivity.INTIMATE and item.released_at is None
        )
    return [way for way in Sensitivity if is_free or way is now or way in STRICTER[now]]


@transaction.atomic
def release(item: Item, *, by: User) -> None:
    """Let the team open an item that was held back; the person who did is named for good.

    Raises:
        Refusal: It is locked, or it is not held back.
    """
    locked = _locked(item)
    if locked.is_locked:
        raise Refusal("A locked item is not released. Ask the supervising attorney what to do.")
    if not locked.is_held_back:
        raise Refusal("This item is already open to the team.")
    if locked.case.held_since != item.case.held_since:
        raise Refusal("The files of this case were held back just now. Read why, then decide.")
    _write(locked, released_at=Now(), released_by=by)
    custody.record(locked.case.vault, Act.RELEASED, actor=custody.actor_of(by), item=locked)
    previews.ask_again(locked.original, by=by)


@transaction.atomic
def set_sensitivity(item: Item, to: Sensitivity, *, by: User) -> None:
    """Change how an item is handled. What closes it takes an earlier release away.

    A lock, and its end, hold for all that shares bytes with the item.

    Raises:
        Refusal: It is locked and ``by`` may not unlock it, it is not released yet, or ``by`` may
            not make it less strict.
    """
    locked = _locked(item)
    if locked.sensitivity == to:
        return
    if to not in ways_open(locked, by):
        raise Refusal(_why_not(locked, by))
    if to is Sensitivity.MINOR:
        locking.lock(locked, by=by)
    elif locked.is_locked:
        locking.unlock(locked, to, by=by)
    else:
        _change(locked, to, by)
    locked.refresh_from_db(fields=["sensitivity", "released_at", "released_by"])
    previews.ask_again(locked.original, by=by)


@transaction.atomic
def hide(item: Item, *, by: User | None) -> None:
    """Hide what was sent by mistake from everyone but the case's lead, who reviews it.

    Args:
        item: The item.
        by: Who hides it; none for a client without a sign-in.
    """
    locked = _locked(item)
    if locked.hidden_at is not None:
        return
    _write(locked, hidden_at=Now(), hidden_by=by)
    if by != locked.case.lead:
        to_do.ask_lead(locked.case, f"{locked.ref} {WAS_HIDDEN}", by=by)
    actor = custody.actor_of(by) if by else custody.VISITOR
    custody.record(locked.case.vault, Act.HIDDEN, actor=actor, item=locked)


@transaction.atomic
def show(item: Item, *, by: User) -> None:
    """Show a hidden item again; only the case's lead, who alone sees it, can."""
    locked = _locked(item)
    if locked.case.lead_id != by.pk:
        raise Refusal("Only the lead attorney of this case can show a hidden item again.")
    if locked.hidden_at is not None:
        _write(locked, hidden_at=None, hidden_by=None)
        custody.record(locked.case.vault, Act.SHOWN, actor=custody.actor_of(by), item=locked)


def _change(item: Item, to: Sensitivity, by: User) -> None:
    closes = to is Sensitivity.INTIMATE
    _write(item, sensitivity=to, **({"released_at": None, "released_by": None} if closes else {}))
    data: dict[str, Plain] = {"sensitivity": to.value}
    actor = custody.actor_of(by)
    custody.record(item.case.vault, Act.SENSITIVITY_SET, actor=actor, item=item, data=data)


def _why_not(item: Item, by: User) -> str:
    if item.is_locked:
        return "A locked item stays locked. Ask the supervising attorney what to do."
    if not may(by, Permission.EVIDENCE_RELEASE):
        return "Only an attorney can handle this item less strictly."
    return "Release this item first. Then its handling can be changed."


def _locked(item: Item) -> Item:
    """The item as it stands, after its case: whoever locks several rows locks in this order."""
    Case.objects.select_for_update(no_key=True).get(pk=item.case_id)
    rows = Item.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("case").get(pk=item.pk)


def _write(item: Item, **changes: object) -> None:
    Item.objects.filter(pk=item.pk).update(**changes)
    item.refresh_from_db(fields=list(changes))
