"""A version of a letter, its proof and its approval are never changed, by any role.

What an attorney approved is what goes out: the words, the checks answered for them, and the bytes
of the PDF. Another wording is another version.
"""

from django.db import migrations

from cases.guards import guard, never_emptied, recorded_stays

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
CREATE FUNCTION finished_proof_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'done' THEN
        RAISE EXCEPTION 'a finished proof is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

CHECKS = """
CREATE FUNCTION approved_letter_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM documents_approval WHERE version_id IN (OLD.version_id, NEW.version_id)
    ) THEN
        RAISE EXCEPTION 'an approved letter is not changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

APPROVAL = """
CREATE FUNCTION approval_binds_its_proof() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_letters"),
        ("cases", "0002_what_was_recorded_stays"),
    ]

    operations = [
        *[operation for table in WRITTEN_ONCE for operation in recorded_stays(table)],
        migrations.RunSQL(PROOF, "DROP FUNCTION finished_proof_stays()"),
        guard("documents_proof", "UPDATE OR DELETE", "finished_proof_stays()"),
        never_emptied("documents_proof"),
        migrations.RunSQL(CHECKS, "DROP FUNCTION approved_letter_stays()"),
        guard(
            "documents_checkresult",
            "INSERT OR UPDATE OR DELETE",
            "approved_letter_stays()",
        ),
        never_emptied("documents_checkresult"),
        guard("documents_letterblock", "INSERT", "approved_letter_stays()"),
        migrations.RunSQL(APPROVAL, "DROP FUNCTION approval_binds_its_proof()"),
        guard("documents_approval", "INSERT", "approval_binds_its_proof()"),
    ]
