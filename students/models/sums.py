"""Kept sums: how many graduates stand how, and how many pupils an institution has in grade 10.

The figures of a province are read from these few thousand rows instead of from every child. They
are written only by `students.actions`, in the transaction of the change they follow; `manage.py
verify` counts the children again and compares. Derived data goes with what it is derived from,
hence CASCADE.
"""

from django.db import models
from django.db.models import Q

from districts.authority import Scope, ScopedQuerySet
from districts.models import District, School
from domain.outcome import Programme
from students.labels import EVIDENCE_LABELS, OUTCOME_LABELS
from students.models.cohort import Cohort

# Programmes that fill the seats of a grade-10 quota.
GRADE_TEN = (Programme.UPPER_SECONDARY, Programme.CONTINUING)
# The columns of GraduateCount that are a `domain.rates.Tally`, in its order.
TALLY = (
    "outcome",
    "evidence",
    "is_dual",
    "in_question",
    "has_vocational_claim",
    "in_review",
    "in_vocational_review",
)


class GraduateCountQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Bounded exactly as `Graduate`."""
        return Q(school__district__in=scope.district_ids) | Q(school__in=scope.origin_school_ids)


class GraduateCount(models.Model):
    """How many graduates of one THCS are counted alike (one `domain.rates.Tally`)."""

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name="năm tốt nghiệp",
    )
    district = models.ForeignKey(
        District,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name="huyện, thị xã, thành phố",
    )
    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="+", verbose_name="trường THCS"
    )
    outcome = models.CharField(
        "tình trạng hiện tại", max_length=15, choices=list(OUTCOME_LABELS.items())
    )
    evidence = models.CharField(
        "mức xác nhận", max_length=9, choices=list(EVIDENCE_LABELS.items()), blank=True
    )
    is_dual = models.BooleanField("vừa học GDTX vừa học nghề")
    in_question = models.BooleanField("cần xác minh")
    has_vocational_claim = models.BooleanField("có khai báo vào GDNN")
    in_review = models.BooleanField("có dòng đang chờ kiểm tra")
    in_vocational_review = models.BooleanField("có dòng GDNN đang chờ kiểm tra")
    number = models.PositiveIntegerField("số học sinh")

    objects = GraduateCountQuerySet.as_manager()

    class Meta:
        verbose_name = "số học sinh theo tình trạng"
        verbose_name_plural = "số học sinh theo tình trạng"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school", *TALLY], name="students_count_one_per_tally"
            ),
        ]
        indexes = [
            # By district: grouped in the order of the index, from the index alone.
            models.Index(
                fields=["cohort", "district", *TALLY, "number"],
                name="students_count_by_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}, {self.outcome}: {self.number}"


class IntakeCount(models.Model):
    """Pupils in grade 10 at one institution: graduates of the cohort confirmed there, and other
    children on its rosters in force (earlier years, other provinces).
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name="năm tốt nghiệp",
    )
    school = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name="trường, cơ sở",
    )
    confirmed = models.PositiveIntegerField("học sinh tốt nghiệp năm đó", default=0)
    others = models.PositiveIntegerField("học sinh khác", default=0)

    class Meta:
        verbose_name = "số học sinh lớp 10"
        verbose_name_plural = "số học sinh lớp 10"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"], name="students_intake_one_per_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.confirmed} + {self.others}"
