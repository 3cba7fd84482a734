"""Orders and subpoenas: until one is served, the client's page warns nobody."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases import flags
from cases.client import correspondence
from cases.models import Case, CourtOrder, OrderKind, SafetyKind, Step, TeamMember
from cases.safety import court_orders
from tests import make_accounts, make_cases
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

SENTENCE = "We asked a judge for help."
GIVEN = {"kind": "subpoena", "court": "Superior Court, Eastport", "against": "Chirrup"}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def case() -> Case:
    made = make_cases.case(client_name="Elena Marshcroft")
    correspondence.confirm_sentence(made, Step.LEGAL, SENTENCE, by=made.lead)
    return made


@pytest.fixture
def elena(case: Case) -> Client:
    return signed_in(make_cases.client_with_access(case))


@pytest.fixture
def paralegal(case: Case) -> User:
    person = make_accounts.paralegal()
    TeamMember.objects.create(case=case, user=person)
    return person


def orders(case: Case, *rest: object) -> str:
    return "/".join([f"/w/c/{case.ref}/orders", *map(str, rest), ""])


def test_from_the_moment_an_order_is_recorded_her_page_gives_nothing_away(
    case: Case, elena: Client, paralegal: User
) -> None:
    assert SENTENCE in text(elena.get("/home/"))

    answer = signed_in(paralegal).post(orders(case, "add"), GIVEN, follow=True)

    assert "Not served yet: Subpoena, Superior Court, Eastport." in text(answer)
    assert SENTENCE not in text(elena.get("/home/"))
    assert "We are working on it." in text(elena.get("/home/"))


def test_only_an_attorney_opens_her_page_again(case: Case, elena: Client, paralegal: User) -> None:
    order = court_orders.record(
        case, OrderKind.PROTECTIVE, court="Family Court", against="R. Ashby", by=paralegal
    )
    served = {"on": "2026-11-02", "how": "Proof of service"}

    assert signed_in(paralegal).post(orders(case, order.pk, "served"), served).status_code == 403
    assert SENTENCE not in text(elena.get("/home/"))

    assert signed_in(case.lead).post(orders(case, order.pk, "served"), served).status_code == 302
    assert SENTENCE in text(elena.get("/home/"))

    signed_in(paralegal).post(orders(case, order.pk, "again"))
    assert SENTENCE not in text(elena.get("/home/"))


def test_an_order_that_will_not_be_served_keeps_nothing_closed(case: Case, elena: Client) -> None:
    order = court_orders.record(
        case, OrderKind.COURT, court="Superior Court", against="Chirrup", by=case.lead
    )

    signed_in(case.lead).post(orders(case, order.pk, "ended"), {"reason": "The judge refused it."})

    assert SENTENCE in text(elena.get("/home/"))
    again = {"on": "2026-11-02", "how": "Proof"}
    answer = signed_in(case.lead).post(orders(case, order.pk, "served"), again)
    assert answer.status_code == 409
    assert "will not be served" in text(answer)


def test_a_flagged_protective_order_keeps_her_page_closed_until_one_is_served(
    case: Case, elena: Client
) -> None:
    flags.raise_flag(case, SafetyKind.ORDER, by=case.lead, reason="Asked for")
    assert SENTENCE not in text(elena.get("/home/"))
    order = court_orders.record(
        case, OrderKind.PROTECTIVE, court="Family Court", against="R. Ashby", by=case.lead
    )

    signed_in(case.lead).post(
        orders(case, order.pk, "served"), {"on": "2026-11-02", "how": "Proof of service"}
    )

    assert SENTENCE in text(elena.get("/home/"))


@pytest.mark.parametrize(
    ("asked", "granted", "sentence"),
    [
        ("2026-11-03", "2026-11-02", "asked for first, then granted"),
        ("2026-11-03", "2099-01-01", "has not come yet"),
    ],
)
def test_days_stand_in_their_order_and_have_come(
    case: Case, asked: str, granted: str, sentence: str
) -> None:
    given = GIVEN | {"asked_on": asked, "granted_on": granted}

    answer = signed_in(case.lead).post(orders(case, "add"), given)

    assert answer.status_code == 409
    assert sentence in text(answer)
    assert not CourtOrder.objects.exists()


def test_what_became_of_an_order_stands_in_the_activity(case: Case) -> None:
    staff = signed_in(case.lead)
    staff.post(orders(case, "add"), GIVEN)
    order = case.court_orders.get()
    staff.post(orders(case, order.pk, "served"), {"on": "2026-11-02", "how": "Proof of service"})

    shown = text(staff.get(f"/w/c/{case.ref}/activity/"))

    assert "Added an order or subpoena" in shown
    assert "Noted as served an order or subpoena" in shown
