"""Two people, or one person eight times, pressing the same button."""

import threading
import time
from collections import Counter

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Case, Decision, Outcome
from intake import conversion, drafts, screening, sending
from intake.models import Draft, Enquiry, ThrottleCount
from intake.notices import ASKED
from tests import make_accounts, make_intake
from tests.at_once import together

pytestmark = pytest.mark.usefixtures("own_database")


def test_two_attorneys_open_one_case_and_one_gets_a_sentence() -> None:
    row = make_intake.clear(make_intake.enquiry())
    people = [make_accounts.attorney(), make_accounts.attorney()]

    results = together(*[lambda by=by: conversion.open_case(row, by=by) for by in people])

    kinds = Counter(type(result) for result in results)
    assert kinds == {Case: 1, conversion.AlreadyOpened: 1}
    refused = next(result for result in results if isinstance(result, Refusal))
    assert str(refused).endswith("was already opened from this enquiry.")
    assert Case.objects.count() == 1


def test_two_attorneys_decide_one_check_and_one_gets_a_sentence() -> None:
    row = make_intake.enquiry()
    check = row.check_run
    assert check is not None
    people = [make_accounts.attorney(), make_accounts.attorney()]

    def decide(by: User, outcome: Outcome) -> object:
        return screening.decide(row, check, outcome, "Looked at it.", by=by)

    results = together(
        lambda: decide(people[0], Outcome.CLEAR), lambda: decide(people[1], Outcome.DECLINED)
    )

    [refused] = [str(result) for result in results if isinstance(result, Refusal)]
    assert refused == "This check is already decided. Run a new one if something changed."
    assert Decision.objects.count() == 1


def test_while_words_are_looked_up_nobody_waits_for_the_counters() -> None:
    answers: list[int] = []

    def come_back() -> None:
        try:
            given = {"words": "one two three four five six"}
            answers.append(Client().post("/back/", given).status_code)
        finally:
            connection.close()

    guest = threading.Thread(target=come_back)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE intake_draft IN ACCESS EXCLUSIVE MODE")
        guest.start()
        counted = ThrottleCount.objects.select_for_update(nowait=True).filter(used=1)
        for _ in range(100):
            if len(counted.all()) == 2:
                break
            time.sleep(0.1)
        assert len(counted.all()) == 2
        assert guest.is_alive()
    guest.join()
    assert answers == [422]


def test_eight_presses_of_send_make_one_enquiry() -> None:
    opened = make_intake.draft()

    results = together(*[lambda: sending.send(opened, ticked=ASKED).ref for _ in range(8)])

    assert len(set(results)) == 1
    assert Enquiry.objects.count() == 1


def test_eight_posts_of_the_last_page_make_one_enquiry() -> None:
    opened = make_intake.draft()
    browsers: list[Client] = [make_intake.holding(opened) for _ in range(8)]
    given = {"not_lawyers_yet": "on", "use": "on"}

    results = together(
        *[lambda one=one: one.post("/a/send/", given).status_code for one in browsers]
    )

    assert results == [302] * 8
    assert Enquiry.objects.count() == 1


def test_forty_wrong_phrases_at_once_are_five_guesses() -> None:
    words = drafts.make_phrase(make_intake.draft())
    wrong = [{"words": f"one two three four five word{n}"} for n in range(40)]

    statuses = together(*[lambda w=w: Client().post("/back/", w).status_code for w in wrong])

    assert Counter(statuses) == {422: 5, 429: 35}
    assert Client().post("/back/", {"words": words}).status_code == 429


def test_thirty_who_begin_at_once_from_one_place_are_twenty() -> None:
    statuses = together(*[lambda: Client().post("/start/").status_code for _ in range(30)])

    assert Counter(statuses) == {302: 20, 429: 10}
    assert Draft.objects.count() == 20


def test_eight_beginnings_under_one_token_make_one_draft() -> None:
    token = drafts.new_token()

    together(*[lambda: drafts.begin(token) for _ in range(8)])

    assert Draft.objects.count() == 1


def test_pages_kept_at_the_same_moment_are_all_kept() -> None:
    opened = drafts.begin(drafts.new_token())

    together(*[lambda n=n: drafts.keep(opened, {f"q{n}": "yes"}, of=[f"q{n}"]) for n in range(6)])

    kept = drafts.opened_by(opened.token)
    assert kept is not None
    assert kept.answers == {f"q{n}": "yes" for n in range(6)}
