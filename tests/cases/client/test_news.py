"""After a message the client learns that something waits: by a neutral mail, or from one of us."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.mail import NEWS
from accounts.models import Channel
from cases import flags
from cases.client import news
from cases.models import Case, SafetyKind
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

WORDS = "He was served today."


@pytest.fixture
def write(django_capture_on_commit_callbacks: Any) -> Callable[[Case], str]:
    """Write to the client as the pages have it done; returns what the page then says."""

    def send(case: Case) -> str:
        staff = signed_in(case.lead)
        address = f"/w/c/{case.ref}/messages/"
        preview = staff.post(f"{address}preview/", {"text": WORDS}).content.decode()
        seen = re.search(r'name="seen" value="(\w+)"', preview)
        assert seen is not None
        with django_capture_on_commit_callbacks(execute=True):
            answer = staff.post(f"{address}send/", {"text": WORDS, "seen": seen[1]}, follow=True)
        return re.sub(r"\s+", " ", answer.content.decode())

    return send


def case_of(**contact: Any) -> Case:
    return make_cases.case(safe_contact=make_accounts.safe_contact(**contact))


MAILABLE = {"channel": Channel.EMAIL, "email": "elena@example.com", "email_safe": True}


def test_a_neutral_mail_goes_to_a_safe_address_and_the_task_is_done_with_it(
    write: Callable[[Case], str],
) -> None:
    case = case_of(**MAILABLE)

    assert "On the client's page. A neutral mail goes out to her." in write(case).replace(
        "&#x27;", "'"
    )

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (
        ["elena@example.com"],
        "Your appointment",
        NEWS,
    )
    task = case.tasks.get()
    assert (task.not_needed_reason, task.done_at is not None) == (news.MAILED, True)


@pytest.mark.parametrize(
    "contact",
    [
        {"channel": Channel.PHONE, "phone": "+12025550143"},
        MAILABLE | {"email_safe": False},
        MAILABLE | {"device_unsafe": True},
    ],
    ids=["phone", "address not safe", "device seen by others"],
)
def test_where_no_mail_may_go_somebody_is_to_reach_her_today(
    write: Callable[[Case], str], contact: dict[str, Any]
) -> None:
    case = case_of(**contact)

    assert "a task asks the team to reach her today" in write(case)

    assert mail.outbox == []
    task = case.tasks.to_do().get()
    assert (task.due_on, task.assigned_to) == (timezone.localdate(), case.lead)
    assert WORDS not in task.title


def test_while_an_order_is_not_served_no_mail_goes_out(write: Callable[[Case], str]) -> None:
    case = case_of(**MAILABLE)
    flags.raise_flag(case, SafetyKind.ORDER, by=case.lead, reason="Asked for")

    write(case)

    assert mail.outbox == []
    assert case.tasks.to_do().get().title.endswith("which her page does not show")


@pytest.mark.parametrize("channel", [Channel.PORTAL, Channel.NONE])
def test_who_wants_nothing_sent_is_left_alone(
    write: Callable[[Case], str], channel: Channel
) -> None:
    case = case_of(channel=channel)

    assert "She wants nothing sent" in write(case)

    assert mail.outbox == []
    assert not case.tasks.exists()


def test_a_mail_that_the_server_refuses_leaves_the_task(
    write: Callable[[Case], str], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    case = case_of(**MAILABLE)

    write(case)

    assert case.messages.count() == 1
    assert case.tasks.to_do().exists()
