"""What a client's page asks about how she is reached: quieter at once, louder after a talk.

Whoever holds her phone can fill in the form: to read what we write, to have us call another
number, to learn when she is alone. So nothing that opens or redirects anything is in force before
somebody of the firm has asked her, in the old way. What only silences us is in force at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import Channel, SafeContact, User
from cases.client import identity
from cases.models import Case, ClientAccess, ReachChange, ReachOutcome, Task

CONFIRM = "The client asks to be reached in another way: speak with her before it is used"
QUIETER = "The client asked for less: read how she may be reached now"


class ChangeRefused(Refusal):
    """A change cannot be settled as asked."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a client's page says she wants to be reached; an empty code word keeps the old one."""

    channel: Channel
    email: str
    phone: str
    voicemail_ok: bool
    times: str
    device_unsafe: bool
    code_word: str = ""


@dataclass(frozen=True)
class Difference:
    """One line that waits: what is in force, and what was asked."""

    what: str
    now: str
    asked: str
    care: str = ""


@transaction.atomic
def ask(case: Case, wish: Wish, *, by: User) -> ReachChange | None:
    """Keep what a client's page asked; what makes things quieter is in force at once.

    What waits for a talk with her goes on waiting until something else waits in its place: whoever
    asked for a way to himself cannot take the trace of it back by sending the form again.

    Returns:
        The change, waiting or already in force; none where it says what is in force anyway.
    """
    locked = _locked(case)
    contact = profile_of(locked)
    louder = is_louder(contact, wish)
    quieter = _make_quieter(contact, wish)
    change = _change_of(locked, wish, by=by)
    if waiting(locked) and not any(_differences(contact, change)):
        louder = False  # back to what is on record: what waits is still to be asked
    if not louder and not quieter:
        return None
    if louder:
        replace_waiting(locked)
    change.task = Task.objects.create(
        case=locked,
        title=CONFIRM if louder else QUIETER,
        due_on=timezone.localdate(),
        assigned_to=locked.lead,
        made_by=by,
    )
    if not louder:
        change.outcome, change.settled_at = ReachOutcome.AT_ONCE, timezone.now()
    change.save()
    case.safe_contact = contact
    return change


@transaction.atomic
def settle(change: ReachChange, outcome: ReachOutcome, *, how: str, by: User) -> ReachChange:
    """Say what the client said about a change when somebody asked her.

    If it was not her, somebody else uses her page: from now on it says nothing.

    Args:
        change: The change that waits.
        outcome: Used, dropped or not hers.
        how: How she was asked, and what she said.
        by: Who asked her.

    Raises:
        ChangeRefused: Somebody settled it meanwhile, or she asked for something else.
        NotSure: It is to be used, and her code word was not heard just now.
    """
    locked = _locked(change.case)
    current = ReachChange.objects.select_for_update(of=["self"]).get(pk=change.pk)
    if not current.is_waiting:
        raise ChangeRefused(f"This was settled meanwhile: {current.get_outcome_display().lower()}.")
    contact = profile_of(locked)
    contact.version += 1
    if outcome is ReachOutcome.USED:
        identity.require(locked, contact, by=by)
        _use(contact, current, by=by)
    if outcome is ReachOutcome.NOT_HERS:
        contact.device_unsafe = True
    contact.save()
    _end(current, outcome, how=how, by=by)
    return current


@transaction.atomic
def keep_code_word(case: Case, word: str, *, by: User) -> None:
    """Keep the word that the client chose, told to somebody who had made sure who she is.

    Raises:
        NotSure: Another word is kept, and it was not heard just now.
        TooShort: Too little of the word can be heard.
    """
    contact = profile_of(_locked(case))
    identity.require(case, contact, by=by)
    identity.keep_word(contact, word)
    contact.version += 1
    contact.save(update_fields=["code_word_sealed", "version"])
    case.safe_contact = contact


def waiting(case: Case) -> ReachChange | None:
    """The change that waits for a talk with the client."""
    return case.reach_changes.waiting().select_related("asked_by").first()


def replace_waiting(case: Case, *, by: User | None = None) -> None:
    """What waited is past: another asking waits now, or it was written down with her."""
    if change := case.reach_changes.waiting().first():
        _end(change, ReachOutcome.REPLACED, how="", by=by)


def asked_of(case: Case) -> list[Difference]:
    """What waits for a talk with the client, line by line, with the care it needs."""
    change = waiting(case)
    return list(_differences(case.safe_contact or SafeContact(), change)) if change else []


def _differences(contact: SafeContact, change: ReachChange) -> Iterator[Difference]:
    if change.device_unsafe != contact.device_unsafe:
        yield Difference(
            "Device",
            "Others may see it",
            "Only the client sees it",
            "Whoever holds her phone would read everything on her page.",
        )
    if change.channel != contact.channel:
        asked = change.get_channel_display()
        yield Difference("Way", contact.get_channel_display(), asked)
    for what, now, asked in (
        ("Email", contact.email, change.email),
        ("Phone", contact.phone, change.phone),
    ):
        if now != asked:
            care = (
                f"Do not use “{asked}” to ask her."
                if asked
                else f"She took it away: do not use “{now}” to ask her."
            )
            yield Difference(what, now or "None", asked or "None", care)
    if change.voicemail_ok and not contact.voicemail_ok:
        yield Difference("Voice message", "Never", "May be left")
    if change.times != contact.times:
        care = "Until she confirms it, call only when both allow it."
        yield Difference("Times", contact.times or "None", change.times or "None", care)
    if change.code_word_sealed:
        yield Difference("Code word", "Kept" if contact.code_word_sealed else "None", "A new one")


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=["self"]).select_related("safe_contact").get(pk=case.pk)
    )


def profile_of(case: Case) -> SafeContact:
    """The profile of a locked case; made, for her sign-in too, where there is none yet."""
    if case.safe_contact is None:
        case.safe_contact = SafeContact.objects.create(version=0)
        case.save(update_fields=["safe_contact"])
        signing_in = ClientAccess.objects.standing().filter(party__case=case).values("user")
        User.objects.filter(pk__in=signing_in, safe_contact=None).update(
            safe_contact=case.safe_contact
        )
    return case.safe_contact


def _change_of(case: Case, wish: Wish, *, by: User) -> ReachChange:
    """The row of what was asked, not saved, without its task."""
    change = ReachChange(
        case=case,
        asked_by=by,
        channel=wish.channel,
        voicemail_ok=wish.voicemail_ok,
        times=wish.times,
        device_unsafe=wish.device_unsafe,
    )
    change.email, change.phone = wish.email, wish.phone
    identity.keep_word(change, wish.code_word)
    return change


def is_louder(contact: SafeContact, wish: Wish) -> bool:
    """Whether something asked for opens or redirects a way, or takes one from the record."""
    return (
        (contact.device_unsafe and not wish.device_unsafe)
        or wish.channel not in (contact.channel, Channel.PORTAL, Channel.NONE)
        or wish.email != contact.email
        or _number(wish.phone) != _number(contact.phone)
        or wish.times != contact.times
        or (wish.voicemail_ok and not contact.voicemail_ok)
        or (wish.channel == Channel.EMAIL and not contact.email_safe)
        or (wish.channel == Channel.TEXT and not contact.text_ok)
        or bool(wish.code_word)
    )


def _number(phone: str) -> str:
    """A telephone number as one compares it: its digits, however they are spaced."""
    return "".join(letter for letter in phone if letter.isdigit())


def _make_quieter(contact: SafeContact, wish: Wish) -> bool:
    """Put in force what only silences us; says whether anything changed."""
    contact.version += 1  # a page of staff that is open does not pass over what she asked
    names = ("device_unsafe", "voicemail_ok", "email_safe", "text_ok", "channel")
    before = [getattr(contact, name) for name in names]
    contact.device_unsafe |= wish.device_unsafe
    contact.voicemail_ok &= wish.voicemail_ok and wish.channel != Channel.PORTAL
    contact.email_safe &= wish.channel == Channel.EMAIL and wish.email == contact.email
    contact.text_ok &= wish.channel == Channel.TEXT and _number(wish.phone) == _number(
        contact.phone
    )
    if wish.channel == Channel.PORTAL and contact.channel != Channel.NONE:
        contact.channel = Channel.PORTAL
    contact.save(update_fields=[*names, "version"])
    return before != [getattr(contact, name) for name in names]


def _use(contact: SafeContact, change: ReachChange, *, by: User) -> None:
    contact.channel, contact.times = change.channel, change.times
    contact.email, contact.phone = change.email, change.phone
    contact.email_safe = change.channel == Channel.EMAIL
    contact.text_ok = change.channel == Channel.TEXT
    contact.voicemail_ok, contact.device_unsafe = change.voicemail_ok, change.device_unsafe
    if change.code_word_sealed:
        identity.keep_word(contact, change.code_word)
    contact.confirmed_by, contact.confirmed_at = by, timezone.now()


def _end(change: ReachChange, outcome: ReachOutcome, *, how: str, by: User | None) -> None:
    now = timezone.now()
    change.outcome, change.settled_at = outcome, now
    change.settled_by, change.settled_how = by, how.strip()[:300]
    change.save(update_fields=["outcome", "settled_at", "settled_by", "settled_how"])
    Task.objects.filter(pk=change.task_id, done_at=None).update(done_at=now, done_by=by)
