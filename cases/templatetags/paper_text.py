"""The text of a paper as it is read on a page."""

import re

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def paper(text: str, level: int) -> SafeString:
    """The paragraphs of a paper; one that is a line of capitals is the heading it stands for.

    Args:
        text: As it was written, where a heading can only be shown by capitals.
        level: Of the headings, as they stand on the page.
    """
    parts = re.split(r"\n{2,}", text)
    return format_html_join("\n", "{}", ([_part(part, level)] for part in parts))


def _part(part: str, level: int) -> SafeString:
    if part.isupper() and "\n" not in part:
        return format_html('<h{0} class="strong">{1}</h{0}>', level, part.capitalize())
    return linebreaks_filter(part)
