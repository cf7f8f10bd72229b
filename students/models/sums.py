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
from students.models.cohort import Cohort

# Programmes that fill the seats of a grade-10 quota.
GRADE_TEN = (Programme.UPPER_SECONDARY, Programme.CONTINUING)


class GraduateCountQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Bounded exactly as `Graduate`."""
        return Q(school__district__in=scope.district_ids) | Q(school__in=scope.origin_school_ids)


class GraduateCount(models.Model):
    """How many graduates of one THCS are counted alike; `tally` is a `domain.rates.Tally.code`:
    grouped as one short word it costs the databases a third of its seven columns.
    """

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
    tally = models.CharField("tình trạng", max_length=40)
    number = models.PositiveIntegerField("số học sinh")

    objects = GraduateCountQuerySet.as_manager()

    class Meta:
        verbose_name = "số học sinh theo tình trạng"
        verbose_name_plural = "số học sinh theo tình trạng"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school", "tally"], name="students_count_one_per_tally"
            ),
        ]
        indexes = [
            # By district: grouped in the order of the index, from the index alone.
            models.Index(
                fields=["cohort", "district", "tally", "number"],
                name="students_count_by_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}, {self.tally}: {self.number}"


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
