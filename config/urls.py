"""The whole site's address map: one line per app."""

from django.urls import URLPattern, URLResolver, include, path

from config import health

handler400 = "accounts.failures.bad_request"
handler403 = "accounts.failures.forbidden"
handler404 = "accounts.failures.not_found"
handler429 = "accounts.failures.too_many"
handler500 = "accounts.failures.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("", include("evidence.urls")),
    path("", include("documents.urls")),
    path("", include("intake.urls")),
]
