"""The health page tells whether the database answers, and nothing else."""

import pytest
from django.db import connection
from django.test import Client

from tests.site import Site


@pytest.mark.django_db
def test_a_site_with_a_database_is_well(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_site_without_its_database_says_so(own_database: str, client: Client) -> None:
    connection.settings_dict["NAME"] = "a_database_that_is_gone"
    connection.close()

    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (503, b"database unreachable\n")


def test_a_served_site_runs_what_it_is_asked_to(site: Site) -> None:
    assert site.answers()
    site.kill_worker()
    assert not site.is_running("worker")
    site.start_worker()
    assert "ready." in site.log("worker")
