"""A worker dies in the middle of a packet, the broker forgets everything: the packet comes once."""

from cases.jobs import JobState
from cases.models import Case
from documents.models import PacketVersion
from documents.packets import composing
from evidence import custody
from evidence.models import Act, Blob, CustodyEntry, File, FileRole
from tests import make_cases, make_documents, make_evidence
from tests.site import Site

EXHIBITS = 30
WITHIN_S = 90


def test_a_packet_survives_its_worker_and_the_broker(site: Site) -> None:
    case = make_cases.case()
    items = [
        make_evidence.item(case, content=make_documents.mail("You will regret this.\n" * 40))
        for _ in range(EXHIBITS)
    ]
    version = composing.request_build(make_documents.packet(case, *items), by=case.lead)
    site.wait_until(lambda: 5 <= now(version).done < EXHIBITS)

    site.kill_worker()
    interrupted = now(version)
    assert interrupted.state == JobState.RUNNING
    assert 5 <= interrupted.done < EXHIBITS
    assert nothing_is_visible(interrupted, case)

    site.flush_broker()
    site.start_worker()
    site.start_beat()
    site.wait_until(lambda: now(version).is_finished, within_s=WITHIN_S)

    ready = now(version)
    assert ready.state == JobState.DONE, ready.error
    assert ready.attempt == 2
    assert besides_renditions(case) == EXHIBITS + 1
    assert File.objects.filter(role=FileRole.RENDITION).count() == EXHIBITS
    included = CustodyEntry.objects.filter(act=Act.INCLUDED_IN_PACKET)
    assert included.count() == EXHIBITS
    assert custody.verify_case(case) == []
    assert make_documents.file_of(ready).startswith(b"%PDF-1.7")


def now(version: PacketVersion) -> PacketVersion:
    found: PacketVersion = PacketVersion.objects.get(pk=version.pk)
    return found


def nothing_is_visible(version: PacketVersion, case: Case) -> bool:
    """Neither the row nor the vault knows of a file beyond the originals and their renditions."""
    no_file = version.blob is None and version.pages == 0
    return no_file and besides_renditions(case) == EXHIBITS


def besides_renditions(case: Case) -> int:
    blobs = Blob.objects.filter(vault__case=case)
    return blobs.exclude(files__role=FileRole.RENDITION).count()


def test_a_worker_builds_what_is_asked_of_it(site: Site) -> None:
    case = make_cases.case()
    items = [make_evidence.item(case) for _ in range(3)]

    version = composing.request_build(make_documents.packet(case, *items), by=case.lead)
    site.wait_until(lambda: now(version).is_finished)

    assert now(version).state == JobState.DONE, now(version).error
