"""The site's addresses, and views that fail in each way a view can fail."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.access import public
from accounts.errors import Refusal
from accounts.failures import too_many
from accounts.urls import own_pages
from accounts.views import demo
from config.urls import (  # noqa: F401  # Django looks for them here
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
    urlpatterns,
)

MARKER = "zanzibar-marker"


@public()
def broken(_request: HttpRequest) -> HttpResponse:
    try:
        int(MARKER)
    except ValueError as error:
        raise RuntimeError(MARKER) from error
    return HttpResponse()


@public()
def outage(_request: HttpRequest) -> HttpResponse:
    raise OperationalError(MARKER)


@public()
def refusing(_request: HttpRequest) -> HttpResponse:
    raise Refusal("The packet is being built. Wait until it is ready.")


@public()
def forbidding(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public()
def crowded(request: HttpRequest) -> HttpResponse:
    return too_many(request)


@public(methods=("POST",))
def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def unruled(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody should read this")


odd = [
    path("broken/", broken),
    path("outage/", outage),
    path("refusing/", refusing),
    path("forbidding/", forbidding),
    path("crowded/", crowded),
    path("reading/", reading),
    path("unruled/", unruled),
]
demonstration = [*own_pages, path("demo/", demo.choose, name="demo")]
urlpatterns = [
    path("", include((demonstration, "accounts"))),
    path("odd/", include(odd)),
    path("w/odd/", include(odd)),
    *urlpatterns,
]
