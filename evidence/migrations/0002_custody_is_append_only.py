"""Custody, receipts and files as received are written once, by any role, and chained by the database.

The application's role may insert five columns of a custody entry; the trigger makes the rest:
it locks the chain's head, takes the time from the clock of the database, composes the canonical
text of format version 1, hashes it, and moves the head. Entries, receipts and files are out of
reach of that role's rights as well, so that a slip is refused before a trigger is asked.
"""

from django.db import migrations

from cases.guards import guard, recorded_stays

CHAIN = r"""
CREATE FUNCTION custody_chain() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    chain uuid;
    head evidence_custodyhead;
BEGIN
    IF NEW.data IS NOT JSON OBJECT WITH UNIQUE KEYS OR length(NEW.data) > 8000 THEN
        RAISE EXCEPTION 'custody data is a short JSON object' USING ERRCODE = 'check_violation';
    END IF;
    SELECT uuid INTO STRICT chain FROM evidence_vault WHERE id = NEW.vault_id;
    INSERT INTO evidence_custodyhead (vault_id, seq, hash)
        VALUES (
            NEW.vault_id, 0,
            encode(sha256(convert_to('custody-genesis:' || chain, 'UTF8')), 'hex')
        )
        ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM evidence_custodyhead
        WHERE vault_id = NEW.vault_id FOR UPDATE;
    NEW.recorded_at := clock_timestamp();
    NEW.db_user := session_user;
    NEW.seq := head.seq + 1;
    NEW.prev := head.hash;
    NEW.canonical := format(
        '{"act":"%s","actor":"%s","at":"%s","chain":"%s","data":%s,"nonce":"%s","prev":"%s",'
        '"seq":%s,"subject":%s,"v":1}',
        NEW.act, NEW.actor,
        to_char(NEW.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        chain, NEW.data, replace(gen_random_uuid()::text, '-', ''), NEW.prev, NEW.seq,
        coalesce('"' || NEW.subject || '"', 'null')
    );
    NEW.hash := encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex');
    UPDATE evidence_custodyhead SET seq = NEW.seq, hash = NEW.hash WHERE vault_id = NEW.vault_id;
    RETURN NEW;
END $$;
"""

HEAD = """
CREATE FUNCTION custody_head_is_derived() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the head of a custody chain is written by the chain alone'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Receipts take their time from the clock of the database, whatever was asked for.
RECEIPT_TIME = """
CREATE FUNCTION receipt_time() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.received_at := clock_timestamp();
    RETURN NEW;
END $$;
"""

# Keys may also be destroyed, but only while no case holds the vault.
VAULT = """
CREATE FUNCTION vault_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.case_id IS NOT NULL AND NEW.case_id IS DISTINCT FROM OLD.case_id THEN
        RAISE EXCEPTION 'a vault stays with its case' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.wrapped_key IS DISTINCT FROM OLD.wrapped_key
        OR NEW.recovery_wrapped_key IS DISTINCT FROM OLD.recovery_wrapped_key
    THEN
        IF NEW.wrapped_key IS NOT NULL OR NEW.recovery_wrapped_key IS NOT NULL
            OR OLD.case_id IS NOT NULL OR NEW.case_id IS NOT NULL
        THEN
            RAISE EXCEPTION 'the key of a vault can only be destroyed, and only without a case'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
BLOB_KEY = """
CREATE FUNCTION blob_key_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.wrapped_key IS DISTINCT FROM OLD.wrapped_key AND (
        NEW.wrapped_key IS NOT NULL
        OR EXISTS (
            SELECT FROM evidence_vault WHERE id = OLD.vault_id AND case_id IS NOT NULL
        )
    ) THEN
        RAISE EXCEPTION 'the key of a file can only be destroyed, and only without a case'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

GROW_ONLY = [
    "evidence_custodyentry",
    "evidence_file",
    "evidence_filesanswer",
    "evidence_receipt",
    "evidence_signedpaper",
]
NEVER_DELETED = ["evidence_blob", "evidence_custodyhead", "evidence_item", "evidence_vault"]

RIGHTS = """
REVOKE ALL ON evidence_custodyentry, evidence_custodyhead FROM app_web;
GRANT SELECT ON evidence_custodyentry, evidence_custodyhead TO app_web;
GRANT INSERT (vault_id, act, actor, subject, data) ON evidence_custodyentry TO app_web;
REVOKE UPDATE, DELETE ON evidence_receipt, evidence_file FROM app_web;
REVOKE DELETE ON evidence_blob, evidence_vault, evidence_item FROM app_web;
"""
RIGHTS_OF_ANY_TABLE = """
GRANT SELECT, INSERT, UPDATE, DELETE ON
    evidence_custodyentry, evidence_custodyhead, evidence_receipt, evidence_file,
    evidence_blob, evidence_vault, evidence_item
    TO app_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_evidence_and_custody"),
        ("cases", "0002_what_was_recorded_stays"),
    ]

    operations = [
        migrations.RunSQL(CHAIN, "DROP FUNCTION custody_chain()"),
        guard("evidence_custodyentry", "INSERT", "custody_chain()"),
        migrations.RunSQL(HEAD, "DROP FUNCTION custody_head_is_derived()"),
        guard("evidence_custodyhead", "INSERT OR UPDATE", "custody_head_is_derived()"),
        migrations.RunSQL(RECEIPT_TIME, "DROP FUNCTION receipt_time()"),
        guard("evidence_receipt", "INSERT", "receipt_time()"),
        guard("evidence_vault", "UPDATE", "written_once('uuid', 'made_at')"),
        guard(
            "evidence_blob",
            "UPDATE",
            "written_once('uuid', 'vault_id', 'sha256', 'stored_sha256', 'size', 'kept_at')",
        ),
        guard(
            "evidence_item",
            "UPDATE",
            "written_once('uuid', 'case_id', 'number', 'arrived_at')",
        ),
        migrations.RunSQL(VAULT, "DROP FUNCTION vault_stays()"),
        guard("evidence_vault", "UPDATE", "vault_stays()"),
        migrations.RunSQL(BLOB_KEY, "DROP FUNCTION blob_key_stays()"),
        guard("evidence_blob", "UPDATE", "blob_key_stays()"),
        *[operation for table in GROW_ONLY for operation in recorded_stays(table)],
        *[
            operation
            for table in NEVER_DELETED
            for operation in recorded_stays(table, against="DELETE")
        ],
        migrations.RunSQL(RIGHTS, RIGHTS_OF_ANY_TABLE),
    ]
