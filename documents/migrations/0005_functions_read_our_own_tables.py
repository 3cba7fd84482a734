"""What guards the record reads our own tables, not temporary ones of the same name.

A session may make those; unless they are named last they are searched first.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = (
    "built_packet_stays",
    "contents_of_a_built_packet_stay",
    "finished_proof_stays",
    "approved_letter_stays",
    "approval_binds_its_proof",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("documents", "0004_labels_and_built_packets_stay")]

    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER FUNCTION {name}() SET search_path = pg_catalog, public, pg_temp",
            f"ALTER FUNCTION {name}() RESET search_path",
        )
        for name in FUNCTIONS
    ]
