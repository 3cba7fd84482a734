"""The custody chain grows and never changes, whoever asks."""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction

from evidence import canonical, custody, vaults
from evidence.models import Act, CustodyEntry, CustodyHead, Vault
from tests import make_cases, make_evidence, servers

USER = f"user:{UUID(int=7)}"


@pytest.fixture
def vault(db: None) -> Vault:
    return vaults.make_vault(make_cases.case())


def chained(vault: Vault, links: int = 3) -> list[CustodyEntry]:
    for number in range(links):
        custody.record(vault, Act.VERIFIED, actor=USER, data={"number": number})
    return list(vault.custody.order_by("seq"))


def test_the_text_that_was_hashed_is_kept_and_says_everything(vault: Vault) -> None:
    before = datetime.now(UTC)
    custody.record(vault, Act.RECEIVED, actor=USER, data={"size": 12, "name": "é"})

    entry = vault.custody.get()
    text = json.loads(entry.canonical)
    at = datetime.fromisoformat(text["at"])
    assert hashlib.sha256(entry.canonical.encode()).hexdigest() == entry.hash
    assert canonical.is_canonical(entry.canonical)
    assert text["chain"] == str(vault.uuid)
    assert text["data"] == {"name": "é", "size": 12}
    assert (text["act"], text["actor"], text["seq"], text["v"]) == ("received", USER, 1, 1)
    assert text["subject"] is None
    assert text["prev"] == canonical.genesis(vault.uuid)
    assert before - timedelta(seconds=5) < at < datetime.now(UTC) + timedelta(seconds=5)
    assert re.fullmatch(r"[0-9a-f]{32}", text["nonce"])


def test_each_link_names_the_one_before_and_the_head_is_the_last(vault: Vault) -> None:
    first, second, third = chained(vault)

    assert (second.prev, third.prev) == (first.hash, second.hash)
    head = CustodyHead.objects.get(vault=vault)
    assert (head.seq, head.hash) == (3, third.hash)
    assert list(custody.verify_chain(vault)) == []


@pytest.mark.parametrize("column", ["recorded_at", "hash", "seq", "canonical", "db_user"])
def test_the_application_cannot_choose_what_the_database_sets(vault: Vault, column: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(
            f"INSERT INTO evidence_custodyentry (vault_id, act, actor, data, {column})"  # noqa: S608
            " VALUES (%s, 'received', 'system', '{}', NULL)",
            [vault.pk],
        )


STATEMENTS = {
    "edit": "UPDATE evidence_custodyentry SET act = 'received'",
    "remove": "DELETE FROM evidence_custodyentry",
    "empty": "TRUNCATE evidence_custodyentry CASCADE",
    "move the head": "UPDATE evidence_custodyhead SET seq = 0",
    "remove the head": "DELETE FROM evidence_custodyhead",
    "empty the heads": "TRUNCATE evidence_custodyhead CASCADE",
    "forge a head": (
        "INSERT INTO evidence_custodyhead (vault_id, seq, hash)"
        " SELECT id, 9, 'x' FROM evidence_vault"
    ),
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_the_application_cannot_change_the_log(vault: Vault, statement: str) -> None:
    chained(vault)

    with pytest.raises(Error, match=r"permission denied|append-only|chain alone"):
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE evidence_custodyentry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE evidence_custodyentry",
        "SET ROLE app_owner",
    ],
)
def test_the_application_cannot_lift_the_guard(vault: Vault, statement: str) -> None:
    with pytest.raises(Error, match=r"must be owner|permission denied"):
        connection.cursor().execute(statement)


def put_before(table: str) -> None:
    """Make a temporary table of the same name, which a careless function would read instead."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL)")
        cursor.execute(f"GRANT ALL ON pg_temp.{table} TO app_owner")


def test_a_temporary_table_does_not_lead_the_chain_astray(vault: Vault) -> None:
    *_, last = chained(vault)
    put_before("evidence_custodyhead")
    connection.cursor().execute(
        "INSERT INTO pg_temp.evidence_custodyhead SELECT * FROM public.evidence_custodyhead"
    )
    connection.cursor().execute("UPDATE pg_temp.evidence_custodyhead SET seq = 8, hash = 'forged'")

    custody.record(vault, Act.VERIFIED, actor=USER)

    newest = vault.custody.latest("pk")
    assert (newest.seq, newest.prev) == (4, last.hash)


def test_a_temporary_table_does_not_destroy_the_key_of_a_case(vault: Vault) -> None:
    case = vault.case
    assert case is not None
    make_evidence.item(case)
    put_before("evidence_vault")

    with pytest.raises(Error, match="can only be destroyed"):
        connection.cursor().execute("UPDATE evidence_blob SET wrapped_key = NULL")


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_the_owner_of_the_tables_is_refused_as_well(own_database: str, statement: str) -> None:
    chained(vaults.make_vault(make_cases.case()))

    with owner(own_database) as session, pytest.raises(psycopg.Error, match=r"append-only|alone"):
        session.execute(statement.encode())


def owner(database: str) -> "psycopg.Connection[tuple[object, ...]]":
    url = servers.join().environment(role="app_owner", database=database)["DATABASE_URL"]
    return psycopg.connect(url)


@pytest.mark.parametrize(
    ("act", "actor", "data"),
    [
        ("invented", "system", "{}"),
        ("received", "Priya Nair", "{}"),
        ("received", 'system"}', "{}"),
        ("received", "system", "[]"),
        ("received", "system", '{"a":1,"a":2}'),
        ("received", "system", "words"),
        ("received", "system", '{"a":"' + "x" * 8000 + '"}'),
    ],
)
def test_entries_without_one_meaning_are_refused(
    vault: Vault, act: str, actor: str, data: str
) -> None:
    with pytest.raises(IntegrityError):
        connection.cursor().execute(
            "INSERT INTO evidence_custodyentry (vault_id, act, actor, data)"
            " VALUES (%s, %s, %s, %s)",
            [vault.pk, act, actor, data],
        )


TAMPERINGS = {
    "words edited": (
        "UPDATE mine SET canonical = replace(canonical, 'user:', 'party:') WHERE seq = 2",
        "text was changed",
    ),
    "column edited": ("UPDATE mine SET act = 'received' WHERE seq = 2", "columns differ"),
    "time edited": (
        "UPDATE mine SET recorded_at = recorded_at - interval '1 day' WHERE seq = 2",
        "columns differ",
    ),
    "middle removed": ("DELETE FROM mine WHERE seq = 2", "2 is missing"),
    "first removed": ("DELETE FROM mine WHERE seq = 1", "1 is missing"),
    "end cut off": ("DELETE FROM mine WHERE seq = 3", "end of the log"),
    "all removed": ("DELETE FROM mine", "end of the log"),
    "edited and rehashed": (
        """
        UPDATE mine SET canonical = replace(canonical, 'user:', 'party:'),
            actor = replace(actor, 'user:', 'party:') WHERE seq = 2;
        UPDATE mine SET hash = encode(sha256(convert_to(canonical, 'UTF8')), 'hex')
        """,
        "does not follow",
    ),
    "two swapped": (
        """
        UPDATE mine SET seq = seq + 10;
        UPDATE mine SET seq = CASE seq WHEN 11 THEN 2 WHEN 12 THEN 1 ELSE 3 END
        """,
        "does not follow",
    ),
}


@pytest.mark.parametrize(("sql", "words"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_whoever_lifts_the_guard_is_found_out(own_database: str, sql: str, words: str) -> None:
    case = make_cases.case()
    chained(vaults.make_vault(case))
    untouched = make_cases.case()
    chained(vaults.make_vault(untouched))
    entries = "CREATE TEMP VIEW mine AS SELECT * FROM evidence_custodyentry WHERE vault_id = "

    with owner(own_database) as session:
        session.execute(b"ALTER TABLE evidence_custodyentry DISABLE TRIGGER USER")
        session.execute(f"{entries}{case.vault.pk}".encode())
        session.execute(sql.encode())

    problems = custody.verify_case(case)
    assert problems
    assert any(words in problem.words for problem in problems)
    assert custody.verify_case(untouched) == []


def test_links_added_at_once_stand_one_behind_the_other(own_database: str) -> None:
    vault = vaults.make_vault(make_cases.case())

    def add(number: int) -> None:
        try:
            for step in range(5):
                custody.record(vault, Act.VERIFIED, actor=USER, data={"by": number, "step": step})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))

    assert vault.custody.count() == 40
    assert list(custody.verify_chain(vault)) == []


def test_a_rolled_back_act_leaves_no_trace_and_no_gap(vault: Vault) -> None:
    class Undone(Exception):
        pass

    def act_and_fail() -> None:
        with transaction.atomic():
            custody.record(vault, Act.VERIFIED, actor=USER)
            raise Undone

    with pytest.raises(Undone):
        act_and_fail()
    custody.record(vault, Act.VERIFIED, actor=USER)

    assert [entry.seq for entry in vault.custody.all()] == [1]


KEPT_ROWS = {
    "a key replaced": "UPDATE evidence_vault SET wrapped_key = 'x'",
    "a key destroyed": (
        "UPDATE evidence_vault SET wrapped_key = NULL, recovery_wrapped_key = NULL,"
        " shredded_at = now()"
    ),
    "a case taken away": "UPDATE evidence_vault SET case_id = NULL",
    "a vault renamed": "UPDATE evidence_vault SET uuid = gen_random_uuid()",
    "a vault removed": "DELETE FROM evidence_vault",
    "a digest changed": "UPDATE evidence_blob SET sha256 = 'x'",
    "a file's key destroyed": "UPDATE evidence_blob SET wrapped_key = NULL, erased_at = now()",
    "a blob removed": "DELETE FROM evidence_blob",
    "files emptied": "TRUNCATE evidence_file CASCADE",
}


@pytest.mark.parametrize("statement", KEPT_ROWS.values(), ids=KEPT_ROWS.keys())
def test_what_a_case_holds_cannot_be_rewritten(vault: Vault, statement: str) -> None:
    vaults.keep_bytes(b"a screenshot", vault)

    with pytest.raises(Error, match=r"permission denied|written once|append-only|vault stays|only"):
        connection.cursor().execute(statement)
