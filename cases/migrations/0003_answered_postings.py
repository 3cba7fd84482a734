"""A time limit names the day it is counted from; what an attorney answered for stands in rows."""

import django.db.models.deletion
from django.db import migrations, models

from cases.guards import recorded_stays

# A limit without the day it is counted from gets its own last day: too late for any posting, so
# it reads “not confirmed” until somebody writes it down again.
FILL = [
    "SET CONSTRAINTS ALL IMMEDIATE",
    "UPDATE cases_timelimit SET counted_from = expires_on WHERE counted_from IS NULL",
    "UPDATE cases_timelimitevent SET counted_from = expires_on WHERE counted_from IS NULL",
]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_what_was_recorded_stays'),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='timelimit',
            name='counted_from',
            field=models.DateField(help_text='The earliest possible posting, unless a rule says later'),
        ),
        migrations.AlterField(
            model_name='timelimitevent',
            name='counted_from',
            field=models.DateField(help_text='The earliest possible posting, unless a rule says later'),
        ),
        migrations.CreateModel(
            name='AnsweredPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posted_earliest', models.DateTimeField(null=True)),
                ('posted_latest', models.DateTimeField(null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.incident')),
                ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answered_postings', to='cases.timelimit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('limit', 'incident'), name='a_posting_answered_once')],
            },
        ),
        *recorded_stays("cases_answeredposting"),
    ]
