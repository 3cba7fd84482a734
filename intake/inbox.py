"""The inbox as one reader may see it: who is read first, and what is still sealed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import FirmJurisdiction, User
from cases.models import Decision, Hit, HitMark
from cases.paging import page_of as page_of_rows
from cases.register import conflicts
from cases.register.conflicts import HitLine
from evidence.models import Receipt
from intake import files, summary
from intake.models import Enquiry, EnquiryState, ReachOut, Story
from intake.models.enquiry import EnquiryQuerySet
from intake.questions import PAGES, PARTS, QUESTIONS
from intake.triage import Reason, Triage, Urgency, triage

SEALED = "Sealed until the conflict check is clear."

VIEWS: Mapping[str, str] = {
    "new": "New",
    "mine": "Mine",
    "reach": "To reach",
    "asked": "Waiting on client",
    "later": "Later",
    "declined": "Declined",
    "opened": "Opened",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class InboxRow:
    """One enquiry in the list.

    Attributes:
        excerpt: The two sentences, or that they are sealed.
        check: The state of the conflict check in words, with the tone of its tag.
    """

    enquiry: Enquiry
    triage: Triage
    excerpt: str
    check: tuple[str, str]

    @property
    def most_pressing(self) -> list[Reason]:
        """At most two reasons; the page of the enquiry shows all."""
        return [r for r in self.triage.reasons if r.urgency is not Urgency.STANDARD][:2]


CLOSED = {"declined", "opened", "withdrawn"}


@dataclass(frozen=True)
class Queue:
    """One page of a list.

    Attributes:
        after: Where the next page begins; empty on the last one.
        is_first: Whether the list begins here.
        total: How many enquiries the whole list holds.
    """

    rows: list[InboxRow]
    after: str
    is_first: bool
    total: int


def queue(view: str, reader: User, *, after: str = "") -> Queue:
    """A page of a view: the most pressing first, then the one promised an answer first.

    Of those that are closed the newest stands first.
    """
    found = _of_view(view, reader)
    key = ["-pk"] if view in CLOSED else ["urgency_rank", "reply_by", "pk"]
    page = page_of_rows(found.for_inbox(), *key, after=after)
    return Queue(_rows(page.rows), page.after, page.is_first, found.count())


def _rows(enquiries: list[Enquiry]) -> list[InboxRow]:
    today = timezone.localdate()
    readable = Enquiry.objects.filter(pk__in=[e.pk for e in enquiries]).summary_readable()
    checks = [e.check_run_id for e in enquiries]
    hits = Hit.objects.filter(check_run__in=checks, mark=HitMark.OPEN)
    with_hits = set(hits.values_list("check_run", flat=True))
    excerpts = {e.pk: e.summary for e in readable.only("uuid", "summary_sealed")}
    return [
        InboxRow(
            enquiry,
            triage(enquiry.facts(), today=today),
            excerpts.get(enquiry.pk, SEALED),
            check_tag(enquiry, has_hits=enquiry.check_run_id in with_hits),
        )
        for enquiry in enquiries
    ]


def count_new(reader: User) -> int:
    """How many enquiries wait for a first answer."""
    return _of_view("new", reader).count()


def _of_view(view: str, reader: User) -> EnquiryQuerySet:
    enquiries = Enquiry.objects.visible_to(reader)
    match view:
        case "mine":
            return enquiries.still_open().filter(assigned_to=reader)
        case "reach":
            return enquiries.to_reach()
        case "asked" | "later" | "declined" | "opened" | "withdrawn":
            return enquiries.filter(state=view)
        case _:
            return enquiries.filter(state=EnquiryState.NEW)


def check_tag(enquiry: Enquiry, *, has_hits: bool) -> tuple[str, str]:
    """The conflict check in two words, and the tone of its tag."""
    check = enquiry.check_run
    if check is None:
        return "Check not run", "line"
    decision = conflicts.decision_of(check)
    if decision is not None:
        return decision.get_outcome_display(), "ok" if decision.is_clear else "danger"
    if has_hits:
        return "Possible conflict", "warn"
    return "To be decided", "info"


@dataclass(frozen=True)
class AnswerPart:
    """The answered questions of one part: label and lines."""

    title: str
    rows: list[tuple[str, list[str]]]


def answers(enquiry: Enquiry) -> list[AnswerPart]:
    """Everything that was answered, part by part, without names and without what is sealed."""
    lines = _lines(enquiry)
    return [
        AnswerPart(
            title,
            [
                (question.short, lines[question.name])
                for page in PAGES
                if page.part == number
                for question in page.questions
                if lines.get(question.name)
            ],
        )
        for number, title in PARTS.items()
    ]


def _lines(enquiry: Enquiry) -> dict[str, list[str]]:
    """Question names with their answers in words."""
    lines: dict[str, list[str]] = {}
    for choice in enquiry.choices.all():
        lines.setdefault(choice.question, []).append(choice.label)
    for time in enquiry.times.all():
        lines[time.question] = [summary.moment_in_words(time.stated)]
    lines["links"] = [link.address for link in enquiry.links.all()]
    columns = {field.name for field in Enquiry._meta.concrete_fields}
    for name, question in QUESTIONS.items():
        if name in columns and name != "others_unknown" and (value := getattr(enquiry, name)):
            lines[name] = summary.in_words(question, value)
    return lines


@dataclass(frozen=True)
class EnquiryPage:
    """What one reader may see of one enquiry.

    Attributes:
        excerpt: The two sentences, or None while they are sealed.
        lines: The hits of the check, as this reader may see them.
        stands_open: Sentences on what must happen before the check can be decided.
        story: What happened in their own words, or None when not told or sealed.
        files: Arrivals of files; empty while sealed.
        mistakes: How many more the person took back.
        lives_in: The place in words.
        is_elsewhere: Nobody of the firm is admitted there, as far as the firm's list says.
    """

    enquiry: Enquiry
    triage: Triage
    excerpt: str | None
    lines: list[HitLine]
    stands_open: list[str]
    story: str | None
    files: list[Receipt]
    mistakes: int
    lives_in: str
    is_elsewhere: bool

    @property
    def to_reach(self) -> list[ReachOut]:
        """What somebody of us is to tell the person waits for them."""
        if self.enquiry.case_id is not None:
            return []
        return list(self.enquiry.reach_outs.to_do())

    @property
    def is_sealed(self) -> bool:
        return not self.enquiry.is_clear and self.enquiry.is_open

    @property
    def searched(self) -> list[str]:
        """What the check searched, and since when old contacts are in it."""
        check = self.enquiry.check_run
        if check is None:
            return []
        return [conflicts.searched_sentence(check), conflicts.coverage_sentence(check)]

    @property
    def possible(self) -> list[HitLine]:
        """Merely possible hits that the reader can put aside together."""
        return [line for line in self.lines if line.is_merely_possible]

    @property
    def decision(self) -> Decision | None:
        return conflicts.decision_of(self.enquiry.check_run)


def page_of(enquiry: Enquiry, reader: User) -> EnquiryPage:
    """Gather the page of an enquiry for one reader; what is sealed is not selected."""
    check = enquiry.check_run
    readable = Enquiry.objects.filter(pk=enquiry.pk).summary_readable().first()
    story = Story.objects.readable_by(reader).filter(enquiry=enquiry).first()
    undecided = check is not None and conflicts.decision_of(check) is None
    return EnquiryPage(
        enquiry=enquiry,
        triage=triage(enquiry.facts(), today=timezone.localdate()),
        excerpt=readable.summary if readable else None,
        lines=conflicts.lines_for(check, reader) if check else [],
        stands_open=conflicts.what_is_open(check) if check and undecided else [],
        story=story.text if story else None,
        files=list(files.received(enquiry)) if enquiry.is_clear else [],
        mistakes=enquiry.mistakes.count(),
        lives_in=enquiry.get_lives_in_display(),
        is_elsewhere=_is_elsewhere(enquiry.lives_in),
    )


def _is_elsewhere(place: str) -> bool:
    admitted = set(FirmJurisdiction.objects.values_list("code", flat=True))
    return bool(place and admitted) and place not in admitted
