"""The order of the inbox for enquiries that came before ranks were kept."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import migrations

from cases.models.moments import read_moment
from intake.triage import Facts, triage

OPEN = ("new", "asked", "later")


def rank_them(apps: Any, schema_editor: Any) -> None:
    """Read each open enquiry once, as triage does."""
    del schema_editor
    rows = apps.get_model("intake", "Enquiry").objects.filter(state__in=OPEN)
    today = datetime.now(UTC).date()
    for row in rows.prefetch_related("choices", "times", "files_answers"):
        row.urgency_rank = triage(_facts(row), today=today).urgency.rank
        row.save(update_fields=["urgency_rank"])


def _facts(row: Any) -> Facts:
    days = {time.question: read_moment(time, "stated").first_day for time in row.times.all()}
    starts: list[date] = [day for day in (days.get("began"), days.get("first_seen")) if day]
    return Facts(
        safe_now=row.safe_now,
        adult=row.adult,
        guardian_safe=row.guardian_safe,
        in_news=row.in_news,
        court_papers=row.court_papers,
        what=frozenset(each.value for each in row.choices.all() if each.question == "what"),
        names_a_date=row.date_named == "yes",
        date_named=days.get("date_named_when"),
        court_date=days.get("court_date"),
        earliest_posting=min(starts, default=None),
        may_show_a_minor=any(given.answer != "no" for given in row.files_answers.all()),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_who_is_helped"),
    ]

    operations = [
        migrations.RunPython(rank_them, migrations.RunPython.noop),
    ]
