"""Labels and page numbers once given, and packets once built, are never changed, by any role.

A court quotes an exhibit by its label and a page by its number, and holds the file that was built:
neither may later mean something else.
"""

from django.db import migrations

from cases.guards import guard, recorded_stays

GIVEN_ONCE = ["documents_exhibitlabel", "documents_batesrange"]

VERSION = """
CREATE FUNCTION built_packet_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'done' THEN
        RAISE EXCEPTION 'a built packet is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

CONTENTS = """
CREATE FUNCTION contents_of_a_built_packet_stay() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    printed_in bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN printed_in := NEW.version_id; ELSE printed_in := OLD.version_id; END IF;
    IF EXISTS (SELECT 1 FROM documents_packetversion WHERE id = printed_in AND state = 'done') THEN
        RAISE EXCEPTION 'the contents of a built packet are not changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""
CONTENT_TABLES = ["documents_exhibitplacement", "documents_chronologyline"]


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_letters_stay_as_written"),
        ("cases", "0002_what_was_recorded_stays"),
    ]

    operations = [
        *[operation for table in GIVEN_ONCE for operation in recorded_stays(table)],
        migrations.RunSQL(VERSION, "DROP FUNCTION built_packet_stays()"),
        guard("documents_packetversion", "UPDATE OR DELETE", "built_packet_stays()"),
        migrations.RunSQL(CONTENTS, "DROP FUNCTION contents_of_a_built_packet_stay()"),
        *[
            guard(
                table,
                "INSERT OR UPDATE OR DELETE",
                "contents_of_a_built_packet_stay()",
                name="contents_stay",
            )
            for table in CONTENT_TABLES
        ],
    ]
