"""Packets with their versions, and the registers of exhibit labels and page numbers."""

import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0002_what_was_recorded_stays'),
        ('evidence', '0002_custody_is_append_only'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BatesSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=10)),
                ('last', models.PositiveIntegerField(default=0, editable=False)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bates_series', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='ExhibitLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('reserved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exhibit_labels', to='cases.case')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exhibit_label', to='evidence.item')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Packet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(help_text='Such as “Motion for early discovery”', max_length=120)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packets', to='cases.case')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='BatesRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.PositiveIntegerField(editable=False)),
                ('last', models.PositiveIntegerField(editable=False)),
                ('reserved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.file')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ranges', to='documents.batesseries')),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bates_ranges', to='documents.packet')),
            ],
            options={
                'ordering': ['first'],
            },
        ),
        migrations.CreateModel(
            name='PacketEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(help_text='Such as “Motion for early discovery”', max_length=120)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.packet')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PacketExhibit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packet_places', to='evidence.item')),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exhibits', to='documents.packet')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='packet',
            name='items',
            field=models.ManyToManyField(related_name='packets', through='documents.PacketExhibit', to='evidence.item'),
        ),
        migrations.CreateModel(
            name='PacketVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Working'), ('done', 'Ready'), ('failed', 'Did not finish'), ('stopped', 'Stopped')], default='waiting', editable=False, max_length=8)),
                ('attempt', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('done', models.PositiveIntegerField(default=0, editable=False)),
                ('total', models.PositiveIntegerField(default=0, editable=False)),
                ('unit', models.CharField(default='steps', editable=False, max_length=24)),
                ('stage', models.CharField(blank=True, editable=False, max_length=120)),
                ('stop_asked', models.BooleanField(default=False, editable=False)),
                ('error', models.CharField(blank=True, editable=False, max_length=500)),
                ('requested_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(editable=False, max_length=120)),
                ('caption', models.CharField(editable=False, help_text='The matter, as printed', max_length=200)),
                ('firm_name', models.CharField(editable=False, max_length=120)),
                ('custody_seq', models.PositiveBigIntegerField(default=0, editable=False)),
                ('custody_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('made_with', models.CharField(blank=True, editable=False, max_length=120)),
                ('pages', models.PositiveIntegerField(default=0, editable=False)),
                ('blob', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.blob')),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.packet')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ExhibitPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('label_number', models.PositiveIntegerField()),
                ('item_ref', models.CharField(max_length=12)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField(help_text='Bytes')),
                ('media_type', models.CharField(max_length=100)),
                ('title', models.CharField(max_length=200)),
                ('source', models.CharField(help_text='The account it concerns, neutrally', max_length=400)),
                ('address', models.CharField(blank=True, max_length=2000)),
                ('posted', models.CharField(max_length=200)),
                ('captured', models.CharField(max_length=300)),
                ('words', models.TextField(blank=True, help_text='Laid unseen over a picture, for search')),
                ('is_sealed', models.BooleanField(default=False)),
                ('is_distressing', models.BooleanField(default=False)),
                ('kind', models.CharField(choices=[('content', 'Shown'), ('lodged', 'Described here, lodged as a file'), ('sealed', 'Lodged under seal, not shown')], default='content', editable=False, max_length=7)),
                ('pages', models.PositiveIntegerField(default=0, editable=False)),
                ('bates_prefix', models.CharField(blank=True, editable=False, max_length=10)),
                ('bates_first', models.PositiveIntegerField(editable=False, null=True)),
                ('bates_last', models.PositiveIntegerField(editable=False, null=True)),
                ('note', models.CharField(blank=True, editable=False, max_length=300)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.file')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='evidence.item')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='documents.packetversion')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ChronologyLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('stated', models.CharField(help_text='When, in words', max_length=200)),
                ('summary', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=400)),
                ('exhibits', models.ManyToManyField(related_name='chronology_lines', to='documents.exhibitplacement')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chronology', to='documents.packetversion')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packet',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_packetevent" ("case_id", "id", "made_at", "made_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "uuid") VALUES (NEW."case_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."uuid"); RETURN NULL;', hash='b42f16ab9cfffddbd9f024573140db501fcaeb06', operation='INSERT', pgid='pgtrigger_insert_insert_7b562', table='documents_packet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_packetevent" ("case_id", "id", "made_at", "made_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "uuid") VALUES (NEW."case_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."uuid"); RETURN NULL;', hash='100fd080ab8e0e4d66568a5a3beaf02f0a605cd6', operation='UPDATE', pgid='pgtrigger_update_update_b005c', table='documents_packet', when='AFTER')),
        ),
        AddConstraints({
            'batesseries': [
                models.CheckConstraint(condition=models.Q(('prefix__regex', '^[A-Z]{2,10}$')), name='bates_prefix_is_capitals'),
            ],
            'exhibitlabel': [
                models.UniqueConstraint(fields=('case', 'number'), name='label_once_per_case'),
            ],
            'batesrange': [
                models.UniqueConstraint(fields=('series', 'first'), name='bates_first_once'),
                models.UniqueConstraint(fields=('series', 'last'), name='bates_last_once'),
                models.CheckConstraint(condition=models.Q(('first__gt', 0), ('first__lte', models.F('last'))), name='bates_range_runs_forward'),
            ],
            'packetexhibit': [
                models.UniqueConstraint(fields=('packet', 'item'), name='item_once_in_a_packet'),
                models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('packet', 'position'), name='one_exhibit_per_position'),
            ],
            'packet': [
                models.UniqueConstraint(fields=('case', 'number'), name='packet_number_once'),
            ],
            'packetversion': [
                models.UniqueConstraint(fields=('packet', 'number'), name='packet_version_number_once'),
                models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('packet',), name='one_build_of_a_packet_at_a_time'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('blob__isnull', False), ('pages__gt', 0)), _connector='OR'), name='ready_packet_has_its_file'),
            ],
            'exhibitplacement': [
                models.UniqueConstraint(fields=('version', 'position'), name='placement_has_its_place'),
                models.UniqueConstraint(fields=('version', 'item'), name='item_placed_once'),
                models.UniqueConstraint(fields=('version', 'label_number'), name='label_placed_once'),
            ],
            'chronologyline': [
                models.UniqueConstraint(fields=('version', 'position'), name='chronology_line_has_its_place'),
            ],
        }),
    ]
