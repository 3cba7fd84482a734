"""Turning an enquiry into a case."""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import Firm, User
from cases import flags, incidents, opening, people, to_do
from cases.models import (
    Case,
    Category,
    ContactKind,
    NameKind,
    Party,
    PartyKind,
    RoleOnCase,
    SafetyKind,
    Task,
)
from cases.opening import RaisedAtIntake
from evidence import asking, receiving
from intake import answers_to_safety, endings, files, inviting, screening
from intake.models import (
    Enquiry,
    EnquiryAnswer,
    EnquiryName,
    EnquiryState,
    LawyerKnown,
    Side,
    Story,
)
from intake.questions import QUESTIONS

CATEGORIES: Mapping[str, Category] = {
    "false_posts": Category.DEFAMATION,
    "false_reviews": Category.FALSE_REVIEWS,
    "threats": Category.THREATS,
    "messages": Category.REPEATED_ABUSE,
    "impersonation": Category.IMPERSONATION,
    "private_details": Category.DOXXING,
    "images": Category.NCII,
    "followed": Category.CYBERSTALKING,
}
DANGERS: Mapping[str, SafetyKind] = {
    "threats": SafetyKind.CREDIBLE_THREAT,
    "followed": SafetyKind.STALKING,
    "images": SafetyKind.NCII,
}
NAMED_BY_CLIENT = {"yes", "think_so", "several"}
WITNESS = re.compile(r"\bwitness(es)?\b", re.IGNORECASE)
NOT_OURS = re.compile(
    r"\b(no|not|never|nor|false|lying|lied|liar|against|ex|former|his|her|hers|their|theirs"
    r"|court|trial|threat\w*|harass\w*|stalk\w*|abus\w*|attack\w*|post(s|ed|ing)?)\b|n['’]t\b",
    re.IGNORECASE,
)
FIND_A_GROWN_UP = "Ask the client which grown-up is safe; tell no parent or guardian before"
FOR_THE_BUSINESS = "Asked us for the business"
ASK_HERSELF = "Ask the client alone: do they want us, how to reach them, may the helper know"
OF_CLIENT = {Side.SELF, Side.HELPED}
UNKNOWN_PERSON = "Unknown person"
UNKNOWN_PLATFORM = "Not known yet"
TOLD = {LawyerKnown.YES: True, LawyerKnown.NO: False}


class AlreadyOpened(Refusal):
    """A case was opened from this enquiry before, perhaps just now."""


@transaction.atomic
def open_case(enquiry: Enquiry, *, by: User, lead: User | None = None) -> Case:
    """Open a case from an enquiry: parties, accounts, goals, flags, first incidents, files.

    The enquiry's row is locked, so that of two attorneys who press together one opens the case
    and the other is told. Afterwards the enquiry is read-only.

    Args:
        enquiry: An enquiry whose conflict check an attorney decided as clear.
        by: Who opens it.
        lead: The attorney who answers for it; ``by`` unless somebody else is named.

    Raises:
        AlreadyOpened: Somebody was faster.
        endings.EnquiryClosed: It was declined or withdrawn.
        opening.OpeningRefused: The conflict check is not clear.
    """
    row = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    if row.case is not None:
        raise AlreadyOpened(f"Case {row.case.ref} was already opened from this enquiry.")
    row = endings.locked_open(row)
    what = row.chosen("what")
    may_show_a_minor = EnquiryAnswer.objects.stopping().filter(enquiry=row).exists()
    case = opening.open_case(
        by=by,
        lead=lead or by,
        client_name=_client_name(row),
        source=row.ref,
        check=row.check_run,
        team=[row.assigned_to] if row.assigned_to else [],
        categories=_categories(row, what),
        goals=[QUESTIONS["goals"].label_of(goal) for goal in row.chosen("goals")],
        dangers=list(_dangers(row, what)),
        screened=answers_to_safety.of(row),
        jurisdiction=row.lives_in,
        zone=Firm.current().time_zone,
        safe_contact=None if row.about == "other" else row.safe_contact,
        held_back=row.adult == "no" or may_show_a_minor,
    )
    _client(case, row)
    _helper(case, row, by=by)
    _others(case, row)
    _incidents(case, row, what)
    _guardian(case, row, by=by)
    _tasks(case, row, by=by)
    if may_show_a_minor:
        to_do.call_supervisor(case, asking.NOT_TAKEN, by=by)
    if row.vault is not None:
        files.hide_mistakes(row, receiving.adopt(row.vault, case, by=by))
    row.case = enquiry.case = case
    endings.move(row, EnquiryState.OPENED, by=by)
    return case


def _client_name(row: Enquiry) -> str:
    """The client as staff call them: the business, the full name, or what they are called."""
    first = row.names.filter(side=_clients_side(row)).order_by("pk").first()
    if first is None and row.about == "other":
        return f"Whom {row.called} helps"
    return first.text if first else row.called


def _clients_side(row: Enquiry) -> Side:
    """Whose names are the client's: who asks for somebody else is not our client."""
    return {"business": Side.BUSINESS, "other": Side.HELPED}.get(row.about, Side.SELF)


def _categories(row: Enquiry, what: list[str]) -> list[Category]:
    found = [CATEGORIES[value] for value in what if value in CATEGORIES]
    if row.in_news == "yes":
        found.append(Category.MEDIA)
    if row.identity_theft == "yes" and Category.IMPERSONATION not in found:
        found.append(Category.IMPERSONATION)
    return found


def _dangers(row: Enquiry, what: list[str]) -> Iterator[RaisedAtIntake]:
    if row.safe_now == "no":
        yield RaisedAtIntake(
            kind=SafetyKind.IMMEDIATE_DANGER, reason="The client answered: not safe right now."
        )
    if row.adult == "no":
        yield RaisedAtIntake(kind=SafetyKind.MINOR, reason="The client answered: under 18.")
    for value, kind in DANGERS.items():
        if value in what:
            label = QUESTIONS["what"].label_of(value)
            yield RaisedAtIntake(kind=kind, reason=f"The client answered: {label}.")


def _client(case: Case, row: Enquiry) -> Party:
    is_business = row.about == "business"
    is_helped = row.about == "other"
    own = list(row.names.filter(side=_clients_side(row)).order_by("pk"))
    names = [
        (NameKind.LEGAL if place == 0 else NameKind.USED, name.text)
        for place, name in enumerate(own)
    ]
    if is_business:
        names = [(NameKind.BUSINESS, case.client_name)]
    return people.add_party(
        case,
        kind=PartyKind.ORGANISATION if is_business else PartyKind.PERSON,
        label=case.client_name,
        roles=[RoleOnCase.CLIENT],
        names=names,
        contacts=[] if is_helped else _contacts(row),
        is_minor={"yes": False, "no": True}.get(row.adult),
        represented=_has_lawyer(row, Side.MY_LAWYER),
    )


def _contacts(row: Enquiry) -> list[tuple[ContactKind, str]]:
    contact = row.safe_contact
    return [(ContactKind.EMAIL, contact.email), (ContactKind.PHONE, contact.phone)]


def _helper(case: Case, row: Enquiry, *, by: User) -> None:
    """Who asked for the client: somebody else, whom nothing is told without the client's yes.

    Whoever asks for a business stays a party of its case: conflict checks search the name.
    """
    if row.about == "business" and row.names.filter(side=Side.SELF).exists():
        _who_asked(case, row, relation=FOR_THE_BUSINESS)
    if row.about != "other":
        return
    _who_asked(case, row, relation=inviting.HELPER, contacts=_contacts(row))
    to_do.ask_lead(case, ASK_HERSELF, by=by)


def _who_asked(
    case: Case, row: Enquiry, *, relation: str, contacts: Iterable[tuple[ContactKind, str]] = ()
) -> None:
    own = list(row.names.filter(side=Side.SELF).order_by("pk"))
    people.add_party(
        case,
        label=own[0].text if own else row.called,
        roles=[RoleOnCase.OTHER],
        names=[(NameKind.USED if at else NameKind.LEGAL, each.text) for at, each in enumerate(own)],
        contacts=contacts,
        relation=relation,
    )


def _has_lawyer(row: Enquiry, side: Side) -> bool | None:
    known = screening.lawyer_known(row, side)
    return TOLD.get(known) if known else None


def _others(case: Case, row: Enquiry) -> None:
    named = [name for name in row.names.order_by("pk") if name.side not in OF_CLIENT]
    lawyer: Party | None = None
    other_side: list[Party] = []
    for name in named:
        if name.kind == "account":
            people.add_account(case, platform=row.sites or UNKNOWN_PLATFORM, handle=name.text)
            continue
        if name.side == Side.BUSINESS and row.about == "business":
            continue
        role = _role(row, name)
        organisation = name.kind == "organisation"
        party = people.add_party(
            case,
            kind=PartyKind.ORGANISATION if organisation else PartyKind.PERSON,
            label=name.text,
            roles=[role],
            relation=name.relation or (Side.GUARDIAN.label if name.side == Side.GUARDIAN else ""),
            represented=_has_lawyer(row, Side.THEIR_LAWYER)
            if role == RoleOnCase.SUSPECTED
            else None,
        )
        if role == RoleOnCase.COUNSEL:
            lawyer = party
        if role == RoleOnCase.SUSPECTED:
            other_side.append(party)
    if not other_side:
        people.add_party(case, kind=PartyKind.DOE, label=UNKNOWN_PERSON, roles=[RoleOnCase.ADVERSE])
    if lawyer is not None and len(other_side) == 1:
        other_side[0].counsel = lawyer
        other_side[0].save(update_fields=["counsel"])


def _role(row: Enquiry, name: EnquiryName) -> RoleOnCase:
    match Side(name.side):
        case Side.THEIR_LAWYER:
            return RoleOnCase.COUNSEL
        case Side.MY_LAWYER:
            return RoleOnCase.PRIOR_COUNSEL
        case Side.BUSINESS:
            return RoleOnCase.EMPLOYER
        case Side.OTHER if _is_witness(name.relation):
            return RoleOnCase.WITNESS
        case Side.OTHER if row.known in NAMED_BY_CLIENT:
            return RoleOnCase.SUSPECTED
        case _:
            return RoleOnCase.OTHER


def _guardian(case: Case, row: Enquiry, *, by: User) -> None:
    """No parent or guardian is known to be safe: a flag on them, and a task of the lead today.

    Where nobody is named the flag stands on the whole case.
    """
    if row.adult != "no" or row.guardian_safe not in ("no", "unsure"):
        return
    said = QUESTIONS["guardian_safe"].label_of(row.guardian_safe)
    reason = f"Asked whether there is a safe parent or guardian, the client answered: {said}."
    named = row.names.filter(side=Side.GUARDIAN).values("text")
    guardians = case.parties.filter(label__in=named, relation=Side.GUARDIAN.label)
    sources: list[Party | None] = [*guardians]
    for party in sources or [None]:
        flags.raise_flag(case, SafetyKind.MINOR, by=by, reason=reason, party=party)
    to_do.ask_lead(case, FIND_A_GROWN_UP, by=by)


def _is_witness(relation: str) -> bool:
    """Whether somebody is called a witness outright, and nothing said speaks against it.

    In doubt they may be of the other side: letters to them wait where a flag says so.
    """
    return bool(WITNESS.search(relation)) and not NOT_OURS.search(relation)


def _incidents(case: Case, row: Enquiry, what: list[str]) -> None:
    """One incident for each link the person named, or a single one; all wait for review."""
    labels = [QUESTIONS["what"].label_of(value) for value in what if value != "unsure"]
    summary = "; ".join(labels) or "What the client reported"
    times = {time.question: time.stated for time in row.times.all()}
    story = Story.objects.filter(enquiry=row).first()
    words = story.text if story else row.summary
    category = _categories(row, what)
    for place, address in enumerate([link.address for link in row.links.all()] or [""]):
        is_first = place == 0
        incidents.write_down(
            case,
            by=None,
            summary=summary[:300],
            posted=times.get("began") if is_first else None,
            seen=times.get("first_seen") if is_first else None,
            category=category[0] if category else "",
            address=address,
            place="" if address else row.outlet or row.sites,
            clients_words=words if is_first else "",
        )


def _tasks(case: Case, row: Enquiry, *, by: User) -> None:
    """What the answers say must not wait, as tasks of the lead."""
    times = {time.question: time.stated.first_day for time in row.times.all()}
    wanted = []
    if row.court_papers == "yes":
        court = row.court_name or "court not named"
        wanted.append((f"Read the court papers the client was given: {court}", "court_date"))
    if row.order_or_report == "yes":
        details = row.order_details or "no details yet"
        wanted.append((f"Read the court order or police report: {details}", ""))
    if row.date_named == "yes":
        what = row.date_named_what or "not said what"
        wanted.append((f"They announced something for a day: {what}", "date_named_when"))
    Task.objects.bulk_create(
        Task(
            case=case,
            title=title[:200],
            due_on=times.get(question),
            assigned_to=case.lead,
            made_by=by,
        )
        for title, question in wanted
    )
