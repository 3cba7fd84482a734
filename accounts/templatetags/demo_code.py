"""The current code of a demo person, beside the field that asks for it."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import mfa
from accounts.models import User

register = template.Library()


@register.simple_tag
def demo_code(person: User) -> SafeString | str:
    """Show the code in the demonstration; nothing anywhere else."""
    if not settings.DEMO:
        return ""
    return format_html(
        '<p class="note">Demonstration: the code is now <strong class="mono">{}</strong></p>',
        mfa.current_code(person),
    )
