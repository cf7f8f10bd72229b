"""Particulars of a graduate corrected by hand: who changed what from what to what, and why.

Append-only. What a person corrected stands until a person decides otherwise, so lists that arrive
later are compared with it (`imports.graduates.conflicts`).
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from students.models.graduate import Graduate


class GraduateEditQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Bounded exactly as the graduate."""
        return Q(graduate__school__district__in=scope.district_ids) | Q(
            graduate__school__in=scope.origin_school_ids
        )

    def in_force(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at__isnull=True)


class GraduateEdit(models.Model):
    """One saving of one child's page; `before` and `after` hold what changed, by attribute name.

    Keys of the catalogue stand for schools and communes.
    """

    graduate = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, related_name="edits", verbose_name="học sinh"
    )
    before = models.JSONField("giá trị trước khi sửa", default=dict)
    after = models.JSONField("giá trị đã sửa", default=dict)
    reason = models.CharField("lý do", max_length=300, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người sửa")
    taken_back_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    taken_back_by = person("người hoàn tác")

    objects = GraduateEditQuerySet.as_manager()

    class Meta:
        verbose_name = "lần sửa tay"
        verbose_name_plural = "các lần sửa tay"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True) | Q(taken_back_at__isnull=False),
                name="students_edit_taken_back_pair",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True)
                | Q(taken_back_at__gte=models.F("recorded_at")),
                name="students_edit_taken_back_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.graduate_id} @ {self.recorded_at:%Y-%m-%d}"

    def stands_in(self, values: dict[str, Any], columns: tuple[str, ...]) -> bool:
        """Whether any of these columns still holds what this edit wrote there."""
        return any(name in self.after and values[name] == self.after[name] for name in columns)
