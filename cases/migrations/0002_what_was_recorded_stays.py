"""Rows that record what was done, answered or decided are never changed, by any role.

They are what the firm shows when it is asked who knew, agreed or decided what, and when. A later
answer or decision is a row of its own; nothing here is corrected in place.
"""

from django.db import migrations

from cases.guards import recorded_stays

FUNCTION = """
CREATE FUNCTION recorded_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

TABLES = [
    "cases_accessentry",
    "cases_caseending",
    "cases_categorycorrection",
    "cases_claimdecision",
    "cases_conditionreading",
    "cases_consent",
    "cases_decision",
    "cases_identitycheck",
    "cases_meritscertificate",
    "cases_paper",
    "cases_paperapproval",
    "cases_rolechange",
    "cases_safetyanswer",
    "cases_safetyscreening",
    "cases_steptransition",
    "cases_withdrawal",
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_the_matter")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION recorded_stays()"),
        *[operation for table in TABLES for operation in recorded_stays(table)],
    ]
