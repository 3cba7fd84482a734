"""Drafts and enquiries with every answer given, and what became of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_throttle_counters'),
        ('cases', '0002_what_was_recorded_stays'),
        ('documents', '0004_labels_and_built_packets_stay'),
        ('evidence', '0002_custody_is_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThrottleCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('used', models.PositiveIntegerField(default=0)),
                ('ends_at', models.DateTimeField(db_index=True, help_text='When the window is over')),
            ],
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ref', models.CharField(editable=False, max_length=16, unique=True)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('reply_by', models.DateField(help_text='The day we promised an answer by')),
                ('urgency_rank', models.PositiveSmallIntegerField(default=2, editable=False, help_text='As triage last read it, 0 before all; orders lists')),
                ('state', models.CharField(choices=[('new', 'New'), ('asked', 'Waiting for an answer'), ('later', 'Later'), ('declined', 'Declined'), ('opened', 'Case opened'), ('withdrawn', 'Withdrawn')], default='new', editable=False, max_length=10)),
                ('about', models.CharField(blank=True, choices=[('me', 'Me'), ('other', 'Someone I look after or help'), ('business', 'A business or organisation')], max_length=16)),
                ('safe_now', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('adult', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I would rather not say')], max_length=16)),
                ('guardian_safe', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('guardian_name', models.CharField(blank=True, max_length=200)),
                ('ongoing', models.CharField(blank=True, choices=[('yes', 'It is still happening'), ('comes_and_goes', 'It comes and goes'), ('no', 'It has stopped'), ('unsure', 'I am not sure')], max_length=16)),
                ('sites', models.CharField(blank=True, max_length=200)),
                ('in_news', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('outlet', models.CharField(blank=True, max_length=200)),
                ('date_named', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('date_named_what', models.CharField(blank=True, max_length=200)),
                ('identity_theft', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('known', models.CharField(blank=True, choices=[('yes', 'Yes'), ('think_so', 'I think so'), ('no', 'No'), ('several', 'More than one person'), ('unsure', 'I am not sure')], max_length=16)),
                ('others_unknown', models.BooleanField(default=False)),
                ('contact', models.CharField(blank=True, choices=[('none', 'No'), ('asked_to_stop', 'Yes, I asked them to stop'), ('argue', 'Yes, we argue'), ('they_contact', 'They contact me'), ('unsure', 'I am not sure')], max_length=16)),
                ('order_or_report', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('order_details', models.CharField(blank=True, max_length=200)),
                ('court_papers', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('court_name', models.CharField(blank=True, max_length=200)),
                ('my_lawyer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('their_lawyer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I am not sure')], max_length=16)),
                ('summary_sealed', models.BinaryField(default=bytes)),
                ('tried_details', models.CharField(blank=True, max_length=300)),
                ('helped_age', models.CharField(blank=True, max_length=40)),
                ('called', models.CharField(blank=True, max_length=80)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('lives_in', models.CharField(blank=True, choices=[('US-AL', 'Alabama'), ('US-AK', 'Alaska'), ('US-AZ', 'Arizona'), ('US-AR', 'Arkansas'), ('US-CA', 'California'), ('US-CO', 'Colorado'), ('US-CT', 'Connecticut'), ('US-DE', 'Delaware'), ('US-DC', 'District of Columbia'), ('US-FL', 'Florida'), ('US-GA', 'Georgia'), ('US-HI', 'Hawaii'), ('US-ID', 'Idaho'), ('US-IL', 'Illinois'), ('US-IN', 'Indiana'), ('US-IA', 'Iowa'), ('US-KS', 'Kansas'), ('US-KY', 'Kentucky'), ('US-LA', 'Louisiana'), ('US-ME', 'Maine'), ('US-MD', 'Maryland'), ('US-MA', 'Massachusetts'), ('US-MI', 'Michigan'), ('US-MN', 'Minnesota'), ('US-MS', 'Mississippi'), ('US-MO', 'Missouri'), ('US-MT', 'Montana'), ('US-NE', 'Nebraska'), ('US-NV', 'Nevada'), ('US-NH', 'New Hampshire'), ('US-NJ', 'New Jersey'), ('US-NM', 'New Mexico'), ('US-NY', 'New York'), ('US-NC', 'North Carolina'), ('US-ND', 'North Dakota'), ('US-OH', 'Ohio'), ('US-OK', 'Oklahoma'), ('US-OR', 'Oregon'), ('US-PA', 'Pennsylvania'), ('US-PR', 'Puerto Rico'), ('US-RI', 'Rhode Island'), ('US-SC', 'South Carolina'), ('US-SD', 'South Dakota'), ('US-TN', 'Tennessee'), ('US-TX', 'Texas'), ('US-UT', 'Utah'), ('US-VT', 'Vermont'), ('US-VA', 'Virginia'), ('US-WA', 'Washington'), ('US-WV', 'West Virginia'), ('US-WI', 'Wisconsin'), ('US-WY', 'Wyoming'), ('US', 'United States, another place'), ('CA-ON', 'Ontario, Canada'), ('CA', 'Canada, another province'), ('GB-ENG', 'England or Wales'), ('GB-SCT', 'Scotland'), ('GB-NIR', 'Northern Ireland'), ('IE', 'Ireland'), ('AU', 'Australia'), ('NZ', 'New Zealand'), ('XX', 'Another country')], max_length=16)),
                ('happened_in', models.CharField(blank=True, choices=[('US-AL', 'Alabama'), ('US-AK', 'Alaska'), ('US-AZ', 'Arizona'), ('US-AR', 'Arkansas'), ('US-CA', 'California'), ('US-CO', 'Colorado'), ('US-CT', 'Connecticut'), ('US-DE', 'Delaware'), ('US-DC', 'District of Columbia'), ('US-FL', 'Florida'), ('US-GA', 'Georgia'), ('US-HI', 'Hawaii'), ('US-ID', 'Idaho'), ('US-IL', 'Illinois'), ('US-IN', 'Indiana'), ('US-IA', 'Iowa'), ('US-KS', 'Kansas'), ('US-KY', 'Kentucky'), ('US-LA', 'Louisiana'), ('US-ME', 'Maine'), ('US-MD', 'Maryland'), ('US-MA', 'Massachusetts'), ('US-MI', 'Michigan'), ('US-MN', 'Minnesota'), ('US-MS', 'Mississippi'), ('US-MO', 'Missouri'), ('US-MT', 'Montana'), ('US-NE', 'Nebraska'), ('US-NV', 'Nevada'), ('US-NH', 'New Hampshire'), ('US-NJ', 'New Jersey'), ('US-NM', 'New Mexico'), ('US-NY', 'New York'), ('US-NC', 'North Carolina'), ('US-ND', 'North Dakota'), ('US-OH', 'Ohio'), ('US-OK', 'Oklahoma'), ('US-OR', 'Oregon'), ('US-PA', 'Pennsylvania'), ('US-PR', 'Puerto Rico'), ('US-RI', 'Rhode Island'), ('US-SC', 'South Carolina'), ('US-SD', 'South Dakota'), ('US-TN', 'Tennessee'), ('US-TX', 'Texas'), ('US-UT', 'Utah'), ('US-VT', 'Vermont'), ('US-VA', 'Virginia'), ('US-WA', 'Washington'), ('US-WV', 'West Virginia'), ('US-WI', 'Wisconsin'), ('US-WY', 'Wyoming'), ('US', 'United States, another place'), ('CA-ON', 'Ontario, Canada'), ('CA', 'Canada, another province'), ('GB-ENG', 'England or Wales'), ('GB-SCT', 'Scotland'), ('GB-NIR', 'Northern Ireland'), ('IE', 'Ireland'), ('AU', 'Australia'), ('NZ', 'New Zealand'), ('XX', 'Another country'), ('unsure', 'I am not sure')], max_length=16)),
                ('language', models.CharField(blank=True, max_length=40)),
                ('needs_words', models.CharField(blank=True, max_length=200)),
                ('later_until', models.DateField(null=True)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiry', to='cases.case')),
                ('check_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='cases.conflictcheck')),
                ('safe_contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enquiry', to='accounts.safecontact')),
                ('vault', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiry', to='evidence.vault')),
            ],
            options={
                'verbose_name_plural': 'enquiries',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('lookup', models.CharField(editable=False, max_length=64, unique=True)),
                ('answers_sealed', models.BinaryField()),
                ('phrase_lookup', models.CharField(blank=True, editable=False, max_length=64)),
                ('token_sealed', models.BinaryField(default=bytes)),
                ('begun_at', models.DateTimeField(auto_now_add=True)),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('expires_at', models.DateTimeField()),
                ('enquiry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Declining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.TextField()),
                ('notice_version', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=1000)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('files_until', models.DateField(help_text='The person may fetch their files until this day')),
                ('erase_on', models.DateField(help_text='Answers and files are erased on this day')),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='declining', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('question', models.CharField(editable=False, max_length=200)),
                ('answer', models.CharField(choices=[('no', 'No'), ('yes', 'Yes'), ('unsure', 'I am not sure')], editable=False, max_length=6)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(editable=False, help_text='None for someone without a sign-in', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files_answers', to='intake.enquiry')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquiryChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('exposed', 'Someone may see'), ('what', 'What'), ('places', 'Where'), ('saved', 'Saved so far'), ('goals', 'What would help'), ('tried', 'Tried so far'), ('needs', 'Makes it easier')], max_length=24)),
                ('value', models.CharField(max_length=24)),
                ('rank', models.PositiveSmallIntegerField(help_text='From 1, in the order given')),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='intake.enquiry')),
            ],
            options={
                'ordering': ['question', 'rank'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=2000)),
                ('rank', models.PositiveSmallIntegerField()),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='intake.enquiry')),
            ],
            options={
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left', models.CharField(choices=[('new', 'New'), ('asked', 'Waiting for an answer'), ('later', 'Later'), ('declined', 'Declined'), ('opened', 'Case opened'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('entered', models.CharField(choices=[('new', 'New'), ('asked', 'Waiting for an answer'), ('later', 'Later'), ('declined', 'Declined'), ('opened', 'Case opened'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('self', 'The person asking'), ('business', 'Their business or employer'), ('helped', 'The person they help'), ('guardian', 'Parent or guardian'), ('other', 'Named by them'), ('my_lawyer', 'Their lawyer'), ('their_lawyer', 'Lawyer of the other side')], max_length=12)),
                ('kind', models.CharField(choices=[('person', 'A person'), ('account', 'An account name'), ('organisation', 'A business or group')], max_length=12)),
                ('text', models.CharField(max_length=200)),
                ('relation', models.CharField(blank=True, max_length=120)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stated_words', models.CharField(blank=True, help_text='The words as seen', max_length=200)),
                ('stated_from', models.DateTimeField(blank=True, null=True)),
                ('stated_to', models.DateTimeField(blank=True, null=True)),
                ('stated_zone', models.CharField(blank=True, help_text='IANA zone, empty if unknown', max_length=64)),
                ('stated_precision', models.CharField(choices=[('exact', 'exact time'), ('minute', 'to the minute'), ('day', 'exact day'), ('month', 'month'), ('about', 'about'), ('between', 'between'), ('before', 'before'), ('after', 'after'), ('unknown', 'not known')], default='unknown', max_length=8)),
                ('stated_source', models.CharField(choices=[('page', 'shown on the page'), ('metadata', 'from metadata'), ('client', 'client says'), ('staff', 'entered by staff'), ('server', 'our server'), ('none', 'no source')], default='none', max_length=8)),
                ('stated_earliest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('stated_latest', models.DateTimeField(blank=True, editable=False, null=True)),
                ('question', models.CharField(choices=[('began', 'Started'), ('first_seen', 'First seen'), ('date_named_when', 'The date'), ('court_date', 'First date in them')], max_length=24)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='times', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LawyerAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('my_lawyer', 'Their lawyer'), ('their_lawyer', 'Lawyer of the other side')], max_length=12)),
                ('known', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('asked', 'Asked: they do not know of any')], max_length=5)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lawyer_answers', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='NoticeTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.CharField(max_length=24)),
                ('version', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_ticks', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Query',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.CharField(max_length=500)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answer_sealed', models.BinaryField(default=bytes)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queries', to='intake.enquiry')),
            ],
            options={
                'verbose_name_plural': 'queries',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReachOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('asked', 'We asked something'), ('clear', 'The check is clear: the story and files may come'), ('declined', 'We cannot act')], max_length=8)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('done_by', models.ForeignKey(help_text='Nobody, where a neutral mail went out', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reach_outs', to='intake.enquiry')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReleasedLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.CharField(help_text='What the client reads about it', max_length=200)),
                ('sent_on', models.DateField(blank=True, help_text='The day it was sent for her', null=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='released_letters', to='cases.case')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='documents.letterversion')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SentByMistake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.blob')),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mistakes', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text_sealed', models.BinaryField()),
                ('written_at', models.DateTimeField(auto_now=True)),
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='story', to='intake.enquiry')),
            ],
            options={
                'verbose_name_plural': 'stories',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('files_erased', models.PositiveIntegerField(default=0)),
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='intake.enquiry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='enquiry',
            index=models.Index(fields=['state', 'id'], name='enquiries_by_state'),
        ),
        AddConstraints({
            'enquiry': [
                models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('state', 'opened')), models.Q(models.Q(('state', 'opened'), _negated=True), ('case', None)), _connector='OR'), name='an_opened_enquiry_has_its_case'),
                models.CheckConstraint(condition=models.Q(models.Q(('later_until__isnull', False), ('state', 'later')), models.Q(('state', 'later'), _negated=True), _connector='OR'), name='later_has_a_day'),
            ],
            'draft': [
                models.UniqueConstraint(condition=models.Q(('phrase_lookup', ''), _negated=True), fields=('phrase_lookup',), name='a_phrase_leads_to_one_draft'),
            ],
            'declining': [
                models.CheckConstraint(condition=models.Q(('files_until__lt', models.F('erase_on'))), name='files_are_fetchable_before_they_are_erased'),
            ],
            'enquirychoice': [
                models.UniqueConstraint(fields=('enquiry', 'question', 'value'), name='an_answer_is_ticked_once'),
            ],
            'enquirytime': [
                models.UniqueConstraint(fields=('enquiry', 'question'), name='one_time_per_question'),
            ],
            'noticetick': [
                models.UniqueConstraint(fields=('enquiry', 'notice'), name='a_notice_is_ticked_once'),
            ],
            'releasedletter': [
                models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('version',), name='a_letter_stands_once_on_her_page'),
            ],
            'sentbymistake': [
                models.UniqueConstraint(fields=('enquiry', 'blob'), name='a_file_is_taken_back_once'),
            ],
        }),
    ]
