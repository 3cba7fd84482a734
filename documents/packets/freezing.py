"""Freezing a packet: copying what it says at this moment onto rows that no longer change."""

from accounts.models import Firm, User
from cases.jobs import JobState
from cases.models import Incident, OnlineAccount, Review
from documents.models import (
    ChronologyLine,
    ExhibitPlacement,
    Packet,
    PacketVersion,
)
from documents.packets.exhibits import label_of
from documents.times import in_words, with_source
from evidence.models import CustodyHead, Item, Sensitivity


def freeze(packet: Packet, *, by: User) -> PacketVersion:
    """The next version of ``packet`` with everything it will print, waiting to be built.

    Call it inside a transaction that holds the packet's row. Labels are reserved here; page
    numbers only when the pages are counted.
    """
    head = CustodyHead.objects.filter(vault__case=packet.case).first()
    version = PacketVersion.objects.create(
        packet=packet,
        number=packet.versions.count() + 1,
        title=packet.title,
        caption=f"{packet.case.ref}, {packet.case.name_in_papers}",
        firm_name=Firm.current().name,
        custody_seq=head.seq if head else 0,
        custody_hash=head.hash if head else "",
        requested_by=by,
        state=JobState.WAITING,
        unit="exhibits",
        total=packet.exhibits.count(),
    )
    placements = [
        placed(version, exhibit.item, position)
        for position, exhibit in enumerate(
            packet.exhibits.select_related("item__case", "item__account__platform")
            .prefetch_related("item__files__blob", "item__incidents__statements")
            .order_by("position"),
            1,
        )
    ]
    ExhibitPlacement.objects.bulk_create(placements)
    _write_chronology(version, placements)
    return version


def placed(version: PacketVersion, item: Item, position: int) -> ExhibitPlacement:
    """What the packet says about one item; not saved."""
    original = item.original
    incidents = sorted(item.incidents.all(), key=lambda one: one.pk)
    first = incidents[0] if incidents else None
    return ExhibitPlacement(
        version=version,
        position=position,
        label_number=label_of(item).number,
        item=item,
        file=original,
        item_ref=item.ref,
        sha256=original.blob.sha256,
        size=original.blob.size,
        media_type=original.media_type,
        title=item.title or f"{original.kind} {item.ref}",
        source=on_platform(item.account),
        address=item.address,
        posted=in_words(first.posted) if first else "not known",
        captured=_captured(item),
        words="\n".join(
            statement.words
            for incident in incidents
            for statement in incident.statements.all()
            if statement.review == Review.REVIEWED
        ),
        is_sealed=item.sensitivity == Sensitivity.INTIMATE,
        is_distressing=item.sensitivity == Sensitivity.GRAPHIC,
    )


def on_platform(account: OnlineAccount | None) -> str:
    """The account in neutral words; who is behind it is not for a packet to say."""
    return f"{account.handle} on {account.platform.name}" if account else "not recorded"


def _captured(item: Item) -> str:
    when = with_source(item.captured)
    return f"{when}, by {item.captured_by}" if item.captured_by else when


def _write_chronology(version: PacketVersion, placements: list[ExhibitPlacement]) -> None:
    """One line for each reviewed incident that an exhibit shows, in reading order."""
    by_item = {placement.item_id: placement for placement in placements}
    incidents = (
        Incident.objects.reviewed()
        .filter(items__in=by_item)
        .distinct()
        .in_reading_order()
        .select_related("account__platform")
        .prefetch_related("item_links")
    )
    for position, incident in enumerate(incidents, 1):
        line = ChronologyLine.objects.create(
            version=version,
            position=position,
            stated=in_words(incident.posted),
            summary=incident.summary,
            source=on_platform(incident.account),
        )
        line.exhibits.set(
            by_item[link.item_id] for link in incident.item_links.all() if link.item_id in by_item
        )
