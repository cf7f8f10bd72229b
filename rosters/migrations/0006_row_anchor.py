"""Rows of lists that stand side by side on a sheet have one number: their names' cells differ."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rosters", "0005_row_mended")]

    operations = [
        migrations.AddField(
            model_name="rosterrow",
            name="anchor",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="ô họ tên"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="rosterrow", name="rosters_row_once"),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.UniqueConstraint(
                fields=["version", "sheet", "row_number", "anchor"], name="rosters_row_once"
            ),
        ),
    ]
