"""Makers of exhibits and packets."""

from email.message import EmailMessage

from cases.models import Case
from documents.models import Packet, PacketVersion
from documents.packets import composing, tasks
from evidence import vaults
from evidence.models import Item
from tests.make import after_work, number


def mail(text: str = "We know where you work.\n\n😀 Łódź") -> bytes:
    """An e-mail with an attachment and a picture on a foreign server."""
    message = EmailMessage()
    message["From"] = "Nobody <nobody@example.com>"
    message["To"] = "dana@example.org"
    message["Subject"] = f"Last warning {number()}"
    message["Date"] = "Tue, 06 Oct 2026 21:14:00 -0700"
    message["Message-ID"] = f"<{number()}@example.com>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p><img src='http://tracker.example/p.gif'>", "html")
    message.add_attachment(b"attached", "application", "octet-stream", filename="list.bin")
    return message.as_bytes()


def packet(of: Case, *items: Item, title: str = "Motion for early discovery") -> Packet:
    """A packet of these items, in this order."""
    made = composing.compose(of, title=title, by=of.lead)
    composing.include(made, items)
    return made


def built(of: Packet) -> PacketVersion:
    """The packet's next version after a worker has seen it; it may have failed."""
    version = composing.request_build(of, by=of.case.lead)
    tasks.build_packet(version.pk)
    return after_work(version)


def file_of(version: PacketVersion) -> bytes:
    """The bytes of a version that is ready."""
    assert version.blob is not None, version.error
    with vaults.open_blob(version.blob) as file:
        return file.read()
