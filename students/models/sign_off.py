"""A school of origin's word that it has gone through the list of its graduates.

Append-only: what was signed is never rewritten. A later change of the list, or of where one of its
children is, closes the sign-off (`reopened_*`), and the school looks again.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import School
from students.models.cohort import Cohort


class SignOffQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(school__district__in=scope.district_ids) | Q(school__in=scope.origin_school_ids)

    def in_force(self) -> Self:
        """Nothing has changed since."""
        return self.filter(reopened_at__isnull=True)


class SignOff(models.Model):
    """`seen` holds by the child's key what was signed: outcome, institution, digest of the name,
    date of birth and class.
    """

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="+", verbose_name="trường THCS"
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, verbose_name="năm tốt nghiệp")
    graduates = models.PositiveIntegerField("số học sinh")
    missing = models.PositiveIntegerField("số học sinh chưa có thông tin")
    seen = models.JSONField("điều đã xác nhận", default=dict)
    signed_at = models.DateTimeField("xác nhận lúc")
    signed_by = person("người xác nhận", is_indexed=True)
    reopened_at = models.DateTimeField("hết hiệu lực lúc", null=True, blank=True)
    reopened_reason = models.CharField("vì sao hết hiệu lực", max_length=500, blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = "xác nhận đã rà soát"
        verbose_name_plural = "các lần xác nhận đã rà soát"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"],
                condition=Q(reopened_at__isnull=True),
                name="students_sign_off_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.cohort}"
