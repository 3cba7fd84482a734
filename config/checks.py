"""Our own rules for a sound installation, asked by ``manage.py check --deploy``.

With ``--database default`` the database is asked too; connect as the role that serves the site
(``app_web``). Each finding says what to do.
"""

import stat
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from accounts import keys
from cases.jobs import LEASE, RENEW_EVERY_S

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EXAMPLE_SECRET_KEY = "replace-me-with-fifty-random-characters-or-more"  # noqa: S105 - it is refused
SEARCH_PATH = "pg_catalog, public, pg_temp"
DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")
# Tables whose rows must outlive every mistake and every session setting.
GUARDED_TABLES = (
    "cases_accessentry",
    "cases_answeredposting",
    "cases_caseending",
    "cases_categorycorrection",
    "cases_checkterm",
    "cases_claimdecision",
    "cases_conditionreading",
    "cases_consent",
    "cases_decision",
    "cases_identitycheck",
    "cases_meritscertificate",
    "cases_message",
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
    "documents_approval",
    "documents_batesrange",
    "documents_checkanswer",
    "documents_checkresult",
    "documents_chronologyline",
    "documents_chronologyline_exhibits",
    "documents_citation",
    "documents_exhibitlabel",
    "documents_exhibitplacement",
    "documents_letterblock",
    "documents_letterreturn",
    "documents_letterversion",
    "documents_packetversion",
    "documents_proof",
    "documents_templatepassage",
    "documents_templateversion",
    "evidence_blob",
    "evidence_custodyentry",
    "evidence_custodyhead",
    "evidence_file",
    "evidence_filesanswer",
    "evidence_item",
    "evidence_receipt",
    "evidence_signedpaper",
    "evidence_vault",
)

Rows = list[tuple[Any, ...]]


@register(deploy=True)
def secrets_are_secret(**_: Any) -> list[CheckMessage]:
    if settings.SECRET_KEY.startswith(EXAMPLE_SECRET_KEY):
        return [Error("SECRET_KEY is the example's; make a random one.", id="redress.E001")]
    return []


@register(deploy=True)
def keys_are_ours_alone(**_: Any) -> list[CheckMessage]:
    """Without its keys the site takes no answers and no files; whoever copies them reads all."""
    found: list[CheckMessage] = []
    for key in (settings.KEYS_DIR / name for name in keys.FILES):
        if not key.exists():
            hint = "Restore the keys from their backup; if there are none yet, “make_keys”."
            found.append(Error(f"{key} is missing.", hint=hint, id="redress.E008"))
        elif key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(
                Error(f"{key} can be read by others.", hint=f"chmod 600 {key}", id="redress.E009")
            )
    return found


@register(deploy=True)
def demo_stays_at_home(**_: Any) -> list[CheckMessage]:
    """Demo sign-in needs no password, so it may exist on a loopback address only."""
    if settings.DEMO and urlsplit(settings.SITE_URL).hostname not in LOOPBACK:
        return [Error("DEMO is on and SITE_URL is not a loopback address.", id="redress.E002")]
    return []


@register(deploy=True)
def site_is_encrypted(**_: Any) -> list[CheckMessage]:
    if urlsplit(settings.SITE_URL).scheme != "https":
        return [Error("SITE_URL must begin with https:// in production.", id="redress.E003")]
    return []


@register(deploy=True)
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    """A wildcard would let a forged Host header into links that are sent to people."""
    if any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        return [Error("ALLOWED_HOSTS must name each host in full.", id="redress.E004")]
    return []


@register(deploy=True)
def time_limits_nest(**_: Any) -> list[CheckMessage]:
    """A job's lease outlasts two missed renewals; a message outlasts the longest task."""
    found: list[CheckMessage] = []
    if LEASE.total_seconds() < 3 * RENEW_EVERY_S:
        found.append(Error("A job's lease must outlast two missed renewals.", id="redress.E005"))
    visible_after_s = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if visible_after_s <= settings.CELERY_TASK_TIME_LIMIT:
        found.append(
            Error("visibility_timeout must be longer than TASK_TIME_LIMIT_S.", id="redress.E006")
        )
    return found


@register(deploy=True)
def locked_files_move_at_once(**_: Any) -> list[CheckMessage]:
    """A file that is locked leaves the store by a rename, which one file system alone offers."""
    places = [place for place in (settings.STORE_DIR, settings.LOCKED_DIR) if place.exists()]
    if len({place.stat().st_dev for place in places}) > 1:
        return [
            Error(
                "STATE_DIR/store and STATE_DIR/locked must be on one file system.",
                id="redress.E007",
            )
        ]
    return []


@register(Tags.database, deploy=True)
def database_keeps_its_word(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """What the site tells people about evidence rests on these settings of the database."""
    questions = (
        writes_are_durable,
        role_owns_nothing,
        guards_cannot_be_switched_off,
        guards_read_our_own_tables,
        collation_is_our_own,
    )
    return [
        message
        for alias in databases or ()
        for question in questions
        for message in question(partial(rows, alias))
    ]


def rows(alias: str, sql: str) -> Rows:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        found: Rows = cursor.fetchall()
    return found


Ask = Callable[[str], Rows]


def writes_are_durable(ask: Ask) -> list[CheckMessage]:
    return [
        Error(f"PostgreSQL must have {name} = on.", id="redress.E010")
        for name in DURABILITY
        if ask(f"SHOW {name}") != [("on",)]
    ]


def role_owns_nothing(ask: Ask) -> list[CheckMessage]:
    """An owner could lift a trigger, a superuser everything."""
    (superuser, makes_roles, owned), *_ = ask(
        "SELECT rolsuper, rolcreaterole, (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
        " FROM pg_roles r WHERE rolname = current_user"
    )
    if superuser or makes_roles or owned:
        return [
            Error(
                "The site connects as a role that owns tables or may change roles.",
                hint="DATABASE_URL must name app_web; only “migrate” runs as app_owner.",
                id="redress.E011",
            )
        ]
    return []


def guards_cannot_be_switched_off(ask: Ask) -> list[CheckMessage]:
    """Hand-written triggers are ALWAYS enabled; those of ordinary history need not be."""
    weak = ask(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgname NOT LIKE 'pgtrigger\\_%' AND t.tgenabled <> 'A'"
    )
    found: list[CheckMessage] = [
        Error(
            f"The trigger {trigger} of {table} can be switched off.",
            hint=f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
            id="redress.E012",
        )
        for table, trigger in weak
    ]
    guarded = {
        table
        for (table,) in ask(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgenabled = 'A'"
        )
    }
    found += [
        Error(f"{table} is not guarded by any trigger.", id="redress.E013")
        for table in GUARDED_TABLES
        if table not in guarded
    ]
    return found


def guards_read_our_own_tables(ask: Ask) -> list[CheckMessage]:
    """Temporary tables come last, or a session could put one before the table a guard reads."""
    guards = ask(
        "SELECT p.proname, p.proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND (p.prosecdef OR p.prorettype = 'trigger'::regtype)"
        " AND p.proname NOT LIKE 'pgtrigger\\_%'"
        " ORDER BY p.proname"
    )
    return [
        Error(
            f"The function {name} may be led to another table.",
            hint=f"ALTER FUNCTION {name}() SET search_path = {SEARCH_PATH}",
            id="redress.E015",
        )
        for name, settled in guards
        if f"search_path={SEARCH_PATH}" not in (settled or ())
    ]


def collation_is_our_own(ask: Ask) -> list[CheckMessage]:
    """Sorting by the system's library changes under an index when the system is upgraded."""
    found = ask(
        "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = current_database()"
    )
    if found != [("b", "C.UTF-8")]:
        return [
            Error(
                "The database must use PostgreSQL's builtin C.UTF-8 collation.",
                hint="Make it with config/roles.sql.",
                id="redress.E014",
            )
        ]
    return []
