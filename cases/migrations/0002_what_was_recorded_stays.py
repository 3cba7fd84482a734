"""Rows that record what was done are never changed, by any role."""

from django.db import migrations

TABLES = [
    "cases_accessentry",
    "cases_steptransition",
    "cases_conditionreading",
    "cases_decision",
]
FUNCTION = """
CREATE FUNCTION recorded_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard(table: str) -> str:
    return f"""
    CREATE TRIGGER recorded_stays BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION recorded_stays();
    CREATE TRIGGER recorded_stays_whole BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION recorded_stays();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER recorded_stays;
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER recorded_stays_whole;
    """


def unguard(table: str) -> str:
    return (
        f"DROP TRIGGER recorded_stays ON {table}; DROP TRIGGER recorded_stays_whole ON {table};"
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_the_matter")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION recorded_stays()"),
        *[migrations.RunSQL(guard(table), unguard(table)) for table in TABLES],
    ]
