"""What the typesetter may read: the named assets of the document it is setting.

Addresses of any kind (web, file, data) are refused, and one refused or missing address stops
the document: a page without its picture must not leave the house.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from weasyprint.urls import URLFetcher, URLFetcherResponse

_SCHEME = "asset:"


@dataclass(frozen=True)
class Asset:
    """A file a document shows, known in it as ``asset:<name>``."""

    data: bytes
    media_type: str


class NothingElse(URLFetcher):  # type: ignore[misc]  # the typesetter has no type hints
    """Answers from ``assets`` and refuses the rest, fatally."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._assets = assets
        self.used: set[str] = set()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the asset.

        Raises:
            ValueError: ``url`` names no asset of this document.
        """
        del headers
        asset = self._assets.get(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
        if asset is None:
            self.refused.append(url)
            raise ValueError("The document asks for something that does not belong to it.")
        self.used.add(url.removeprefix(_SCHEME))
        return URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})
