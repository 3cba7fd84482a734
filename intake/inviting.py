"""Inviting a client to her own pages, after somebody has made sure who she is."""

from django.db import transaction

from accounts import invitations
from accounts.errors import Refusal
from accounts.models import Role, User
from cases import reach_changes
from cases.models import Case, ClientAccess, Party, RoleOnCase


class NotInvited(Refusal):
    """Nobody is the client of this case, or the address belongs to somebody else."""


def client_of(case: Case) -> Party | None:
    """The party who is the client."""
    return case.parties.filter(roles__code=RoleOnCase.CLIENT).order_by("pk").first()


@transaction.atomic
def invite(case: Case, *, email: str, checked_how: str, code_word: str = "", by: User) -> str:
    """Give the client of a case a way in, or a new code for the one she has.

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
        NotInvited: The case has no client party, or the address is taken.
    """
    Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    party = client_of(case)
    if party is None:
        raise NotInvited("Add the client to the people of this case first.")
    standing = ClientAccess.objects.standing().filter(party=party).select_related("user").first()
    if standing is not None:
        return invitations.issue(standing.user, by=by)
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is not None:
        raise NotInvited("Someone already signs in with this address. Use another one.")
    if code_word.strip():
        reach_changes.keep_code_word(case, code_word, by=by)
    person = User.objects.create_user(
        email, name=party.label, role=Role.CLIENT, safe_contact=case.safe_contact
    )
    ClientAccess.objects.create(
        user=person, party=party, identity_checked_by=by, identity_checked_how=checked_how
    )
    return invitations.issue(person, by=by)
