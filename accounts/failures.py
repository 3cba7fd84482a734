"""Error pages: one template, words per status, in the shell the person was in.

The pages of 500 and 503 touch no database, no session and no user: that is what is broken.
"""

import logging
import sys
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.access import public
from accounts.middleware.doors import WORK_AREA
from accounts.middleware.marks import reference
from accounts.shell import Shell

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What an error page says: a heading, and what to do."""

    title: str
    client: str
    staff: str


WORDS: Final = {
    400: Words(
        "That did not work",
        "Go back and try once more.",
        "The request could not be read. Go back, reload the page and try once more.",
    ),
    403: Words(
        "This page is not open to you",
        "If you think it should be, tell us and we will look.",
        "Your role does not include this. Ask an administrator if it should.",
    ),
    404: Words(
        "We cannot find this page",
        "The address may be old or mistyped.",
        "It does not exist, or it is not open to you.",
    ),
    409: Words("Not possible right now", "", ""),
    413: Words(
        "That is more than this page can take",
        "Send fewer or smaller files at a time. What you sent before is kept.",
        "Send fewer or smaller files at a time. What was sent before is kept.",
    ),
    429: Words(
        "Too many tries",
        "Wait 15 minutes, then try again.",
        "Wait 15 minutes, then try again.",
    ),
    500: Words(
        "Something went wrong on our side",
        "Answers you saved before are safe. Try again in a few minutes, or call us.",
        "What you saved before is kept. Try again; if it happens twice, pass on the code below.",
    ),
    503: Words(
        "We will be back shortly",
        "Answers you saved before are safe. Try again in a few minutes, or call us.",
        "The database does not answer. What was saved is kept. Try again in a few minutes.",
    ),
}
PAGE_TOO_OLD = Words(
    "This page was open for too long",
    "Go back, reload the page, and send it once more.",
    "Go back, reload the page, and send it once more. Nothing was changed.",
)

DEMO_STAYS_HERE = Words(
    "The demonstration stays on this machine",
    "Open it by 127.0.0.1 or localhost, without a proxy in between.",
    "Open it by 127.0.0.1 or localhost, without a proxy in between.",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return page(request, 413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(request, 404)


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """Answer 409 with the sentence that says why, and what to do."""
    return page(request, 409, Words(WORDS[409].title, sentence, sentence))


def demo_stays_here(request: HttpRequest) -> HttpResponse:
    """Answer 403 to whoever reaches the demonstration from another machine."""
    return page(request, 403, DEMO_STAYS_HERE)


def too_many(request: HttpRequest) -> HttpResponse:
    return page(request, 429)


@public(methods=("POST", "PUT", "PATCH", "DELETE"))
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    logger.warning("form token refused: %s", reason)
    return page(request, 403, PAGE_TOO_OLD)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when it is the database that does not answer."""
    outage = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if outage else 500
    work = request.path.startswith(WORK_AREA)
    words = WORDS[status]
    text = words.staff if work else words.client
    again = request.get_full_path() if request.method == "GET" else ""
    context = {"title": words.title, "text": text, "work": work, "reference": reference()}
    headers = {"Retry-After": "120"} if outage else {}
    html = render_to_string("errors/without_database.html", context | {"again": again})
    return HttpResponse(html, status=status, headers=headers)


def page(request: HttpRequest, status: int, words: Words | None = None) -> HttpResponse:
    words = words or WORDS[status]
    user = getattr(request, "user", AnonymousUser())
    work = request.path.startswith(WORK_AREA) and user.is_authenticated and user.is_staff
    context = {
        "shell": Shell(request, counts=False),  # a page nobody asked for looks little up
        "base": "base_work.html" if work else "base_client.html",
        "title": words.title,
        "text": words.staff if work else words.client,
        "first_page": reverse("accounts:arrive") if user.is_authenticated else "/",
        "reference": reference(),
    }
    return render(request, "errors/error.html", context, status=status)
