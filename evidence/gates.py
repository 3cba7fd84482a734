"""What the steps ask of the evidence; read by `cases.steps.conditions`."""

from cases.models import Case, Category, Direction, Incident, Online, Step
from cases.models.incident import IncidentQuerySet
from cases.steps.conditions import Condition, Move, Place
from evidence import verification
from evidence.models import Item
from evidence.models.item import ItemQuerySet

# Of these no picture is asked for: address, account, time and a description preserve them.
DESCRIBED = (Category.NCII, Category.EXTORTION, Category.DOXXING, Category.THREATS)
MOST_NAMED = 5


def _no_file_has_changed(case: Case) -> str | None:
    changed = verification.blocking_items(case)
    if not changed:
        return None
    return f"{_list([item.ref for item in changed])} no longer match what we received."


def _bare(incidents: IncidentQuerySet, items: ItemQuerySet) -> list[str]:
    """Those of the incidents that none of the items preserves, by their numbers."""
    bare = incidents.exclude(items__in=items).order_by("number")
    return [incident.ref for incident in bare if not _is_described(incident)]


def _sound(case: Case) -> ItemQuerySet:
    """Items that letters and packets may use."""
    items = Item.objects.filter(case=case)
    return items.exclude(pk__in=items.unsound().values("pk"))


def _kept(case: Case) -> ItemQuerySet:
    """Items whose bytes we hold unchanged, whoever may open them."""
    items = Item.objects.filter(case=case)
    return items.shown().exclude(pk__in=items.altered().values("pk"))


def _relied_on(case: Case) -> IncidentQuerySet:
    return Incident.objects.filter(case=case, direction=Direction.OTHER_SIDE).reviewed()


def _incidents_have_evidence(case: Case) -> str | None:
    missing = _bare(_relied_on(case), _sound(case))
    return f"Nothing is preserved of {_list(missing)} yet." if missing else None


def _preserved_before_report(case: Case) -> str | None:
    online = _relied_on(case).exclude(address="").exclude(online=Online.REMOVED)
    missing = _bare(online, _kept(case))
    if online.count() > len(missing) or not missing:
        return None
    return f"A report may erase {_list(missing)}, and nothing of it is preserved yet."


def _one_preserved(case: Case) -> str | None:
    incidents = Incident.objects.filter(case=case)
    if incidents.count() > len(_bare(incidents, _kept(case))):
        return None
    return "No incident is preserved yet."


def _is_described(incident: Incident) -> bool:
    """Whether account, place and time are written down where no picture is wanted."""
    wanted = incident.address or incident.place
    return bool(
        incident.category in DESCRIBED and wanted and incident.account_id and incident.posted_latest
    )


def _list(refs: list[str]) -> str:
    named = ", ".join(refs[:MOST_NAMED])
    more = len(refs) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


EVIDENCE = Place("evidence:timeline", "Evidence")
CONDITIONS = (
    Condition(
        code="evidence_unchanged",
        step=Step.EVIDENCE,
        move=Move.COMPLETE,
        says="No stored file has changed since it was received",
        stands_in_the_way=_no_file_has_changed,
        place=EVIDENCE,
    ),
    Condition(
        code="incidents_have_evidence",
        step=Step.EVIDENCE,
        move=Move.COMPLETE,
        hard=False,
        says="Each reviewed incident has evidence, or its account, place and time where no picture"
        " is wanted",
        stands_in_the_way=_incidents_have_evidence,
        place=EVIDENCE,
    ),
    Condition(
        code="one_preserved",
        step=Step.IDENTIFY,
        move=Move.START,
        says="At least one incident is preserved",
        stands_in_the_way=_one_preserved,
        place=EVIDENCE,
    ),
    Condition(
        code="preserved_before_report",
        step=Step.REPORT,
        move=Move.START,
        says="Something still online is preserved, so that it can be reported",
        stands_in_the_way=_preserved_before_report,
        place=EVIDENCE,
    ),
)
