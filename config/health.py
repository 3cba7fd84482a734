"""Whether the site can answer, for load balancers, containers and people who wait for it.

As a program, ``python -m config.health`` asks the web server of the same container, and
``python -m config.health beat FILE`` whether beat has written its schedule lately.
"""

import http.client
import sys
import time
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from accounts.access import public
from config.env import env

PORT = 8000
TIMEOUT_S = 5
BEAT_SILENT_AT_MOST_S = 600


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


def web_answers() -> bool:
    wire = http.client.HTTPConnection("127.0.0.1", PORT, timeout=TIMEOUT_S)
    host = next(iter(env("ALLOWED_HOSTS")), "127.0.0.1")
    wire.request("GET", "/healthz", headers={"Host": host})
    return wire.getresponse().status == http.HTTPStatus.OK


def beat_is_awake(schedule: Path) -> bool:
    return time.time() - schedule.stat().st_mtime < BEAT_SILENT_AT_MOST_S


if __name__ == "__main__":
    well = beat_is_awake(Path(sys.argv[2])) if sys.argv[1:2] == ["beat"] else web_answers()
    sys.exit(0 if well else 1)
