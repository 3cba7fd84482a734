"""Acting once on a form, however often and from however many windows it is sent."""

import uuid

from django.db import transaction

from cases.models import SentForm


def fresh_number() -> uuid.UUID:
    """A number for one showing of a form, sent back in its hidden field."""
    return uuid.uuid4()


def first_time(number: uuid.UUID | None, *, part: str = "") -> bool:
    """Whether this showing of a form has not acted yet; takes the number.

    Call it inside the transaction that acts. A second request waits here until the first
    one has committed, then learns that it came too late; a rollback gives the number back.

    Args:
        number: Of the showing; a form that carries none acts each time.
        part: What acts, where each part of a form acts for itself.
    """
    if number is None:
        return True
    with transaction.atomic():
        _, made = SentForm.objects.get_or_create(
            number=uuid.uuid5(number, part) if part else number
        )
    return made
