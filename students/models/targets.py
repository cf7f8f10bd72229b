"""What the figures are held against: registered targets of districts, grade-10 quotas of
institutions.

Superseded, never overwritten, so that an earlier verdict can be recomputed.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import HistoryQuerySet
from districts.models import District, School
from domain.formats import count, decimal_text
from students.models.cohort import Cohort


class Target(models.Model):
    """The share of graduates a unit has undertaken to send to vocational institutions."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Mục tiêu Kế hoạch 134"
        REGISTERED = "registered", "Chỉ tiêu đăng ký"

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="targets"
    )
    percent = models.DecimalField(
        "tỷ lệ (%)",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", default=timezone.now)
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "district"],
                condition=Q(superseded_at__isnull=True, district__isnull=False),
                name="students_target_one_current",
                violation_error_message="Đơn vị này đã có chỉ tiêu cho năm này.",
            ),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(superseded_at__isnull=True, district__isnull=True),
                name="students_target_one_of_province",
                violation_error_message="Tỉnh đã có mục tiêu cho năm này.",
            ),
            models.CheckConstraint(
                condition=Q(kind="province", district__isnull=True)
                | Q(kind="registered", district__isnull=False),
                name="students_target_kind_fits_unit",
                violation_error_message="Chỉ tiêu đăng ký của huyện, mục tiêu chung của tỉnh.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="students_target_percent",
                violation_error_message="Tỷ lệ phải từ 0 đến 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district or 'Tỉnh Long An'}: {decimal_text(self.percent)}"


class Quota(models.Model):
    """Grade-10 seats the department assigned to an institution."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="quotas")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="quotas")
    seats = models.PositiveIntegerField("chỉ tiêu tuyển sinh lớp 10")
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", default=timezone.now)
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu tuyển sinh"
        verbose_name_plural = "chỉ tiêu tuyển sinh"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"],
                condition=Q(superseded_at__isnull=True),
                name="students_quota_one_current",
                violation_error_message="Trường này đã có chỉ tiêu cho năm này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {count(self.seats)}"
