"""How a case ended, kept as it was written."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE TRIGGER recorded_stays BEFORE UPDATE OR DELETE ON cases_caseending
    FOR EACH ROW EXECUTE FUNCTION recorded_stays();
CREATE TRIGGER recorded_stays_whole BEFORE TRUNCATE ON cases_caseending
    FOR EACH STATEMENT EXECUTE FUNCTION recorded_stays();
ALTER TABLE cases_caseending ENABLE ALWAYS TRIGGER recorded_stays;
ALTER TABLE cases_caseending ENABLE ALWAYS TRIGGER recorded_stays_whole;
"""
UNGUARD = """
DROP TRIGGER recorded_stays ON cases_caseending;
DROP TRIGGER recorded_stays_whole ON cases_caseending;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_merits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(blank=True, choices=[('resolved', 'Resolved without a court'), ('settled', 'Settled'), ('judgment', 'Judgment'), ('order_granted', 'Order granted'), ('order_denied', 'Order denied'), ('dismissed', 'Dismissed'), ('withdrawn', 'Withdrawn by the client'), ('referred', 'Passed on to another lawyer'), ('not_pursued', 'Not pursued further')], help_text='Empty when it was opened again', max_length=16)),
                ('reason', models.TextField(max_length=2000)),
                ('told_on', models.DateField(help_text='The closing letter, which states every limit still running', null=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='cases.case')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', ''), ('told_on__isnull', False), _connector='OR'), name='closing_was_told')],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
