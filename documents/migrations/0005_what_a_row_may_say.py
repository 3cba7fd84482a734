"""Columns hold one of their choices, and what was done says by whom and when.

Pages choose by these values what to show, hold back and send.
"""

from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_what_a_row_may_say'),
        ('documents', '0004_labels_and_built_packets_stay'),
        ('evidence', '0002_custody_is_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddConstraints({
            'checkresult': [
                models.CheckConstraint(condition=models.Q(('level__in', ['must_fix', 'consider', 'fine'])), name='documents_checkresult_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('absolute', False), ('answer', None), _connector='OR'), name='no_answer_lifts_an_absolute_rule'),
            ],
            'chosenclaim': [
                models.CheckConstraint(condition=models.Q(('code__in', ['defamation', 'false_light', 'private_facts', 'harassment', 'distress', 'impersonation', 'interference'])), name='documents_chosenclaim_holds_known_values'),
            ],
            'exhibitplacement': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['content', 'lodged', 'sealed'])), name='documents_exhibitplacement_holds_known_values'),
            ],
            'letter': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['amicable_request', 'cease_desist'])), name='documents_letter_holds_known_values'),
            ],
            'letterblock': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['subject', 'paragraph', 'heading', 'quote', 'reason', 'demands', 'closing'])), name='documents_letterblock_holds_known_values'),
            ],
            'letterdraft': [
                models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'stopped'])), name='documents_letterdraft_holds_known_values'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='documents_letterdraft_runs_under_a_lease'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='documents_letterdraft_failed_says_why'),
            ],
            'packetversion': [
                models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'stopped'])), name='documents_packetversion_holds_known_values'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='documents_packetversion_runs_under_a_lease'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='documents_packetversion_failed_says_why'),
            ],
            'proof': [
                models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'stopped'])), name='documents_proof_holds_known_values'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='documents_proof_runs_under_a_lease'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='documents_proof_failed_says_why'),
            ],
            'templatepassage': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['subject', 'paragraph', 'heading', 'quote', 'reason', 'demands', 'closing'])), name='documents_templatepassage_holds_known_values'),
            ],
            'templateversion': [
                models.CheckConstraint(condition=models.Q(('code__in', ['amicable_request', 'cease_desist'])), name='documents_templateversion_holds_known_values'),
            ],
        }),
    ]
