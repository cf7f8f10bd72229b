"""What surrounds cases: the days an office gives, news for those who hold a case, and workbooks
that communes without an account send back.
"""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import Commune, District, School
from domain.outreach.cases import Deadlines
from outreach.models.cases import Case, CaseStep


def _days(label: str, **values: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        **values,
    )


class CaseDeadlinesQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(district__in=scope.district_ids)


class CaseDeadlines(models.Model):
    """The days one district office gives its communes; blank where it names none, since the
    dispatch names none either.
    """

    district = models.OneToOneField(
        District, on_delete=models.PROTECT, related_name="case_deadlines", verbose_name="huyện"
    )
    first_visit = _days("số ngày phải đến lần đầu")
    next_visit = _days("số ngày phải đến lại")
    claim = _days("số ngày chờ nhà trường xác nhận")
    observation = _days("số ngày theo dõi sau khi đi học lại")

    objects = CaseDeadlinesQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn vận động"
        verbose_name_plural = "thời hạn vận động"

    def __str__(self) -> str:
        return f"Thời hạn vận động của {self.district}"

    def as_rule(self) -> Deadlines:
        return Deadlines(self.first_visit, self.next_visit, self.claim, self.observation)


class CaseNoticeQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return (
            Q(commune__in=scope.commune_ids)
            | Q(school__in=scope.school_ids)
            | Q(district__in=scope.district_ids)
        )

    def for_unit(self, scope: Scope) -> Self:
        """What the units of this scope themselves were told; who sees everything was not."""
        return self.filter(self.within(scope))

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class CaseNotice(models.Model):
    """News of a case for one unit that holds it: nobody goes to a family for nothing."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="notices", verbose_name="trường hợp"
    )
    step = models.ForeignKey(
        CaseStep, on_delete=models.PROTECT, related_name="+", verbose_name="diễn biến"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="địa phương",
    )  # fmt: skip
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="trường",
    )  # fmt: skip
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="huyện",
    )  # fmt: skip
    told_at = models.DateTimeField("báo lúc")
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    read_by = person("người xem")

    objects = CaseNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "tin về trường hợp"
        verbose_name_plural = "tin về trường hợp"
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=False, school=None, district=None)
                | Q(commune=None, school__isnull=False, district=None)
                | Q(commune=None, school=None, district__isnull=False),
                name="outreach_notice_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | Q(read_at__isnull=False),
                name="outreach_notice_read_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.step)


class ReturnedSheetQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(commune__district__in=scope.district_ids)


class ReturnedSheet(models.Model):
    """A workbook that came back from a commune, row by row as read; the file itself is not kept."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="+", verbose_name="xã, phường, thị trấn"
    )
    file_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64)
    rows = models.JSONField("các dòng đọc được")
    missing = models.PositiveIntegerField("số học sinh không còn trong tệp", default=0)
    uploaded_at = models.DateTimeField("nhận lúc")
    uploaded_by = person("người nhận", is_indexed=True)
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    recorded = models.PositiveIntegerField("số lượt đã ghi", null=True, blank=True)

    objects = ReturnedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp địa phương gửi lại"
        verbose_name_plural = "tệp địa phương gửi lại"

    def __str__(self) -> str:
        return self.file_name
