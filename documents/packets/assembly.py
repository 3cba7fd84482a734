"""Putting a packet together: frozen rows in, one sealed PDF out.

Exhibits stream into the file one by one; their page counts are known then, so page numbers
are reserved and the index is set with facts; pages, stamps and bookmarks are written last.
Nothing can be seen before the finished file is kept and the row says so, in one transaction.
"""

from collections.abc import Iterator, Sequence
from importlib.metadata import version as version_of
from typing import Any, TypeVar

from django.db import transaction

from accounts.errors import Refusal
from documents.models import ExhibitPlacement, PacketVersion
from documents.packets import preflight, renditions
from documents.packets.exhibits import number_pages
from documents.packets.showing import STYLE, Changed, Exhibit, show
from documents.packets.slips import slip_of
from documents.pdf.binder import Binder, Leaf
from documents.pdf.pages import Drawn
from documents.pdf.plan import joined
from documents.pdf.rendition import RENDERER
from documents.pdf.sheets import Slip, draw_slip
from documents.typesetting import pages_of
from evidence import custody, vaults, verification
from evidence.models import Act, Item, Sensitivity
from evidence.store import Arrival, StoreFull

LAYOUT = "3"  # raise it when the pages of an unchanged packet come out differently
ROWS_AT_ONCE = 150
SLIPS_AT_ONCE = 50

Thing = TypeVar("Thing")


class NoRoom(Refusal):
    """The store could not take the packet."""


class ChangedSince(Refusal):
    """An item may no longer be printed as it was when the version was asked for."""


def assemble(version: PacketVersion) -> None:
    """Build a claimed version, keep its file and mark it ready.

    Progress is counted in exhibits; every original is read once, checked, and let go.

    Raises:
        documents.showing.Changed: An original is not what was received.
        NoRoom: The disk is full.
        cases.jobs.Stopped, cases.jobs.LeaseLost: As `cases.jobs.Job.progress` says.
    """
    try:
        with vaults.store().arrival() as arrival:
            _write(version, arrival)
    except StoreFull as error:
        raise NoRoom(
            "The disk has no room for this packet. Ask whoever runs the system to make some."
        ) from error


def _write(version: PacketVersion, arrival: Arrival) -> None:
    placements = list(
        version.placements.select_related("file__blob__vault", "file__item__case").order_by(
            "position"
        )
    )
    binder = Binder(arrival)
    exhibits = _place_exhibits(version, placements, binder)
    version.progress(stage="Numbering the pages")
    _number(version, placements, exhibits)
    leaves = list(_leaves(version, placements, exhibits, binder))
    version.progress(stage="Writing bookmarks and links")
    binder.bind(
        leaves,
        title=f"{version.caption}: {version.title}",
        matter=f"Case {version.packet.case.ref}, packet {version.packet.number}, "
        f"version {version.number}",
        seed=version.uuid.bytes,
    )
    arrival.finish()
    version.progress(stage="Keeping the file")
    _publish(version, placements, arrival, pages=len(leaves))


def _refuse_what_changed_since(placements: Sequence[ExhibitPlacement]) -> None:
    """Read the items again: since the freeze one may have been locked, hidden or sealed."""
    pks = [placement.item_id for placement in placements]
    items = Item.objects.filter(pk__in=pks).select_related("case").prefetch_related("files__blob")
    now = {item.pk: item for item in items}
    reasons = preflight.hindrances(list(now.values()))
    for placement in placements:
        is_intimate = now[placement.item_id].sensitivity == Sensitivity.INTIMATE
        if is_intimate and not placement.is_sealed:
            reasons.append(f"{placement.item_ref} was marked intimate. Build a new version.")
    if reasons:
        raise ChangedSince(" ".join(reasons))


def _place_exhibits(
    version: PacketVersion, placements: Sequence[ExhibitPlacement], binder: Binder
) -> list[Exhibit]:
    version.progress(done=0, total=len(placements), stage="Checking the originals")
    _refuse_what_changed_since(placements)
    kept = renditions.kept([placement.file for placement in placements])
    exhibits = []
    for done, placement in enumerate(placements, 1):
        if placement.file_id not in kept and not placement.is_sealed:
            version.progress(stage=f"Reading {placement.label} for the first time")
        try:
            exhibits.append(show(placement, kept.get(placement.file_id), binder))
        except Changed:
            verification.check(placement.file.blob, actor=custody.SYSTEM)  # turns the item red
            raise
        version.progress(done=done, stage=f"Checked and placed {placement.label}")
    return exhibits


@transaction.atomic
def _number(
    version: PacketVersion, placements: Sequence[ExhibitPlacement], exhibits: Sequence[Exhibit]
) -> None:
    """Reserve the page numbers and write how each exhibit is shown onto its placement."""
    counts = [len(exhibit.shown.pages) for exhibit in exhibits]
    files = [placement.file for placement in placements]
    spans = number_pages(version.packet, list(zip(files, counts, strict=True)))
    for placement, exhibit, span in zip(placements, exhibits, spans, strict=True):
        placement.kind = exhibit.kind
        placement.note = exhibit.shown.note
        placement.pages = len(span)
        placement.bates_prefix = span.prefix
        placement.bates_first, placement.bates_last = span.first, span.last
    ExhibitPlacement.objects.bulk_update(
        placements, ["kind", "note", "pages", "bates_prefix", "bates_first", "bates_last"]
    )


def _leaves(
    version: PacketVersion,
    placements: Sequence[ExhibitPlacement],
    exhibits: Sequence[Exhibit],
    binder: Binder,
) -> Iterator[Leaf]:
    """Every page in reading order."""
    version.progress(stage="Setting cover, index and chronology")
    lines = list(version.chronology.prefetch_related("exhibits").order_by("position"))
    cover = {
        "placements": placements,
        "lines": lines,
        "bates": joined(filter(None, (one.bates for one in placements))),
    }
    yield from _section(binder, version, "cover", cover, "Cover")
    yield from _chunked(binder, version, "index", placements, "Index of exhibits")
    if lines:
        yield from _chunked(binder, version, "chronology", lines, "Chronology")
    slips = list(_slips(version, placements, binder))
    for placement, exhibit, slip in zip(placements, exhibits, slips, strict=True):
        yield from _exhibit(placement, exhibit, slip)
    version.progress(stage="Setting the list of originals")
    yield from _chunked(binder, version, "manifest", placements, "Originals and their SHA-256")


def _exhibit(
    placement: ExhibitPlacement, exhibit: Exhibit, slip: Sequence[Drawn]
) -> Iterator[Leaf]:
    for at, drawn in enumerate(slip):
        yield Leaf(
            drawn,
            label=placement.label,
            anchor=placement.anchor if at == 0 else "",
            bookmark=f"{placement.label}: {placement.title}" if at == 0 else "",
        )
    numbers = list(placement.bates or ())
    pages = exhibit.shown.pages
    for at, (drawn, bates) in enumerate(zip(pages, numbers, strict=True), 1):
        yield Leaf(
            drawn,
            label=placement.label,
            source=f"{placement.item_ref}, page {at} of {len(pages)}",
            sha256=placement.sha256,
            bates=bates,
        )


def _slips(
    version: PacketVersion, placements: Sequence[ExhibitPlacement], binder: Binder
) -> Iterator[Sequence[Drawn]]:
    """The slip sheet of each placement, in order."""
    version.progress(stage="Drawing slip sheets")
    slips = [slip_of(placement) for placement in placements]
    drawn = {slip.anchor: pages for slip in slips if (pages := draw_slip(slip))}
    drawn |= _set_slips(version, [slip for slip in slips if slip.anchor not in drawn], binder)
    return (drawn[slip.anchor] for slip in slips)


def _set_slips(
    version: PacketVersion, slips: Sequence[Slip], binder: Binder
) -> dict[str, Sequence[Drawn]]:
    """Slip sheets that only the typesetter can set, by their anchors."""
    made: dict[str, Sequence[Drawn]] = {}
    for some in _parts(slips, SLIPS_AT_ONCE):
        version.progress(stage=f"Setting slip sheets from {some[0].label}")
        set_ = pages_of("documents/packet/slips.html", {"slips": some}, style=STYLE)
        pages = binder.show_fragment(set_.pdf).pages
        starts = [set_.anchors[slip.anchor] for slip in some]
        for slip, start, end in zip(some, starts, [*starts[1:], set_.pages], strict=True):
            made[slip.anchor] = pages[start:end]
    return made


def _chunked(
    binder: Binder, version: PacketVersion, template: str, rows: Sequence[Any], bookmark: str
) -> Iterator[Leaf]:
    """A long list as several small documents, so that memory does not grow with it."""
    for at, some in enumerate(_parts(rows, ROWS_AT_ONCE)):
        context = {"rows": some, "is_start": at == 0}
        yield from _section(binder, version, template, context, bookmark if at == 0 else "")


def _section(
    binder: Binder,
    version: PacketVersion,
    template: str,
    context: dict[str, Any],
    bookmark: str,
) -> Iterator[Leaf]:
    set_ = pages_of(
        f"documents/packet/{template}.html", context | {"version": version}, style=STYLE
    )
    for at, drawn in enumerate(binder.show_fragment(set_.pdf).pages):
        is_first = at == 0 and bookmark
        yield Leaf(drawn, anchor=template if is_first else "", bookmark=bookmark * bool(is_first))


def _parts(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    return (things[at : at + size] for at in range(0, len(things), size))


@transaction.atomic
def _publish(
    version: PacketVersion,
    placements: Sequence[ExhibitPlacement],
    arrival: Arrival,
    *,
    pages: int,
) -> None:
    """Keep the file, mark the version ready and write its use into the custody chain."""
    vault = vaults.vault_of(version.packet.case)
    blob = vaults.keep_once(arrival, vault)
    version.finish(blob=blob, pages=pages, made_with=made_with())
    actor = custody.actor_of(version.requested_by)
    for placement in placements:
        custody.record(
            vault,
            Act.INCLUDED_IN_PACKET,
            actor=actor,
            item=placement.item,
            data={"packet": str(version.uuid), "sha256": blob.sha256},
        )


def made_with() -> str:
    """The programs whose versions decide the bytes of a packet."""
    libraries = ("weasyprint", "pikepdf", "fonttools")
    named = (f"{name} {version_of(name)}" for name in libraries)
    return ", ".join([f"layout {LAYOUT}", RENDERER, *named])
