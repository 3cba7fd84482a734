"""A version of a letter, its proof and its approval are never changed, by any role."""

from django.db import migrations

WRITTEN_ONCE = [
    "documents_templateversion",
    "documents_templatepassage",
    "documents_letterversion",
    "documents_letterblock",
    "documents_citation",
    "documents_letterreturn",
    "documents_checkanswer",
    "documents_approval",
]

PROOF = """
CREATE FUNCTION finished_proof_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'done' THEN
        RAISE EXCEPTION 'a finished proof is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER finished_proof_stays BEFORE UPDATE OR DELETE ON documents_proof
    FOR EACH ROW EXECUTE FUNCTION finished_proof_stays();
ALTER TABLE documents_proof ENABLE ALWAYS TRIGGER finished_proof_stays;
"""

CHECKS = """
CREATE FUNCTION approved_letter_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN checked := NEW.version_id; ELSE checked := OLD.version_id; END IF;
    IF EXISTS (SELECT 1 FROM documents_approval WHERE version_id = checked) THEN
        RAISE EXCEPTION 'an approved letter is not changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved_letter_stays BEFORE INSERT OR UPDATE OR DELETE ON documents_checkresult
    FOR EACH ROW EXECUTE FUNCTION approved_letter_stays();
ALTER TABLE documents_checkresult ENABLE ALWAYS TRIGGER approved_letter_stays;
CREATE TRIGGER approved_letter_stays BEFORE INSERT ON documents_letterblock
    FOR EACH ROW EXECUTE FUNCTION approved_letter_stays();
ALTER TABLE documents_letterblock ENABLE ALWAYS TRIGGER approved_letter_stays;
"""

APPROVAL = """
CREATE FUNCTION approval_binds_its_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM documents_proof p JOIN documents_letterversion v ON v.id = p.version_id
        WHERE p.id = NEW.proof_id AND v.id = NEW.version_id AND p.state = 'done'
          AND v.text_sha256 = NEW.text_sha256 AND p.text_sha256 = NEW.text_sha256
          AND p.final_sha256 = NEW.pdf_sha256
          AND encode(sha256(convert_to(v.text, 'UTF8')), 'hex') = NEW.text_sha256
          AND encode(sha256(p.final_pdf), 'hex') = NEW.pdf_sha256
    ) THEN
        RAISE EXCEPTION 'the approval is not for the words and the bytes of this version'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_binds_its_proof BEFORE INSERT ON documents_approval
    FOR EACH ROW EXECUTE FUNCTION approval_binds_its_proof();
ALTER TABLE documents_approval ENABLE ALWAYS TRIGGER approval_binds_its_proof;
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
    dependencies = [
        ("documents", "0002_letters"),
        ("cases", "0002_what_was_recorded_stays"),
    ]

    operations = [
        *[migrations.RunSQL(guard(table), unguard(table)) for table in WRITTEN_ONCE],
        migrations.RunSQL(
            PROOF,
            "DROP TRIGGER finished_proof_stays ON documents_proof;"
            " DROP FUNCTION finished_proof_stays()",
        ),
        migrations.RunSQL(
            CHECKS,
            "DROP TRIGGER approved_letter_stays ON documents_checkresult;"
            " DROP TRIGGER approved_letter_stays ON documents_letterblock;"
            " DROP FUNCTION approved_letter_stays()",
        ),
        migrations.RunSQL(
            APPROVAL,
            "DROP TRIGGER approval_binds_its_proof ON documents_approval;"
            " DROP FUNCTION approval_binds_its_proof()",
        ),
    ]
