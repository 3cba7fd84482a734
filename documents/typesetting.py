"""Templates in, pages out: our own words on paper, set in the vendored fonts."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from documents.pdf import fonts
from documents.pdf.fetcher import Asset
from documents.pdf.typeset import Typeset, typeset


def pages_of(
    template: str,
    context: Mapping[str, Any],
    *,
    style: str,
    assets: Mapping[str, Asset] | None = None,
) -> Typeset:
    """Set a template as pages.

    Args:
        template: An HTML template; what it prints of other people's is escaped by Django.
        context: What it prints.
        style: The template of its stylesheet.
        assets: Files it shows as ``asset:<name>``, all of which it must use.

    Raises:
        documents.pdf.typeset.NotSet: It asks for anything else, or leaves an asset out.
    """
    fonts.use_only_ours(settings.STATE_DIR / "fonts")
    html = render_to_string(template, dict(context))
    return typeset(html, render_to_string(style), assets=assets)
