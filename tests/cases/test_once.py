"""Eight windows that send one form make one record; of two people who decide, one does."""

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.errors import Refusal
from accounts.models import User
from cases.models import Case, Decision, Note, Outcome, TimeLimit
from cases.register import conflicts
from cases.steps import time_limits
from tests import make_accounts, make_cases
from tests.at_once import together
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("own_database")


def test_eight_parallel_posts_of_one_form_make_one_record() -> None:
    case = make_cases.case()
    browsers = [signed_in(case.lead) for _ in range(8)]
    address = reverse("cases:note_add", args=[case.ref])
    note = {"text": "She sounded tired.", "once": str(uuid4())}

    answers = together(*[lambda one=one: one.post(address, note).status_code for one in browsers])

    assert answers == [302] * 8
    assert Note.objects.count() == 1


def deciding_a_check(case: Case) -> Callable[[User], Decision]:
    check = conflicts.run_check(case.ref, conflicts.terms_of_case(case), case.lead, case)
    return lambda by: conflicts.decide(check, Outcome.DECLINED, "We act for the other.", by=by)


def confirming_a_limit(case: Case) -> Callable[[User], TimeLimit]:
    limit = make_cases.limit(case, confirmed=False, claim="Libel")
    return lambda by: time_limits.confirm(limit, by)


@pytest.mark.parametrize("decision", [deciding_a_check, confirming_a_limit])
def test_of_two_who_decide_at_the_same_moment_the_second_reads_a_sentence(
    decision: Callable[[Case], Callable[[User], object]],
) -> None:
    decide = decision(make_cases.case())
    people = [make_accounts.attorney(), make_accounts.attorney()]

    results = together(*[lambda by=by: decide(by) for by in people])

    assert Counter(isinstance(each, Refusal) for each in results) == {True: 1, False: 1}
    (sentence,) = [str(each) for each in results if isinstance(each, Refusal)]
    assert "already" in sentence
