"""The people of the demonstration, all invented. Never loaded into a real installation."""

from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.models import Firm, Role, SafeContact, User

PASSWORD: Final = "lantern river copper quilt"  # noqa: S105  # printed on the demo page


@dataclass(frozen=True)
class DemoPerson:
    key: str
    name: str
    email: str
    role: Role
    does: str


PEOPLE: Final = (
    DemoPerson(
        "client",
        "Marisol Vantreight",
        "marisol@lanternrow.example.com",
        Role.CLIENT,
        "sees where her case stands, what she sent, and adds evidence",
    ),
    DemoPerson(
        "paralegal",
        "Petra Osgrove",
        "petra@firm.example.com",
        Role.PARALEGAL,
        "takes in enquiries and evidence, drafts letters, builds packets",
    ),
    DemoPerson(
        "attorney",
        "Adaeze Lindqvist",
        "adaeze@firm.example.com",
        Role.ATTORNEY,
        "decides conflicts, opens cases, moves the six steps, approves letters",
    ),
    DemoPerson(
        "supervisor",
        "Rune Halloway",
        "rune@firm.example.com",
        Role.SUPERVISOR,
        "sees every case that no ethical wall hides, and sets the walls",
    ),
    DemoPerson(
        "administrator",
        "Milo Sandrick",
        "milo@firm.example.com",
        Role.ADMIN,
        "manages people and the firm, and sees no case",
    ),
)


def person(key: str) -> User:
    """Return the demo person with this key.

    Raises:
        KeyError: There is none.
    """
    listed = {one.key: one for one in PEOPLE}
    found: User = User.objects.get(email=listed[key].email)
    return found


@transaction.atomic
def load_people() -> None:
    """Make the demo firm and its people, or leave those that exist as they are.

    Raises:
        ImproperlyConfigured: This is not a demonstration.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo people belong in a demonstration (DEMO=true) only.")
    _load_firm()
    for one in PEOPLE:
        user = User.objects.filter(email=one.email).first()
        if user is None:
            user = User.objects.create_user(one.email, PASSWORD, name=one.name, role=one.role)
        if user.is_staff:
            _give_second_factor(user)
        elif user.safe_contact is None:
            user.safe_contact = SafeContact.objects.create(device_unsafe=False)
            user.save(update_fields=["safe_contact"])


def _load_firm() -> None:
    firm, made = Firm.objects.get_or_create(
        only=True,
        defaults={
            "name": "Example Reputation Law LLP",
            "address": "100 Example Plaza, Suite 400\nSan Diego, CA 92101",
            "phone": "(555) 555-0100",
            "email": "office@firm.example.com",
        },
    )
    if made:
        firm.jurisdictions.create(code="US-CA", name="California")
        firm.jurisdictions.create(code="US-NY", name="New York")
        firm.help_lines.create(name="Example crisis line", number="555-0190", hours="day and night")


def _give_second_factor(user: User) -> None:
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
