"""The table behind the database cache, where throttle counters live."""

from django.db import migrations

FORWARD = """
CREATE TABLE throttle_counters (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX throttle_counters_expires ON throttle_counters (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_and_firm")]

    operations = [migrations.RunSQL(FORWARD, "DROP TABLE throttle_counters")]
