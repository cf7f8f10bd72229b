"""Pupils on rosters already in the register who are no graduates of the cohort."""

from django.db import migrations
from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, Coalesce, Concat


def _text(field):
    return Concat(Coalesce(Cast(field, CharField()), Value("")), Value("/"))


def count_others(apps, schema_editor):
    child = Concat(
        F("name_key"), Value("|"), _text("birth_day"), _text("birth_month"), _text("birth_year")
    )
    rows = (
        apps.get_model("rosters", "RosterRow")
        .objects.filter(
            version__replaced_at__isnull=True,
            version__stage="STUDYING",
            version__roster__programme__in=("UPPER_SECONDARY", "CONTINUING"),
        )
        .exclude(status="match")
        .order_by()
        .values_list("version__roster__cohort_id", "version__roster__institution_id")
        .annotate(number=Count(child, distinct=True))
    )
    intake = apps.get_model("students", "IntakeCount").objects
    for cohort, school, number in rows:
        intake.update_or_create(cohort_id=cohort, school_id=school, defaults={"others": number})


class Migration(migrations.Migration):
    dependencies = [("rosters", "0002_append_only"), ("students", "0003_kept_sums")]

    operations = [migrations.RunPython(count_others, migrations.RunPython.noop)]
