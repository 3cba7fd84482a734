"""The frame of every page of a case: its head and its tabs.

The tabs of evidence, letters and packets belong to higher apps; only the names of their pages
are known here, and a tab whose page does not exist is left out.
"""

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

from cases.models import Case
from cases.overview import Header, header_of

register = template.Library()

TABS = (
    ("Overview", "cases:overview", ("cases:overview", "cases:safety", "cases:team")),
    ("Plan", "cases:plan", ("cases:plan",)),
    ("Steps", "cases:steps", ("cases:steps",)),
    ("Incidents", "cases:incidents", ("cases:incident",)),
    ("Evidence", "evidence:timeline", ("evidence:",)),
    ("People & accounts", "cases:people", ("cases:people", "cases:party", "cases:account")),
    ("Letters", "documents:letters", ("documents:letter",)),
    ("Packets", "documents:packets", ("documents:packet",)),
    ("Messages", "cases:messages", ("cases:message",)),
    ("Notes", "cases:notes", ("cases:note",)),
    ("Tasks", "cases:tasks", ("cases:task",)),
    ("Activity", "cases:activity", ("cases:activity", "cases:access_log")),
)
ACTS = (
    ("Add evidence", "upload", "evidence:add"),
    ("Build packet", "package", "documents:packets"),
)


@register.simple_tag(takes_context=True)
def case_tabs(context: Context) -> list[dict[str, Any]]:
    """The tabs that lead somewhere, with the current one marked."""
    case: Case = context["case"]
    match = context["request"].resolver_match
    here = match.view_name if match else ""
    return [
        {"label": label, "url": url, "current": here.startswith(names)}
        for label, page, names in TABS
        if (url := _address(page, case))
    ]


@register.simple_tag
def case_acts(case: Case) -> list[dict[str, str]]:
    """The buttons at the head of the case whose pages exist."""
    return [
        {"label": label, "icon": icon, "url": url}
        for label, icon, page in ACTS
        if (url := _address(page, case))
    ]


@register.simple_tag
def case_header(case: Case) -> Header:
    return header_of(case)


def _address(page: str, case: Case) -> str:
    try:
        return reverse(page, kwargs={"case_ref": case.ref})
    except NoReverseMatch:
        return ""
