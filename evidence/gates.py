"""What the second step asks of the evidence; read by `cases.workflow`."""

from cases.models import Case, Category, Direction, Incident, Step
from cases.workflow import Condition, Move
from evidence import verification
from evidence.models import Item

# Of these no picture is asked for: address, account, time and a description preserve them.
DESCRIBED = (Category.NCII, Category.EXTORTION, Category.DOXXING, Category.THREATS)
MOST_NAMED = 5


def _no_file_has_changed(case: Case) -> str | None:
    changed = verification.blocking_items(case)
    if not changed:
        return None
    return f"{_list([item.ref for item in changed])} no longer match what we received."


def _incidents_have_evidence(case: Case) -> str | None:
    sound = Item.objects.filter(case=case).exclude(
        pk__in=Item.objects.filter(case=case).unsound().values("pk")
    )
    bare = (
        case.incidents.reviewed()
        .filter(direction=Direction.OTHER_SIDE)
        .exclude(items__in=sound)
        .order_by("number")
    )
    missing = [incident.ref for incident in bare if not _is_described(incident)]
    return f"Nothing is preserved of {_list(missing)} yet." if missing else None


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


CONDITIONS = (
    Condition(
        code="evidence_unchanged",
        step=Step.EVIDENCE,
        move=Move.COMPLETE,
        says="No stored file has changed since it was received",
        stands_in_the_way=_no_file_has_changed,
    ),
    Condition(
        code="incidents_have_evidence",
        step=Step.EVIDENCE,
        move=Move.COMPLETE,
        hard=False,
        says="Each reviewed incident has evidence, or its account, place and time where no picture"
        " is wanted",
        stands_in_the_way=_incidents_have_evidence,
    ),
)
