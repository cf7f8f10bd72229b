from collections import defaultdict

from django.db import migrations, models

from domain.names import fold
from domain.outcome import Place, Stage, Statement, derive

CHUNK = 2_000


def fill(apps, schema_editor):
    """Derive the day for those whose outcome is only reported, by the rule itself."""
    graduates = apps.get_model("students", "Graduate").objects
    reported = graduates.filter(evidence="REPORTED").order_by("pk")
    keys = list(reported.values_list("pk", flat=True))
    destinations = apps.get_model("students", "Destination").objects
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        said = defaultdict(list)
        current = destinations.filter(superseded_at__isnull=True, graduate__in=part)
        for destination in current.iterator(chunk_size=CHUNK):
            said[destination.graduate_id].append(_statement(destination))
        days = defaultdict(list)
        for pk in part:
            days[derive(said[pk]).reported_on].append(pk)
        for day, members in days.items():
            graduates.filter(pk__in=members).update(reported_on=day)


def _statement(destination):
    # Where a school lies decides the place, which the day does not follow from.
    school = destination.school_id
    return Statement(
        identity=destination.pk,
        programme=destination.programme,
        institution=str(school) if school else fold(destination.place_text),
        place=Place.NONE,
        stage=Stage(destination.stage),
        evidence=destination.evidence,
        stated_on=destination.stated_on,
        recorded_at=destination.recorded_at,
        ended_on=destination.ended_on,
        institution_id=school,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0001_initial"),
        ("students", "0005_attendance_from_an_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="graduate",
            name="reported_on",
            field=models.DateField(blank=True, null=True, verbose_name="khai báo ngày"),
        ),
        migrations.AddIndex(
            model_name="graduate",
            index=models.Index(
                fields=["cohort", "withdrawn_at", "reported_on", "school"],
                name="students_graduate_reported",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
