"""Letters: templates, versions in blocks with citations, checks, proofs, approvals."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_what_was_recorded_stays'),
        ('documents', '0001_packets_and_registers'),
        ('evidence', '0002_custody_is_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, help_text='Made with the form: sent twice, made once', unique=True)),
                ('kind', models.CharField(choices=[('amicable_request', 'Amicable request'), ('cease_desist', 'Cease and desist')], max_length=20)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.case')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.party')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CheckAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=24)),
                ('about', models.CharField(help_text='Digest of the words the finding is about', max_length=64)),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='documents.letter')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('subject', 'Subject'), ('paragraph', 'Paragraph'), ('heading', 'Heading'), ('quote', 'Quotation'), ('reason', 'What is wrong with a quotation'), ('demands', 'List of demands'), ('closing', 'Closing')], max_length=9)),
                ('text', models.TextField(blank=True, help_text='Of a quotation: the exact words as frozen')),
                ('statement', models.ForeignKey(help_text='What a quotation or its reason is about', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter_blocks', to='cases.statement')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text="The statement's exact words")),
                ('posted', models.CharField(blank=True, help_text='When, in words', max_length=200)),
                ('posted_by', models.CharField(blank=True, help_text='Account and platform', max_length=300)),
                ('locator', models.CharField(blank=True, help_text='Address or place', max_length=2000)),
                ('exhibit', models.CharField(blank=True, help_text='Such as E-0048', max_length=16)),
                ('needs_exhibit', models.BooleanField(default=True)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='evidence.item')),
                ('block', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='citation', to='documents.letterblock')),
            ],
        ),
        migrations.CreateModel(
            name='LetterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('change', models.CharField(help_text='What this save did', max_length=120)),
                ('letterhead', models.TextField(help_text="The firm's name and address, line by line")),
                ('addressee', models.TextField(help_text='Name and address of the recipient, line by line')),
                ('dated_on', models.DateField()),
                ('respond_by', models.DateField()),
                ('text', models.TextField(help_text='All of the letter as plain text')),
                ('text_sha256', models.CharField(max_length=64)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.onlineaccount')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.contactpoint')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.letter')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='LetterReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=500)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='documents.letterversion')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterDraft',
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
                ('respond_by', models.DateField(help_text='The day the draft asks for an answer by')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.onlineaccount')),
                ('contact_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.contactpoint')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='documents.letter')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='documents.letterversion')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='letterblock',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='documents.letterversion'),
        ),
        migrations.CreateModel(
            name='CheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('rule', models.CharField(max_length=24)),
                ('level', models.CharField(choices=[('must_fix', 'Must fix'), ('consider', 'Consider'), ('fine', 'Fine')], max_length=8)),
                ('absolute', models.BooleanField(default=False, help_text='No answer lifts it')),
                ('title', models.CharField(max_length=120)),
                ('sentence', models.CharField(max_length=500)),
                ('line', models.UUIDField(help_text='The block it is about', null=True)),
                ('about', models.CharField(blank=True, max_length=64)),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='documents.checkanswer')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='documents.letterversion')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Proof',
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
                ('text_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('draft_pdf', models.BinaryField(default=bytes)),
                ('draft_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('final_pdf', models.BinaryField(default=bytes)),
                ('final_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('pages', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('made_by', models.CharField(blank=True, help_text='Program that set it', max_length=40)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proof', to='documents.letterversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('text_sha256', models.CharField(max_length=64)),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('second_factor_at', models.DateTimeField(help_text='When the attorney gave a code')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='documents.letterversion')),
                ('proof', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='documents.proof')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='TemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('amicable_request', 'Amicable request'), ('cease_desist', 'Cease and desist')], max_length=20)),
                ('version', models.PositiveSmallIntegerField()),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='template_version_once')],
            },
        ),
        migrations.CreateModel(
            name='TemplatePassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('subject', 'Subject'), ('paragraph', 'Paragraph'), ('heading', 'Heading'), ('quote', 'Quotation'), ('reason', 'What is wrong with a quotation'), ('demands', 'List of demands'), ('closing', 'Closing')], max_length=9)),
                ('applies', models.CharField(help_text='Once, or for each statement of a kind', max_length=8)),
                ('text', models.TextField(blank=True)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='documents.templateversion')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='documents.templateversion'),
        ),
        migrations.CreateModel(
            name='ChosenStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.statement')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen', to='documents.letter')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'statement'), name='statement_chosen_once')],
            },
        ),
        migrations.CreateModel(
            name='ChosenClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('defamation', 'defamation'), ('false_light', 'false light'), ('private_facts', 'public disclosure of private facts'), ('harassment', 'harassment'), ('distress', 'intentional infliction of emotional distress'), ('impersonation', 'impersonation'), ('interference', 'interference with business relations')], max_length=16)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='documents.letter')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'code'), name='claim_chosen_once')],
            },
        ),
        AddConstraints({
            'checkanswer': [
                models.UniqueConstraint(fields=('letter', 'rule', 'about'), name='finding_answered_once'),
            ],
            'letterversion': [
                models.UniqueConstraint(fields=('letter', 'number'), name='letter_version_once'),
                models.CheckConstraint(condition=models.Q(('contact_point', None), ('account', None), _connector='OR'), name='letter_goes_one_way'),
            ],
            'letterdraft': [
                models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('letter',), name='one_draft_at_work_per_letter'),
            ],
            'letterblock': [
                models.UniqueConstraint(fields=('version', 'position'), name='block_position_once'),
                models.UniqueConstraint(fields=('version', 'line'), name='block_line_once'),
                models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['quote', 'reason']), ('statement__isnull', False)), models.Q(models.Q(('kind__in', ['quote', 'reason']), _negated=True), ('statement', None)), _connector='OR'), name='quotations_and_reasons_have_a_statement'),
            ],
            'checkresult': [
                models.UniqueConstraint(fields=('version', 'position'), name='check_position_once'),
            ],
            'templatepassage': [
                models.UniqueConstraint(fields=('template', 'position'), name='passage_position_once'),
            ],
        }),
    ]
