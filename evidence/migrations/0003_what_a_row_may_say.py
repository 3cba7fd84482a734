"""Columns hold one of their choices, and what was done says by whom and when.

Pages choose by these values what to show, hold back and send.
"""

from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_what_a_row_may_say'),
        ('evidence', '0002_custody_is_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='custodyentry',
            name='custody_act_is_known',
        ),
        AddConstraints({
            'blob': [
                models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), ('stored_sha256__regex', '^[0-9a-f]{64}$')), name='blob_is_named_by_digests'),
            ],
            'custodyentry': [
                models.CheckConstraint(condition=models.Q(('act__in', ['received', 'received_again', 'stored', 'case_opened', 'released', 'locked', 'sensitivity_set', 'derivative_made', 'verified', 'mismatch', 'original_downloaded', 'linked', 'unlinked', 'hidden', 'shown', 'withdrawn', 'included_in_packet', 'cited_in_letter'])), name='evidence_custodyentry_holds_known_values'),
            ],
            'file': [
                models.CheckConstraint(condition=models.Q(('role__in', ['original', 'preview', 'thumbnail', 'rendition'])), name='evidence_file_holds_known_values'),
            ],
            'filesanswer': [
                models.CheckConstraint(condition=models.Q(('answer__in', ['no', 'yes', 'unsure'])), name='evidence_filesanswer_holds_known_values'),
            ],
            'inspection': [
                models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'stopped'])), name='evidence_inspection_holds_known_values'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='evidence_inspection_runs_under_a_lease'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='evidence_inspection_failed_says_why'),
            ],
            'item': [
                models.CheckConstraint(condition=models.Q(('before_lock__in', ['normal', 'graphic', 'privileged', 'intimate', 'minor', '']), ('captured_precision__in', ['exact', 'minute', 'day', 'month', 'about', 'between', 'before', 'after', 'unknown']), ('captured_source__in', ['page', 'metadata', 'client', 'staff', 'server', 'none']), ('sensitivity__in', ['normal', 'graphic', 'privileged', 'intimate', 'minor']), ('state__in', ['received', 'reviewed', 'set_aside'])), name='evidence_item_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('captured_earliest', None), ('captured_latest', None), ('captured_earliest__lte', models.F('captured_latest')), _connector='OR'), name='evidence_item_captured_in_order'),
                models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='a_release_says_by_whom'),
                models.CheckConstraint(condition=models.Q(('before_lock', ''), ('sensitivity', 'minor'), _connector='OR'), name='only_what_is_locked_was_otherwise_before'),
            ],
            'receipt': [
                models.CheckConstraint(condition=models.Q(('captured_precision__in', ['exact', 'minute', 'day', 'month', 'about', 'between', 'before', 'after', 'unknown']), ('captured_source__in', ['page', 'metadata', 'client', 'staff', 'server', 'none']), ('channel__in', ['staff', 'client', 'enquiry']), ('obtained__in', ['client_device', 'firm_capture', 'witness', 'platform_export', 'mail', 'authority', 'unknown'])), name='evidence_receipt_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('captured_earliest', None), ('captured_latest', None), ('captured_earliest__lte', models.F('captured_latest')), _connector='OR'), name='evidence_receipt_captured_in_order'),
            ],
        }),
    ]
