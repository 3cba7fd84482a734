"""Sending received bytes so that a browser does nothing with them but show or save them."""

from django.http import HttpResponseBase

SANDBOX = "sandbox; default-src 'none'"


def shut_in(response: HttpResponseBase) -> HttpResponseBase:
    """Headers that let a browser do nothing with the bytes but show or save them."""
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
