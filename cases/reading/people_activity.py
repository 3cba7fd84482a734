"""What Activity tells of people and papers: roles, attributions, names, words, team, walls."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from cases.models import (
    AttributionLevel,
    Case,
    Consent,
    PaperApproval,
    Review,
    RoleChange,
    Withdrawal,
)
from cases.reading import activity
from cases.reading.activity import Entry, Span


def add_sources() -> None:
    """Lay these records beside the others; called once, when the app is loaded."""
    for source in (roles, team, attributions, names, words, papers):
        activity.add_source(source)


def roles(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = RoleChange.objects.filter(party__case=case).select_related("party", "by")
    for made in span.of(rows, "at")[:most]:
        detail = ". ".join(part for part in (str(made.party), made.reason) if part)
        yield Entry(at=made.at, who=made.by, what=str(made), detail=detail, icon="users")


def team(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Who came and went, and the walls that were set and ended."""
    members = case.team.select_related("user", "added_by", "ended_by")
    for row in span.of(members, "began_at")[:most]:
        what = f"Put {row.user.name} on the team"
        yield Entry(at=row.began_at, who=row.added_by, what=what, icon="users")
    for row in span.of(members.exclude(ended_at=None), "ended_at")[:most]:
        what = f"Took {row.user.name} off the team"
        at = row.ended_at or row.began_at
        yield Entry(at=at, who=row.ended_by, what=what, detail=row.end_reason, icon="users")
    walls = case.walls.select_related("user", "set_by", "ended_by")
    for wall in span.of(walls, "began_at")[:most]:
        what = f"Set a wall around {wall.user.name}"
        yield Entry(at=wall.began_at, who=wall.set_by, what=what, detail=wall.reason, icon="lock")
    for wall in span.of(walls.exclude(ended_at=None), "ended_at")[:most]:
        what = f"Ended the wall around {wall.user.name}"
        at = wall.ended_at or wall.began_at
        yield Entry(at=at, who=wall.ended_by, what=what, detail=wall.end_reason, icon="lock")


def attributions(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Who is thought to be behind an account: what stood there before, what now, on what basis."""
    rows = recorded("AttributionEvent", was_level="level").filter(pgh_obj__party__case=case)
    rows = rows.select_related("account", "party", "set_by")
    for made in span.of(rows, "pgh_created_at")[:most]:
        level = AttributionLevel(made.level).label.lower()
        if made.was_level and made.was_level != made.level:
            level = f"{AttributionLevel(made.was_level).label.lower()} → {level}"
        yield Entry(
            at=made.pgh_created_at,
            who=made.set_by,
            what=f"{made.party} behind {made.account.handle}: {level}",
            detail=made.basis[:300],
            icon="user-search",
        )


def names(case: Case, span: Span, most: int) -> Iterable[Entry]:
    rows = recorded("NameEvent").filter(pgh_obj__party__case=case)
    for made in with_teller(span.of(rows, "pgh_created_at")[:most]):
        what = "Added a name" if made.pgh_label == "insert" else "Changed a name"
        yield _entry(made, what, made.text)


def words(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Exact words copied from a post, corrected, reviewed."""
    rows = recorded("StatementEvent", was_words="words", was_review="review")
    rows = rows.filter(pgh_obj__incident__case=case)
    for made in with_teller(span.of(rows, "pgh_created_at")[:most]):
        if made.pgh_label == "insert":
            what = "Added quoted words"
        elif made.was_words != made.words:
            what = "Changed quoted words"
        elif made.was_review != made.review:
            what = f"Quoted words: {Review(made.review).label.lower()}"
        else:
            what = "Changed what is noted about quoted words"
        yield _entry(made, what, made.words)


def papers(case: Case, span: Span, most: int) -> Iterable[Entry]:
    """Papers written for the client and approved, her answers, and what she took back."""
    for paper in span.of(case.papers.select_related("written_by"), "written_at")[:most]:
        yield _paper(paper.written_at, paper.written_by, f"Wrote {paper}")
    approvals = PaperApproval.objects.filter(paper__case=case).select_related("paper", "by")
    for approval in span.of(approvals, "at")[:most]:
        yield _paper(approval.at, approval.by, f"Approved {approval.paper}")
    consents = Consent.objects.filter(case=case).select_related("recorded_by")
    for consent in span.of(consents, "recorded_at")[:most]:
        yield _paper(consent.recorded_at, consent.recorded_by, f"The client agreed: {consent}")
    taken_back = Withdrawal.objects.filter(consent__case=case).select_related("consent", "by")
    for row in span.of(taken_back, "at")[:most]:
        yield _paper(row.at, row.by, f"The client took it back: {row.consent}", row.reason)


def _paper(at: Any, who: User, what: str, detail: str = "") -> Entry:
    return Entry(at=at, who=who, what=what, detail=detail, icon="file-text")


def recorded(model: str, **was: str) -> QuerySet[Any]:
    """What the triggers recorded of one kind of row, with columns as they stood just before."""
    tracked: Any = apps.get_model("cases", model)
    rows: QuerySet[Any] = tracked.objects.all()
    before = rows.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    before = before.order_by("-pgh_id")
    for name, column in was.items():
        rows = rows.annotate(**{name: Subquery(before.values(column)[:1])})
    return rows


def with_teller(rows: QuerySet[Any]) -> list[Any]:
    """The rows, each with ``teller``: who did it, if a person did."""
    found = list(rows.select_related("pgh_context"))
    keys = {row.pk: row.pgh_context.metadata.get("user") for row in found if row.pgh_context}
    people = User.objects.in_bulk({key for key in keys.values() if key})
    for row in found:
        row.teller = people.get(keys.get(row.pk))
    return found


def _entry(made: Any, what: str, detail: str) -> Entry:
    return Entry(
        at=made.pgh_created_at,
        who=made.teller,
        what=what,
        detail=detail[:160],
        icon="square-pen",
    )
