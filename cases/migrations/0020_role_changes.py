"""Who gave or took a role, and why, is never changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


TABLE = "cases_rolechange"
GUARD = f"""
    CREATE TRIGGER recorded_stays BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION recorded_stays();
    CREATE TRIGGER recorded_stays_whole BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION recorded_stays();
    ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER recorded_stays;
    ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER recorded_stays_whole;
"""
UNGUARD = f"""
    DROP TRIGGER recorded_stays ON {TABLE};
    DROP TRIGGER recorded_stays_whole ON {TABLE};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_papers_and_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='partyrole',
            name='code',
            field=models.CharField(choices=[('client', 'Client'), ('adverse', 'Other side'), ('suspected', 'Suspected by the client'), ('witness', 'Witness'), ('co_affected', 'Also affected'), ('employer', 'Employer or business'), ('counsel', 'Lawyer of the other side'), ('prior_counsel', 'Another lawyer of the client'), ('platform', 'Platform or host'), ('publisher', 'Newspaper or other publisher'), ('other', 'Other')], max_length=16),
        ),
        migrations.CreateModel(
            name='RoleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('client', 'Client'), ('adverse', 'Other side'), ('suspected', 'Suspected by the client'), ('witness', 'Witness'), ('co_affected', 'Also affected'), ('employer', 'Employer or business'), ('counsel', 'Lawyer of the other side'), ('prior_counsel', 'Another lawyer of the client'), ('platform', 'Platform or host'), ('publisher', 'Newspaper or other publisher'), ('other', 'Other'), ('doe', 'Unknown person (Doe)')], max_length=16)),
                ('added', models.BooleanField(help_text='Given, else taken away')),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_changes', to='cases.party')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
