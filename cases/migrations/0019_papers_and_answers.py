"""What was written for the client, approved and answered is never changed."""

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


TABLES = ["cases_paper", "cases_paperapproval", "cases_consent", "cases_withdrawal"]


class Migration(migrations.Migration):

    dependencies = [('cases', '0018_what_was_typed_becomes_notes'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('engagement', 'Engagement letter'), ('do_not_engage', 'Do-not-engage sheet'), ('plan', 'Plan'), ('contact', 'Consent that we write to the other side'), ('costs', 'Consent to cost, publicity, counterclaim and fee risk')], max_length=16)),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(help_text='The exact words the client reads', max_length=20000)),
                ('memo', models.TextField(blank=True, help_text='Work product, never for the client', max_length=20000)),
                ('standard', models.CharField(blank=True, help_text='The standard text it is, unchanged, with its version', max_length=24)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('engagement', 'Engagement letter'), ('do_not_engage', 'Do-not-engage sheet'), ('plan', 'Plan'), ('contact', 'Consent that we write to the other side'), ('costs', 'Consent to cost, publicity, counterclaim and fee risk')], max_length=16)),
                ('way', models.CharField(choices=[('page', 'On her own page'), ('signed', 'On signed paper'), ('read_out', 'It was read out to her')], max_length=8)),
                ('words', models.CharField(blank=True, help_text='The name she signed with, or how it was read out', max_length=500)),
                ('given_on', models.DateField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.case')),
                ('recorded_by', models.ForeignKey(help_text='The client herself where she gave it on her page', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(help_text='None where only the signed paper holds the words', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.paper')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='cases.paper')),
            ],
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consent', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='cases.consent')),
            ],
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('case', 'kind', 'number'), name='paper_versions_count_up'),
        ),
        *[migrations.RunSQL(guard(table), unguard(table)) for table in TABLES],
    ]
