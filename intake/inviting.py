"""The client's way in to her own pages: given, renewed and ended, each time for her alone."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import invitations, people, sessions
from accounts.errors import Refusal
from accounts.models import Role, User
from cases.client import identity, reach_changes
from cases.models import Case, ClientAccess, ContactPoint, IdentityWay, Party, RoleOnCase


class NotInvited(Refusal):
    """The client of this case cannot be given a way in as asked."""


HELPER = "Asked us for the client"


class NotEnded(Refusal):
    """This way in is ended already."""


def client_of(case: Case) -> Party | None:
    """The party who is the client."""
    return case.parties.filter(roles__code=RoleOnCase.CLIENT).order_by("pk").first()


def ways_in(case: Case) -> QuerySet[ClientAccess]:
    """Everyone who has or had a way in to this case's client pages, the latest first."""
    people_of = ("user", "party", "identity_checked_by", "ended_by")
    return ClientAccess.objects.filter(party__case=case).select_related(*people_of).order_by("-pk")


@transaction.atomic
def invite(case: Case, *, email: str, checked_how: str, code_word: str = "", by: User) -> str:
    """Give the client of a case a way in, also one whose way in was ended.

    The code is handed over in person or through the safe channel, to the client alone. It is never
    mailed.

    Args:
        case: The case.
        email: The address she will sign in with; nothing is sent to it unless it is marked safe.
        checked_how: How it was made sure that she is the client.
        code_word: The word she chose, by which we know her later; empty to keep what is there.
        by: Who made sure.

    Returns:
        The one-time code; it cannot be shown again.

    Raises:
        NotInvited: The case has no client party, she has a way in, or the address is taken.
    """
    Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    party = client_of(case)
    if party is None:
        raise NotInvited("Add the client to the people of this case first.")
    if ClientAccess.objects.standing().filter(party=party).exists():
        raise NotInvited("The client has a way in. Give a new one-time code for it instead.")
    if _is_helpers(case, email):
        raise NotInvited("This is the address of who asked us for the client, not the client's.")
    if code_word.strip():
        reach_changes.keep_code_word(case, code_word, by=by)
    person, code = _person(case, party, email.strip().lower(), by=by)
    ClientAccess.objects.create(
        user=person, party=party, identity_checked_by=by, identity_checked_how=checked_how
    )
    return code


def _is_helpers(case: Case, email: str) -> bool:
    """Whether the address is that of somebody who asked us for the client."""
    points = ContactPoint.objects.filter(party__case=case, party__relation=HELPER)
    return email.strip().lower() in {point.value.strip().lower() for point in points}


def _person(case: Case, party: Party, email: str, *, by: User) -> tuple[User, str]:
    """The client's sign-in, new or let in again, with a code for it."""
    known = User.objects.filter(email=email).first()
    if known is None:
        person = User.objects.create_user(
            email,
            name=party.label,
            role=Role.CLIENT,
            safe_contact=case.safe_contact,
            time_zone=case.zone,
        )
        return person, invitations.issue(person, by=by)
    if known.is_active or not ClientAccess.objects.filter(user=known, party=party).exists():
        raise NotInvited("Someone already signs in with this address. Use another one.")
    return known, people.reactivate(known, by=by)


@transaction.atomic
def new_code(access: ClientAccess, way: IdentityWay, *, words: str, by: User) -> str:
    """A new one-time code for a client who lost her password; sessions and password end.

    Args:
        access: The way in she has.
        way: How it was made sure that it is her: by the code word, heard just now, or in person.
        words: In person: what was seen.
        by: Who made sure.

    Raises:
        NotSure: The code word was not heard by this person just now.
        NotEnded: The way in is ended.
    """
    current = _locked_standing(access)
    case = current.party.case
    if way is IdentityWay.IN_PERSON:
        identity.saw_in_person(case, words, by=by)
    elif identity.fresh(case, by=by) is None:
        raise identity.NotSure("Check her code word first, then do this within 15 minutes.")
    return people.new_code(current.user, by=by)


@transaction.atomic
def code_again(case: Case, *, by: User) -> str:
    """A code in place of one that a first press of the same button made and nobody saw.

    Only who made the first one gets another, and only while the client has not used it.

    Raises:
        NotInvited: It was used, or somebody else made it.
    """
    standing = ClientAccess.objects.standing().select_related("user").filter(party__case=case)
    access = standing.select_for_update(of=["self"]).first()
    if access is None or not access.user.invitations.usable().filter(made_by=by).exists():
        raise NotInvited("This was done before. Make a new one-time code if she needs one.")
    return invitations.issue(access.user, by=by)


@transaction.atomic
def end(access: ClientAccess, *, reason: str, by: User) -> None:
    """End a way in at once: codes, sessions and, where it was the last one, the sign-in.

    Raises:
        NotEnded: Somebody was faster.
    """
    current = _locked_standing(access)
    current.ended_at, current.ended_by = timezone.now(), by
    current.end_reason = reason.strip()[:300]
    current.save(update_fields=["ended_at", "ended_by", "end_reason"])
    if ClientAccess.objects.standing().filter(user=current.user).exists():
        sessions.end_all(current.user)
    else:
        people.deactivate(current.user, by=by)


def _locked_standing(access: ClientAccess) -> ClientAccess:
    rows = ClientAccess.objects.select_for_update(of=["self"]).select_related("user", "party__case")
    current: ClientAccess = rows.get(pk=access.pk)
    if current.ended_at is not None:
        raise NotEnded("This way in is ended.")
    return current
