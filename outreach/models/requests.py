"""What one unit asks of another about a case."""

from typing import Self

from django.db import models
from django.db.models import Q

from districts.authority import Scope
from districts.models import Commune
from outreach.models.cases import Case, person


class CaseRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def for_answer(self, scope: Scope) -> Self:
        """Those that these units may answer: the commune that is asked to take a case over or its
        office, and the supervising office where a case is to be opened again.
        """
        takes_over = Q(to_commune__in=scope.commune_ids) | Q(
            to_commune__district__in=scope.district_ids
        )
        supervises = Q(case__commune__district__in=scope.district_ids) | Q(
            case__commune=None, case__graduate__school__district__in=scope.district_ids
        )
        return self.filter(Q(kind="TRANSFER") & takes_over | Q(kind="REOPEN") & supervises)


class CaseRequest(models.Model):
    """A unit asks another to take a case over, or its office to open an ended one again."""

    class Kind(models.TextChoices):
        TRANSFER = "TRANSFER", "Chuyển đơn vị phụ trách"
        REOPEN = "REOPEN", "Mở lại trường hợp"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="requests", verbose_name="trường hợp"
    )
    kind = models.CharField("đề nghị", max_length=8, choices=Kind)
    to_commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chuyển đến",
    )
    reason = models.CharField("lý do", max_length=300)
    unit_name = models.CharField("đơn vị đề nghị", max_length=160)
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_by = person("người đề nghị")
    is_accepted = models.BooleanField("đồng ý", null=True, blank=True)
    answer = models.CharField("trả lời", max_length=300, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = person("người trả lời")

    objects = CaseRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị về trường hợp"
        verbose_name_plural = "đề nghị về trường hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True),
                name="outreach_request_one_open",
                violation_error_message="Trường hợp này đang có một đề nghị chờ trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(kind="TRANSFER", to_commune__isnull=False)
                | Q(kind="REOPEN", to_commune__isnull=True),
                name="outreach_request_kind_fits_unit",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_accepted__isnull=True)
                | Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="outreach_request_answered_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
