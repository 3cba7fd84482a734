"""Consents that staff typed in prove nothing: their words are kept as notes of the case.

What the client agrees to is a row of its own from the next migration on.
"""

from django.db import migrations


def keep_as_notes(apps, schema_editor):
    """Write each typed consent, and the dates of each engagement letter, into a note."""
    notes = apps.get_model("cases", "Note").objects
    for row in apps.get_model("cases", "Consent").objects.order_by("pk"):
        taken_back = f" Withdrawn {row.withdrawn_at:%Y-%m-%d}." if row.withdrawn_at else ""
        text = f"Recorded before, {row.kind}, {row.given_on}: {row.words}{taken_back}"
        notes.create(case_id=row.case_id, text=text, by_id=row.recorded_by_id)
    for row in apps.get_model("cases", "Engagement").objects.order_by("pk"):
        text = f"Recorded before, engagement letter: sent {row.sent_on}, signed {row.signed_on}."
        notes.create(case_id=row.case_id, text=text, by_id=row.recorded_by_id)


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_functions_read_our_own_tables")]

    operations = [
        migrations.RunPython(keep_as_notes, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.DeleteModel("Consent"),
        migrations.DeleteModel("EngagementEvent"),
        migrations.DeleteModel("Engagement"),
    ]
