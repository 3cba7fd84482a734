"""What Activity tells of claims, their time limits, the merits, and of dangers to the client.

Each of these rows names who decided; the words come from the row, not from its columns.
"""

from collections.abc import Iterable

from cases.models import (
    Case,
    ClaimDecision,
    SafetyDifference,
    SafetyKind,
    SafetyScreening,
)
from cases.reading import activity
from cases.reading.activity import Entry, Span
from cases.reading.people_activity import recorded, with_teller


def add_sources() -> None:
    """Lay these records beside the others; called once, when the app is loaded."""
    for source in (claims, time_limits, merits, flags, safety_questions):
        activity.add_source(source)


def claims(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Claims that an attorney gave up or took up again."""
    rows = ClaimDecision.objects.filter(claim__case=case).select_related("claim", "by")
    for made in span.of(rows, "at")[:most]:
        what = f"Took “{made.claim}” up again" if made.pursued else f"Gave “{made.claim}” up"
        yield Entry(at=made.at, who=made.by, what=what, detail=made.reason, icon="scale")


def time_limits(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Limits written down, confirmed and set aside, by whom and for which claim."""
    rows = recorded("TimeLimitEvent", was_confirmed="confirmed_at", was_set_aside="dismissed_by")
    rows = rows.filter(pgh_obj__case=case).select_related(
        "claim", "typed_by", "confirmed_by", "dismissed_by"
    )
    for made in span.of(rows, "pgh_created_at")[:most]:
        limit = f"the time limit of {made.expires_on:%-d %b %Y}, {made.claim}"
        if made.pgh_label == "insert":
            who, what, detail = made.typed_by, f"Wrote down {limit}", made.basis
        elif made.confirmed_at and not made.was_confirmed:
            who, what, detail = made.confirmed_by, f"Confirmed {limit}", made.confirmed_reason
        elif made.dismissed_by and not made.was_set_aside:
            who, what, detail = made.dismissed_by, f"Set aside {limit}", made.dismissed_reason
        else:
            who, what, detail = None, f"Changed {limit}", ""
        yield Entry(at=made.pgh_created_at, who=who, what=what, detail=detail, icon="scale")


def merits(case: Case, span: Span, most: int) -> Iterable[Entry]:
    for made in span.of(case.merits_certificates.select_related("by"), "at")[:most]:
        yield Entry(at=made.at, who=made.by, what="Certified the merits", icon="gavel")


def flags(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Flags raised and lifted, the asking for a second person, and who is not the source."""
    rows = recorded("SafetyFlagEvent", was_asked="lift_asked_at", was_lifted="lifted_at")
    rows = rows.filter(pgh_obj__case=case).select_related(
        "party", "account", "raised_by", "lifted_by", "lift_seconded_by"
    )
    for made in with_teller(span.of(rows, "pgh_created_at")[:most]):
        flag = f"“{SafetyKind(made.kind).label}”"
        if made.pgh_label == "insert":
            source = made.party or made.account or "the whole case"
            who, what, detail = made.raised_by, f"Raised {flag}: {source}", made.reason
        elif made.lifted_at and not made.was_lifted:
            who = made.lift_seconded_by or made.lifted_by
            what, detail = f"Lifted {flag}", made.lift_second_reason or made.lift_reason
        elif made.lift_asked_at and not made.was_asked:
            who, what, detail = made.lifted_by, f"Asked to lift {flag}", made.lift_reason
        else:
            who, what, detail = made.teller, f"Kept {flag}", ""
        yield Entry(at=made.pgh_created_at, who=who, what=what, detail=detail, icon="shield-alert")
    differences = SafetyDifference.objects.filter(flag__case=case)
    for row in span.of(differences.select_related("flag", "party", "by"), "at")[:most]:
        what = f"{row.party} is not the source of “{row.flag.get_kind_display()}”"
        yield Entry(at=row.at, who=row.by, what=what, detail=row.reason, icon="shield-check")


def safety_questions(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = SafetyScreening.objects.filter(case=case).select_related("recorded_by")
    for made in span.of(rows, "recorded_at")[:most]:
        yield Entry(
            at=made.recorded_at,
            who=made.recorded_by,
            what="Wrote down the answers to the safety questions",
            icon="list-checks",
        )
