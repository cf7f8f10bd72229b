"""What was brought in by a file: the batch, and every row as it stood in the sheet."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from districts.authority import Scope, ScopedQuerySet
from districts.models import District
from students.models import Cohort


class BatchKind(models.TextChoices):
    GRADUATES = "GRADUATES", "Danh sách tốt nghiệp"
    ROSTER = "ROSTER", "Danh sách đang học"


class BatchQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(district__in=scope.district_ids)

    def in_force(self) -> "BatchQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Batch(models.Model):
    """One file, as it was taken in. Undo closes it (`withdrawn_at`), nothing is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại", max_length=10, choices=BatchKind)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, verbose_name="năm tốt nghiệp")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name="huyện"
    )
    file_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    file = models.FileField("tệp gốc", upload_to="batches/%Y/", blank=True)
    imported_at = models.DateTimeField("nhập lúc")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người nhập",
    )
    withdrawn_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    counts = models.JSONField("số dòng", default=dict)
    notes = models.JSONField("ghi nhận khi đọc", default=list, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập"
        verbose_name_plural = "các lần nhập"
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.file_name


class Row(models.Model):
    """One row of the sheet: what was written, what was wrong with it, what became of it."""

    class State(models.TextChoices):
        CREATED = "CREATED", "Thêm mới"
        UPDATED = "UPDATED", "Thay đổi"
        UNCHANGED = "UNCHANGED", "Giữ nguyên"
        REJECTED = "REJECTED", "Không nhập"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField("trang tính", max_length=100)
    row_number = models.PositiveIntegerField("dòng")
    state = models.CharField("kết quả", max_length=9, choices=State)
    written = models.JSONField("nội dung", default=dict)
    issues = models.JSONField("vấn đề", default=list, blank=True)
    graduate_id = models.BigIntegerField("học sinh", null=True, blank=True)

    class Meta:
        verbose_name = "dòng đã nhập"
        verbose_name_plural = "các dòng đã nhập"
        indexes = [models.Index(fields=["batch", "state"], name="imports_row_by_state")]

    def __str__(self) -> str:
        return f"{self.sheet}, dòng {self.row_number}"
