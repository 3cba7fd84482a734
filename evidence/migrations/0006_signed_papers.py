"""Which item shows a signed paper is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def guard(table):
    return f"""
    CREATE TRIGGER recorded_stays BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION recorded_stays();
    CREATE TRIGGER recorded_stays_whole BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION recorded_stays();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER recorded_stays;
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER recorded_stays_whole;
    """


def unguard(table):
    return f"DROP TRIGGER recorded_stays ON {table}; DROP TRIGGER recorded_stays_whole ON {table};"


TABLES = ["evidence_signedpaper"]


class Migration(migrations.Migration):

    dependencies = [('cases', '0019_papers_and_answers'), ('evidence', '0005_functions_read_our_own_tables'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='SignedPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consent', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed_paper', to='cases.consent')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_papers', to='evidence.item')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        *[migrations.RunSQL(guard(table), unguard(table)) for table in TABLES],
    ]
