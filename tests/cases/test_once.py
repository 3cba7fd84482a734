"""Eight windows send one form at the same moment: one record."""

import threading
from uuid import uuid4

from django.db import connection
from django.urls import reverse

from cases.models import Note
from tests import make_cases
from tests.signing_in import signed_in


def test_eight_parallel_posts_of_one_form_make_one_record(own_database: str) -> None:
    case = make_cases.case()
    browsers = [signed_in(case.lead) for _ in range(8)]
    address = reverse("cases:note_add", args=[case.ref])
    note = {"text": "She sounded tired.", "once": str(uuid4())}
    barrier = threading.Barrier(8)
    answers: list[int] = []

    def send(number: int) -> None:
        barrier.wait()
        try:
            answers.append(browsers[number].post(address, note).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 8
    assert Note.objects.count() == 1
