"""What guards the record reads our own tables, not temporary ones of the same name.

A session may make those; unless they are named last they are searched first.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = (
    "custody_chain",
    "custody_head_is_derived",
    "receipt_time",
    "written_once",
    "vault_stays",
    "blob_key_stays",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("evidence", "0004_renditions")]

    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER FUNCTION {name}() SET search_path = pg_catalog, public, pg_temp",
            "ALTER FUNCTION custody_chain() SET search_path = pg_catalog, public"
            if name == "custody_chain"
            else f"ALTER FUNCTION {name}() RESET search_path",
        )
        for name in FUNCTIONS
    ]
