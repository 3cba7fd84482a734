"""What an administrator does to people. Every change ends the person's sessions."""

import logging

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import invitations, mfa, sessions
from accounts.clock import firm_zone
from accounts.errors import Refusal
from accounts.models import Role, User

logger = logging.getLogger(__name__)


class LastAdministrator(Refusal):
    """Nobody would be left who can manage people."""


class AlreadyHere(Refusal):
    """The email belongs to somebody."""


class NotYourself(Refusal):
    """People do not change their own standing."""


def add(*, name: str, email: str, role: Role, by: User | None) -> tuple[User, str]:
    """Make a person of the firm, who comes in with a one-time code.

    Returns:
        The person, and the code to hand over; it cannot be shown again.

    Raises:
        AlreadyHere: Somebody with this email exists, perhaps since a moment ago.
    """
    try:
        with transaction.atomic():
            person: User = User.objects.create_user(
                email, name=name, role=role, time_zone=firm_zone().key
            )
            return person, invitations.issue(person, by=by)
    except IntegrityError:
        raise AlreadyHere("Somebody with this email is already here.") from None


@transaction.atomic
def add_first_administrator(*, name: str, email: str) -> str:
    """Make the first person of an installation; asked again until somebody has come in.

    Codes printed before stop working: whoever lost one does not know who found it.

    Returns:
        The code to hand over.

    Raises:
        Refusal: An administrator has come in before, and adds people on the site.
        AlreadyHere: The email belongs to somebody else.
    """
    waiting = User.objects.active().filter(role=Role.ADMIN)
    if any(one.has_usable_password() for one in waiting):
        raise Refusal("There is an administrator already, who adds people on the site.")
    invitations.withdraw(waiting)
    if same := waiting.filter(email=email.lower()).first():
        return invitations.issue(same, by=None)
    return add(name=name, email=email, role=Role.ADMIN, by=None)[1]


@transaction.atomic
def readmit_administrator(*, email: str) -> str:
    """Give an administrator whom nobody on the site can help a new way in.

    Their password, second factor, recovery codes and sessions end.

    Returns:
        The code to hand over.

    Raises:
        Refusal: No administrator has this email.
    """
    person = User.objects.active().filter(role=Role.ADMIN, email=email.lower()).first()
    if person is None:
        raise Refusal("No administrator has this email.")
    mfa.take_away(person)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    sessions.end_all(person)
    logger.warning("user %s: given a new way in from the command line", person.pk)
    return invitations.issue(person, by=None)


@transaction.atomic
def change_role(person: User, role: Role, *, by: User) -> None:
    """Give a person of the firm another role.

    Raises:
        NotYourself: ``by`` is the person.
        LastAdministrator: Nobody else could manage people.
        Refusal: Clients stay clients, and staff never become clients.
    """
    locked = _lock(person, by=by)
    if Role.CLIENT in {locked.role, role}:
        raise Refusal("Clients stay clients. Make a new person for someone who joins the firm.")
    if locked.role == Role.ADMIN and role != Role.ADMIN:
        _keep_one_administrator(locked)
    locked.role = role
    locked.save(update_fields=["role"])
    sessions.end_all(locked)
    _note("role changed", locked, by)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close a person's way in at once; what they did stays under their name.

    Raises:
        NotYourself: ``by`` is the person.
        LastAdministrator: Nobody else could manage people.
    """
    locked = _lock(person, by=by)
    _keep_one_administrator(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    locked.invitations.usable().delete()
    sessions.end_all(locked)
    _note("closed out", locked, by)


@transaction.atomic
def reactivate(person: User, *, by: User) -> str:
    """Let a person in again, by a new one-time code.

    Returns:
        The code to hand over.

    Raises:
        Refusal: Somebody has let the person in already.
    """
    locked = _lock(person, by=by)
    if locked.is_active:
        raise Refusal(f"{locked.name} is let in already. Without the code, make a new one.")
    locked.is_active = True
    locked.set_unusable_password()
    locked.save(update_fields=["is_active", "password"])
    _note("let in again", locked, by)
    return invitations.issue(locked, by=by)


@transaction.atomic
def new_code(person: User, *, by: User) -> str:
    """Make a new one-time code for someone who lost their password; the old one stops working.

    Returns:
        The code to hand over.
    """
    locked = _lock(person, by=by)
    if not locked.is_active:
        raise Refusal("Let the person in again first.")
    locked.set_unusable_password()
    locked.save(update_fields=["password"])
    sessions.end_all(locked)
    _note("given a new one-time code", locked, by)
    return invitations.issue(locked, by=by)


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> None:
    """Remove a lost authenticator; the person sets up a new one at the next sign-in."""
    locked = _lock(person, by=by)
    mfa.take_away(locked)
    sessions.end_all(locked)
    _note("second factor removed", locked, by)


def _lock(person: User, *, by: User) -> User:
    """Lock the person and every administrator, in one order, and return the person.

    Of two administrators who remove each other at the same moment the second waits here,
    and then finds that nobody else is left.
    """
    if person.pk == by.pk:
        raise NotYourself("You cannot change your own standing. Ask another administrator.")
    concerned = User.objects.filter(Q(pk=person.pk) | Q(role=Role.ADMIN)).order_by("pk")
    locked: User = next(one for one in concerned.select_for_update() if one.pk == person.pk)
    return locked


def _note(what: str, person: User, by: User) -> None:
    """Say in the log who did what to whom, by numbers: names do not belong there."""
    logger.warning("user %s: %s by user %s", person.pk, what, by.pk)


def _keep_one_administrator(leaving: User) -> None:
    others = User.objects.active().filter(role=Role.ADMIN).exclude(pk=leaving.pk)
    if leaving.role == Role.ADMIN and not others.exists():
        raise LastAdministrator("Make someone else an administrator first.")
