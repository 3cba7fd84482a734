"""Human numbers: gap-free and never reused, from locked counter rows."""

from django.db import connection

from cases.models import Counter


def next_number(scope: str) -> int:
    """The next number of a scope, starting at 1.

    Call it inside the transaction that uses the number: the counter row stays locked
    until that transaction ends, and a rollback gives the number back. Database sequences
    do neither.

    Args:
        scope: What is counted, such as ``case-2026`` or ``item-<case uuid>``.
    """
    table = connection.ops.quote_name(Counter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (scope, last) VALUES (%s, 1) "  # noqa: S608 - our own table name
            f"ON CONFLICT (scope) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [scope],
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]
