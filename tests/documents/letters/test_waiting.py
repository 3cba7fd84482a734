"""A letter that waits for an attorney is the case's next action."""

import pytest
from django.utils import timezone

from cases.steps import next_action
from documents.letters.waiting import letter_to_approve
from tests import make_cases, make_letters

pytestmark = pytest.mark.django_db


def test_a_draft_that_nobody_has_decided_on_is_proposed() -> None:
    today = timezone.localdate()
    assert letter_to_approve(make_cases.case(), today) is None
    version = make_letters.draft()
    action = letter_to_approve(version.letter.case, today)
    assert action is not None
    assert action.title == f"Decide on the {version.letter}"
    assert letter_to_approve in next_action.RULES
