"""Columns hold one of their choices, and what was done says by whom and when.

Pages choose by these values what to show, hold back and send.
"""

from django.db import migrations, models

from accounts.migrating import AddConstraints


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_throttle_counters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='user',
            name='user_has_a_known_role',
        ),
        AddConstraints({
            'firm': [
                models.CheckConstraint(condition=models.Q(('second_person__in', ['attorney', 'staff', 'wait'])), name='accounts_firm_holds_known_values'),
            ],
            'safecontact': [
                models.CheckConstraint(condition=models.Q(('channel__in', ['portal', 'email', 'phone', 'text', 'none'])), name='accounts_safecontact_holds_known_values'),
            ],
            'user': [
                models.CheckConstraint(condition=models.Q(('role__in', ['client', 'paralegal', 'attorney', 'supervisor', 'administrator']), ('theme__in', ['light', 'dark', ''])), name='accounts_user_holds_known_values'),
            ],
        }),
    ]
