"""Vaults and their blobs, items with their files and receipts, and the chain of custody."""

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
        ('cases', '0001_the_matter'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Vault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('recovery_wrapped_key', models.BinaryField(null=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('shredded_at', models.DateTimeField(editable=False, null=True)),
                ('case', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vault', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CustodyHead',
            fields=[
                ('vault', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='custody_head', serialize=False, to='evidence.vault')),
                ('seq', models.PositiveBigIntegerField(editable=False)),
                ('hash', models.CharField(editable=False, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='CustodyEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('received', 'Received'), ('received_again', 'The same bytes were received again'), ('stored', 'Original stored, read-only'), ('case_opened', 'Taken over into the case'), ('released', 'Released for viewing'), ('locked', 'Locked'), ('sensitivity_set', 'Handling changed'), ('derivative_made', 'Picture for viewing made'), ('verified', 'Checked: unchanged'), ('mismatch', 'Checked: NOT the bytes we received'), ('original_downloaded', 'Original downloaded'), ('linked', 'Linked to an incident'), ('unlinked', 'Link to an incident removed'), ('hidden', 'Hidden, sent by mistake'), ('shown', 'Shown again'), ('withdrawn', 'Withdrawn by the sender and erased'), ('included_in_packet', 'Included in a packet'), ('cited_in_letter', 'Cited in an approved letter')], editable=False, max_length=24)),
                ('actor', models.CharField(editable=False, help_text='user:<uuid>, party:<uuid>, visitor or system', max_length=48)),
                ('subject', models.UUIDField(editable=False, help_text='The item, if it is about one', null=True)),
                ('data', models.TextField(editable=False, help_text='Ids, digests and codes as canonical JSON')),
                ('seq', models.PositiveBigIntegerField(editable=False)),
                ('prev', models.CharField(editable=False, max_length=64)),
                ('hash', models.CharField(editable=False, max_length=64)),
                ('canonical', models.TextField(editable=False)),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('db_user', models.CharField(editable=False, max_length=63)),
                ('vault', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='evidence.vault')),
            ],
        ),
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sha256', models.CharField(editable=False, help_text='Of the bytes as received', max_length=64)),
                ('stored_sha256', models.CharField(editable=False, help_text='Of the sealed bytes; their name on disk', max_length=64)),
                ('size', models.PositiveBigIntegerField(editable=False, help_text='Bytes as received')),
                ('wrapped_key', models.BinaryField(null=True)),
                ('kept_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('checked_at', models.DateTimeField(editable=False, null=True)),
                ('altered_at', models.DateTimeField(editable=False, null=True)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('vault', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blobs', to='evidence.vault')),
            ],
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('original', 'Original'), ('preview', 'Picture for viewing'), ('thumbnail', 'Small picture'), ('rendition', 'Prepared for print')], max_length=9)),
                ('name', models.CharField(help_text="The original's as received", max_length=255)),
                ('media_type', models.CharField(help_text='Judged from the bytes', max_length=100)),
                ('width', models.PositiveIntegerField(help_text='Pixels, of pictures we made', null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('made_by', models.CharField(blank=True, help_text='Program that made it', max_length=40)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='evidence.blob')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='derivatives', to='evidence.file')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FilesAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('question', models.CharField(editable=False, max_length=200)),
                ('answer', models.CharField(choices=[('no', 'No'), ('yes', 'Yes'), ('unsure', 'I am not sure')], editable=False, max_length=6)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(editable=False, help_text='None for someone without a sign-in', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files_answers', to='cases.case')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Inspection',
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
                ('problem', models.CharField(blank=True, editable=False, max_length=12)),
                ('width', models.PositiveIntegerField(default=0, editable=False, help_text='Pixels or points')),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('pages', models.PositiveIntegerField(default=0, editable=False)),
                ('taken', models.CharField(blank=True, editable=False, help_text='EXIF, 2026:10:07 08:02:11', max_length=19)),
                ('taken_offset', models.CharField(blank=True, editable=False, max_length=6)),
                ('has_location', models.BooleanField(default=False, editable=False)),
                ('is_active', models.BooleanField(default=False, editable=False, help_text='A PDF that carries scripts, launches or files')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='inspection', to='evidence.file')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('captured_words', models.CharField(blank=True, help_text='The words as seen', max_length=200)),
                ('captured_from', models.DateTimeField(blank=True, null=True)),
                ('captured_to', models.DateTimeField(blank=True, null=True)),
                ('captured_zone', models.CharField(blank=True, help_text='IANA zone, empty if unknown', max_length=64)),
                ('captured_precision', models.CharField(choices=[('exact', 'exact time'), ('minute', 'to the minute'), ('day', 'exact day'), ('month', 'month'), ('about', 'about'), ('between', 'between'), ('before', 'before'), ('after', 'after'), ('unknown', 'not known')], default='unknown', max_length=8)),
                ('captured_source', models.CharField(choices=[('page', 'shown on the page'), ('metadata', 'from metadata'), ('client', 'client says'), ('staff', 'entered by staff'), ('server', 'our server'), ('none', 'no source')], default='none', max_length=8)),
                ('captured_earliest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('captured_latest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('description', models.TextField(blank=True, help_text='Also read out to those who cannot see the picture', max_length=4000)),
                ('address', models.URLField(blank=True, max_length=2000, verbose_name='link')),
                ('captured_by', models.CharField(blank=True, max_length=120)),
                ('sensitivity', models.CharField(choices=[('normal', 'Ordinary'), ('graphic', 'Distressing: covered until asked for'), ('privileged', 'Privileged: never leaves the firm'), ('intimate', 'Intimate: nobody opens it until it is released'), ('minor', 'May show a minor: locked')], default='normal', editable=False, max_length=10)),
                ('before_lock', models.CharField(blank=True, choices=[('normal', 'Ordinary'), ('graphic', 'Distressing: covered until asked for'), ('privileged', 'Privileged: never leaves the firm'), ('intimate', 'Intimate: nobody opens it until it is released'), ('minor', 'May show a minor: locked')], editable=False, help_text='How a locked item was handled before', max_length=10)),
                ('state', models.CharField(choices=[('received', 'Needs review'), ('reviewed', 'Reviewed'), ('set_aside', 'Set aside')], default='received', max_length=9)),
                ('arrived_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('released_at', models.DateTimeField(editable=False, null=True)),
                ('hidden_at', models.DateTimeField(editable=False, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='cases.onlineaccount')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='cases.case')),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='file',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='evidence.item'),
        ),
        migrations.CreateModel(
            name='ItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('captured_words', models.CharField(blank=True, help_text='The words as seen', max_length=200)),
                ('captured_from', models.DateTimeField(blank=True, null=True)),
                ('captured_to', models.DateTimeField(blank=True, null=True)),
                ('captured_zone', models.CharField(blank=True, help_text='IANA zone, empty if unknown', max_length=64)),
                ('captured_precision', models.CharField(choices=[('exact', 'exact time'), ('minute', 'to the minute'), ('day', 'exact day'), ('month', 'month'), ('about', 'about'), ('between', 'between'), ('before', 'before'), ('after', 'after'), ('unknown', 'not known')], default='unknown', max_length=8)),
                ('captured_source', models.CharField(choices=[('page', 'shown on the page'), ('metadata', 'from metadata'), ('client', 'client says'), ('staff', 'entered by staff'), ('server', 'our server'), ('none', 'no source')], default='none', max_length=8)),
                ('captured_earliest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('captured_latest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('description', models.TextField(blank=True, help_text='Also read out to those who cannot see the picture', max_length=4000)),
                ('address', models.URLField(blank=True, max_length=2000, verbose_name='link')),
                ('captured_by', models.CharField(blank=True, max_length=120)),
                ('sensitivity', models.CharField(choices=[('normal', 'Ordinary'), ('graphic', 'Distressing: covered until asked for'), ('privileged', 'Privileged: never leaves the firm'), ('intimate', 'Intimate: nobody opens it until it is released'), ('minor', 'May show a minor: locked')], default='normal', editable=False, max_length=10)),
                ('before_lock', models.CharField(blank=True, choices=[('normal', 'Ordinary'), ('graphic', 'Distressing: covered until asked for'), ('privileged', 'Privileged: never leaves the firm'), ('intimate', 'Intimate: nobody opens it until it is released'), ('minor', 'May show a minor: locked')], editable=False, help_text='How a locked item was handled before', max_length=10)),
                ('state', models.CharField(choices=[('received', 'Needs review'), ('reviewed', 'Reviewed'), ('set_aside', 'Set aside')], default='received', max_length=9)),
                ('arrived_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('released_at', models.DateTimeField(editable=False, null=True)),
                ('hidden_at', models.DateTimeField(editable=False, null=True)),
                ('account', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.onlineaccount')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case')),
                ('hidden_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.item')),
                ('released_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ItemIncident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='item_links', to='cases.incident')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incident_links', to='evidence.item')),
            ],
        ),
        migrations.AddField(
            model_name='item',
            name='incidents',
            field=models.ManyToManyField(related_name='items', through='evidence.ItemIncident', to='cases.incident'),
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('captured_words', models.CharField(blank=True, help_text='The words as seen', max_length=200)),
                ('captured_from', models.DateTimeField(blank=True, null=True)),
                ('captured_to', models.DateTimeField(blank=True, null=True)),
                ('captured_zone', models.CharField(blank=True, help_text='IANA zone, empty if unknown', max_length=64)),
                ('captured_precision', models.CharField(choices=[('exact', 'exact time'), ('minute', 'to the minute'), ('day', 'exact day'), ('month', 'month'), ('about', 'about'), ('between', 'between'), ('before', 'before'), ('after', 'after'), ('unknown', 'not known')], default='unknown', max_length=8)),
                ('captured_source', models.CharField(choices=[('page', 'shown on the page'), ('metadata', 'from metadata'), ('client', 'client says'), ('staff', 'entered by staff'), ('server', 'our server'), ('none', 'no source')], default='none', max_length=8)),
                ('captured_earliest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('captured_latest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('staff', 'Added by the firm'), ('client', 'Sent by the client from her page'), ('enquiry', 'Sent with the enquiry')], max_length=8)),
                ('name', models.CharField(help_text='File name as received', max_length=255)),
                ('obtained', models.CharField(choices=[('client_device', "Client's own device or account"), ('firm_capture', 'Captured by the firm on a public page'), ('witness', 'Given by a witness'), ('platform_export', 'Exported from the platform'), ('mail', 'Received by e-mail or post'), ('authority', 'From police, court or platform'), ('unknown', 'Not known yet')], default='unknown', max_length=16)),
                ('captured_by', models.CharField(blank=True, max_length=120)),
                ('address', models.URLField(blank=True, max_length=2000)),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='evidence.blob')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
                ('vault', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='evidence.vault')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
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
        migrations.AddIndex(
            model_name='custodyentry',
            index=models.Index(fields=['subject', '-seq'], name='custody_of_an_item'),
        ),
        AddConstraints({
            'vault': [
                models.CheckConstraint(condition=models.Q(models.Q(('recovery_wrapped_key__isnull', False), ('shredded_at', None), ('wrapped_key__isnull', False)), models.Q(('case', None), ('recovery_wrapped_key', None), ('shredded_at__isnull', False), ('wrapped_key', None)), _connector='OR'), name='vault_key_until_shredded'),
            ],
            'custodyentry': [
                models.UniqueConstraint(fields=('vault', 'seq'), name='custody_numbered_once'),
                models.CheckConstraint(condition=models.Q(('act__in', ['received', 'received_again', 'stored', 'case_opened', 'released', 'locked', 'sensitivity_set', 'derivative_made', 'verified', 'mismatch', 'original_downloaded', 'linked', 'unlinked', 'hidden', 'shown', 'withdrawn', 'included_in_packet', 'cited_in_letter'])), name='custody_act_is_known'),
                models.CheckConstraint(condition=models.Q(('actor__regex', '^(system|visitor|(user|party):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$')), name='custody_actor_is_an_id'),
            ],
            'blob': [
                models.UniqueConstraint(condition=models.Q(('altered_at', None), ('erased_at', None)), fields=('vault', 'sha256'), name='same_bytes_kept_once_per_vault'),
                models.UniqueConstraint(fields=('vault', 'stored_sha256'), name='stored_name_once_per_vault'),
                models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='blob_not_empty'),
                models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), ('wrapped_key__isnull', False)), models.Q(('erased_at__isnull', False), ('wrapped_key', None)), _connector='OR'), name='blob_key_until_erased'),
            ],
            'file': [
                models.UniqueConstraint(condition=models.Q(('role', 'original')), fields=('item',), name='one_original_per_item'),
                models.UniqueConstraint(condition=models.Q(('role', 'original'), _negated=True), fields=('parent', 'role', 'made_by'), name='made_once_by_each_program'),
                models.CheckConstraint(condition=models.Q(models.Q(('parent', None), ('role', 'original')), models.Q(models.Q(('role', 'original'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='only_originals_have_no_parent'),
            ],
            'itemincident': [
                models.UniqueConstraint(fields=('item', 'incident'), name='item_shows_incident_once'),
            ],
            'item': [
                models.UniqueConstraint(fields=('case', 'number'), name='item_number_once'),
            ],
        }),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_itemevent" ("account_id", "address", "arrived_at", "before_lock", "captured_by", "captured_earliest", "captured_from", "captured_latest", "captured_precision", "captured_source", "captured_to", "captured_words", "captured_zone", "case_id", "description", "hidden_at", "hidden_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "sensitivity", "state", "title", "uuid") VALUES (NEW."account_id", NEW."address", NEW."arrived_at", NEW."before_lock", NEW."captured_by", NEW."captured_earliest", NEW."captured_from", NEW."captured_latest", NEW."captured_precision", NEW."captured_source", NEW."captured_to", NEW."captured_words", NEW."captured_zone", NEW."case_id", NEW."description", NEW."hidden_at", NEW."hidden_by_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."released_at", NEW."released_by_id", NEW."sensitivity", NEW."state", NEW."title", NEW."uuid"); RETURN NULL;', hash='19ee9612abafbd7ca3787757d7af5ed5ed8c9f37', operation='INSERT', pgid='pgtrigger_insert_insert_6232b', table='evidence_item', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_itemevent" ("account_id", "address", "arrived_at", "before_lock", "captured_by", "captured_earliest", "captured_from", "captured_latest", "captured_precision", "captured_source", "captured_to", "captured_words", "captured_zone", "case_id", "description", "hidden_at", "hidden_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "sensitivity", "state", "title", "uuid") VALUES (NEW."account_id", NEW."address", NEW."arrived_at", NEW."before_lock", NEW."captured_by", NEW."captured_earliest", NEW."captured_from", NEW."captured_latest", NEW."captured_precision", NEW."captured_source", NEW."captured_to", NEW."captured_words", NEW."captured_zone", NEW."case_id", NEW."description", NEW."hidden_at", NEW."hidden_by_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."released_at", NEW."released_by_id", NEW."sensitivity", NEW."state", NEW."title", NEW."uuid"); RETURN NULL;', hash='2482ce92fea7626ef1c5ce92eae34319875b8f96', operation='UPDATE', pgid='pgtrigger_update_update_81589', table='evidence_item', when='AFTER')),
        ),
    ]
