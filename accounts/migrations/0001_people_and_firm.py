"""People with their roles, the firm, invitations, how each person may safely be reached."""

import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(choices=[('client', 'Client'), ('paralegal', 'Paralegal'), ('attorney', 'Attorney'), ('supervisor', 'Supervising attorney'), ('administrator', 'Administrator')], max_length=16)),
                ('is_active', models.BooleanField(default=True)),
                ('theme', models.CharField(blank=True, choices=[('', 'As the device'), ('light', 'Light'), ('dark', 'Dark')], default='', max_length=8)),
                ('time_zone', models.CharField(default='America/Los_Angeles', max_length=64)),
                ('shortcuts', models.BooleanField(default=True, help_text='j, k, x, / and ? on lists', verbose_name='single-key shortcuts')),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Firm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('only', models.BooleanField(default=True, editable=False, unique=True)),
                ('name', models.CharField(default='Our firm', max_length=120)),
                ('neutral_name', models.CharField(default='Client area', help_text='Shown in browser tabs and history, so it should say nothing', max_length=40, verbose_name='name in client tabs')),
                ('address', models.TextField(blank=True, verbose_name='letterhead address')),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('exit_url', models.URLField(default='https://www.example.com/', help_text='A site anyone might have open, such as a weather site', verbose_name='address that “Leave this site” opens')),
                ('hours', models.CharField(blank=True, default='Monday to Friday, 9 to 5', max_length=120)),
                ('reply_working_days', models.PositiveSmallIntegerField(default=1, verbose_name='we reply within, working days')),
                ('time_zone', models.CharField(default='America/Los_Angeles', max_length=64)),
                ('second_person', models.CharField(choices=[('attorney', 'Another attorney'), ('staff', 'Another member of staff'), ('wait', 'The same attorney after waiting a day, with a reason')], default='attorney', help_text='When a serious safety flag is lifted, and when a time limit is confirmed. Filings never wait for it.', max_length=8, verbose_name='who agrees')),
                ('intake_open', models.BooleanField(default=True, verbose_name='the questionnaire is open')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='firm_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='HelpLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('number', models.CharField(max_length=40)),
                ('hours', models.CharField(blank=True, max_length=80)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='help_lines', to='accounts.firm')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='SafeContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('portal', 'Only this site'), ('email', 'Email'), ('phone', 'Phone call'), ('text', 'Text message'), ('none', 'Do not contact')], default='portal', max_length=8)),
                ('email_sealed', models.BinaryField(default=bytes)),
                ('phone_sealed', models.BinaryField(default=bytes)),
                ('code_word_sealed', models.BinaryField(default=bytes)),
                ('email_safe', models.BooleanField(default=False, help_text='Only the client reads this address')),
                ('voicemail_ok', models.BooleanField(default=False, help_text='We may leave a message')),
                ('text_ok', models.BooleanField(default=False, help_text='We may send a text message')),
                ('may_say_who', models.BooleanField(default=False, help_text='We may say who we are')),
                ('device_unsafe', models.BooleanField(default=False, help_text='Others may see the device')),
                ('times', models.CharField(blank=True, help_text='Safe days and hours', max_length=200)),
                ('subject', models.CharField(default='Your appointment', help_text='Neutral subject line', max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Counts the changes, whoever made them')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='safe_contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='accounts.safecontact'),
        ),
        migrations.CreateModel(
            name='FirmJurisdiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Such as US-CA or GB-ENG', max_length=12)),
                ('name', models.CharField(max_length=80)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jurisdictions', to='accounts.firm')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('firm', 'code'), name='firm_jurisdiction_once')],
            },
        ),
        migrations.CreateModel(
            name='KnownBrowser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as Chrome on Windows', max_length=40)),
                ('first_at', models.DateTimeField(auto_now_add=True)),
                ('last_at', models.DateTimeField(auto_now=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_browsers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-last_at'],
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='a_browser_once')],
            },
        ),
        AddConstraints({
            'user': [
                models.CheckConstraint(condition=models.Q(('role__in', ['client', 'paralegal', 'attorney', 'supervisor', 'administrator'])), name='user_has_a_known_role'),
                models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower_case'),
            ],
        }),
    ]
