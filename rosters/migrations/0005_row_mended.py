"""What somebody typed over cells of a row, kept with the row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rosters", "0004_link_decisions")]

    operations = [
        migrations.AddField(
            model_name="rosterrow",
            name="mended",
            field=models.JSONField(blank=True, null=True, verbose_name="ô sửa khi nhập"),
        ),
    ]
