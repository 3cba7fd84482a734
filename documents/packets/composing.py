"""Composing packets, and asking for them to be built."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from accounts.errors import Refusal
from accounts.models import User
from cases.jobs import JobState, wake
from cases.models import Case
from cases.numbering import next_number
from documents.models import Packet, PacketExhibit, PacketVersion
from documents.packets import preflight, tasks
from documents.packets.freezing import freeze
from evidence.models import Item


class NotBuildable(Refusal):
    """Something in the packet has to be mended first."""


class AlreadyUnderWay(Refusal):
    """A version of the packet is being built."""


@transaction.atomic
def compose(case: Case, *, title: str, by: User) -> Packet:
    """A new, empty packet."""
    number = next_number(f"packet-{case.uuid}")
    return Packet.objects.create(case=case, number=number, title=title, made_by=by)


@transaction.atomic
def include(packet: Packet, items: Iterable[Item]) -> None:
    """Put items at the end of the order; those already in keep their place."""
    locked = _locked(packet)
    last = locked.exhibits.aggregate(last=Max("position"))["last"] or 0
    known = set(locked.exhibits.values_list("item_id", flat=True))
    fresh = [item for item in items if item.pk not in known]
    PacketExhibit.objects.bulk_create(
        PacketExhibit(packet=locked, item=item, position=last + at)
        for at, item in enumerate(fresh, 1)
    )


@transaction.atomic
def leave_out(packet: Packet, item: Item) -> Item | None:
    """Take an item out of the order. Its label and page numbers stay reserved.

    Returns:
        The item that stands in its place now, or the last one; None when there is none.
    """
    locked = _locked(packet)
    order = list(locked.exhibits.select_related("item"))
    left = [exhibit for exhibit in order if exhibit.item_id != item.pk]
    at = next((at for at, exhibit in enumerate(order) if exhibit.item_id == item.pk), 0)
    locked.exhibits.filter(item=item).delete()
    _write_order(locked, left)
    return left[min(at, len(left) - 1)].item if left else None


@transaction.atomic
def move(packet: Packet, item: Item, *, by: int) -> None:
    """Move an exhibit ``by`` places towards the end, or towards the start if negative."""
    locked = _locked(packet)
    order = list(locked.exhibits.all())
    at = next((at for at, exhibit in enumerate(order) if exhibit.item_id == item.pk), None)
    if at is None:
        return
    exhibit = order.pop(at)
    order.insert(min(max(at + by, 0), len(order)), exhibit)
    _write_order(locked, order)


@transaction.atomic
def order_by_date(packet: Packet) -> None:
    """Put the exhibits in the order of what they show."""
    locked = _locked(packet)
    reading = Item.objects.filter(packets=locked).in_reading_order().values_list("pk", flat=True)
    places = {pk: at for at, pk in enumerate(reading)}
    _write_order(locked, sorted(locked.exhibits.all(), key=lambda one: places[one.item_id]))


@transaction.atomic
def request_build(packet: Packet, *, by: User) -> PacketVersion:
    """Freeze the packet as it stands and queue the build; returns at once.

    Raises:
        AlreadyUnderWay: A version is waiting or being built.
        NotBuildable: An exhibit forbids it, or there is none.
    """
    locked = _locked(packet)
    if locked.versions.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        raise AlreadyUnderWay("A version of this packet is being built. Wait for it or stop it.")
    if reasons := preflight.blockers(locked):
        raise NotBuildable(" ".join(reasons))
    version = freeze(locked, by=by)
    wake(tasks.build_packet, version.pk)
    return version


@transaction.atomic
def retry(version: PacketVersion) -> None:
    """Build a version that ended without a file once more, from what was frozen then.

    Raises:
        AlreadyUnderWay: Another version of the packet is being built.
    """
    locked = _locked(version.packet)
    if locked.versions.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        raise AlreadyUnderWay("A version of this packet is being built. Wait for it or stop it.")
    version.retry()
    wake(tasks.build_packet, version.pk)


def _locked(packet: Packet) -> Packet:
    return Packet.objects.select_for_update(of=("self",)).select_related("case").get(pk=packet.pk)


def _write_order(packet: Packet, order: list[PacketExhibit]) -> None:
    for position, exhibit in enumerate(order, 1):
        exhibit.position = position
    packet.exhibits.bulk_update(order, ["position"])
