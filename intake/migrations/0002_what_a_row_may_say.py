"""Columns hold one of their choices, and what was done says by whom and when.

Pages choose by these values what to show, hold back and send.
"""

from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_what_a_row_may_say'),
        ('cases', '0004_what_a_row_may_say'),
        ('documents', '0005_what_a_row_may_say'),
        ('evidence', '0003_what_a_row_may_say'),
        ('intake', '0001_enquiries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddConstraints({
            'enquiry': [
                models.CheckConstraint(condition=models.Q(('about__in', ['me', 'other', 'business', '']), ('adult__in', ['yes', 'no', 'unsure', '']), ('contact__in', ['none', 'asked_to_stop', 'argue', 'they_contact', 'unsure', '']), ('court_papers__in', ['yes', 'no', 'unsure', '']), ('date_named__in', ['yes', 'no', 'unsure', '']), ('guardian_safe__in', ['yes', 'no', 'unsure', '']), ('happened_in__in', ['US-AL', 'US-AK', 'US-AZ', 'US-AR', 'US-CA', 'US-CO', 'US-CT', 'US-DE', 'US-DC', 'US-FL', 'US-GA', 'US-HI', 'US-ID', 'US-IL', 'US-IN', 'US-IA', 'US-KS', 'US-KY', 'US-LA', 'US-ME', 'US-MD', 'US-MA', 'US-MI', 'US-MN', 'US-MS', 'US-MO', 'US-MT', 'US-NE', 'US-NV', 'US-NH', 'US-NJ', 'US-NM', 'US-NY', 'US-NC', 'US-ND', 'US-OH', 'US-OK', 'US-OR', 'US-PA', 'US-PR', 'US-RI', 'US-SC', 'US-SD', 'US-TN', 'US-TX', 'US-UT', 'US-VT', 'US-VA', 'US-WA', 'US-WV', 'US-WI', 'US-WY', 'US', 'CA-ON', 'CA', 'GB-ENG', 'GB-SCT', 'GB-NIR', 'IE', 'AU', 'NZ', 'XX', 'unsure', '']), ('identity_theft__in', ['yes', 'no', 'unsure', '']), ('in_news__in', ['yes', 'no', 'unsure', '']), ('known__in', ['yes', 'think_so', 'no', 'several', 'unsure', '']), ('lives_in__in', ['US-AL', 'US-AK', 'US-AZ', 'US-AR', 'US-CA', 'US-CO', 'US-CT', 'US-DE', 'US-DC', 'US-FL', 'US-GA', 'US-HI', 'US-ID', 'US-IL', 'US-IN', 'US-IA', 'US-KS', 'US-KY', 'US-LA', 'US-ME', 'US-MD', 'US-MA', 'US-MI', 'US-MN', 'US-MS', 'US-MO', 'US-MT', 'US-NE', 'US-NV', 'US-NH', 'US-NJ', 'US-NM', 'US-NY', 'US-NC', 'US-ND', 'US-OH', 'US-OK', 'US-OR', 'US-PA', 'US-PR', 'US-RI', 'US-SC', 'US-SD', 'US-TN', 'US-TX', 'US-UT', 'US-VT', 'US-VA', 'US-WA', 'US-WV', 'US-WI', 'US-WY', 'US', 'CA-ON', 'CA', 'GB-ENG', 'GB-SCT', 'GB-NIR', 'IE', 'AU', 'NZ', 'XX', '']), ('my_lawyer__in', ['yes', 'no', 'unsure', '']), ('ongoing__in', ['yes', 'comes_and_goes', 'no', 'unsure', '']), ('order_or_report__in', ['yes', 'no', 'unsure', '']), ('safe_now__in', ['yes', 'no', 'unsure', '']), ('state__in', ['new', 'asked', 'later', 'declined', 'opened', 'withdrawn']), ('their_lawyer__in', ['yes', 'no', 'unsure', ''])), name='intake_enquiry_holds_known_values'),
            ],
            'enquiryanswer': [
                models.CheckConstraint(condition=models.Q(('answer__in', ['no', 'yes', 'unsure'])), name='intake_enquiryanswer_holds_known_values'),
            ],
            'enquirychoice': [
                models.CheckConstraint(condition=models.Q(('question__in', ['exposed', 'what', 'places', 'saved', 'goals', 'tried', 'needs'])), name='intake_enquirychoice_holds_known_values'),
            ],
            'enquirymove': [
                models.CheckConstraint(condition=models.Q(('entered__in', ['new', 'asked', 'later', 'declined', 'opened', 'withdrawn']), ('left__in', ['new', 'asked', 'later', 'declined', 'opened', 'withdrawn'])), name='intake_enquirymove_holds_known_values'),
            ],
            'enquiryname': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'account', 'organisation']), ('side__in', ['self', 'business', 'helped', 'guardian', 'other', 'my_lawyer', 'their_lawyer'])), name='intake_enquiryname_holds_known_values'),
            ],
            'enquirytime': [
                models.CheckConstraint(condition=models.Q(('question__in', ['began', 'first_seen', 'date_named_when', 'court_date']), ('stated_precision__in', ['exact', 'minute', 'day', 'month', 'about', 'between', 'before', 'after', 'unknown']), ('stated_source__in', ['page', 'metadata', 'client', 'staff', 'server', 'none'])), name='intake_enquirytime_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('stated_earliest', None), ('stated_latest', None), ('stated_earliest__lte', models.F('stated_latest')), _connector='OR'), name='intake_enquirytime_stated_in_order'),
            ],
            'lawyeranswer': [
                models.CheckConstraint(condition=models.Q(('known__in', ['yes', 'no', 'asked']), ('side__in', ['my_lawyer', 'their_lawyer'])), name='intake_lawyeranswer_holds_known_values'),
            ],
            'reachout': [
                models.CheckConstraint(condition=models.Q(('why__in', ['asked', 'clear', 'declined'])), name='intake_reachout_holds_known_values'),
            ],
            'releasedletter': [
                models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='a_letter_taken_back_says_by_whom'),
            ],
        }),
    ]
