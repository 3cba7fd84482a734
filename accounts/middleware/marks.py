"""What every answer carries: a reference for the log, and one policy of headers.

The policy is the same on pages, errors, redirects and static files. There are no exceptions
for inline code or data addresses; an answer may only be stricter, as downloads are.
"""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(self), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(self), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
    "Referrer-Policy": "same-origin",  # no-referrer would send Origin: null and fail CSRF
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FOR_SEARCH_ENGINES = {"/", "/how/", "/safe/", "/help/", "/privacy/", "/accessibility/"}

_reference: ContextVar[str] = ContextVar("reference", default="-")


def reference() -> str:
    """Return the short code of the current request, shown on error pages and in the log."""
    return _reference.get()


class ReferenceFilter(logging.Filter):
    """Adds ``reference`` to every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = reference()
        return True


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)


class MarksMiddleware:
    """Stands outermost, so that errors of the other middleware are covered too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _reference.set(secrets.token_hex(4))
        response = self.get_response(request)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = reference()
        if "Cache-Control" not in response.headers or not _is_static(request):
            response.headers["Cache-Control"] = "no-store"
        if request.path not in FOR_SEARCH_ENGINES:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
