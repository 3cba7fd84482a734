"""What people add once we know that we are free to act: their story, answers to our questions."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from intake import endings, telling
from intake.models import Enquiry, EnquiryState, Query, Story


class NotYet(Refusal):
    """The conflict check is not decided, or the enquiry is closed."""


def may_add(enquiry: Enquiry) -> bool:
    """Whether the story and files are open: an attorney found us free to act, no case yet."""
    return enquiry.is_open and enquiry.is_clear


@transaction.atomic
def tell(enquiry: Enquiry, text: str) -> Story:
    """Keep the story, in place of what was written before.

    Raises:
        NotYet: We do not know yet whether we may read it.
    """
    locked = Enquiry.objects.select_for_update(of=["self"]).get(pk=enquiry.pk)
    if not may_add(locked):
        raise NotYet("This is closed for now. What you sent before is safe with us.")
    story = Story.objects.filter(enquiry=locked).first() or Story(enquiry=locked)
    story.text = text
    story.save()
    return story


@transaction.atomic
def answer(query: Query, text: str) -> None:
    """Answer a question of ours, once; the enquiry is then among the new ones again.

    Whoever answers has seen the page: nobody needs to reach them any more.
    """
    locked = Query.objects.select_for_update().get(pk=query.pk)
    if locked.answered_at is None:
        locked.answer, locked.answered_at = text, timezone.now()
        locked.save(update_fields=["answer_sealed", "answered_at"])
        row = endings.locked_open(locked.enquiry)
        telling.let_be(row)
        if row.state == EnquiryState.ASKED:
            endings.move(row, EnquiryState.NEW, by=None, reason="Answered")
