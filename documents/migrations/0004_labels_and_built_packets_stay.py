"""Labels and page numbers once given, and packets once built, are never changed, by any role.

A court quotes an exhibit by its label and a page by its number, and holds the file that was built:
neither may later mean something else.
"""

from django.db import migrations

from cases.guards import guard, never_emptied, recorded_stays

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
BEGIN
    IF EXISTS (
        SELECT FROM documents_packetversion
        WHERE id IN (OLD.version_id, NEW.version_id) AND state = 'done'
    ) THEN
        RAISE EXCEPTION 'the contents of a built packet are not changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

CHRONOLOGY = """
CREATE FUNCTION chronology_of_a_built_packet_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM documents_chronologyline l JOIN documents_packetversion v ON v.id = l.version_id
        WHERE l.id IN (OLD.chronologyline_id, NEW.chronologyline_id) AND v.state = 'done'
    ) THEN
        RAISE EXCEPTION 'the contents of a built packet are not changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""
CONTENT_TABLES = ["documents_exhibitplacement", "documents_chronologyline"]
ANY_CHANGE = "INSERT OR UPDATE OR DELETE"


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
            guard(table, ANY_CHANGE, "contents_of_a_built_packet_stay()", name="contents_stay")
            for table in CONTENT_TABLES
        ],
        migrations.RunSQL(CHRONOLOGY, "DROP FUNCTION chronology_of_a_built_packet_stays()"),
        guard(
            "documents_chronologyline_exhibits",
            ANY_CHANGE,
            "chronology_of_a_built_packet_stays()",
            name="contents_stay",
        ),
        *[
            never_emptied(table)
            for table in [
                "documents_packetversion",
                *CONTENT_TABLES,
                "documents_chronologyline_exhibits",
            ]
        ],
    ]
