"""A form with files that is sent eight times at once: each file arrives once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case, Statement, Task
from evidence.models import Act, CustodyEntry, FilesAnswer, Receipt
from intake.models import EnquiryAnswer
from tests import make_cases, make_evidence, make_intake
from tests.at_once import together
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("own_database")


@dataclass(frozen=True)
class Way:
    """One way in for files: somebody in front of the page that takes them."""

    browser: Client
    page: str
    field: str
    typed: Mapping[str, str]

    def number(self, query: str = "?n=1") -> str:
        """The number of one showing of the form."""
        shown = self.browser.get(f"{self.page}{query}").content.decode()
        found = re.search(r'name="once" value="([^"]+)"', shown)
        assert found is not None
        return found[1]

    def send(self, number: str, *contents: bytes, script: bool = False) -> Any:
        files = [SimpleUploadedFile(f"{at}.txt", each) for at, each in enumerate(contents)]
        headers = {"HX-Request": "true"} if script else {}
        sent = {**self.typed, "once": number, self.field: files}
        return self.browser.post(f"{self.page}?n=1", sent, headers=headers)


def open_to(way: Way) -> Way:
    """The way, once the question before files is answered with “no”."""
    way.browser.post(way.page, {"young": "no"})
    return way


def staff() -> Way:
    case = make_cases.case()
    typed = {"obtained": "unknown", "sensitivity": "normal"}
    return open_to(Way(signed_in(case.lead), at("add", case), "uploads", typed))


def post() -> Way:
    case = make_cases.case()
    link = "https://chirrup.example.net/@molar_truth/90210"
    typed = {"address": link, "kind": "fact", "words": "Lantern Row lies."}
    return open_to(Way(signed_in(case.lead), at("add_post", case), "picture", typed))


def at(page: str, case: Case) -> str:
    return reverse(f"evidence:{page}", args=[case.ref])


def client() -> Way:
    browser = signed_in(make_cases.client_with_access(make_cases.case()))
    return open_to(Way(browser, "/home/add/", "files", {}))


def phrase() -> Way:
    row, visitor = make_intake.sent_by_visitor()
    make_intake.clear(row)
    return open_to(Way(visitor, "/a/files/", "files", {}))


every_way = pytest.mark.parametrize("way_in", [staff, post, client, phrase])
ways_for_many = pytest.mark.parametrize("way_in", [staff, client, phrase])


@every_way
def test_eight_posts_of_one_form_are_one_arrival(way_in: Callable[[], Way]) -> None:
    way = way_in()
    number, picture = way.number(), make_evidence.screenshot()

    answers = together(*[lambda: way.send(number, picture) for _ in range(8)])

    assert {answer.status_code for answer in answers} <= {200, 302}
    assert Receipt.objects.count() == 1
    assert Statement.objects.count() <= 1
    acts = CustodyEntry.objects.filter(act__in=[Act.RECEIVED, Act.RECEIVED_AGAIN])
    assert acts.count() == 1

    way.send(way.number(), picture)
    assert Receipt.objects.count() == 2, "a second arrival of the same bytes is on record"


@ways_for_many
def test_what_a_form_was_sent_with_twice_is_safe_both_times(way_in: Callable[[], Way]) -> None:
    way = way_in()
    number, same = way.number(), make_evidence.screenshot()

    for _ in range(2):
        answer = way.send(number, same, same, b"words", script=True).content.decode()
        assert answer.count('data-outcome="warn"') == 0
        assert "Safe" in answer
    way.send(number, b"other words", script=True)

    assert Receipt.objects.count() == 4, "two alike, one more, and one that is new to the form"


def test_a_repeated_form_names_the_item_that_is_there() -> None:
    way = staff()
    number = way.number()

    answers = [way.send(number, b"words", script=True).content.decode() for _ in range(2)]

    assert [answer.count("Safe as E-0001.") for answer in answers] == [1, 1]


@every_way
def test_eight_answers_of_one_question_are_one(way_in: Callable[[], Way]) -> None:
    way = way_in()
    already = answers()

    for said in ("no", "yes"):
        given = {"young": said, "once": way.number(query="")}
        together(*[lambda given=given: way.browser.post(way.page, given) for _ in range(8)])

    assert answers() == [*already, "no", "yes"]
    assert Task.objects.count() <= 1


def answers() -> list[str]:
    rows = [*FilesAnswer.objects.order_by("pk"), *EnquiryAnswer.objects.order_by("pk")]
    return [row.answer for row in rows]
