"""What the database keeps, it keeps from the owner of its tables too."""

import psycopg
import pytest

from config.checks import GUARDED_TABLES
from tests import servers


def test_nobody_empties_a_guarded_table(own_database: str) -> None:
    url = servers.join().environment(role="app_owner", database=own_database)["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as session:
        for table in GUARDED_TABLES:
            with pytest.raises(psycopg.Error, match=f"^{table} is append-only"):
                session.execute(f"TRUNCATE {table} CASCADE".encode())
