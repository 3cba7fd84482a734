"""Triggers by which the database keeps what was recorded, whichever role asks. For migrations.

Each is enabled ALWAYS, so a session in replica mode does not escape it, and ``check --deploy``
misses each that is gone. The functions they run search temporary tables last: a session may make
some under the names of ours, and they are searched first unless a search path says otherwise.

Migrations that were applied are made of this SQL: add to it, do not change it.
"""

from django.db.migrations import RunSQL


def guard(table: str, events: str, function: str, *, name: str = "") -> RunSQL:
    """Run ``function`` before any of ``events`` on ``table``; the trigger is named after it."""
    name = name or function.partition("(")[0]
    scope = "STATEMENT" if events == "TRUNCATE" else "ROW"
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table}"
        f" FOR EACH {scope} EXECUTE FUNCTION {function};"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};",
        f"DROP TRIGGER {name} ON {table};",
    )


def recorded_stays(table: str, *, against: str = "UPDATE OR DELETE") -> list[RunSQL]:
    """Refuse ``against`` on each row of ``table``, and emptying the whole of it."""
    return [guard(table, against, "recorded_stays()"), never_emptied(table)]


def never_emptied(table: str) -> RunSQL:
    """Refuse TRUNCATE, which passes by what guards the single rows of ``table``."""
    return guard(table, "TRUNCATE", "recorded_stays()", name="recorded_stays_whole")
