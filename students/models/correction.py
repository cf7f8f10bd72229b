"""Somebody who may not change what is kept of a child asks those who may."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import School
from domain.correction import Turn, turn_of
from students.models.edit import GraduateEdit
from students.models.graduate import Graduate

# Of `students.particulars.PARTS` what somebody else may know better; the remarks are the office's.
PART_CHOICES = [
    ("full_name", "Họ và tên"),
    ("birth", "Ngày sinh"),
    ("gender", "Giới tính"),
    ("ethnicity", "Dân tộc"),
    ("birth_place", "Nơi sinh"),
    ("school", "Trường THCS"),
    ("class_name", "Lớp"),
    ("classification", "Xếp loại tốt nghiệp"),
    ("register_number", "Số vào sổ cấp bằng"),
    ("moet_code", "Mã định danh Bộ GD&ĐT"),
    ("personal_id", "Số định danh cá nhân"),
    ("residence", "Chỗ ở"),
    ("guardian", "Cha, mẹ, người giám hộ"),
    ("phone", "Điện thoại"),
]


class CorrectionRequestQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Those about the viewer's graduates, and those that the viewer's institution made."""
        return (
            Q(graduate__school__district__in=scope.district_ids)
            | Q(graduate__school__in=scope.origin_school_ids)
            | Q(asked_from__in=scope.receiving_school_ids | scope.origin_school_ids)
        )

    def open(self) -> Self:
        """Neither accepted nor refused yet."""
        return self.filter(settled_at__isnull=True)

    def answerable_by(self, scope: Scope) -> Self:
        """Those whose next move is this office's: the district's of the child's school."""
        return self.filter(graduate__school__district__in=scope.district_ids)

    def overdue(self, today: date) -> Self:
        late = Q(answered_at__isnull=True, answer_due_on__lt=today) | Q(
            answered_at__isnull=False, settle_due_on__lt=today
        )
        return self.open().filter(late)


class CorrectionRequest(models.Model):
    """`proposed` is what should stand there, in the asker's words; the office that accepts enters
    it and `edit` is what it changed.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "ACCEPTED", "Đã sửa"
        REFUSED = "REFUSED", "Không sửa"

    graduate = models.ForeignKey(
        Graduate,
        on_delete=models.PROTECT,
        related_name="correction_requests",
        verbose_name="học sinh",
    )
    part = models.CharField("mục cần sửa", max_length=20, choices=PART_CHOICES)
    # As the asker writes the child: an institution is not shown the register's spelling.
    named_as = models.CharField("học sinh theo đơn vị đề nghị", max_length=120)
    proposed = models.CharField("giá trị đúng", max_length=300)
    grounds = models.CharField("căn cứ", max_length=300)
    asked_from = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị đề nghị"
    )
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_by = person("người đề nghị", is_required=True)
    answer_due_on = models.DateField("hạn trả lời")
    settle_due_on = models.DateField("hạn giải quyết")
    answered_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    answered_by = person("người tiếp nhận")
    settled_at = models.DateTimeField("giải quyết lúc", null=True, blank=True)
    settled_by = person("người giải quyết")
    verdict = models.CharField("kết quả", max_length=8, choices=Verdict, blank=True)
    answer = models.CharField("trả lời", max_length=300, blank=True)
    edit = models.ForeignKey(
        GraduateEdit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lần sửa",
    )

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị sửa thông tin"
        verbose_name_plural = "các đề nghị sửa thông tin"
        constraints = [
            models.UniqueConstraint(
                fields=["graduate", "part", "asked_from"],
                condition=Q(settled_at__isnull=True),
                name="students_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(answered_at__isnull=False),
                name="students_request_answered_pair",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, verdict="")
                | Q(settled_at__isnull=False, answered_at__isnull=False) & ~Q(verdict=""),
                name="students_request_settled_with_verdict",
            ),
        ]
        indexes = [
            models.Index(
                fields=["graduate"],
                condition=Q(settled_at__isnull=True),
                name="students_request_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.proposed}"

    def turn(self, today: date) -> Turn:
        """What is to be done next, by when."""
        return turn_of(
            answer_due_on=self.answer_due_on,
            settle_due_on=self.settle_due_on,
            is_answered=self.answered_at is not None,
            is_settled=self.settled_at is not None,
            today=today,
        )
