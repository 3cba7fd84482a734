"""What guards the record reads our own tables, not temporary ones of the same name.

A session may make those; unless they are named last they are searched first.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = ("recorded_stays",)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0016_how_a_clients_way_in_ended")]

    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER FUNCTION {name}() SET search_path = pg_catalog, public, pg_temp",
            f"ALTER FUNCTION {name}() RESET search_path",
        )
        for name in FUNCTIONS
    ]
