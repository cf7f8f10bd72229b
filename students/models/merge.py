"""Two records of one child made one, and two children who only look like one.

Both append-only. Nothing is deleted: the record that is given up leaves the register, and undoing
brings it back with everything that was said of it.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from students.models.graduate import Graduate


def _both(scope: Scope, one: str, other: str) -> Q:
    """Both records within the viewer's districts; schools keep no records of other schools."""
    districts = scope.district_ids
    return Q(
        **{f"{one}__school__district__in": districts, f"{other}__school__district__in": districts}
    )


class MergeQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return _both(scope, "kept", "absorbed")

    def in_force(self) -> Self:
        """Without those that were undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """`absorbed` was found to be the same child as `kept`. `moved` tells, by who moved it, what
    went over: keys of statements, the correction, keys of decisions; undoing reads it.
    """

    kept = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, related_name="merges", verbose_name="hồ sơ giữ lại"
    )
    absorbed = models.ForeignKey(
        Graduate,
        on_delete=models.PROTECT,
        related_name="absorbed_by",
        verbose_name="hồ sơ được gộp",
    )
    reason = models.CharField("lý do", max_length=300)
    moved = models.JSONField("những gì đã chuyển", default=dict)
    merged_at = models.DateTimeField("gộp lúc")
    merged_by = person("người gộp")
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = person("người hoàn tác")

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gộp hồ sơ"
        verbose_name_plural = "các lần gộp hồ sơ"
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="students_merge_absorbed_once",
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("absorbed")), name="students_merge_two_records"
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
                name="students_merge_undone_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class DistinctPairQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return _both(scope, "first", "second")

    def in_force(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at__isnull=True)


class DistinctPair(models.Model):
    """A person looked and found two children; `first` has the smaller key."""

    first = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, related_name="+", verbose_name="học sinh thứ nhất"
    )
    second = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, related_name="+", verbose_name="học sinh thứ hai"
    )
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người ghi")
    taken_back_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = DistinctPairQuerySet.as_manager()

    class Meta:
        verbose_name = "hai học sinh khác nhau"
        verbose_name_plural = "các cặp học sinh khác nhau"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(taken_back_at__isnull=True),
                name="students_distinctpair_once",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="students_distinctpair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
