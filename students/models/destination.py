"""One recorded statement of where a graduate is. Append-only: a database trigger refuses
everything but filling `superseded_*` once, so who said what, and when it was known, can always be
told."""

from django.db import models
from django.db.models import Q

from accounts.columns import person
from audit.history import HistoryQuerySet
from districts.authority import Scope, ScopedQuerySet
from districts.models import School
from domain.names import fold
from domain.outcome import Place, Stage, Statement
from students.labels import EVIDENCE_LABELS, PLACE_LABELS, PROGRAMME_LABELS, STAGE_LABELS
from students.models.graduate import Graduate


class Source(models.TextChoices):
    ROSTER = "ROSTER", "Danh sách đang học"
    ON_BEHALF = "ON_BEHALF", "Nhập thay cơ sở"
    RECEIVING_SCHOOL = "RECEIVING_SCHOOL", "Trường, cơ sở tiếp nhận"
    ORIGIN_SCHOOL = "ORIGIN_SCHOOL", "Trường THCS"
    SURVEY = "SURVEY", "Khảo sát của Phòng GD&ĐT"
    COMMUNE = "COMMUNE", "Địa phương"
    SETTLEMENT = "SETTLEMENT", "Phòng, Sở GD&ĐT thống nhất"


class DestinationQuerySet(HistoryQuerySet, ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(graduate__school__district__in=scope.district_ids) | Q(
            graduate__school__in=scope.origin_school_ids
        )


class Destination(models.Model):
    graduate = models.ForeignKey(
        Graduate,
        on_delete=models.PROTECT,
        related_name="destinations",
        verbose_name="học sinh",
        db_index=False,
    )
    programme = models.CharField(
        "chương trình", max_length=18, choices=list(PROGRAMME_LABELS.items())
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường, cơ sở",
    )
    other_school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường, cơ sở kia khi chuyển trường",
        db_index=False,
    )
    place_text = models.CharField("nơi học (ghi tay)", max_length=200, blank=True)
    place = models.CharField(
        "nơi học", max_length=11, choices=list(PLACE_LABELS.items()), blank=True
    )
    stage = models.CharField(
        "trạng thái", max_length=11, choices=list(STAGE_LABELS.items()), blank=True
    )
    source = models.CharField("nguồn", max_length=16, choices=Source)
    evidence = models.CharField("mức xác nhận", max_length=9, choices=list(EVIDENCE_LABELS.items()))
    evidence_note = models.CharField("minh chứng", max_length=200, blank=True)
    stated_on = models.DateField("ngày khai báo")
    started_on = models.DateField("học từ ngày", null=True, blank=True)
    ended_on = models.DateField("học đến ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người ghi", is_indexed=True)
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)
    superseded_by = person("người thay thế", is_indexed=True)
    batch_id = models.UUIDField("lần nhập", null=True, blank=True, db_index=True)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        verbose_name = "thông tin nơi học"
        verbose_name_plural = "thông tin nơi học"
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(superseded_at__isnull=False),
                name="students_destination_superseded_pair",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(superseded_at__gte=models.F("recorded_at")),
                name="students_destination_superseded_after",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                name="students_destination_dates_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]
        indexes = [
            models.Index(fields=["graduate", "superseded_at"], name="students_destination_current"),
            models.Index(
                fields=["other_school"],
                condition=Q(superseded_at__isnull=True, other_school__isnull=False),
                name="students_destination_transfer",
            ),
            models.Index(
                fields=["school", "source"],
                condition=Q(superseded_at__isnull=True),
                name="students_destination_at_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_programme_display()} {self.where}".strip()

    @property
    def where(self) -> str:
        return self.school.name if self.school_id else self.place_text

    def as_statement(self, *, origin_district_id: int | None) -> Statement:
        """The statement as the rule reads it; the place follows from the school where one is
        known.
        """
        return Statement(
            identity=self.pk,
            programme=self.programme,
            institution=str(self.school_id) if self.school_id else fold(self.place_text),
            place=self._place(origin_district_id),
            stage=Stage(self.stage),
            evidence=self.evidence,
            stated_on=self.stated_on,
            recorded_at=self.recorded_at,
            ended_on=self.ended_on,
            institution_id=self.school_id,
        )

    def _place(self, origin_district_id: int | None) -> Place:
        if not self.school_id:
            return Place(self.place)
        if self.school.district_id is None:
            return Place.OUTSIDE if self.school.is_confirmed else Place.NONE
        if self.school.district_id == origin_district_id:
            return Place.IN_DISTRICT
        return Place.IN_PROVINCE
