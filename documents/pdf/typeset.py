"""Setting our own HTML as pages. Text of other people goes in escaped, never as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from documents.pdf.fetcher import Asset, NothingElse


class NotSet(Exception):
    """The pages would have been incomplete; ``str()`` says what was missing."""


@dataclass(frozen=True)
class Typeset:
    """A small PDF of our own making.

    Attributes:
        anchors: The page, counted from 0, on which each element with an ``id`` begins.
    """

    pdf: bytes
    pages: int
    anchors: Mapping[str, int]


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=8)
def _sheet(css: str) -> CSS:
    """A style sheet, read once; it may import nothing."""
    fetcher = NothingElse({})
    sheet = CSS(string=css, url_fetcher=fetcher, font_config=_fonts())
    if fetcher.refused:
        raise NotSet("The document asks for something that does not belong to it.")
    return sheet


def typeset(
    html: str, css: str, *, assets: Mapping[str, Asset] | None = None, variant: str | None = None
) -> Typeset:
    """Lay out ``html`` with the vendored fonts (see ``fonts.use_only_ours``).

    Args:
        assets: Pictures and the like, by the name the document uses after ``asset:``.
            Every one of them must be used.
        variant: A PDF variant WeasyPrint knows, such as ``"pdf/ua-1"``.

    Raises:
        NotSet: The document asked for anything else, or left an asset out.
    """
    given = assets or {}
    fetcher = NothingElse(given)
    try:
        document = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[_sheet(css)], font_config=_fonts()
        )
        pdf = document.write_pdf(pdf_variant=variant)
    except FatalURLFetchingError as error:
        raise NotSet("The document asks for something that does not belong to it.") from error
    if fetcher.refused:
        raise NotSet("The document asks for something that does not belong to it.")
    if unused := sorted(set(given) - fetcher.used):
        raise NotSet(f"The document left out {', '.join(unused)}.")
    anchors = {anchor: at for at, page in enumerate(document.pages) for anchor in page.anchors}
    return Typeset(pdf, len(document.pages), anchors)
