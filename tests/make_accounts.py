"""Makers of people and of the firm."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Channel, Firm, Role, SafeContact, User
from tests.make import number

ZONE = ZoneInfo(User().time_zone)  # of the firm and of everybody made here


def user(role: Role = Role.ATTORNEY, **fields: Any) -> User:
    """Someone with that role who can sign in, without a password."""
    n = number()
    fields.setdefault("name", f"{role.label} {n}")
    return User.objects.create_user(
        fields.pop("email", f"person{n}@example.com"), role=role, **fields
    )


def attorney(**fields: Any) -> User:
    return user(Role.ATTORNEY, **fields)


def paralegal(**fields: Any) -> User:
    return user(Role.PARALEGAL, **fields)


def supervisor(**fields: Any) -> User:
    return user(Role.SUPERVISOR, **fields)


def administrator(**fields: Any) -> User:
    return user(Role.ADMIN, **fields)


def client(**fields: Any) -> User:
    fields.setdefault("safe_contact", safe_contact())
    return user(Role.CLIENT, **fields)


def safe_contact(**fields: Any) -> SafeContact:
    """A profile that allows contact on this site only, unless ``fields`` say otherwise."""
    fields.setdefault("channel", Channel.PORTAL)
    sealed = {name: fields.pop(name) for name in ("email", "phone", "code_word") if name in fields}
    contact = SafeContact(**fields)
    for name, value in sealed.items():
        setattr(contact, name, value)
    contact.save()
    return contact


def zone_of_another_day() -> ZoneInfo:
    """Where it is yesterday or tomorrow, seen from UTC, at whatever hour this runs."""
    return ZoneInfo("Pacific/Kiritimati" if datetime.now(UTC).hour >= 10 else "Etc/GMT+12")


def firm(**fields: Any) -> Firm:
    fields.setdefault("name", "Example Reputation Law LLP")
    return Firm.objects.create(**fields)
