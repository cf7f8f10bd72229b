"""The other side of a transfer, on the statement of either side."""

import django.db.models.deletion
from django.db import migrations, models

from audit.append_only import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0001_initial"),
        ("students", "0009_settlement_source"),
    ]

    operations = [
        migrations.RunPython(unprotect("students_destination"), protect("students_destination")),
        migrations.AddField(
            model_name="destination",
            name="other_school",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="districts.school",
                verbose_name="trường, cơ sở kia khi chuyển trường",
            ),
        ),
        migrations.AddIndex(
            model_name="destination",
            index=models.Index(
                condition=models.Q(
                    ("other_school__isnull", False), ("superseded_at__isnull", True)
                ),
                fields=["other_school"],
                name="students_destination_transfer",
            ),
        ),
        migrations.RunPython(protect("students_destination"), unprotect("students_destination")),
    ]
