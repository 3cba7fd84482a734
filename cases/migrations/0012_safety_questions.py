"""The client's answers to the safety questions; what was answered is never changed."""

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


TABLES = ["cases_safetyscreening", "cases_safetyanswer"]


class Migration(migrations.Migration):

    dependencies = [('cases', '0011_orders_and_subpoenas'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='SafetyScreening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('questionnaire', 'In the questionnaire'), ('phone', 'By phone'), ('in_person', 'In person')], max_length=13)),
                ('asked_on', models.DateField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('asked_by', models.ForeignKey(help_text='Nobody where the client filled in the questionnaire', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='cases.case')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SafetyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('danger_now', 'Are you in danger right now?'), ('threatened', 'Has anyone threatened to hurt you, your family or themselves?'), ('followed', 'Does anyone follow you, watch you or wait for you?'), ('knows_where', 'Do they know where you live, work or study?'), ('weapon', 'Do they have a weapon, or have they shown one?'), ('violent_before', 'Have they been violent before, to you or to others?'), ('order', 'Is there a court order about contact, or was one broken?'), ('images', 'Are there intimate pictures of you, shown around or threatened with?'), ('extortion', 'Do they ask for money or pictures so that they stop?'), ('minor', 'Is anyone it happens to, or anyone in the pictures, under 18?'), ('device', 'Can they see your phone, computer, email or messages?')], max_length=16)),
                ('reply', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'Not sure'), ('not_asked', 'Not asked')], max_length=9)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('screening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='cases.safetyscreening')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('screening', 'question'), name='each_question_once_per_screening')],
            },
        ),
        *[migrations.RunSQL(guard(table), unguard(table)) for table in TABLES],
    ]
