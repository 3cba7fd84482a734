"""Labels and page numbers: given once, kept for good."""

import re

from django.db import transaction

from accounts.models import Firm
from cases.models import Case
from cases.numbering import next_number
from documents.models import BatesRange, BatesSeries, ExhibitLabel, Packet
from documents.pdf.plan import Span
from evidence.models import File, Item

_LONGEST_PREFIX = 5


@transaction.atomic
def label_of(item: Item) -> ExhibitLabel:
    """The item's label, reserved now if it has none yet.

    The case row is locked meanwhile, so two papers that cite a new item agree on its label.
    """
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=item.case_id)
    held = ExhibitLabel.objects.filter(item=item).first()
    if held is not None:
        return held
    number = next_number(f"exhibit-{item.case.uuid}")
    return ExhibitLabel.objects.create(case=item.case, item=item, number=number)


@transaction.atomic
def number_pages(packet: Packet, pages: list[tuple[File, int]]) -> list[Span]:
    """The Bates numbers of each file's pages in this packet, in the order given.

    A file keeps the numbers it was given before; a new file, or one whose pages are now
    counted differently, takes the next free ones. The series is locked until the
    transaction ends.

    Args:
        packet: Whose pages these are.
        pages: Each file with how many pages it fills, at least one.
    """
    series = _locked_series(packet.case)
    held = {(known.file_id, len(known.span)): known.span for known in packet.bates_ranges.all()}
    spans = []
    for file, count in pages:
        span = held.get((file.pk, count))
        if span is None:
            span = Span(series.prefix, series.last + 1, series.last + count)
            BatesRange.objects.create(
                series=series, packet=packet, file=file, first=span.first, last=span.last
            )
            series.last = span.last
        spans.append(span)
    series.save(update_fields=["last"])
    return spans


def _locked_series(case: Case) -> BatesSeries:
    prefix = prefix_of(Firm.current().name)
    BatesSeries.objects.get_or_create(case=case, defaults={"prefix": prefix})
    return BatesSeries.objects.select_for_update().get(case=case)


def prefix_of(firm_name: str) -> str:
    """The firm's initials, such as MRL of Marlow Reid Law; never anything of the client."""
    initials = "".join(word[0] for word in re.findall(r"[A-Z]+", firm_name.upper()))
    return initials[:_LONGEST_PREFIX] if len(initials) > 1 else "PAGE"
