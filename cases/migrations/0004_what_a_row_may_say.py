"""Columns hold one of their choices, and what was done says by whom and when.

Pages choose by these values what to show, hold back and send.
"""

from django.conf import settings
from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_what_a_row_may_say'),
        ('cases', '0003_answered_postings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddConstraints({
            'accessentry': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['viewed', 'searched', 'refused'])), name='cases_accessentry_holds_known_values'),
            ],
            'attribution': [
                models.CheckConstraint(condition=models.Q(('level__in', ['suspected', 'probable', 'established', 'admitted', 'court_ordered', 'rejected'])), name='cases_attribution_holds_known_values'),
            ],
            'case': [
                models.CheckConstraint(condition=models.Q(('focus__in', ['plan', 'evidence', 'identify', 'amicable', 'report', 'legal'])), name='cases_case_holds_known_values'),
            ],
            'casecategory': [
                models.CheckConstraint(condition=models.Q(('code__in', ['defamation', 'cyberstalking', 'threats', 'doxxing', 'impersonation', 'repeated_abuse', 'ncii', 'extortion', 'hate_discrimination', 'account_intrusion', 'false_reviews', 'swatting', 'media_publication'])), name='cases_casecategory_holds_known_values'),
            ],
            'caseending': [
                models.CheckConstraint(condition=models.Q(('outcome__in', ['resolved', 'settled', 'judgment', 'order_granted', 'order_denied', 'dismissed', 'withdrawn', 'referred', 'not_pursued', ''])), name='cases_caseending_holds_known_values'),
            ],
            'casestep': [
                models.CheckConstraint(condition=models.Q(('code__in', ['plan', 'evidence', 'identify', 'amicable', 'report', 'legal']), ('state__in', ['not_started', 'active', 'on_hold', 'complete', 'skipped'])), name='cases_casestep_holds_known_values'),
            ],
            'categorycorrection': [
                models.CheckConstraint(condition=models.Q(('code__in', ['defamation', 'cyberstalking', 'threats', 'doxxing', 'impersonation', 'repeated_abuse', 'ncii', 'extortion', 'hate_discrimination', 'account_intrusion', 'false_reviews', 'swatting', 'media_publication'])), name='cases_categorycorrection_holds_known_values'),
            ],
            'checkterm': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation', 'handle', 'email', 'phone', 'domain'])), name='cases_checkterm_holds_known_values'),
            ],
            'consent': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['engagement', 'do_not_engage', 'plan', 'contact', 'costs']), ('way__in', ['page', 'signed', 'read_out'])), name='cases_consent_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('paper__isnull', False), ('way', 'signed'), _connector='OR'), name='only_a_signed_paper_stands_for_the_words'),
            ],
            'contactpoint': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['address', 'email', 'phone', 'school', 'other'])), name='cases_contactpoint_holds_known_values'),
                models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='a_verified_address_says_by_whom'),
            ],
            'courtorder': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['protective_order', 'court_order', 'subpoena'])), name='cases_courtorder_holds_known_values'),
            ],
            'decision': [
                models.CheckConstraint(condition=models.Q(('outcome__in', ['clear', 'clear_with_screen', 'waiver_needed', 'declined'])), name='cases_decision_holds_known_values'),
            ],
            'hit': [
                models.CheckConstraint(condition=models.Q(('level__in', ['exact', 'probable', 'possible']), ('mark__in', ['open', 'same', 'not_same'])), name='cases_hit_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('mark', 'open'), models.Q(('marked_at__isnull', False), ('marked_by__isnull', False)), _connector='OR'), name='a_marked_hit_says_by_whom'),
            ],
            'identitycheck': [
                models.CheckConstraint(condition=models.Q(('way__in', ['code_word', 'in_person'])), name='cases_identitycheck_holds_known_values'),
            ],
            'incident': [
                models.CheckConstraint(condition=models.Q(('category__in', ['defamation', 'cyberstalking', 'threats', 'doxxing', 'impersonation', 'repeated_abuse', 'ncii', 'extortion', 'hate_discrimination', 'account_intrusion', 'false_reviews', 'swatting', 'media_publication', '']), ('direction__in', ['other_side', 'client', 'third_party']), ('online__in', ['live', 'removed', 'unsure', 'never']), ('posted_precision__in', ['exact', 'minute', 'day', 'month', 'about', 'between', 'before', 'after', 'unknown']), ('posted_source__in', ['page', 'metadata', 'client', 'staff', 'server', 'none']), ('review__in', ['submitted', 'reviewed', 'set_aside']), ('seen_precision__in', ['exact', 'minute', 'day', 'month', 'about', 'between', 'before', 'after', 'unknown']), ('seen_source__in', ['page', 'metadata', 'client', 'staff', 'server', 'none'])), name='cases_incident_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('posted_earliest', None), ('posted_latest', None), ('posted_earliest__lte', models.F('posted_latest')), _connector='OR'), name='cases_incident_posted_in_order'),
                models.CheckConstraint(condition=models.Q(('seen_earliest', None), ('seen_latest', None), ('seen_earliest__lte', models.F('seen_latest')), _connector='OR'), name='cases_incident_seen_in_order'),
                models.CheckConstraint(condition=models.Q(('review', 'submitted'), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='a_reviewed_incident_says_by_whom'),
            ],
            'message': [
                models.CheckConstraint(condition=models.Q(('from_client', False), ('copied_from', None), _connector='OR'), name='only_the_firm_copies_from_its_notes'),
            ],
            'name': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['legal', 'former', 'used', 'business'])), name='cases_name_holds_known_values'),
            ],
            'paper': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['engagement', 'do_not_engage', 'plan', 'contact', 'costs'])), name='cases_paper_holds_known_values'),
            ],
            'party': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation', 'doe'])), name='cases_party_holds_known_values'),
            ],
            'partyrole': [
                models.CheckConstraint(condition=models.Q(('code__in', ['client', 'adverse', 'suspected', 'witness', 'co_affected', 'employer', 'counsel', 'prior_counsel', 'platform', 'publisher', 'other'])), name='cases_partyrole_holds_known_values'),
            ],
            'reachchange': [
                models.CheckConstraint(condition=models.Q(('channel__in', ['portal', 'email', 'phone', 'text', 'none']), ('outcome__in', ['at_once', 'used', 'dropped', 'not_hers', 'replaced', ''])), name='cases_reachchange_holds_known_values'),
            ],
            'registerentry': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation', 'handle', 'email', 'phone', 'domain'])), name='cases_registerentry_holds_known_values'),
            ],
            'rolechange': [
                models.CheckConstraint(condition=models.Q(('code__in', ['client', 'adverse', 'suspected', 'witness', 'co_affected', 'employer', 'counsel', 'prior_counsel', 'platform', 'publisher', 'other', 'doe'])), name='cases_rolechange_holds_known_values'),
            ],
            'safetyanswer': [
                models.CheckConstraint(condition=models.Q(('question__in', ['danger_now', 'threatened', 'followed', 'knows_where', 'weapon', 'violent_before', 'order', 'images', 'extortion', 'minor', 'device']), ('reply__in', ['yes', 'no', 'unsure', 'not_asked'])), name='cases_safetyanswer_holds_known_values'),
            ],
            'safetyflag': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['immediate_danger', 'credible_threat', 'stalking', 'physical_proximity', 'weapon', 'prior_violence', 'ncii', 'sextortion', 'minor_involved', 'protective_order'])), name='cases_safetyflag_holds_known_values'),
            ],
            'safetyscreening': [
                models.CheckConstraint(condition=models.Q(('way__in', ['questionnaire', 'phone', 'in_person'])), name='cases_safetyscreening_holds_known_values'),
            ],
            'statement': [
                models.CheckConstraint(condition=models.Q(('kind__in', ['fact', 'opinion', 'threat', 'private']), ('not_actionable__in', ['true', 'privileged', 'opinion', 'consented', '']), ('review__in', ['submitted', 'reviewed', 'set_aside'])), name='cases_statement_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('review', 'submitted'), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='a_reviewed_statement_says_by_whom'),
            ],
            'stepsentence': [
                models.CheckConstraint(condition=models.Q(('state__in', ['not_started', 'active', 'on_hold', 'complete', 'skipped', '']), ('step__in', ['plan', 'evidence', 'identify', 'amicable', 'report', 'legal'])), name='cases_stepsentence_holds_known_values'),
            ],
            'steptransition': [
                models.CheckConstraint(condition=models.Q(('emergency__in', ['emergency_order', 'limitation_14_days', '']), ('entered__in', ['not_started', 'active', 'on_hold', 'complete', 'skipped']), ('left__in', ['not_started', 'active', 'on_hold', 'complete', 'skipped']), ('reason_code__in', ['safety_risk', 'stalking_or_threats', 'ncii_or_extortion', 'protective_order_in_force', 'harasser_unknown', 'represented_party', 'limitation_imminent', 'media_defendant_statutory_notice_instead', 'harasser_is_minor', 'law_enforcement_asked_to_hold', 'client_declined', 'already_done_before_intake', 'content_already_removed', 'not_applicable_to_category', 'cost_disproportionate', 'platform_has_no_channel', 'already_known_and_admitted', 'resolved', 'merits_weak', 'other', ''])), name='cases_steptransition_holds_known_values'),
            ],
            'task': [
                models.CheckConstraint(condition=models.Q(('step__in', ['plan', 'evidence', 'identify', 'amicable', 'report', 'legal', ''])), name='cases_task_holds_known_values'),
                models.CheckConstraint(condition=models.Q(('done_at__isnull', False), models.Q(('done_by', None), ('not_needed_reason', '')), _connector='OR'), name='an_open_task_was_not_done'),
            ],
            'teammember': [
                models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_by__isnull', False), _connector='OR'), name='who_left_the_team_says_by_whom'),
            ],
            'timelimit': [
                models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='a_confirmed_limit_says_by_whom'),
                models.CheckConstraint(condition=models.Q(models.Q(('dismissed_by', None), ('dismissed_reason', '')), models.Q(('dismissed_by__isnull', False), models.Q(('dismissed_reason', ''), _negated=True)), _connector='OR'), name='a_limit_set_aside_says_why'),
            ],
            'wall': [
                models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='an_ended_wall_says_who_and_why'),
            ],
        }),
    ]
