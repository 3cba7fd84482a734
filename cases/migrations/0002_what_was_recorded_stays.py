"""Rows that record what was done, answered or decided are never changed, by any role.

They are what the firm shows when it is asked who knew, agreed or decided what, and when. A later
answer or decision is a row of its own; nothing here is corrected in place. Of a message only
whether it was read is noted afterwards.
"""

from django.db import migrations

from cases.guards import guard, recorded_stays

RECORDED_STAYS = """
CREATE FUNCTION recorded_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
# The columns named in the trigger's arguments are written once.
WRITTEN_ONCE = """
CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := to_jsonb(NEW);
    col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF was -> col IS DISTINCT FROM becomes -> col THEN
            RAISE EXCEPTION '%.% is written once', TG_TABLE_NAME, col
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""

TABLES = [
    "cases_accessentry",
    "cases_caseending",
    "cases_categorycorrection",
    "cases_checkterm",
    "cases_claimdecision",
    "cases_conditionreading",
    "cases_consent",
    "cases_decision",
    "cases_identitycheck",
    "cases_meritscertificate",
    "cases_missinganswer",
    "cases_nextactionanswer",
    "cases_note",
    "cases_paper",
    "cases_paperapproval",
    "cases_rolechange",
    "cases_safetyanswer",
    "cases_safetydifference",
    "cases_safetyscreening",
    "cases_stepsentence",
    "cases_steptransition",
    "cases_withdrawal",
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_the_matter")]

    operations = [
        migrations.RunSQL(RECORDED_STAYS, "DROP FUNCTION recorded_stays()"),
        migrations.RunSQL(WRITTEN_ONCE, "DROP FUNCTION written_once()"),
        *[operation for table in TABLES for operation in recorded_stays(table)],
        *recorded_stays("cases_message", against="DELETE"),
        guard(
            "cases_message",
            "UPDATE",
            "written_once('case_id', 'from_client', 'text', 'by_id', 'copied_from_id', 'at')",
        ),
    ]
