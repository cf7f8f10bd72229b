"""A further source: what an office settled between two institutions that claim one child."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("students", "0008_sign_offs")]

    operations = [
        migrations.AlterField(
            model_name="destination",
            name="source",
            field=models.CharField(
                choices=[
                    ("ROSTER", "Danh sách đang học"),
                    ("ON_BEHALF", "Nhập thay cơ sở"),
                    ("RECEIVING_SCHOOL", "Trường, cơ sở tiếp nhận"),
                    ("ORIGIN_SCHOOL", "Trường THCS"),
                    ("SURVEY", "Khảo sát của Phòng GD&ĐT"),
                    ("COMMUNE", "Địa phương"),
                    ("SETTLEMENT", "Phòng, Sở GD&ĐT thống nhất"),
                ],
                max_length=16,
                verbose_name="nguồn",
            ),
        ),
    ]
