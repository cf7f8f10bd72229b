"""Schools that graduates come from and go to."""

from django.db import models
from django.db.models import Q

from districts.authority import Scope, ScopedQuerySet
from districts.models.unit import District


class SchoolKind(models.TextChoices):
    THCS = "THCS", "Trường THCS"
    THCS_THPT = "THCS_THPT", "Trường THCS&THPT"
    THPT = "THPT", "Trường THPT"
    CONTINUING = "CONTINUING", "Trung tâm GDTX"
    VOCATIONAL = "VOCATIONAL", "Cơ sở GDNN"


GRADUATING = (SchoolKind.THCS, SchoolKind.THCS_THPT)


class SchoolQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(pk__in=scope.school_ids) | Q(district__in=scope.district_ids)

    def graduating(self) -> "SchoolQuerySet":
        return self.filter(kind__in=GRADUATING)

    def receiving(self) -> "SchoolQuerySet":
        return self.exclude(kind=SchoolKind.THCS)


class School(models.Model):
    """A school or institution; those outside the province have no district."""

    class Ownership(models.TextChoices):
        PUBLIC = "PUBLIC", "Công lập"
        PRIVATE = "PRIVATE", "Tư thục"

    code = models.CharField("mã trường", max_length=40, unique=True)
    name = models.CharField("tên trường", max_length=150)
    kind = models.CharField("loại", max_length=12, choices=SchoolKind)
    ownership = models.CharField(
        "loại hình", max_length=8, choices=Ownership, default=Ownership.PUBLIC
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="schools",
        verbose_name="huyện",
        null=True,
        blank=True,
    )
    province = models.CharField("tỉnh, thành phố", max_length=80)
    aliases = models.JSONField("tên gọi khác", default=list, blank=True)
    is_confirmed = models.BooleanField(
        "đã xác nhận",
        default=True,
        help_text="Chưa xác nhận: phần mềm tự tạo khi gặp một cơ sở chưa có trong danh mục.",
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "trường, cơ sở"
        verbose_name_plural = "trường, cơ sở"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False) | ~Q(kind=SchoolKind.THCS),
                name="districts_school_thcs_has_district",
                violation_error_message="Trường THCS phải thuộc một huyện của tỉnh.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_outside(self) -> bool:
        return self.district_id is None
