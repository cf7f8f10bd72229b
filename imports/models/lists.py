"""What was brought in by a file: the batch, and every row as it stood in the sheet; before that
the draft that is being checked, and what an office decided about words it writes.
"""

import uuid

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import Commune, District, School
from students.models import Cohort


class BatchKind(models.TextChoices):
    GRADUATES = "GRADUATES", "Danh sách tốt nghiệp"
    ROSTER = "ROSTER", "Danh sách đang học"
    SURVEY = "SURVEY", "Phiếu khảo sát theo lớp"


# Files that a school brings in as the one its graduates come from.
OF_ORIGIN = (BatchKind.GRADUATES, BatchKind.SURVEY)


def _of_sender(scope: Scope) -> Q:
    """Files of a district's units; of a school's own those of the side it is an officer of."""
    return (
        Q(district__in=scope.district_ids)
        | Q(kind__in=OF_ORIGIN, school__in=scope.origin_school_ids)
        | Q(kind=BatchKind.ROSTER, school__in=scope.receiving_school_ids)
    )


class BatchQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return _of_sender(scope)

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
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường gửi",
    )
    file_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    file = models.FileField("tệp gốc", upload_to="batches/%Y/", blank=True)
    imported_at = models.DateTimeField("nhập lúc")
    imported_by = person("người nhập", is_indexed=True)
    withdrawn_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    withdrawn_by = person("người hoàn tác")
    counts = models.JSONField("số dòng", default=dict)
    notes = models.JSONField("ghi nhận khi đọc", default=list, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập"
        verbose_name_plural = "các lần nhập"
        ordering = ["-imported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False),
                name="imports_batch_withdrawn_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class RowQuerySet(models.QuerySet):
    def in_force(self) -> "RowQuerySet":
        """Without those taken back: a batch may be undone and keep what was built upon since."""
        return self.filter(withdrawn_at__isnull=True)

    def brought(self) -> "RowQuerySet":
        """Those that made or changed a graduate."""
        return self.filter(state__in=(Row.State.CREATED, Row.State.UPDATED))


class Row(models.Model):
    """One row of the sheet: what was written, what was wrong with it, what became of it.

    Undo needs what the row did: of a changed graduate `before` and `after`, the values replaced
    and those put in their place, by attribute name; of a new one the `digest` of all its values,
    since a second copy of every child's particulars would be no one's gain. `mended` holds, by
    field, what the cell said and what somebody typed in its place.
    """

    class State(models.TextChoices):
        CREATED = "CREATED", "Thêm mới"
        UPDATED = "UPDATED", "Thay đổi"
        UNCHANGED = "UNCHANGED", "Giữ nguyên"
        REJECTED = "REJECTED", "Không nhập"
        LEFT_OUT = "LEFT_OUT", "Bỏ qua"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField("trang tính", max_length=100)
    row_number = models.PositiveIntegerField("dòng")
    state = models.CharField("kết quả", max_length=9, choices=State)
    written = models.JSONField("nội dung", default=dict)
    issues = models.JSONField("vấn đề", default=list, blank=True)
    mended = models.JSONField("ô sửa khi nhập", null=True, blank=True)
    graduate_id = models.BigIntegerField("học sinh", null=True, blank=True)
    before = models.JSONField("giá trị trước khi nhập", null=True, blank=True)
    after = models.JSONField("giá trị đã nhập", null=True, blank=True)
    digest = models.CharField("mã băm các giá trị đã nhập", max_length=16, blank=True)
    withdrawn_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng đã nhập"
        verbose_name_plural = "các dòng đã nhập"
        indexes = [models.Index(fields=["batch", "state"], name="imports_row_by_state")]

    def __str__(self) -> str:
        return f"{self.sheet}, dòng {self.row_number}"


class DraftQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return _of_sender(scope)

    def waiting(self) -> "DraftQuerySet":
        """Uploaded, and neither taken in nor discarded."""
        return self.filter(batch__isnull=True, discarded_at__isnull=True)

    def of_kind(self, kind: str) -> "DraftQuerySet":
        return self.filter(kind=kind)


class Draft(models.Model):
    """A file that somebody uploaded and is checking; it has changed nothing yet.

    `options` keep what was answered about the file, in terms of its kind of import.
    What an import of it would do is read anew from the file whenever it is asked for, so that it
    is always told against the register as it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại", max_length=10, choices=BatchKind, default=BatchKind.GRADUATES)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, verbose_name="năm tốt nghiệp")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name="huyện"
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường gửi",
    )
    options = models.JSONField("điều đã trả lời về tệp", default=dict, blank=True)
    file_name = models.CharField("tên tệp", max_length=255)
    file = models.FileField("tệp", upload_to="drafts/%Y/")
    sha256 = models.CharField("mã băm", max_length=64, blank=True, db_index=True)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = person("người tải", is_indexed=True)
    batch = models.OneToOneField(
        Batch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name="lần nhập",
    )
    discarded_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp đang kiểm tra"
        verbose_name_plural = "các tệp đang kiểm tra"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.batch_id is None and self.discarded_at is None


class CorrectionQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(district__in=scope.district_ids) | Q(sender__in=scope.school_ids)


class Correction(models.Model):
    """What a sender's lists mean by a word the catalogue does not know; decided once.

    The sender is a district's office, or one school, whose decisions bind nobody else.
    """

    class Field(models.TextChoices):
        SCHOOL = "school", "Trường THCS"
        COMMUNE = "commune", "Xã, phường, thị trấn"

    district = models.ForeignKey(District, on_delete=models.CASCADE, verbose_name="huyện gửi")
    sender = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường gửi",
    )
    field = models.CharField("cột", max_length=10, choices=Field)
    written = models.CharField("viết trong tệp", max_length=300)
    written_key = models.CharField("viết không dấu", max_length=300)
    school = models.ForeignKey(
        School, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("quyết định lúc")
    decided_by = person("người quyết định", is_indexed=True, is_required=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "cách hiểu đã ghi nhớ"
        verbose_name_plural = "các cách hiểu đã ghi nhớ"
        constraints = [
            models.UniqueConstraint(
                fields=["district", "field", "written_key"],
                condition=Q(sender__isnull=True),
                name="imports_correction_one_of_office",
            ),
            models.UniqueConstraint(
                fields=["sender", "field", "written_key"],
                condition=Q(sender__isnull=False),
                name="imports_correction_one_of_school",
            ),
            models.CheckConstraint(
                condition=Q(field="school", school__isnull=False, commune__isnull=True)
                | Q(field="commune", school__isnull=True, commune__isnull=False),
                name="imports_correction_means_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written} = {self.school or self.commune}"
