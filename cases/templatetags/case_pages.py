"""The frame of every page of a case: its head, its tabs, and buttons that act once."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases import once
from cases.models import Case
from cases.reading.overview import Header, header_of
from cases.reading.tabs import Tab, address, tabs_of

register = template.Library()

ACTS = (
    ("Add evidence", "upload", "evidence:add"),
    ("Build packet", "package", "documents:packets"),
)


@register.simple_tag(takes_context=True)
def case_tabs(context: Context) -> list[Tab]:
    """The tabs that lead somewhere, with the current one marked."""
    request = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    return tabs_of(context["case"], request.user, here=here)


@register.simple_tag
def case_acts(case: Case) -> list[dict[str, str]]:
    """The buttons at the head of the case whose pages exist."""
    return [
        {"label": label, "icon": icon, "url": url}
        for label, icon, page in ACTS
        if (url := address(page, case))
    ]


@register.simple_tag
def case_header(case: Case) -> Header:
    return header_of(case)


@register.simple_tag(name="once")
def number_of_a_press() -> SafeString:
    """The hidden number of a button that asks nothing, so that pressing it twice acts once."""
    return format_html('<input type="hidden" name="once" value="{}">', once.fresh_number())
