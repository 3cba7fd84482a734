"""Celery entry points: each claims its row and calls one function."""

from celery import shared_task

from cases.jobs import resend_claimable
from documents.models import PacketVersion
from documents.packets.assembly import assemble


@shared_task
def build_packet(version_pk: int) -> None:
    version = PacketVersion.objects.claim(version_pk)
    if version is not None:
        with version.worked_on():
            assemble(version)


@shared_task
def resend_packets() -> None:
    """Ring again for every packet whose message or worker was lost."""
    resend_claimable(PacketVersion, build_packet)
