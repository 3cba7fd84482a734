"""Tags of the letter pages."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.forms.letters import AnswerForm
from documents.letters.checks import Finding
from documents.letters.marking import Piece

register = template.Library()

BREAK = mark_safe("<br>")


@register.simple_tag
def marked(lines: Iterable[Iterable[Piece]]) -> SafeString:
    """Print a text line by line, its marked pieces in ``<mark>``."""
    return format_html_join(BREAK, "{}", ((marked_line(line),) for line in lines))


@register.simple_tag
def marked_line(line: Iterable[Piece]) -> SafeString:
    """Print one line of :func:`marked`."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<mark class="{}">{}</mark>', piece.mark, piece.text),)
            if piece.mark
            else (piece.text,)
            for piece in line
        ),
    )


@register.filter
def answers(form: AnswerForm, finding: Finding) -> bool:
    """Whether a form that came back is about this finding."""
    return (form["rule"].value(), form["about"].value()) == (finding.rule.code, finding.about)
