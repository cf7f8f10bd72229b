"""Decisions of people about rows of rosters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit.append_only import protect, unprotect

TABLE = "rosters_linkdecision"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("rosters", "0003_other_pupils"),
        ("students", "0003_kept_sums"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="rosterrow",
            name="is_postponed",
            field=models.BooleanField(default=False, verbose_name="để sau"),
        ),
        migrations.AddField(
            model_name="rosterrow",
            name="machine_proposal",
            field=models.JSONField(blank=True, null=True, verbose_name="phần mềm đề xuất"),
        ),
        migrations.CreateModel(
            name="LinkDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_key", models.CharField(max_length=64, verbose_name="khóa của dòng")),
                ("row_facts", models.JSONField(verbose_name="dòng khi quyết định")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("accept", "Khớp"),
                            ("reject", "Không phải"),
                            ("later", "Để sau"),
                        ],
                        max_length=6,
                        verbose_name="quyết định",
                    ),
                ),
                (
                    "graduate_facts",
                    models.JSONField(blank=True, null=True, verbose_name="học sinh khi quyết định"),
                ),
                ("act_id", models.UUIDField(db_index=True, verbose_name="lần quyết định")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="thay thế lúc"),
                ),
                (
                    "graduate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link_decisions",
                        to="students.graduate",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người quyết định",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="rosters.roster",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thay thế",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định đối chiếu",
                "verbose_name_plural": "quyết định đối chiếu",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("choice", "accept"), ("superseded_at__isnull", True)),
                        fields=("roster", "row_key"),
                        name="rosters_decision_one_graduate",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("roster", "row_key", "graduate"),
                        name="rosters_decision_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "later"), ("graduate__isnull", True)),
                            models.Q(
                                models.Q(("choice", "later"), _negated=True),
                                ("graduate__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rosters_decision_names_graduate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by__isnull", True),
                            ("superseded_at__isnull", False),
                            _connector="OR",
                        ),
                        name="rosters_decision_superseded_pair",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect(TABLE), unprotect(TABLE)),
    ]
