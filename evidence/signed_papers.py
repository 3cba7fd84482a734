"""Papers that came back signed: a scan in the evidence is what makes them count."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import User
from cases.client import papers
from cases.client.papers import Kept
from cases.models import Case, Consent, Paper, PaperKind
from evidence import handling
from evidence.models import Item, Sensitivity, SignedPaper
from evidence.models.item import ItemQuerySet


def scans_of(case: Case) -> ItemQuerySet:
    """Items that can hold a scan: in the case, not hidden, not held back, unchanged."""
    items = Item.objects.filter(case=case).shown()
    closed = items.held_back().values("pk")
    return items.exclude(pk__in=closed).exclude(pk__in=items.altered().values("pk"))


@transaction.atomic
def file(
    case: Case, kind: PaperKind, item: Item, *, paper: Paper | None, signed_on: date, by: User
) -> Consent:
    """Record that a paper came back signed, with the item that shows it.

    The item becomes privileged, so that it never leaves the firm with the exhibits.

    Args:
        case: The case.
        kind: Which paper.
        item: The scan, of the same case.
        paper: The version whose words she signed, none for words on this paper alone.
        signed_on: The day beside the signature.
        by: Who files it.
    """
    if not scans_of(case).filter(pk=item.pk).exists():
        raise Refusal("This item cannot be used as the scan. Choose another one, or add it first.")
    consent = papers.record_signed(case, kind, paper=paper, given_on=signed_on, by=by)
    SignedPaper.objects.create(consent=consent, item=item, by=by)
    if item.sensitivity in (Sensitivity.NORMAL, Sensitivity.GRAPHIC):
        handling.set_sensitivity(item, Sensitivity.PRIVILEGED, by=by)
    return consent


def kept(case: Case) -> Mapping[int, Kept]:
    """The scans that can still be shown, by the consent each proves."""
    links = SignedPaper.objects.filter(consent__case=case, item__in=scans_of(case))
    return {
        link.consent_id: Kept(link.item.ref, link.item.get_absolute_url())
        for link in links.select_related("item__case")
    }
