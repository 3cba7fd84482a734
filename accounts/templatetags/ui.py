"""Tags every template shares: icons, form fields, and times with their zone.

``{% icon "flag" %}`` draws a symbol of ``static/icons.svg``; beside it stands a word, or it
takes ``label=``. ``{% stamp moment %}`` shows a time as the reader's clock has it, with UTC
beside it.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import zip_longest

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from accounts import browsers
from config.env import BASE_DIR

register = template.Library()


@cache
def symbols() -> frozenset[str]:
    """Names of the symbols in the icon sprite."""
    drawing = (BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', drawing))


@register.simple_tag
def icon(name: str, size: str = "", *, label: str = "") -> SafeString:
    """Draw an icon: hidden from screen readers, or named by ``label``.

    Args:
        name: A symbol of the sprite.
        size: ``s`` (as high as the text), ``l`` (larger), or nothing.
        label: What a screen reader says when no word stands beside the icon.

    Raises:
        ValueError: The sprite has no such symbol.
    """
    if name not in symbols():
        raise ValueError(f"static/icons.svg has no symbol {name!r}")
    classes = f"i i-{size}" if size else "i"
    href = f"{static('icons.svg')}#{name}"
    if label:
        drawing = '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(drawing, classes, label, href)
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href
    )


# --- Form fields -----------------------------------------------------------------------------


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw the field's control with the house classes, tied to its hint and its error."""
    described = [
        f"{field.auto_id}_{part}"
        for part, present in (("hint", field.help_text), ("error", field.errors))
        if present
    ]
    classes = "ck" if is_tick(field) else "in"
    if field.errors:
        classes += " bad"
    given = str(field.field.widget.attrs.get("class", ""))
    attrs: dict[str, str | bool] = {"class": f"{classes} {given}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def is_tick(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def options(field: BoundField) -> list[BoundWidget]:
    """Return the radio buttons or boxes of a choice field, each with its class and its error."""
    for attrs in (option.data["attrs"] for option in field.subwidgets):
        attrs["class"] = "ck"
        if field.errors:
            attrs["aria-describedby"] = f"{field.auto_id}_error"
    return list(field.subwidgets)


@register.filter
def first_id(field: BoundField) -> str:
    """Return the id an error summary links to: the control, or the first of a group."""
    if is_choice_group(field):
        return f"{field.auto_id}_0"
    return field.id_for_label or str(field.auto_id)


@register.filter
def error_heading(form: BaseForm) -> str:
    """Say how many answers need another look."""
    count = len([name for name in form.errors if name != "__all__"])
    if not count:
        return "Please check this"
    return "Please check 1 answer" if count == 1 else f"Please check {count} answers"


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and last name: ``Adaeze Lindqvist`` gives ``AL``."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def in_fours(letters: str) -> str:
    """Write a key or a code in groups of four, for reading and typing."""
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@register.filter
def browser(user_agent: str) -> str:
    """Name a browser and its system in words: ``Chrome on Windows``."""
    return browsers.name_of(user_agent)


@register.simple_tag
def phone(number: str) -> SafeString:
    """Write a telephone number that a touch calls; what cannot be dialled stands as words."""
    if not re.fullmatch(r"\+?[\d\s().-]{3,}", number):
        return format_html("<strong>{}</strong>", number)
    dialled = re.sub(r"[^\d+]", "", number)
    return format_html('<a class="strong nowrap" href="tel:{}">{}</a>', dialled, number)


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep case numbers and codes such as US-CA on one line; names with a hyphen may break."""
    parts = re.split(r"(\b\d{4}-\d+\b|\b[A-Z]{2}-[A-Z]{2,3}\b)", text)
    whole = (format_html('<span class="nowrap">{}</span>', part) for part in parts[1::2])
    return format_html_join("", "{}{}", zip_longest(parts[::2], whole, fillvalue=""))


# --- Times -----------------------------------------------------------------------------------


def clock(moment: datetime) -> str:
    """Write the time of day as ``9:14 pm``."""
    return formats.date_format(moment, "g:i") + moment.strftime(" %p").lower()


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date as ``6 Oct 2026``, in the reader's zone when it carries a time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, "j M Y")


@register.simple_tag
def stamp(moment: datetime | None, *, utc: bool = True) -> SafeString | str:
    """Write a moment on the reader's clock, with UTC beside it.

    ``6 Oct 2026, 9:14 pm PDT (7 Oct, 04:14 UTC)``; the UTC date appears when it differs.
    """
    if moment is None:
        return ""
    local, universal = timezone.localtime(moment), moment.astimezone(UTC)
    words = f"{day(moment)}, {clock(local)}"
    written = f"{words} {local.tzname()}"
    iso = universal.isoformat(timespec="seconds")
    if not utc:
        return format_html('<time datetime="{}">{}</time>', iso, words)
    if local.utcoffset() == timedelta(0):
        return format_html('<time datetime="{}">{} UTC</time>', iso, words)
    beside = universal.strftime("%H:%M")
    if universal.date() != local.date():
        beside = f"{formats.date_format(universal, 'j M')}, {beside}"
    return format_html(
        '<time datetime="{}">{} <span class="muted">({} UTC)</span></time>', iso, written, beside
    )


@register.simple_tag
def ago(moment: datetime | None) -> SafeString | str:
    """Write how long ago, with the full time on hover: ``2 hours ago``."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    recent = timezone.now() - moment < timedelta(minutes=1)
    words = "just now" if recent else f"{timesince(moment, depth=1)} ago"
    full = f"{day(moment)}, {clock(local)} {local.tzname()}"
    iso = moment.isoformat(timespec="seconds")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        iso,
        full,
        words,
    )
