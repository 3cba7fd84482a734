"""Each claim of a case has its own time limits, and may be given up without the others."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER recorded_stays BEFORE UPDATE OR DELETE ON cases_claimdecision
    FOR EACH ROW EXECUTE FUNCTION recorded_stays();
CREATE TRIGGER recorded_stays_whole BEFORE TRUNCATE ON cases_claimdecision
    FOR EACH STATEMENT EXECUTE FUNCTION recorded_stays();
ALTER TABLE cases_claimdecision ENABLE ALWAYS TRIGGER recorded_stays;
ALTER TABLE cases_claimdecision ENABLE ALWAYS TRIGGER recorded_stays_whole;
"""
UNGUARD = """
DROP TRIGGER recorded_stays ON cases_claimdecision;
DROP TRIGGER recorded_stays_whole ON cases_claimdecision;
"""


def name_the_claims(apps, schema_editor):
    """Make a claim of each text that a limit was written down for."""
    claims = apps.get_model("cases", "Claim").objects
    events = apps.get_model("cases", "TimeLimitEvent").objects
    for limit in apps.get_model("cases", "TimeLimit").objects.order_by("pk"):
        known = claims.filter(case_id=limit.case_id, name__iexact=limit.claim_words).first()
        limit.claim = known or claims.create(case_id=limit.case_id, name=limit.claim_words)
        limit.save(update_fields=["claim"])
        events.filter(pgh_obj_id=limit.pk).update(claim=limit.claim)


def forget_the_claims(apps, schema_editor):
    """Write the claim's name back beside each limit."""
    for table in ("TimeLimit", "TimeLimitEvent"):
        for row in apps.get_model("cases", table).objects.select_related("claim"):
            row.claim_words = row.claim.name if row.claim else ""
            row.save(update_fields=["claim_words"])


class Migration(migrations.Migration):

    dependencies = [('cases', '0009_what_a_sentence_was_confirmed_for'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='timelimit',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='timelimit',
            name='update_update',
        ),
        migrations.RenameField('timelimit', 'claim', 'claim_words'),
        migrations.RenameField('timelimitevent', 'claim', 'claim_words'),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as defamation', max_length=120)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ClaimDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pursued', models.BooleanField()),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='timelimit',
            name='counted_from',
            field=models.DateField(blank=True, help_text='The earliest possible posting, unless a rule says later', null=True),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='discovery_rule',
            field=models.CharField(blank=True, help_text='The rule an attorney names to count from later', max_length=300),
        ),
        migrations.AddField(
            model_name='timelimitevent',
            name='counted_from',
            field=models.DateField(blank=True, help_text='The earliest possible posting, unless a rule says later', null=True),
        ),
        migrations.AddField(
            model_name='timelimitevent',
            name='discovery_rule',
            field=models.CharField(blank=True, help_text='The rule an attorney names to count from later', max_length=300),
        ),
        migrations.AlterField(
            model_name='timelimit',
            name='expires_on',
            field=models.DateField(help_text='The last safe day'),
        ),
        migrations.AlterField(
            model_name='timelimitevent',
            name='expires_on',
            field=models.DateField(help_text='The last safe day'),
        ),
        migrations.AddField(
            model_name='claim',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='cases.case'),
        ),
        migrations.AddField(
            model_name='claimdecision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claimdecision',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.claim'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(models.F('case'), django.db.models.functions.text.Lower('name'), name='a_claim_once_per_case'),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_limits', null=True, to='cases.claim'),
        ),
        migrations.AddField(
            model_name='timelimitevent',
            name='claim',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', null=True, to='cases.claim'),
        ),
        migrations.RunPython(name_the_claims, forget_the_claims),
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.RemoveField('timelimit', 'claim_words'),
        migrations.RemoveField('timelimitevent', 'claim_words'),
        migrations.AlterField(
            model_name='timelimit',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_limits', to='cases.claim'),
        ),
        migrations.AlterField(
            model_name='timelimitevent',
            name='claim',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.claim'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timelimit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_timelimitevent" ("basis", "case_id", "claim_id", "confirmed_at", "confirmed_by_id", "confirmed_reason", "counted_from", "discovery_rule", "dismissed_by_id", "dismissed_reason", "expires_on", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "typed_at", "typed_by_id") VALUES (NEW."basis", NEW."case_id", NEW."claim_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_reason", NEW."counted_from", NEW."discovery_rule", NEW."dismissed_by_id", NEW."dismissed_reason", NEW."expires_on", NEW."id", NEW."incident_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."typed_at", NEW."typed_by_id"); RETURN NULL;', hash='ced69f110b59c0b4f508fc05f593cc4f957a0bec', operation='INSERT', pgid='pgtrigger_insert_insert_e7f71', table='cases_timelimit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timelimit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_timelimitevent" ("basis", "case_id", "claim_id", "confirmed_at", "confirmed_by_id", "confirmed_reason", "counted_from", "discovery_rule", "dismissed_by_id", "dismissed_reason", "expires_on", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "typed_at", "typed_by_id") VALUES (NEW."basis", NEW."case_id", NEW."claim_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_reason", NEW."counted_from", NEW."discovery_rule", NEW."dismissed_by_id", NEW."dismissed_reason", NEW."expires_on", NEW."id", NEW."incident_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."typed_at", NEW."typed_by_id"); RETURN NULL;', hash='090ec452a248e71630fd48318af8d19f0ffb0327', operation='UPDATE', pgid='pgtrigger_update_update_89acc', table='cases_timelimit', when='AFTER')),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
