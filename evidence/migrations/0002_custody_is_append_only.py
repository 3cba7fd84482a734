"""Custody, receipts and files as received are written once, by any role, and chained by the database.

The application's role may insert five columns of a custody entry; the trigger makes the rest:
it locks the chain's head, takes the time from the clock of the database, composes the canonical
text of format version 1, hashes it, and moves the head. Triggers are ALWAYS enabled, so a session
in replica mode does not escape them.
"""

from django.db import migrations

CHAIN = r"""
CREATE FUNCTION custody_chain() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
CREATE TRIGGER custody_chain BEFORE INSERT ON evidence_custodyentry
    FOR EACH ROW EXECUTE FUNCTION custody_chain();
ALTER TABLE evidence_custodyentry ENABLE ALWAYS TRIGGER custody_chain;

CREATE FUNCTION custody_head_is_derived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the head of a custody chain is written by the chain alone'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER custody_head_is_derived BEFORE INSERT OR UPDATE ON evidence_custodyhead
    FOR EACH ROW EXECUTE FUNCTION custody_head_is_derived();
ALTER TABLE evidence_custodyhead ENABLE ALWAYS TRIGGER custody_head_is_derived;

REVOKE ALL ON evidence_custodyentry, evidence_custodyhead FROM app_web;
GRANT SELECT ON evidence_custodyentry, evidence_custodyhead TO app_web;
GRANT INSERT (vault_id, act, actor, subject, data) ON evidence_custodyentry TO app_web;
"""
UNCHAIN = """
DROP TRIGGER custody_head_is_derived ON evidence_custodyhead;
DROP FUNCTION custody_head_is_derived();
DROP TRIGGER custody_chain ON evidence_custodyentry;
DROP FUNCTION custody_chain();
GRANT SELECT, INSERT, UPDATE, DELETE ON evidence_custodyentry, evidence_custodyhead TO app_web;
"""

# Receipts take their time from the clock of the database, whatever was asked for.
RECEIPT_TIME = """
CREATE FUNCTION receipt_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.received_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER receipt_time BEFORE INSERT ON evidence_receipt
    FOR EACH ROW EXECUTE FUNCTION receipt_time();
ALTER TABLE evidence_receipt ENABLE ALWAYS TRIGGER receipt_time;
"""
NO_RECEIPT_TIME = "DROP TRIGGER receipt_time ON evidence_receipt; DROP FUNCTION receipt_time();"

# Columns named in a trigger's arguments are written once; a key may also be destroyed, but only
# while no case holds the vault.
WRITTEN_ONCE = """
CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION vault_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION blob_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
NOT_WRITTEN_ONCE = """
DROP FUNCTION written_once();
DROP FUNCTION vault_stays();
DROP FUNCTION blob_key_stays();
"""


def trigger(table: str, name: str, when: str, act: str) -> tuple[str, str]:
    """SQL that makes a trigger which no session mode escapes, and SQL that drops it."""
    made = (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} {act};"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};"
    )
    return made, f"DROP TRIGGER {name} ON {table};"


REFUSE = "EXECUTE FUNCTION recorded_stays()"
KEPT = {  # table: (events refused per row, columns written once)
    "evidence_custodyentry": ("UPDATE OR DELETE", ""),
    "evidence_custodyhead": ("DELETE", ""),
    "evidence_receipt": ("UPDATE OR DELETE", ""),
    "evidence_file": ("UPDATE OR DELETE", ""),
    "evidence_blob": ("DELETE", "'uuid', 'vault_id', 'sha256', 'stored_sha256', 'size', 'kept_at'"),
    "evidence_vault": ("DELETE", "'uuid', 'made_at'"),
    "evidence_item": ("DELETE", "'uuid', 'case_id', 'number', 'arrived_at'"),
}
SQL = [
    (CHAIN, UNCHAIN),
    (RECEIPT_TIME, NO_RECEIPT_TIME),
    (WRITTEN_ONCE, NOT_WRITTEN_ONCE),
    trigger("evidence_vault", "vault_stays", "UPDATE", "FOR EACH ROW EXECUTE FUNCTION vault_stays()"),
    trigger("evidence_blob", "blob_key_stays", "UPDATE", "FOR EACH ROW EXECUTE FUNCTION blob_key_stays()"),
]
for table, (events, columns) in KEPT.items():
    SQL.append(trigger(table, "recorded_stays", events, f"FOR EACH ROW {REFUSE}"))
    SQL.append(trigger(table, "recorded_stays_whole", "TRUNCATE", f"FOR EACH STATEMENT {REFUSE}"))
    if columns:
        once = f"FOR EACH ROW EXECUTE FUNCTION written_once({columns})"
        SQL.append(trigger(table, "written_once", "UPDATE", once))
    rights = "UPDATE, DELETE" if "UPDATE" in events else "DELETE"
    if table not in {"evidence_custodyentry", "evidence_custodyhead"}:
        SQL.append(
            (f"REVOKE {rights} ON {table} FROM app_web", f"GRANT {rights} ON {table} TO app_web")
        )


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_evidence_and_custody"),
        ("cases", "0002_what_was_recorded_stays"),
    ]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in SQL]
