"""People, the firm, and how a person may safely be reached."""

from accounts.models.browser import KnownBrowser
from accounts.models.contact import Channel, SafeContact
from accounts.models.firm import Firm, FirmJurisdiction, HelpLine, SecondPerson
from accounts.models.invitation import Invitation
from accounts.models.user import Role, User

__all__ = [
    "Channel",
    "Firm",
    "FirmJurisdiction",
    "HelpLine",
    "Invitation",
    "KnownBrowser",
    "Role",
    "SafeContact",
    "SecondPerson",
    "User",
]
