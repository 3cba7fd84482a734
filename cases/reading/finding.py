"""Finding cases: the list with its filters, and a search over what visible cases hold.

Both start from ``Case.objects.visible_to``; what a person may not see is never selected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from cases.models import (
    Case,
    CaseQuerySet,
    Incident,
    OnlineAccount,
    Party,
    SafetyFlag,
    Statement,
    Step,
    Task,
    TimeLimit,
)

PER_PAGE = 30
MOST_PER_KIND = 20
SHORTEST_SEARCH = 2


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What the list is narrowed to; comes from the address and goes back into it."""

    words: str = ""
    step: str = ""
    lead: str = ""
    due: str = ""
    flag: str = ""
    state: str = "open"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "CaseFilter":
        """The filter an address asks for; unknown values are dropped."""
        step = query.get("step", "")
        return cls(
            words=query.get("q", "").strip()[:100],
            step=step if step in Step.values else "",
            lead="me" if query.get("lead") == "me" else "",
            due=query.get("due", "") if query.get("due") in {"week", "limit"} else "",
            flag="any" if query.get("flag") == "any" else "",
            state="closed" if query.get("state") == "closed" else "open",
        )

    @property
    def chosen(self) -> bool:
        """Whether anything narrows the list beyond open cases."""
        parts = (self.words, self.step, self.lead, self.due, self.flag)
        return any(parts) or self.state != "open"


def listed(user: User, chosen: CaseFilter) -> models.QuerySet[Any]:
    """The cases of one list, the last touched first, with what its columns show."""
    tasks = Task.objects.to_do().filter(case=OuterRef("pk")).order_by("due_on", "pk")
    narrowed: CaseQuerySet = _narrowed(Case.objects.visible_to(user), user, chosen)
    return (
        narrowed.select_related("lead")
        .prefetch_related("steps", "categories")
        .annotate(
            next_task=Subquery(tasks.values("title")[:1]),
            next_due=Subquery(tasks.values("due_on")[:1]),
            flagged=Exists(SafetyFlag.objects.standing().filter(case=OuterRef("pk"))),
        )
        .order_by("-changed_at", "-pk")
    )


def _narrowed(cases: CaseQuerySet, user: User, chosen: CaseFilter) -> Any:
    cases = cases.exclude(closed_at=None) if chosen.state == "closed" else cases.still_open()
    if chosen.words:
        cases = cases.filter(pk__in=_mentioning(chosen.words))
    if chosen.step:
        cases = cases.filter(focus=chosen.step)
    if chosen.lead:
        cases = cases.filter(lead=user)
    today = timezone.localdate()
    if chosen.due == "week":
        soon = Task.objects.to_do().filter(due_on__lte=today + timedelta(days=7))
        cases = cases.filter(pk__in=soon.values("case"))
    if chosen.due == "limit":
        near = TimeLimit.objects.standing().filter(expires_on__lte=today + timedelta(days=60))
        cases = cases.filter(pk__in=near.values("case"))
    if chosen.flag:
        cases = cases.filter(pk__in=SafetyFlag.objects.standing().values("case"))
    return cases


def _mentioning(words: str) -> models.QuerySet[Any, Any]:
    """Cases whose number, client, people, accounts or links contain the words."""
    found = (
        Q(ref__icontains=words)
        | Q(client_name__icontains=words)
        | Q(pk__in=Party.objects.filter(label__icontains=words).values("case"))
        | Q(pk__in=OnlineAccount.objects.filter(handle__icontains=words).values("case"))
        | Q(pk__in=Incident.objects.filter(address__icontains=words).values("case"))
    )
    return Case.objects.filter(found).values("pk")


# --- Search ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a search found in the cases its reader may see."""

    cases: list[Case]
    parties: list[Party]
    accounts: list[OnlineAccount]
    incidents: list[Incident]
    statements: list[Statement]

    @property
    def count(self) -> int:
        kinds = (self.cases, self.parties, self.accounts, self.incidents, self.statements)
        return sum(len(found) for found in kinds)


def search(user: User, words: str) -> Findings:
    """Look for the words in clients, numbers, people, accounts, links and exact words."""
    visible = Case.objects.visible_to(user)
    inside = {"case__in": visible.values("pk")}
    most = slice(MOST_PER_KIND)
    named = Q(label__icontains=words) | Q(names__text__icontains=words)
    told = Q(summary__icontains=words) | Q(address__icontains=words)
    borne = Q(handle__icontains=words) | Q(display_name__icontains=words)
    own = Q(ref__icontains=words) | Q(client_name__icontains=words) | Q(headline__icontains=words)
    statements = Statement.objects.filter(
        incident__case__in=visible.values("pk"), words__icontains=words
    ).select_related("incident__case")
    incidents = Incident.objects.filter(told, **inside).select_related("case")
    return Findings(
        cases=list(visible.filter(own)[most]),
        parties=list(Party.objects.filter(named, **inside).select_related("case").distinct()[most]),
        accounts=list(
            OnlineAccount.objects.filter(borne, **inside).select_related("case", "platform")[most]
        ),
        incidents=list(incidents.defer("clients_words").order_by(F("pk").desc())[most]),
        statements=list(statements.defer("incident__clients_words")[most]),
    )
