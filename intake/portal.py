"""What a client sees of her case: only what a person confirmed, sent, or she did herself.

Every query here is an allow-list. Notes, tags, attributions, tasks, flags, conflicts and the plan
of the firm have no way onto these pages, because nothing here selects them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.errors import Refusal
from accounts.models import SafeContact, User
from cases import once
from cases.client import correspondence, papers, reach_changes
from cases.client.reach_changes import Wish
from cases.models import Case, PaperKind, Party, Step, StepState
from evidence import handling, receiving
from evidence.models import Channel as Arrival
from evidence.models import Item, Receipt
from evidence.uploading import SealedUpload
from intake.files import Outcome, outcomes_of
from intake.models import ReleasedLetter

TITLES: Mapping[Step, str] = {
    Step.PLAN: "A plan we agree",
    Step.EVIDENCE: "Keeping the evidence",
    Step.IDENTIFY: "Finding out who",
    Step.AMICABLE: "Asking them to stop",
    Step.REPORT: "Asking sites to remove it",
    Step.LEGAL: "Court, if you want it",
}
MARKS: Mapping[str, str] = {StepState.ACTIVE: "now", StepState.COMPLETE: "done"}


class FilesClosed(Refusal):
    """Her page takes no files."""


@dataclass(frozen=True)
class StepLine:
    """One step as the client reads it.

    Attributes:
        mark: ``done``, ``now`` or empty, as a person has confirmed it with the sentence.
        words: The confirmed sentence; empty when there is none.
    """

    number: int
    title: str
    mark: str
    words: str


PAPER_TITLES: Mapping[PaperKind, str] = {
    PaperKind.ENGAGEMENT: "What we agree with each other",
    PaperKind.DO_NOT_ENGAGE: "What helps, and what to leave",
    PaperKind.PLAN: "Our plan",
    PaperKind.CONTACT: "If we write to them",
    PaperKind.COSTS: "What it may cost, and what may happen",
}


@dataclass(frozen=True)
class PaperLine:
    """A paper that stands on her page, and whether she has answered."""

    pk: int
    title: str
    answered: bool


@dataclass(frozen=True)
class LastWord:
    """When she last heard from us, and from whom."""

    at: datetime
    name: str


@dataclass(frozen=True)
class Home:
    """The client's first page. It asks one thing of her; what else there is can wait.

    Attributes:
        quiet: Say no more than that we are working on it: somebody may read over her shoulder.
        steps: Empty when quiet; so are the papers.
        letters: How many were put on her page; none when quiet.
    """

    called: str
    quiet: bool
    steps: list[StepLine]
    papers: list[PaperLine]
    letters: int
    unread: int
    last_word: LastWord | None
    may_send: bool

    @property
    def has_news(self) -> bool:
        """Whether a message waits for her; it comes before any paper."""
        return self.unread > 0 and not self.quiet

    @property
    def next_paper(self) -> PaperLine | None:
        """The one paper she is asked to read now."""
        return None if self.has_news else next(iter(self._to_read()), None)

    @property
    def later(self) -> list[PaperLine]:
        """The papers she is asked to read after that."""
        return [paper for paper in self._to_read() if paper != self.next_paper]

    @property
    def answered(self) -> list[PaperLine]:
        return [paper for paper in self.papers if paper.answered]

    def _to_read(self) -> list[PaperLine]:
        return [paper for paper in self.papers if not paper.answered]


def home(party: Party) -> Home:
    """Gather the first page of a client."""
    case = party.case
    quiet = correspondence.is_watched(case)
    from_us = case.messages.filter(from_client=False)
    return Home(
        called=_called(party),
        quiet=quiet,
        steps=[] if quiet else step_lines(case),
        papers=paper_lines(case),
        letters=letters(party).count(),
        unread=from_us.filter(read_at=None).count(),
        last_word=None if quiet else _last_word(case),
        may_send=may_send(party),
    )


def _last_word(case: Case) -> LastWord | None:
    """The newest of our messages and of the sentences somebody has confirmed."""
    message = case.messages.filter(from_client=False).select_related("by").order_by("at").last()
    said = case.step_sentences.select_related("confirmed_by").order_by("confirmed_at").last()
    words = [LastWord(message.at, message.by.name)] if message else []
    words += [LastWord(said.confirmed_at, said.confirmed_by.name)] if said else []
    return max(words, key=lambda word: word.at, default=None)


def paper_lines(case: Case) -> list[PaperLine]:
    """What she is asked to read, and what she has read; nothing while her page is quiet."""
    return [
        PaperLine(
            pk=paper.pk,
            title=PAPER_TITLES[PaperKind(paper.kind)],
            answered=papers.agreed(case, PaperKind(paper.kind)) is not None,
        )
        for paper in papers.before_the_client(case)
    ]


def _called(party: Party) -> str:
    """As she is greeted; a title such as “Dr.” stays on the line of the name it precedes."""
    enquiry = getattr(party.case, "enquiry", None)
    called = enquiry.called if enquiry and enquiry.called else party.label
    return called.replace(". ", ".\N{NO-BREAK SPACE}")


def step_lines(case: Case) -> list[StepLine]:
    """The six steps; a step nobody has confirmed a sentence for shows its name and nothing else.

    The mark is the one confirmed with the sentence: a step that moved since changes nothing here.
    """
    confirmed = correspondence.confirmed_sentences(case)
    lines = []
    for number, step in enumerate(Step, start=1):
        row = confirmed.get(step)
        mark = MARKS.get(row.state, "") if row else ""
        lines.append(StepLine(number, TITLES[step], mark, row.text if row else ""))
    return lines


@transaction.atomic
def write(party: Party, text: str, *, number: UUID, by: User) -> None:
    """Send a message to the firm; one showing of the form sends one message.

    Args:
        party: The client.
        text: Her words.
        number: The number of this showing of the form.
        by: The client's sign-in.
    """
    if once.first_time(number):
        correspondence.receive_message(party.case, by=by, text=text)


@transaction.atomic
def ask_to_be_reached(party: Party, wish: Wish, *, number: UUID | None, by: User) -> None:
    """Keep how she wants to be reached; one showing of the form asks once.

    Args:
        party: The client.
        wish: What she chose.
        number: The number of this showing of the form.
        by: Her sign-in.
    """
    if once.first_time(number):
        reach_changes.ask(party.case, wish, by=by)


def may_send(party: Party) -> bool:
    """Whether her page takes files: in an open case, and never from a client under 18.

    What is known of her now counts; while nobody has said, what she answered when she wrote to us.
    """
    if not party.case.is_open:
        return False
    if party.is_minor is not None:
        return not party.is_minor
    enquiry = getattr(party.case, "enquiry", None)
    return enquiry is None or enquiry.adult != "no"


def send_files(
    party: Party, uploads: Iterable[SealedUpload], note: str, *, number: UUID | None, by: User
) -> list[Outcome]:
    """Add a client's files to her case, each for itself.

    Args:
        party: The client.
        uploads: The files of one form.
        note: What she says of them.
        number: Of this showing of the form, which brings each of them once.
        by: The client's sign-in.

    Raises:
        FilesClosed: She is under 18.
    """
    if not may_send(party):
        raise FilesClosed("Please do not send us files here. We will talk about them first.")

    def take(upload: SealedUpload) -> bool:
        received = receiving.receive_from_client(upload, party=party, by=by, note=note)
        return received.is_new

    return outcomes_of(uploads, take, number=number)


@dataclass(frozen=True)
class SentFile:
    """A file the client sent, covered; ``ref`` names it when she says it was a mistake."""

    ref: str
    name: str
    size: int
    received_at: datetime
    is_hers_alone: bool


def sent_files(party: Party) -> list[SentFile]:
    """What this client sent and has not taken back, with the enquiry too, the newest first.

    A file that somebody else handed in as well is not hers alone to take back.
    """
    hers = Q(party=party) | Q(vault__case=party.case, channel=Arrival.ENQUIRY)
    receipts = Receipt.objects.filter(hers).select_related("blob").order_by("-pk")
    of_others = set(
        Receipt.objects.filter(vault__case=party.case)
        .exclude(pk__in=receipts.values("pk"))
        .values_list("blob_id", flat=True)
    )
    shown = Item.objects.shown().filter(case=party.case).prefetch_related("files")
    refs = {item.original.blob_id: item.ref for item in shown}
    return [
        SentFile(
            ref=refs[receipt.blob_id],
            name=receipt.name,
            size=receipt.blob.size,
            received_at=receipt.received_at,
            is_hers_alone=receipt.blob_id not in of_others,
        )
        for receipt in receipts
        if receipt.blob_id in refs
    ]


def take_back(party: Party, item_ref: str, *, by: User) -> bool:
    """Hide what she sent by mistake from all but one reviewer; False if it is not hers alone."""
    if item_ref not in {file.ref for file in sent_files(party) if file.is_hers_alone}:
        return False
    item = Item.objects.get(case=party.case, number=int(item_ref.removeprefix("E-")))
    handling.hide(item, by=by)
    return True


def reach_shown(contact: SafeContact | None, *, watched: bool) -> dict[str, object]:
    """What the page on how we reach her is filled in with; where others look, nothing."""
    if contact is None or watched:
        return {}
    names = ("channel", "email", "phone", "times", "voicemail_ok", "device_unsafe")
    return {name: getattr(contact, name) for name in names}


def letters(party: Party) -> QuerySet[ReleasedLetter]:
    """Approved letters that an attorney has put on her page; none while somebody may look on."""
    if correspondence.is_watched(party.case):
        return ReleasedLetter.objects.none()
    standing = ReleasedLetter.objects.standing().filter(case=party.case)
    return standing.select_related("version__letter")
