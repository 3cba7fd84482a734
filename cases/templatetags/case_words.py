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
