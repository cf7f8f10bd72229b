"""What a sender's sheets mean by their columns, once somebody has said so."""

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import District, School
from imports.models.lists import BatchKind


class ColumnChoiceQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return (
            Q(district__in=scope.district_ids)
            | Q(kind=BatchKind.GRADUATES, sender__in=scope.origin_school_ids)
            | Q(kind=BatchKind.ROSTER, sender__in=scope.receiving_school_ids)
        )


class ColumnChoice(models.Model):
    """Which field each column of a sheet is, for sheets whose header says just the same.

    The sender is a district's office, one school or institution, or, where both are null, whoever
    sends lists whose district nobody could tell. The same school's lists of graduates and rosters
    are told apart by `kind`: their columns hold other things. JSON keys are column numbers from 0;
    a field may be "": kept aside.
    """

    kind = models.CharField("loại", max_length=10, choices=BatchKind, default=BatchKind.GRADUATES)
    district = models.ForeignKey(
        District, on_delete=models.CASCADE, null=True, blank=True, verbose_name="huyện gửi"
    )
    sender = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường gửi",
    )
    header_key = models.CharField("mã băm tiêu đề", max_length=64)
    headings = models.JSONField("tiêu đề các cột")
    columns = models.JSONField("nội dung các cột")
    decided_at = models.DateTimeField("chọn lúc")
    decided_by = person("người chọn", is_indexed=True, is_required=True)

    objects = ColumnChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "cách chọn cột đã ghi nhớ"
        verbose_name_plural = "các cách chọn cột đã ghi nhớ"
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "kind", "header_key"],
                condition=Q(sender__isnull=False),
                name="imports_columns_one_of_school",
            ),
            models.UniqueConstraint(
                fields=["district", "kind", "header_key"],
                condition=Q(sender__isnull=True, district__isnull=False),
                name="imports_columns_one_of_office",
            ),
            models.UniqueConstraint(
                fields=["kind", "header_key"],
                condition=Q(sender__isnull=True, district__isnull=True),
                name="imports_columns_one_of_nobody",
            ),
        ]

    def __str__(self) -> str:
        texts = [text for _, text in sorted(self.headings.items(), key=_by_number)]
        return " | ".join(texts) if any(texts) else "(không có dòng tiêu đề)"

    @property
    def meanings(self) -> dict[int, str]:
        """Column → field."""
        return {int(column): name for column, name in self.columns.items()}


def _by_number(heading: tuple[str, str]) -> int:
    return int(heading[0])
