"""Papers for the client: written by staff, approved by an attorney, agreed to by the client.

The engagement letter, the do-not-engage sheet, the plan, and her consents to contact and to costs
take one road. A yes counts for the newest approved version, and only where the client gave it
herself: on her page, or on signed paper of which a scan is kept. Reading out by phone is enough
for the do-not-engage sheet alone. Where scans are kept is a higher app's matter: it hands over
what it keeps with :func:`add_keeper`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import Firm, User
from accounts.permissions import Permission, may
from cases.client import correspondence
from cases.models import (
    Case,
    ClientAccess,
    Consent,
    Paper,
    PaperApproval,
    PaperKind,
    Task,
    Way,
    Withdrawal,
)
from cases.models.paper import PaperQuerySet

STANDARD: Mapping[PaperKind, int] = dict.fromkeys(PaperKind, 1)
UNFILLED = "["


class PaperRefused(Refusal):
    """A paper cannot be written, approved, agreed to or taken back as asked."""


@dataclass(frozen=True)
class Kept:
    """The scan of a signed paper: what it is called, and where it is."""

    label: str
    url: str


Keeper = Callable[[Case], Mapping[int, Kept]]
_keepers: list[Keeper] = []


def add_keeper(keeper: Keeper) -> None:
    """Take a higher app's word for signed papers; called once, when that app is loaded.

    Args:
        keeper: Answers which consents of a case have a scan that can still be shown, by their key.
    """
    if keeper not in _keepers:
        _keepers.append(keeper)


def kept(case: Case) -> dict[int, Kept]:
    """The scans of signed papers, by the key of the consent they prove."""
    return {pk: scan for keeper in _keepers for pk, scan in keeper(case).items()}


# --- Reading ------------------------------------------------------------------------------------


def standard_name(kind: PaperKind) -> str:
    """Such as “do_not_engage-1”; whoever changes a standard text raises its version."""
    return f"{kind.value}-{STANDARD[kind]}"


def standard_text(kind: PaperKind) -> str:
    """The text a paper of this kind starts from."""
    text = render_to_string(f"papers/{standard_name(kind)}.txt", {"firm": Firm.current().name})
    return text.strip()


def newest(case: Case, kind: PaperKind) -> Paper | None:
    """The last version written, approved or not."""
    return case.papers.filter(kind=kind).select_related("approval__by", "written_by").first()


def newest_approved(case: Case, kind: PaperKind) -> Paper | None:
    """The version that is put before the client."""
    approved = case.papers.approved().filter(kind=kind)
    return approved.select_related("approval__by", "written_by").first()


def agreed(case: Case, kind: PaperKind) -> Consent | None:
    """The client's standing yes to the newest approved version, if there is one that counts."""
    paper = newest_approved(case, kind)
    standing = case.consents.standing().filter(kind=kind, paper=paper)
    scans: Mapping[int, Kept] | None = None
    for consent in standing.select_related("recorded_by"):
        if consent.way != Way.SIGNED:
            return consent
        scans = kept(case) if scans is None else scans
        if consent.pk in scans:
            return consent
    return None


def versions_approved(case: Case, kind: PaperKind) -> PaperQuerySet:
    """The versions she may have answered, the newest first."""
    approved: PaperQuerySet = case.papers.approved().filter(kind=kind).select_related("approval")
    return approved


def before_the_client(case: Case) -> list[Paper]:
    """The newest approved paper of each kind; none in a closed case or while she is watched."""
    if not case.is_open or correspondence.is_watched(case):
        return []
    return [paper for kind in PaperKind if (paper := newest_approved(case, kind))]


# --- Writing and approving ----------------------------------------------------------------------


@transaction.atomic
def write(case: Case, kind: PaperKind, *, text: str, by: User, memo: str = "") -> Paper:
    """Write the next version; the ones before stay as they are."""
    Case.objects.select_for_update().get(pk=case.pk)
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise PaperRefused("Write what the client should read.")
    last = case.papers.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    return Paper.objects.create(
        case=case,
        kind=kind,
        number=last + 1,
        text=words,
        memo=memo.strip(),
        standard=standard_name(kind) if words == standard_text(kind) else "",
        written_by=by,
    )


@transaction.atomic
def approve(paper: Paper, *, by: User) -> PaperApproval:
    """An attorney lets the newest version be put before the client."""
    Case.objects.select_for_update().get(pk=paper.case_id)
    if not may(by, Permission.PAPER_APPROVE):
        raise PaperRefused("Only an attorney approves what the client agrees to.")
    last = newest(paper.case, PaperKind(paper.kind))
    if last != paper:
        raise PaperRefused("A newer version was written meanwhile. Read and approve that one.")
    if PaperApproval.objects.filter(paper=paper).exists():
        raise PaperRefused("This version is already approved.")
    if UNFILLED in paper.text:
        raise PaperRefused("Something in [brackets] is still to be filled in. Write it first.")
    return PaperApproval.objects.create(paper=paper, by=by)


def hand_out_sheet(case: Case, *, by: User) -> Paper:
    """Put the standard do-not-engage sheet before the client of a new case."""
    kind = PaperKind.DO_NOT_ENGAGE
    paper = write(case, kind, text=standard_text(kind), by=by)
    approve(paper, by=by)
    return paper


# --- The client's answer --------------------------------------------------------------------------


@transaction.atomic
def agree(paper: Paper, *, by: User, name: str = "") -> Consent:
    """The client says yes on her own page, to the words she was shown.

    Args:
        paper: The version on the page.
        by: The client's sign-in.
        name: Her full name, as her signature; the do-not-engage sheet is only read.
    """
    case = Case.objects.select_for_update().get(pk=paper.case_id)
    if not ClientAccess.objects.standing().filter(user=by, party__case=case).exists():
        raise PaperRefused("Only the client answers here.")
    if paper not in before_the_client(case):
        raise PaperRefused("There is a newer version. Please read that one.")
    if agreed(case, PaperKind(paper.kind)) is not None:
        raise PaperRefused("We have your answer already.")
    if paper.kind != PaperKind.DO_NOT_ENGAGE and not name.strip():
        raise PaperRefused("Type your full name.")
    today = timezone.localdate()
    kind = PaperKind(paper.kind)
    return _record(case, kind, Way.PAGE, paper=paper, words=name, day=today, by=by)


@transaction.atomic
def record_read_out(paper: Paper, *, words: str, given_on: date, by: User) -> Consent:
    """Keep that a version of the do-not-engage sheet was read out to the client, and how."""
    case = Case.objects.select_for_update().get(pk=paper.case_id)
    if not words.strip():
        raise PaperRefused("Say who read it out, and how.")
    kind = PaperKind.DO_NOT_ENGAGE
    return _record(case, kind, Way.READ_OUT, paper=paper, words=words, day=given_on, by=by)


@transaction.atomic
def record_signed(
    case: Case, kind: PaperKind, *, paper: Paper | None, given_on: date, by: User
) -> Consent:
    """Keep that a paper came back signed; it counts once a scan of it is kept.

    Args:
        case: The case.
        kind: Which paper.
        paper: The version whose words she signed; none when they stand on her paper alone.
        given_on: The day beside the signature.
        by: Who files it.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    return _record(case, kind, Way.SIGNED, paper=paper, words="", day=given_on, by=by)


def _record(
    case: Case, kind: PaperKind, way: Way, *, paper: Paper | None, words: str, day: date, by: User
) -> Consent:
    if day > timezone.localdate():
        raise PaperRefused("This day has not come yet.")
    if paper is not None and day < timezone.localdate(_approved_at(paper)):
        raise PaperRefused("These words were approved later than that. Choose what she answered.")
    return Consent.objects.create(
        case=case,
        kind=kind,
        way=way,
        paper=paper,
        words=words.strip()[:500],
        given_on=day,
        recorded_by=by,
    )


def _approved_at(paper: Paper) -> datetime:
    try:
        return paper.approval.at
    except PaperApproval.DoesNotExist:
        raise PaperRefused("Nobody has approved these words yet.") from None


@transaction.atomic
def withdraw(consent: Consent, *, by: User, reason: str = "") -> Withdrawal:
    """The client changed her mind about a paper: each yes she gave to it ends.

    What she said before stays in the record.
    """
    case = Case.objects.select_for_update().get(pk=consent.case_id)
    standing = case.consents.standing().filter(kind=consent.kind)
    if not standing.filter(pk=consent.pk).exists():
        raise PaperRefused("This was already withdrawn.")
    made = {
        each.pk: Withdrawal.objects.create(consent=each, reason=reason.strip()[:500], by=by)
        for each in standing
    }
    return made[consent.pk]


@transaction.atomic
def take_back(consent: Consent, *, by: User) -> Withdrawal:
    """The client takes her yes back on her own page; the lead gets a task of the same day."""
    made = withdraw(consent, by=by, reason="On her own page.")
    Task.objects.create(
        case=consent.case,
        title=f"The client takes back: {consent.get_kind_display().lower()}. Talk with her"[:200],
        due_on=timezone.localdate(),
        assigned_to=consent.case.lead,
        made_by=by,
    )
    return made
