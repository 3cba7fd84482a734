"""The conflict check of an enquiry: what is searched, and who may decide on it."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from accounts.errors import Refusal
from accounts.models import Channel, User
from cases.client.news import Told
from cases.models import ConflictCheck, Outcome, TermKind
from cases.register import conflicts
from cases.register.conflicts import Term
from intake import telling
from intake.models import Enquiry, EnquiryName, LawyerAnswer, LawyerKnown, ReachOutWhy, Side

ASKED_US = "asked us for help"
KINDS: Mapping[str, TermKind] = {
    "person": TermKind.PERSON,
    "organisation": TermKind.ORGANISATION,
    "account": TermKind.HANDLE,
}
ROLES: Mapping[Side, str] = {
    Side.SELF: conflicts.CLIENT,
    Side.BUSINESS: "their business or employer",
    Side.HELPED: conflicts.CLIENT,
    Side.GUARDIAN: "parent or guardian",
    Side.OTHER: "named by them",
    Side.MY_LAWYER: "their lawyer",
    Side.THEIR_LAWYER: "lawyer of the other side",
}


LAWYERS: Mapping[Side, tuple[str, str]] = {
    Side.MY_LAWYER: ("the name of their own lawyer", "whether they have a lawyer of their own"),
    Side.THEIR_LAWYER: (
        "the name of the other side's lawyer",
        "whether the other side has a lawyer",
    ),
}


class AlreadyDecided(Refusal):
    """The enquiry is closed; nothing can be searched for it any more."""


def terms_of(enquiry: Enquiry) -> list[Term]:
    """Everything an enquiry gives us to search for: names, accounts, its own address and number."""
    terms = [
        Term(
            kind=KINDS[name.kind],
            text=name.text,
            role=name.relation or ROLES[Side(name.side)],
        )
        for name in enquiry.names.all()
    ]
    contact = enquiry.safe_contact
    if contact.channel == Channel.EMAIL or contact.email_sealed:
        terms.append(Term(kind=TermKind.EMAIL, text=contact.email, role=conflicts.CLIENT))
    if contact.phone_sealed:
        terms.append(Term(kind=TermKind.PHONE, text=contact.phone, role=conflicts.CLIENT))
    return terms


def remember(enquiry: Enquiry) -> None:
    """Write every name heard into the register, for the checks of others.

    There the person is somebody who asked us: whether they become a client is not known, and a
    check run years later must not call them one.
    """
    heard = (
        replace(term, role=ASKED_US) if term.role == conflicts.CLIENT else term
        for term in terms_of(enquiry)
    )
    conflicts.remember(heard, source=enquiry.ref)


def missing_from(enquiry: Enquiry) -> list[str]:
    """What a check would need and the person has not told, in words for staff.

    Whether a side has a lawyer is needed too: who is not sure, or said nothing, is asked.
    """
    sides = {name.side for name in enquiry.names.all()}
    asks_alone = enquiry.about not in {"business", "other"}
    needed = (
        (
            Side.SELF not in sides,
            conflicts.FULL_NAME if asks_alone else "the full name of the person asking",
        ),
        (
            enquiry.about == "business" and Side.BUSINESS not in sides,
            "the name of the business",
        ),
        (
            enquiry.about == "other" and Side.HELPED not in sides,
            "the full name of the person they help",
        ),
    )
    missing = [what for lacks, what in needed if lacks]
    for side, (name, whether) in LAWYERS.items():
        known = lawyer_known(enquiry, side)
        if side in sides or known in (LawyerKnown.NO, LawyerKnown.ASKED):
            continue
        missing.append(name if known is LawyerKnown.YES else whether)
    return missing


def lawyer_known(enquiry: Enquiry, side: Side) -> LawyerKnown | None:
    """Whether a side has a lawyer, as the person said last; none while that is open."""
    told = enquiry.lawyer_answers.filter(side=side).last()
    if told is not None:
        return LawyerKnown(told.known)
    answer = enquiry.my_lawyer if side is Side.MY_LAWYER else enquiry.their_lawyer
    return {"yes": LawyerKnown.YES, "no": LawyerKnown.NO}.get(answer)


@transaction.atomic
def note_lawyer(enquiry: Enquiry, side: Side, known: LawyerKnown, *, by: User) -> None:
    """Note what the person said about a side's lawyer; the check runs again.

    Raises:
        AlreadyDecided: A case was opened, or the enquiry was declined or withdrawn.
    """
    locked = _open(enquiry)
    LawyerAnswer.objects.create(enquiry=locked, side=side, known=known, by=by)
    run(locked, by=by)


@transaction.atomic
def run(enquiry: Enquiry, *, by: User | None) -> ConflictCheck:
    """Search the register for everyone the enquiry names; the enquiry then points to this check.

    Args:
        enquiry: The enquiry.
        by: Who asked for it; None when it ran by itself as the enquiry came in.

    Raises:
        AlreadyDecided: A case was opened, or the enquiry was declined or withdrawn.
    """
    locked = _open(enquiry)
    check = conflicts.run_check(locked.ref, terms_of(locked), by, missing=missing_from(locked))
    locked.check_run = enquiry.check_run = check
    locked.save(update_fields=["check_run"])
    return check


@transaction.atomic
def add_name(
    enquiry: Enquiry, *, side: Side, kind: str, text: str, relation: str, by: User
) -> EnquiryName:
    """Note a name that the person told us later; a check that ran before is not enough any more.

    Raises:
        AlreadyDecided: A case was opened, or the enquiry was declined or withdrawn.
    """
    locked = _open(enquiry)
    name = EnquiryName.objects.create(
        enquiry=locked, side=side, kind=kind, text=text, relation=relation, added_by=by
    )
    remember(locked)
    run(locked, by=by)
    return name


@transaction.atomic
def decide(
    enquiry: Enquiry, check: ConflictCheck, outcome: Outcome, reason: str, *, by: User
) -> Told | None:
    """Decide the check of an enquiry; where we are free to act, the person is to learn of it.

    Returns:
        How they learn that their story and files may come now; none where we are not free.
    """
    locked = _open(enquiry)
    decision = conflicts.decide(check, outcome, reason, by=by)
    return telling.tell(locked, ReachOutWhy.CLEAR, by=by) if decision.is_clear else None


def _open(enquiry: Enquiry) -> Enquiry:
    locked = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    if not locked.is_open:
        raise AlreadyDecided(f"This enquiry is closed: {locked.get_state_display().lower()}.")
    return locked
