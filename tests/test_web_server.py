"""The web server keeps answering while hundreds of slow uploads hold on to it."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.request import urlopen

import pytest

from tests.site import Site

SLOW_UPLOADS = 300
ANSWER_WITHIN_S = 3


@pytest.fixture
def slow_uploads(site: Site) -> Iterator[None]:
    """Connections that have begun to send a body and send no more of it."""
    head = (
        f"POST /in/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nContent-Length: 100000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\na="
    )
    with ExitStack() as wires:
        for _ in range(SLOW_UPLOADS):
            wire = wires.enter_context(socket.create_connection(("127.0.0.1", site.port), 10))
            wire.sendall(head.encode())
        yield


def test_a_page_answers_under_hundreds_of_slow_bodies(site: Site, slow_uploads: None) -> None:
    time.sleep(1)  # the server has taken all of them up
    begun = time.monotonic()

    with urlopen(f"{site.url}/healthz", timeout=30) as answer:  # noqa: S310 - our own site
        assert answer.read() == b"ok\n"

    assert time.monotonic() - begun < ANSWER_WITHIN_S
