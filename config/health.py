"""Whether the site can answer, for load balancers, containers and people who wait for it."""

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from accounts.access import public


@transaction.non_atomic_requests
@public()
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503; tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
