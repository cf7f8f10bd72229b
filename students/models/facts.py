"""The facts of a graduate that figures depend on, kept with their history.

A figure printed in a published report must be recomputable later: school, residence and membership
are superseded, never overwritten. The columns of Graduate mirror the current row.
"""

from django.db import models
from django.db.models import Q

from accounts.columns import person
from audit.history import HistoryQuerySet
from districts.models import Commune, School
from students.models.graduate import Graduate


class GraduateFacts(models.Model):
    graduate = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, related_name="facts", verbose_name="học sinh"
    )
    is_member = models.BooleanField("thuộc danh sách tốt nghiệp", default=True)
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="trường THCS",
        db_index=False,
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="xã, phường, thị trấn",
        db_index=False,
    )
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người ghi")
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)
    batch_id = models.UUIDField("lần nhập", null=True, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = "dữ kiện tính số liệu"
        verbose_name_plural = "dữ kiện tính số liệu"
        constraints = [
            models.UniqueConstraint(
                fields=["graduate"],
                condition=Q(superseded_at__isnull=True),
                name="students_facts_one_current",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(superseded_at__gte=models.F("recorded_at")),
                name="students_facts_superseded_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.graduate_id} @ {self.recorded_at:%Y-%m-%d}"
