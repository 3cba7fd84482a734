"""How the client may be reached, as staff keep it after speaking with her.

A change counts as confirmed by whoever spoke with the client and heard her code word. What is not
asked is not allowed: every “may we” is no until she says yes.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import Channel, SafeContact, User
from cases.client import identity, reach_changes
from cases.client.reach_changes import Wish, is_louder
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
    """Write down what the client said.

    An empty ``code_word`` or ``subject`` leaves the old one in place. It counts as confirmed, and
    takes the place of what her page asked, where her code word was just heard or none is kept.
    What only silences us may be written down without it.

    Args:
        case: The case.
        version: Of what the page showed; 0 when nothing was known.

    Raises:
        StaleEdit: The client or a colleague changed it meanwhile.
        ReachRefused: The way chosen lacks its address or number, or is not safe.
        NotSure: It opens or redirects a way, and her code word was not heard just now.
        TooShort: Too little of the new code word can be heard.
    """
    wish = Wish(
        channel=channel,
        email=email.strip(),
        phone=phone.strip(),
        voicemail_ok=voicemail_ok,
        times=times.strip(),
        device_unsafe=device_unsafe,
        code_word=code_word.strip(),
    )
    allowed = {"email_safe": email_safe, "text_ok": text_ok, "may_say_who": may_say_who}
    _refuse_what_reaches_nobody(wish, allowed)
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    contact = reach_changes.profile_of(locked)
    if contact.version != version:
        raise StaleEdit(contact, contact.version)
    if _opens_more(contact, wish, allowed):
        identity.require(locked, contact, by=by)
    contact.version += 1
    is_sure = identity.is_sure(locked, contact, by=by)
    contact.channel, contact.times = wish.channel, wish.times
    contact.email, contact.phone = wish.email, wish.phone
    contact.voicemail_ok, contact.device_unsafe = wish.voicemail_ok, wish.device_unsafe
    for name, value in allowed.items():
        setattr(contact, name, value)
    identity.keep_word(contact, wish.code_word)
    if subject.strip():
        contact.subject = subject.strip()
    if is_sure:
        contact.confirmed_by, contact.confirmed_at = by, timezone.now()
        reach_changes.replace_waiting(locked, by=by)
    contact.save()
    case.safe_contact = contact
    return contact


def _refuse_what_reaches_nobody(wish: Wish, allowed: Mapping[str, bool]) -> None:
    if wish.channel is Channel.EMAIL and not (wish.email and allowed["email_safe"]):
        raise ReachRefused("Email needs an address that only the client reads.")
    if wish.channel in (Channel.PHONE, Channel.TEXT) and not wish.phone:
        raise ReachRefused("Write down the number first.")
    if wish.channel is Channel.TEXT and not allowed["text_ok"]:
        raise ReachRefused("Text messages need the client's yes.")


def _opens_more(contact: SafeContact, wish: Wish, allowed: Mapping[str, bool]) -> bool:
    """Whether what staff write down opens or redirects a way to the client."""
    return (
        is_louder(contact, wish)
        or (contact.channel == Channel.NONE and wish.channel != Channel.NONE)
        or any(value and not getattr(contact, name) for name, value in allowed.items())
    )
