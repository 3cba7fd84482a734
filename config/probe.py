"""The health checks of the containers, in ``Dockerfile`` and ``docker-compose.yml``.

``python -m config.probe`` asks the web server of the same container, and ``python -m config.probe
beat FILE`` whether beat has written its schedule lately. Ends non-zero when not.
"""

import http.client
import sys
import time
from contextlib import closing
from pathlib import Path

from config.env import env

PORT = 8000
TIMEOUT_S = 5
BEAT_SILENT_AT_MOST_S = 600


def web_answers() -> bool:
    host = next(iter(env("ALLOWED_HOSTS")), "127.0.0.1")
    with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=TIMEOUT_S)) as wire:
        wire.request("GET", "/healthz", headers={"Host": host})
        return wire.getresponse().status == http.HTTPStatus.OK


def beat_is_awake(schedule: Path) -> bool:
    return time.time() - schedule.stat().st_mtime < BEAT_SILENT_AT_MOST_S


if __name__ == "__main__":
    well = beat_is_awake(Path(sys.argv[2])) if sys.argv[1:2] == ["beat"] else web_answers()
    sys.exit(0 if well else 1)
