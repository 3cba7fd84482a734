"""The tabs of a case, and the number beside each.

The tabs of evidence, letters and packets belong to higher apps; only the names of their pages
are known here, and a tab whose page does not exist is left out. Higher apps add their numbers
with :func:`add_count` when they are loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from accounts.models import User
from cases.models import Case

LIMITS = ("cases:time_limit", "cases:claim")
TABS = (
    ("Overview", "cases:overview", ("cases:overview", "cases:safety", "cases:team", *LIMITS)),
    ("Plan", "cases:plan", ("cases:plan", "cases:paper")),
    ("Steps", "cases:steps", ("cases:steps", "cases:order")),
    ("Incidents", "cases:incidents", ("cases:incident",)),
    ("Evidence", "evidence:timeline", ("evidence:",)),
    ("People & accounts", "cases:people", ("cases:people", "cases:party", "cases:account")),
    ("Letters", "documents:letters", ("documents:letter", "intake:letter")),
    ("Packets", "documents:packets", ("documents:packet",)),
    ("Messages", "cases:messages", ("cases:message", "intake:client")),
    ("Notes", "cases:notes", ("cases:note",)),
    ("Tasks", "cases:tasks", ("cases:task",)),
    ("Activity", "cases:activity", ("cases:activity", "cases:access_log")),
)

Count = Callable[[Case, User], int]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A tab that leads somewhere.

    Attributes:
        count: How many rows its page holds, or how many wait there; 0 shows nothing.
        of_what: What is counted, for people who hear the page.
    """

    label: str
    url: str
    current: bool
    count: int
    of_what: str


def add_count(page: str, of_what: str, count: Count) -> None:
    """Put a number beside a tab; called once for each, when an app is loaded."""
    COUNTS[page] = (of_what, count)


def tabs_of(case: Case, user: User, *, here: str) -> list[Tab]:
    """The tabs of a case's pages.

    Args:
        here: The name of the page that is shown, such as ``cases:overview``.
    """
    return [
        Tab(
            label=label,
            url=url,
            current=here.startswith(names),
            count=COUNTS[page][1](case, user) if page in COUNTS else 0,
            of_what=COUNTS[page][0] if page in COUNTS else "",
        )
        for label, page, names in TABS
        if (url := address(page, case))
    ]


def address(page: str, case: Case) -> str:
    """The address of a page of a case, empty when no app has it."""
    try:
        return reverse(page, kwargs={"case_ref": case.ref})
    except NoReverseMatch:
        return ""


COUNTS: dict[str, tuple[str, Count]] = {
    "cases:incidents": ("incidents", lambda case, _user: case.incidents.count()),
    "cases:people": ("people", lambda case, _user: case.parties.count()),
    "cases:messages": (
        "new",
        lambda case, _user: case.messages.filter(from_client=True, read_at=None).count(),
    ),
    "cases:tasks": ("to do", lambda case, _user: case.tasks.to_do().count()),
}
