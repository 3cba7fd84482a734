"""Labels and page numbers once given, and packets once built, are never changed, by any role."""

from django.db import migrations

GIVEN_ONCE = ["documents_exhibitlabel", "documents_batesrange"]

VERSION = """
CREATE FUNCTION built_packet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'done' THEN
        RAISE EXCEPTION 'a built packet is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER built_packet_stays BEFORE UPDATE OR DELETE ON documents_packetversion
    FOR EACH ROW EXECUTE FUNCTION built_packet_stays();
ALTER TABLE documents_packetversion ENABLE ALWAYS TRIGGER built_packet_stays;
"""

CONTENTS = """
CREATE FUNCTION contents_of_a_built_packet_stay() RETURNS trigger LANGUAGE plpgsql AS $$
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


def guard_contents(table: str) -> str:
    return f"""
    CREATE TRIGGER contents_stay BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION contents_of_a_built_packet_stay();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER contents_stay;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_letters_stay_as_written"),
        ("cases", "0002_what_was_recorded_stays"),
    ]

    operations = [
        *[migrations.RunSQL(guard(table), unguard(table)) for table in GIVEN_ONCE],
        migrations.RunSQL(
            VERSION,
            "DROP TRIGGER built_packet_stays ON documents_packetversion;"
            " DROP FUNCTION built_packet_stays()",
        ),
        migrations.RunSQL(CONTENTS, "DROP FUNCTION contents_of_a_built_packet_stay()"),
        *[
            migrations.RunSQL(guard_contents(table), f"DROP TRIGGER contents_stay ON {table}")
            for table in CONTENT_TABLES
        ],
    ]
