"""Sending: a draft becomes an enquiry, once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts import mail
from accounts.errors import Refusal
from accounts.models import Channel, Firm, SafeContact
from cases.moments import Moment, Precision, Source
from cases.numbering import next_number
from intake import pressing, references, screening
from intake.drafts import DraftGone, OpenDraft
from intake.models import (
    Draft,
    Enquiry,
    EnquiryChoice,
    EnquiryLink,
    EnquiryName,
    EnquiryTime,
    NoticeTick,
    Side,
)
from intake.notices import Notice
from intake.questions import (
    QUESTIONS,
    Answers,
    Kind,
    first_missing,
    safe_way,
    without_closed_branches,
)

COUNTER = "enquiry"
SATURDAY = 5
CHANNELS: Mapping[str, Channel] = {
    "email": Channel.EMAIL,
    "phone": Channel.PHONE,
    "text": Channel.TEXT,
    "site": Channel.PORTAL,
}
ELSEWHERE = {
    "full_names",
    "business_name",
    "helped_name",
    "my_lawyer_name",
    "their_lawyer_name",
    "summary",
}


class NotComplete(Refusal):
    """An answer we cannot do without is missing."""


@transaction.atomic
def send(draft: OpenDraft, *, ticked: Iterable[Notice]) -> Enquiry:
    """Turn the answers into an enquiry, or return the one they became before.

    The draft's row is locked, so that eight presses make one enquiry. Every name heard goes into
    the register and is searched for; the answers stay in the draft, sealed, as they were given.

    Raises:
        DraftGone: It was deleted meanwhile.
        NotComplete: An answer we cannot do without is missing.
    """
    row = Draft.objects.select_for_update(of=["self"]).filter(pk=draft.row.pk).first()
    if row is None:
        raise DraftGone("These answers were deleted. You can start again when you like.")
    if row.enquiry is not None:
        return row.enquiry
    answers = without_closed_branches(OpenDraft(row, draft.token).answers)
    if first_missing(answers) is not None:
        raise NotComplete("One answer is still missing. Please check your answers.")
    enquiry = _enquiry(answers, Firm.current())
    _lists(enquiry, answers)
    NoticeTick.objects.bulk_create(
        NoticeTick(enquiry=enquiry, notice=notice.code, version=notice.version) for notice in ticked
    )
    screening.remember(enquiry)
    screening.run(enquiry, by=None)
    pressing.keep(enquiry)
    row.enquiry = draft.row.enquiry = enquiry
    row.save(update_fields=["enquiry"])
    return enquiry


def _enquiry(answers: Answers, firm: Firm) -> Enquiry:
    number = next_number(COUNTER)
    columns = {
        name: answers.get(name, "")
        for name, asked in QUESTIONS.items()
        if asked.kind in (Kind.ONE, Kind.TEXT, Kind.LONG)
        and name not in ELSEWHERE
        and not name.startswith(("reach", "leave_"))
    }
    enquiry = Enquiry(
        ref=references.reference(number, prefix=references.prefix_of(firm.name)),
        reply_by=reply_day(timezone.now(), firm),
        others_unknown=bool(answers.get("others_unknown")),
        safe_contact=_safe_contact(answers),
        **columns,
    )
    enquiry.summary = str(answers.get("summary", ""))
    enquiry.save()
    return enquiry


def _safe_contact(answers: Answers) -> SafeContact:
    chosen, safe = str(answers["reach"]), safe_way(answers)
    contact = SafeContact(
        channel=CHANNELS[safe],
        email_safe=safe == "email",
        text_ok=safe == "text",
        voicemail_ok=safe == "phone" and answers.get("leave_message") == "yes",
        device_unsafe="device" in cast("list[str]", answers.get("exposed", [])),
        times=str(answers.get("reach_times", "")),
        confirmed_at=timezone.now(),
    )
    contact.email = str(answers.get("reach_email", "")) if chosen == "email" else ""
    contact.phone = str(answers.get("reach_phone", "")) if chosen in ("phone", "text") else ""
    contact.save()
    return contact


def _lists(enquiry: Enquiry, answers: Answers) -> None:
    lists = {
        name: cast("list[str]", answers[name])
        for name, asked in QUESTIONS.items()
        if asked.kind in (Kind.MANY, Kind.RANKED) and name in answers
    }
    EnquiryChoice.objects.bulk_create(
        EnquiryChoice(enquiry=enquiry, question=name, value=value, rank=rank)
        for name, values in lists.items()
        for rank, value in enumerate(values, start=1)
    )
    EnquiryLink.objects.bulk_create(
        EnquiryLink(enquiry=enquiry, address=address, rank=rank)
        for rank, address in enumerate(cast("list[str]", answers.get("links", [])), start=1)
    )
    EnquiryName.objects.bulk_create(
        EnquiryName(enquiry=enquiry, side=side, kind=kind, text=text, relation=relation)
        for side, kind, text, relation in _names(answers)
    )
    for name, asked in QUESTIONS.items():
        if asked.kind is Kind.DATE and name in answers:
            time = EnquiryTime(enquiry=enquiry, question=name)
            time.stated = moment(cast("dict[str, str]", answers[name]))
            time.save()


def _names(answers: Answers) -> Iterator[tuple[Side, str, str, str]]:
    for line in str(answers.get("full_names", "")).splitlines():
        if name := line.strip(" ,;"):
            yield Side.SELF, "person", name[:200], ""
    single = (
        ("business_name", Side.BUSINESS, "organisation"),
        ("helped_name", Side.HELPED, "person"),
        ("guardian_name", Side.GUARDIAN, "person"),
        ("my_lawyer_name", Side.MY_LAWYER, "person"),
        ("their_lawyer_name", Side.THEIR_LAWYER, "person"),
    )
    for question, side, kind in single:
        if name := str(answers.get(question, "")):
            yield side, kind, name, ""
    for row in cast("list[dict[str, str]]", answers.get("others", [])):
        yield Side.OTHER, row["kind"], row["name"], row["relation"]


def moment(answer: Mapping[str, str]) -> Moment:
    """The stated time of a date answer; a wall clock without a zone."""
    words = answer.get("words", "")
    if answer["precision"] == "unsure":
        return Moment(words=words, source=Source.CLIENT)
    return Moment(
        words=words,
        wall_from=datetime.fromisoformat(answer["from"]),
        wall_to=datetime.fromisoformat(answer["to"]) if "to" in answer else None,
        precision=Precision(answer["precision"]),
        source=Source.CLIENT,
    )


def reply_day(now: datetime, firm: Firm) -> date:
    """The day we promise an answer by: so many working days from today, as the firm counts."""
    day = now.astimezone(ZoneInfo(firm.time_zone)).date()
    left = firm.reply_working_days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            left -= 1
    return day


@dataclass(frozen=True)
class Sample:
    """What we will send, exactly, so that nobody is surprised by it.

    Attributes:
        way: How we reach the person, as a sentence.
    """

    way: str
    subject: str = ""
    text: str = ""


def sample(answers: Answers) -> Sample:
    """How we will reach somebody, shown before and after sending."""
    match safe_way(answers):
        case "email":
            subject = SafeContact._meta.get_field("subject").get_default()
            return Sample(f"We write to {answers.get('reach_email', '')}.", str(subject), mail.NEWS)
        case "phone":
            message = "leave a message" if answers.get("leave_message") == "yes" else "hang up"
            way = (
                f"We call {answers.get('reach_phone', '')} and ask for you. If someone else "
                f"answers, we say nothing. If nobody answers, we {message}."
            )
            return Sample(way)
        case "text":
            return Sample(
                f"We send a text to {answers.get('reach_phone', '')}. It asks you to call back, "
                "and nothing else."
            )
        case _:
            return Sample("We send nothing. You come back here with your private phrase.")
