"""Labels and page numbers are given once and kept for good."""

import threading

import pytest
from django.db import connection

from documents.models import BatesSeries, ExhibitLabel
from documents.packets import exhibits
from documents.pdf.plan import Span
from tests import make_cases, make_documents, make_evidence


@pytest.mark.django_db
def test_an_item_keeps_its_label_in_every_paper_of_the_case() -> None:
    case = make_cases.case()
    first, second = make_evidence.item(case), make_evidence.item(case)

    assert [exhibits.label_of(item).number for item in (second, first, second)] == [1, 2, 1]


@pytest.mark.django_db
def test_cases_count_their_labels_apart() -> None:
    ours, theirs = make_evidence.item(make_cases.case()), make_evidence.item(make_cases.case())

    assert exhibits.label_of(ours).number == exhibits.label_of(theirs).number == 1


@pytest.mark.django_db
def test_a_rebuild_takes_no_number_and_a_new_exhibit_takes_the_next() -> None:
    case = make_cases.case()
    one, two, three = (make_evidence.item(case) for _ in range(3))
    packet = make_documents.packet(case, one, two)
    pages = [(one.original, 3), (two.original, 2)]

    first = exhibits.number_pages(packet, pages)
    again = exhibits.number_pages(packet, list(reversed(pages)))
    grown = exhibits.number_pages(packet, [*pages, (three.original, 1)])

    assert [(span.first, span.last) for span in first] == [(1, 3), (4, 5)]
    assert again == list(reversed(first))
    assert grown == [*first, Span(first[0].prefix, 6, 6)]


@pytest.mark.django_db
def test_a_file_that_is_counted_differently_takes_new_numbers_and_wastes_the_old() -> None:
    case = make_cases.case()
    item = make_evidence.item(case)
    packet = make_documents.packet(case, item)
    exhibits.number_pages(packet, [(item.original, 3)])

    (span,) = exhibits.number_pages(packet, [(item.original, 4)])

    assert (span.first, span.last) == (4, 7)


@pytest.mark.django_db
def test_two_packets_of_a_case_never_share_a_number() -> None:
    case = make_cases.case()
    item = make_evidence.item(case)

    (one,) = exhibits.number_pages(make_documents.packet(case, item), [(item.original, 2)])
    (two,) = exhibits.number_pages(make_documents.packet(case, item), [(item.original, 2)])

    assert (one.last, two.first) == (2, 3)


def test_the_prefix_comes_from_the_firm_and_never_from_the_client() -> None:
    assert exhibits.prefix_of("Marlow Reid Law") == "MRL"
    assert exhibits.prefix_of("Ål & Co. of the Old, Long, Endless Name") == "LCOTO"
    assert exhibits.prefix_of("Z") == "PAGE"


def test_eight_papers_at_once_give_one_item_one_label_and_no_number_twice(
    own_database: str,
) -> None:
    case = make_cases.case()
    item, other = make_evidence.item(case), make_evidence.item(case)
    given = [make_documents.packet(case, item, other) for _ in range(8)]
    barrier = threading.Barrier(8)
    failures: list[BaseException] = []

    def cite(at: int) -> None:
        barrier.wait()
        try:
            exhibits.label_of(item)
            exhibits.number_pages(given[at], [(item.original, 2), (other.original, 1)])
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=cite, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert ExhibitLabel.objects.get().number == 1
    series = BatesSeries.objects.get()
    taken = [
        number for range_ in series.ranges.all() for number in range(range_.first, range_.last + 1)
    ]
    assert sorted(taken) == list(range(1, 25))
    assert series.last == 24
