"""A migrated database of which others are clones.

It is built once per state of the migrations and kept below ``var/test``, where every test run,
and the deploy check, takes the first folder that nobody holds.
"""

from config.embedded.demo import manage
from config.embedded.fingerprints import MIGRATIONS, ROOT, fingerprint
from config.embedded.places import Unusable
from config.embedded.servers import Servers

FOLDERS = ROOT / "var" / "test"
MOST_AT_ONCE = 20


def hold_a_free_folder(*, throw_away: bool = True) -> Servers:
    for number in range(MOST_AT_ONCE):
        servers = Servers(FOLDERS / str(number), throw_away=throw_away)
        if servers.hold():
            return servers
    raise Unusable(f"{MOST_AT_ONCE} runs are under way in {FOLDERS}.")


class Template:
    """The template of running servers."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.sql = servers.postgres.sql
        self.name = f"template_{fingerprint(MIGRATIONS)}"

    def build(self) -> None:
        """Migrate it, as ``app_owner``, unless that was done; drop what earlier runs left."""
        for left in self.sql(
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
        ).split():
            self.drop(left)
        kept = self.sql("SELECT datname FROM pg_database WHERE datistemplate").split()
        if self.name in kept:
            return
        for outdated in kept:
            if outdated.startswith("template_"):
                self.sql(f"ALTER DATABASE {outdated} IS_TEMPLATE false")
                self.drop(outdated)
        unfinished = f"unfinished_{self.name}"
        self.servers.postgres.make_roles(unfinished)
        owner = self.servers.environment(
            role="app_owner", database=unfinished, site_url="http://127.0.0.1"
        )
        manage("migrate", "-v0", env=owner)
        self.sql(f"ALTER DATABASE {unfinished} RENAME TO {self.name}")
        self.sql(f"ALTER DATABASE {self.name} IS_TEMPLATE true")

    def clone(self, database: str, of: str = "") -> None:
        """Make ``database`` anew, whoever is still connected to it.

        Args:
            database: Its name.
            of: A database nobody is connected to now; the template unless it is named.
        """
        self.drop(database)
        self.sql(f"CREATE DATABASE {database} TEMPLATE {of or self.name} OWNER app_owner")

    def drop(self, database: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
