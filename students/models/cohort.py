"""The graduates of one school year: the denominator of every rate."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q


class Cohort(models.Model):
    year = models.PositiveSmallIntegerField("năm tốt nghiệp", unique=True)
    vocational_target = models.DecimalField(
        "mục tiêu Kế hoạch 134 (%)",
        max_digits=5,
        decimal_places=2,
        default=Decimal("20"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    legal_basis = models.CharField("căn cứ", max_length=200, default="Kế hoạch số 134/KH-UBND")
    counts_dual = models.BooleanField("tính học song hành vào tỷ lệ GDNN", default=True)
    dual_document = models.CharField("văn bản quy định cách tính", max_length=200, blank=True)
    is_open = models.BooleanField("đang mở", default=True)
    # Grows with every change of the graduates: whoever looked before sees that he looked too early.
    register_version = models.PositiveIntegerField(
        "phiên bản danh sách tốt nghiệp", default=0, editable=False
    )

    class Meta:
        verbose_name = "năm tốt nghiệp"
        verbose_name_plural = "năm tốt nghiệp"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vocational_target__gte=0, vocational_target__lte=100),
                name="students_cohort_target_percent",
                violation_error_message="Mục tiêu phải từ 0 đến 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"Năm tốt nghiệp {self.year}"
