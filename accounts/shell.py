"""What every page's frame shows: the firm, the doors a role has, theme and clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Firm, User
from accounts.permissions import Permission, may


@dataclass(frozen=True)
class Door:
    """A link of the rail.

    Attributes:
        waiting: How many things wait behind it for the person.
    """

    label: str
    icon: str
    url: str
    current: bool
    waiting: int


RAIL: Final = (
    ("Today", "layout-dashboard", "intake:today", Permission.TODAY_READ),
    ("Inbox", "inbox", "intake:inbox", Permission.INTAKE_READ),
    ("Cases", "briefcase", "cases:list", Permission.CASE_READ),
    ("Letters", "file-text", "documents:letter_queue", Permission.LETTER_READ),
    ("People", "users", "accounts:people", Permission.PEOPLE_MANAGE),
    ("Firm settings", "settings", "accounts:firm", Permission.FIRM_MANAGE),
)


Count = Callable[[User], int]
WAITING: dict[str, Count] = {}


def add_count(page: str, count: Count) -> None:
    """Say how many things wait behind a page of the rail; called once, when an app is loaded."""
    WAITING[page] = count


class Shell:
    """Read by the base templates; each part is looked up when a page first shows it.

    Args:
        request: What the page answers.
        counts: Whether the doors say how much waits behind them.
    """

    def __init__(self, request: HttpRequest, *, counts: bool = True) -> None:
        self.request = request
        self.counts = WAITING if counts else {}
        user = getattr(request, "user", None)
        self.user: User | None = user if user is not None and user.is_authenticated else None

    @cached_property
    def firm(self) -> Firm:
        return Firm.current()

    @property
    def theme(self) -> str:
        return self.user.theme if self.user else ""

    @property
    def shortcuts(self) -> bool:
        return self.user is not None and self.user.shortcuts

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def zone_label(self) -> str:
        return timezone.localtime().tzname() or "UTC"

    @property
    def base(self) -> str:
        """The base template of pages that both clients and staff reach."""
        return "base_work.html" if self.user and self.user.is_staff else "base_client.html"

    @cached_property
    def doors(self) -> list[Door]:
        """The pages of the rail that the person's role opens."""
        return [
            Door(label, icon, reverse(name), self._is_at(reverse(name)), self._waiting(name))
            for label, icon, name, permission in RAIL
            if self._may(permission)
        ]

    @property
    def search_url(self) -> str:
        return reverse("cases:search") if self._may(Permission.CASE_READ) else ""

    def _is_at(self, url: str) -> bool:
        """Whether the page lies behind the door; a case's pages lie behind “Cases”."""
        here = self.request.path
        if url == reverse("cases:list") and here.startswith("/w/c/"):
            return True
        return here == url or (url != "/w/" and here.startswith(url))

    def _waiting(self, page: str) -> int:
        return self.counts[page](self.user) if self.user and page in self.counts else 0

    def _may(self, permission: Permission) -> bool:
        return self.user is not None and may(self.user, permission)


class Rights(Mapping[str, bool]):
    """``{% if may.case_advance %}``: the person's rights by the names of ``Permission``."""

    def __init__(self, user: User | None) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        permission = Permission[name.upper()]
        return self.user is not None and may(self.user, permission)

    def __iter__(self) -> Any:
        return iter(permission.name.lower() for permission in Permission)

    def __len__(self) -> int:
        return len(Permission)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` and ``may``."""
    frame = Shell(request)
    return {"shell": frame, "may": Rights(frame.user)}
