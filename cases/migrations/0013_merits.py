"""An attorney's certificate of the merits is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE TRIGGER recorded_stays BEFORE UPDATE OR DELETE ON cases_meritscertificate
    FOR EACH ROW EXECUTE FUNCTION recorded_stays();
CREATE TRIGGER recorded_stays_whole BEFORE TRUNCATE ON cases_meritscertificate
    FOR EACH STATEMENT EXECUTE FUNCTION recorded_stays();
ALTER TABLE cases_meritscertificate ENABLE ALWAYS TRIGGER recorded_stays;
ALTER TABLE cases_meritscertificate ENABLE ALWAYS TRIGGER recorded_stays_whole;
"""
UNGUARD = """
DROP TRIGGER recorded_stays ON cases_meritscertificate;
DROP TRIGGER recorded_stays_whole ON cases_meritscertificate;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_safety_questions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MeritsCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claims', models.TextField(help_text='Each claim with its elements and proof', max_length=8000)),
                ('weaknesses', models.TextField(help_text='What the other side will say', max_length=8000)),
                ('forum', models.CharField(help_text='The court, and why it is the right one', max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merits_certificates', to='cases.case')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
