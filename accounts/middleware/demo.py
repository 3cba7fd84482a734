"""Keeps the demonstration on this machine: its one-click sign-in must not reach a network."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.failures import demo_stays_here

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
OF_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


class DemoGuardMiddleware:
    """Refuses what came through a proxy or was asked of another name, while DEMO is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO and self.came_from_elsewhere(request):
            return demo_stays_here(request)
        return self.get_response(request)

    def came_from_elsewhere(self, request: HttpRequest) -> bool:
        host = request.get_host().rpartition(":")
        name = host[0] if host[2].isdigit() else "".join(host)
        return name not in LOOPBACK or any(header in request.headers for header in OF_A_PROXY)
