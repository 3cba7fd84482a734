"""The request type that views are annotated with."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class StaffRequest(HttpRequest):
    """A request of a signed-in person that passed ``LoginRequiredMiddleware``."""

    user: User
    htmx: HtmxDetails
