"""Uploads that break off leave nothing behind, on the real server."""

import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from cases.models import Case
from evidence.models import Receipt
from tests import make_accounts, make_cases
from tests.signing_in import signed_in
from tests.site import Site


def incoming() -> list[Path]:
    return list((Path(settings.STORE_DIR) / "incoming").glob("*"))


def eventually_empty() -> bool:
    for _ in range(100):
        if not incoming():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def case(site: Site) -> Case:
    return make_cases.case(team=[make_accounts.attorney()])


def exchange(site: Site, request: bytes, *, wait: bool = True) -> bytes:
    """Send raw bytes; without ``wait`` vanish as soon as they are sent."""
    host = urlsplit(site.url)
    with socket.create_connection((host.hostname, host.port), timeout=15) as line:
        line.sendall(request)
        if not wait:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return b""
        answer = b""
        while piece := line.recv(65536):
            answer += piece
        return answer


def asking(site: Site, case: Case, session: str, token: str, length: int) -> bytes:
    return (
        f"POST /w/c/{case.ref}/evidence/add/ HTTP/1.1\r\nHost: {urlsplit(site.url).netloc}\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}\r\n"
        f"Origin: {site.url}\r\nConnection: close\r\nContent-Length: {length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    ).encode()


def part(token: str, content: bytes, *, closed: bool) -> bytes:
    fields = {"csrfmiddlewaretoken": token, "obtained": "unknown", "sensitivity": "normal"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ).encode()
    body += b'--x\r\nContent-Disposition: form-data; name="uploads"; filename="a.bin"\r\n\r\n'
    return body + content + (b"\r\n--x--\r\n" if closed else b"")


def let_in(case: Case) -> str:
    """The session of the lead, who has answered the question before files with “no”."""
    browser = signed_in(case.lead)
    browser.post(f"/w/c/{case.ref}/evidence/add/", {"young": "no"})
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_sender_who_vanishes_leaves_nothing(site: Site, case: Case) -> None:
    session, token = let_in(case), "a" * 32
    body = part(token, b"x" * 2_000_000, closed=False)
    for length in (len(body) + 1_000_000, len(body) * 50):
        exchange(site, asking(site, case, session, token, length) + body, wait=False)

    assert eventually_empty()
    assert not Receipt.objects.exists()
    assert re.search(r"200", exchange(site, health(site)).decode())


def health(site: Site) -> bytes:
    host = urlsplit(site.url).netloc
    return f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()


def test_a_whole_upload_over_the_same_line_is_kept(site: Site, case: Case) -> None:
    session, token = let_in(case), "a" * 32
    body = part(token, b"x" * 2_000_000, closed=True)

    answer = exchange(site, asking(site, case, session, token, len(body)) + body)

    assert answer.startswith(b"HTTP/1.1 302")
    assert Receipt.objects.get().blob.size == 2_000_000
    assert eventually_empty()


def test_a_body_that_ends_early_stores_nothing(site: Site, case: Case) -> None:
    session, token = let_in(case), "a" * 32
    body = part(token, b"x" * 500_000, closed=False)

    exchange(site, asking(site, case, session, token, len(body)) + body)

    assert eventually_empty()
    assert not Receipt.objects.exists()
