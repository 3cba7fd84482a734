"""Stated times in words: as they were known, and their bounds in UTC."""

from datetime import UTC, datetime

from django import template

from cases.forms.moments import say
from cases.moments import Moment

register = template.Library()


@register.filter
def said(moment: Moment) -> str:
    """A stated time as a person would write it."""
    return say(moment)


@register.filter
def utc(bound: datetime) -> str:
    """A bound as ``7 Oct 2026, 04:14 UTC``."""
    return f"{bound.astimezone(UTC):%-d %b %Y, %H:%M} UTC"


@register.simple_tag
def bounds(earliest: datetime | None, latest: datetime | None) -> str:
    """The bounds of a stated time, one figure when both fall into one minute."""
    if earliest and latest:
        first, last = utc(earliest), utc(latest)
        return f", {first}" if first == last else f", between {first} and {last}"
    if latest:
        return f", before {utc(latest)}"
    return f", after {utc(earliest)}" if earliest else ""
