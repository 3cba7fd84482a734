"""Pages that anyone may read: what we do, how to stay safe, who else helps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import public
from accounts.models import Firm
from intake import notices
from intake.views.writing import draft_of

PROMISES = {"promise": notices.PROMISE, "choice": notices.CHOICE}


@public()
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/landing.html", {"firm": Firm.current(), **PROMISES})


@public()
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/how.html", {"firm": Firm.current(), **PROMISES})


@public()
def safe(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/safe.html")


@public()
def help_lines(request: HttpRequest) -> HttpResponse:
    firm = Firm.current()
    lines = firm.help_lines.all() if firm.pk else []
    going_on = draft_of(request) is not None
    return render(request, "intake/help.html", {"firm": firm, "lines": lines, "going_on": going_on})


@public()
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/privacy.html", {"firm": Firm.current(), **PROMISES})


@public()
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/accessibility.html", {"firm": Firm.current()})
