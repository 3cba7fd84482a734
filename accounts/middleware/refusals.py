"""Turns a ``Refusal`` raised anywhere below a view into a 409 page with its sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.errors import Refusal
from accounts.failures import refused


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, str(exception)) if isinstance(exception, Refusal) else None
