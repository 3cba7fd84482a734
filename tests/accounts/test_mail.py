"""Mail to a client says nothing, and goes nowhere that was not called safe."""

import pytest
from django.core import mail as outbox_of

from accounts import mail
from tests import make_accounts

pytestmark = pytest.mark.django_db
TELLING = ["law", "case", "harass", "stalk", "attorney", "Whitlock", "http"]


def test_news_goes_to_the_safe_address_under_the_chosen_subject() -> None:
    contact = make_accounts.safe_contact(
        channel="email", email="quiet@example.com", email_safe=True, subject="Your order"
    )

    mail.send_news(contact)

    (sent,) = outbox_of.outbox
    assert sent.to == ["quiet@example.com"]
    assert sent.subject == "Your order"
    whole = f"{sent.subject} {sent.body} {sent.from_email}"
    assert [word for word in TELLING if word.lower() in whole.lower()] == []


@pytest.mark.parametrize(
    "profile",
    [
        {"email": "seen-by-others@example.com", "email_safe": False},
        {"email_safe": True},
        {"email": "quiet@example.com", "email_safe": True, "channel": "none"},
        {"email": "quiet@example.com", "email_safe": True, "device_unsafe": True},
    ],
    ids=["address not safe", "no address", "asked not to be contacted", "others see the device"],
)
def test_without_a_safe_address_nothing_is_sent(profile: dict[str, object]) -> None:
    contact = make_accounts.safe_contact(**profile)

    with pytest.raises(mail.NoSafeAddress):
        mail.send_code(contact, "123456")

    assert outbox_of.outbox == []


def test_a_client_is_never_mailed_as_if_she_were_staff() -> None:
    client = make_accounts.client()

    with pytest.raises(mail.NoSafeAddress):
        mail.send_to_staff(client, "Sign-in", "A new device signed in.")

    assert outbox_of.outbox == []
