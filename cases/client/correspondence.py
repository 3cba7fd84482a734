"""Internal notes, messages to and from the client, and what the client's page says of a step.

A note is never shown to the client. A message is its own record: it may start from a note's
text, but only after the writer has seen the page the client will see.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.errors import Refusal
from accounts.models import Role, User
from cases.models import (
    Case,
    Message,
    Note,
    OrderKind,
    SafetyKind,
    Step,
    StepSentence,
    StepState,
)

WORKING_ON_IT = "We are working on it."
MARK_READ: Mapping[StepState, str] = {
    StepState.NOT_STARTED: "The step bears no mark.",
    StepState.ACTIVE: "She reads the mark “Now” beside it.",
    StepState.ON_HOLD: "The step bears no mark.",
    StepState.COMPLETE: "She reads the mark “Done” beside it.",
    StepState.SKIPPED: "The step bears no mark.",
}


class MessageRefused(Refusal):
    """A message or a step's sentence cannot go to the client as it stands."""


def add_note(case: Case, *, by: User, text: str) -> Note:
    """Keep an internal note; notes are never changed."""
    return Note.objects.create(case=case, text=text.strip(), by=by)


@transaction.atomic
def send_message(
    case: Case, *, by: User, text: str, seen: str, copied_from: Note | None = None
) -> Message:
    """Put a message on the client's page.

    While her page is watched it waits unseen; :mod:`cases.client.news` sees that she learns of it.

    Args:
        case: The case.
        by: Who writes.
        text: The words the client reads.
        seen: The mark of the look at the client's page with these very words (:func:`look_at`).
        copied_from: The note the text started from, if any.
    """
    if not text.strip():
        raise MessageRefused("Write the message first.")
    if not seen:
        raise MessageRefused("Look at the page the client will see, then send.")
    if not constant_time_compare(seen, look_at(case, text, by=by)):
        raise MessageRefused(
            "These are not the words you looked at, or her page has changed since. Look at the "
            "client's page again, then send."
        )
    if copied_from is not None and copied_from.case_id != case.pk:
        raise MessageRefused("This note belongs to another case.")
    return Message.objects.create(
        case=case, text=text.strip(), by=by, from_client=False, copied_from=copied_from
    )


def look_at(case: Case, text: str, *, by: User) -> str:
    """A mark that this person has seen the client's page with these words, as open as it is now."""
    words = "\n".join(text.strip().splitlines())
    looked_at = f"{case.pk}|{by.pk}|{is_watched(case)}|{words}"
    return salted_hmac("cases.correspondence.look", looked_at, algorithm="sha256").hexdigest()


def receive_message(case: Case, *, by: User, text: str) -> Message:
    """Keep what the client wrote to us."""
    if by.role != Role.CLIENT:
        raise MessageRefused("Only the client writes here.")
    return Message.objects.create(case=case, text=text.strip(), by=by, from_client=True)


def mark_read(case: Case, *, from_client: bool) -> None:
    """Note that the other side of the conversation has now been read."""
    case.messages.filter(from_client=from_client, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def confirm_sentence(
    case: Case, step: Step, text: str, *, by: User, shown: StepState | None = None
) -> StepSentence:
    """A person confirms what the client's page says about one step, and the mark it bears.

    Args:
        case: The case.
        step: Which of the six.
        text: What she reads.
        by: Who confirms it.
        shown: The state of the step that the person was shown; none to take it as it is.

    Raises:
        MessageRefused: There are no words, or the step has moved since it was shown.
    """
    if not text.strip():
        raise MessageRefused("Write what the client should read.")
    Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    state = StepState(case.steps.get(code=step).state)
    if shown not in (None, state):
        raise MessageRefused(
            f"“{step.label}” has moved since you opened this page: {state.label.lower()}. "
            "Look at your sentence again."
        )
    return StepSentence.objects.create(
        case=case, step=step, text=text.strip()[:300], state=state, confirmed_by=by
    )


def confirmed_sentences(case: Case) -> dict[Step, StepSentence]:
    """The latest sentence a person has confirmed, step by step."""
    rows = case.step_sentences.select_related("confirmed_by").order_by("pk")
    return {Step(row.step): row for row in rows}


def sentence_for_client(case: Case, step: Step) -> str:
    """What the client's page may say about a step.

    Only a confirmed sentence, and with an unsafe device or a protective order nothing that
    could warn a reader over the client's shoulder.
    """
    if is_watched(case):
        return WORKING_ON_IT
    latest = case.step_sentences.filter(step=step).first()
    return latest.text if latest else ""


def is_watched(case: Case) -> bool:
    """Whether someone else may read the client's page, or must not learn of an order."""
    return bool(watched_because(case))


def watched_because(case: Case) -> list[str]:
    """Why the client's page gives nothing away, in sentences for staff; empty when it is open."""
    reasons = []
    if case.safe_contact is not None and case.safe_contact.device_unsafe:
        reasons.append("Her device is marked unsafe: others may see it.")
    orders = list(case.court_orders.all())
    reasons += [f"Not served yet: {order}." for order in orders if order.is_unserved]
    served = any(each.kind == OrderKind.PROTECTIVE and each.served_on for each in orders)
    flagged = case.safety_flags.standing().filter(kind=SafetyKind.ORDER)
    if not served and flagged.exists():
        reasons.append("A protective order is flagged, and none is recorded as served.")
    return reasons
