"""How the client may be reached, as staff keep it after speaking with her.

A change counts as confirmed by whoever spoke with the client. What is not asked is not allowed:
every “may we” is no until she says yes.
"""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import Channel, SafeContact, User
from cases import identity, reach_changes
from cases.models import Case
from cases.stale import StaleEdit


class ReachRefused(Refusal):
    """The client cannot be reached in the way chosen."""


@transaction.atomic
def keep_safe_contact(
    case: Case,
    version: int,
    *,
    by: User,
    channel: Channel,
    email: str = "",
    email_safe: bool = False,
    phone: str = "",
    voicemail_ok: bool = False,
    text_ok: bool = False,
    may_say_who: bool = False,
    device_unsafe: bool = False,
    times: str = "",
    subject: str = "",
    code_word: str = "",
) -> SafeContact:
    """Write down what the client said, confirmed now by the person who asked her.

    An empty ``code_word`` or ``subject`` leaves the old one in place.

    Args:
        case: The case.
        version: Of what the page showed; 0 when nothing was known.

    Raises:
        StaleEdit: The client or a colleague changed it meanwhile.
        ReachRefused: The way chosen lacks its address or number, or is not safe.
    """
    if channel is Channel.EMAIL and not (email.strip() and email_safe):
        raise ReachRefused("Email needs an address that only the client reads.")
    if channel in (Channel.PHONE, Channel.TEXT) and not phone.strip():
        raise ReachRefused("Write down the number first.")
    if channel is Channel.TEXT and not text_ok:
        raise ReachRefused("Text messages need the client's yes.")
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    contact = locked.safe_contact or SafeContact(version=0)
    if contact.version != version:
        raise StaleEdit(contact, contact.version)
    contact.version += 1
    contact.channel, contact.email_safe = channel, email_safe
    contact.voicemail_ok, contact.text_ok = voicemail_ok, text_ok
    contact.may_say_who, contact.device_unsafe = may_say_who, device_unsafe
    contact.times = times.strip()
    contact.email, contact.phone = email.strip(), phone.strip()
    if code_word.strip():
        identity.require(locked, contact, by=by)
        contact.code_word = code_word.strip()
    if subject.strip():
        contact.subject = subject.strip()
    contact.confirmed_by, contact.confirmed_at = by, timezone.now()
    contact.save()
    reach_changes.replace_waiting(locked, by=by)
    if locked.safe_contact_id is None:
        Case.objects.filter(pk=case.pk).update(safe_contact=contact)
    case.safe_contact = contact
    return contact
