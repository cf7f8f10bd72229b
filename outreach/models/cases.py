"""Bringing one child back to school: the case, the visits to its family, and everything that
happened to it.

The columns under "derived" are written only by `outreach.actions`, through
`domain.outreach.cases`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import Commune, School
from domain.names import name_key
from domain.outreach.cases import (
    BY_HAND,
    CLOSING_LABELS,
    STATE_LABELS,
    UNSETTLED,
    VISIT_LABELS,
    CaseState,
    Closing,
    VisitOutcome,
)
from domain.outreach.reasons import REASON_LABELS
from outreach.models.referrals import ReferralItem
from students.labels import PROGRAMME_LABELS
from students.models import Destination, Graduate


class CaseQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Of one's commune; of one's school where it works on the case, or is named in a claim
        that waits for its word; of one's district by residence or by lower-secondary school. A
        unit that is asked to take a case over sees it until it has answered.
        """
        asked = Case.objects.filter(requests__answered_at__isnull=True)
        to_unit = Q(requests__to_commune__in=scope.commune_ids) | Q(
            requests__to_commune__district__in=scope.district_ids
        )
        return (
            Q(commune__in=scope.commune_ids)
            | Q(school__in=scope.school_ids)
            | Q(claimed_school__in=scope.receiving_school_ids, state=CaseState.CLAIMED)
            | Q(commune__district__in=scope.district_ids)
            | Q(graduate__school__district__in=scope.district_ids)
            | Q(pk__in=asked.filter(to_unit).values("pk"))
        )

    def of_cohort(self, year: int) -> Self:
        return self.filter(graduate__cohort__year=year)

    def named(self, text: str) -> Self:
        """By words of the child's name, without accents."""
        for part in name_key(text).split():
            self = self.filter(graduate__name_key__contains=part)
        return self

    def unsettled(self) -> Self:
        """Still to be brought back: neither confirmed in class nor ended."""
        return self.filter(state__in=UNSETTLED)

    def worked_by(self, scope: Scope) -> Self:
        """Those that the commune or school itself works on, not merely sees."""
        return self.filter(Q(commune__in=scope.commune_ids) | Q(school__in=scope.school_ids))

    def counted_as(self, measure: str, today: date) -> Self:
        """The cases behind one number of the figures; a measure nobody knows has none."""
        conditions = {
            "listed": Q(),
            "open": Q(state__in=UNSETTLED),
            "overdue": Q(state__in=UNSETTLED, due_on__lt=today),
            "acknowledged": Q(item__referral__acknowledged_at__isnull=False),
            "visited": Q(visit_count__gt=0),
            "claimed": Q(state=CaseState.CLAIMED),
            "returned": Q(closing=Closing.RETURNED),
            "false_alarms": Q(closing=Closing.FALSE_ALARM),
            "refused": Q(last_outcome=VisitOutcome.REFUSED)
            & ~Q(closing__in=[Closing.RETURNED, Closing.FALSE_ALARM]),
            "ended_otherwise": Q(closing__in=BY_HAND),
        }
        return self.filter(conditions.get(measure, Q(pk__in=[])))

    def claimed_at(self, schools: Iterable[int]) -> Self:
        """Whose family named one of these institutions, which has not said anything yet."""
        return self.filter(state=CaseState.CLAIMED, claimed_school__in=schools)

    def for_cards(self) -> Self:
        return self.select_related(
            "graduate__school", "commune__district", "school", "claimed_school"
        )


class Case(models.Model):
    """One child's case. A child has one for good: listed again, it goes on with its history."""

    graduate = models.OneToOneField(
        Graduate, on_delete=models.PROTECT, related_name="case", verbose_name="học sinh"
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="địa phương phụ trách",
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường phối hợp",
    )
    item = models.ForeignKey(
        ReferralItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dòng trong danh sách",
    )
    opened_at = models.DateTimeField("lập lúc")
    version = models.PositiveIntegerField("lần thay đổi", default=0)
    round = models.PositiveSmallIntegerField("đợt vận động", default=1)
    listed_on = models.DateField("ngày giao")
    was_known_out = models.BooleanField("đã rõ không đi học khi giao", default=False)
    ended = models.CharField(
        "kết thúc do",
        max_length=11,
        choices=[(closing.value, CLOSING_LABELS[closing]) for closing in BY_HAND],
        blank=True,
    )
    in_class_since = models.DateField("đi học từ ngày", null=True, blank=True)
    confirmed_on = models.DateField("nhà trường xác nhận ngày", null=True, blank=True)

    # Derived
    state = models.CharField("trạng thái", max_length=8, choices=list(STATE_LABELS.items()))
    closing = models.CharField(
        "kết quả", max_length=11, choices=list(CLOSING_LABELS.items()), blank=True
    )
    due_on = models.DateField("hạn bước tiếp theo", null=True, blank=True)
    lapses_on = models.DateField("khai báo có hiệu lực đến", null=True, blank=True)
    observed_until = models.DateField("theo dõi đến ngày", null=True, blank=True)
    visit_count = models.PositiveSmallIntegerField("số lượt vận động", default=0)
    in_vain = models.PositiveSmallIntegerField("số lần liền chưa gặp", default=0)
    last_visit_on = models.DateField("lượt gần nhất", null=True, blank=True)
    last_outcome = models.CharField(
        "kết quả gần nhất", max_length=10, choices=list(VISIT_LABELS.items()), blank=True
    )
    last_reason = models.CharField(
        "lý do gần nhất", max_length=12, choices=list(REASON_LABELS.items()), blank=True
    )
    claimed_school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường, cơ sở được khai báo",
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "trường hợp vận động"
        verbose_name_plural = "trường hợp vận động"
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=False) | Q(school__isnull=False),
                name="outreach_case_has_unit",
                violation_error_message="Trường hợp phải có đơn vị phụ trách.",
            ),
            models.CheckConstraint(
                condition=Q(in_class_since__isnull=True, confirmed_on__isnull=True)
                | Q(in_class_since__isnull=False, confirmed_on__isnull=False),
                name="outreach_case_confirmed_pair",
            ),
            # Only the word of an institution makes a return.
            models.CheckConstraint(
                condition=~Q(closing__in=[Closing.RETURNED, Closing.FALSE_ALARM])
                | Q(confirmed_on__isnull=False),
                name="outreach_case_return_is_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "state", "due_on"], name="outreach_case_of_commune"),
        ]

    def __str__(self) -> str:
        return self.graduate.full_name

    @property
    def is_settled(self) -> bool:
        return self.state not in UNSETTLED


class VisitQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at__isnull=True)


class Visit(models.Model):
    """One visit to the family, as the unit that made it says. Append-only; `key` comes with the
    form, so that one sent twice over a bad line is recorded once.
    """

    class Via(models.TextChoices):
        PAGE = "PAGE", "Trên trang"
        SHEET = "SHEET", "Tệp Excel"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="visits", verbose_name="trường hợp"
    )
    key = models.UUIDField("khóa của phiếu")
    round = models.PositiveSmallIntegerField("đợt vận động")
    visited_on = models.DateField("ngày đến")
    outcome = models.CharField("kết quả", max_length=10, choices=list(VISIT_LABELS.items()))
    reason = models.CharField(
        "lý do", max_length=12, choices=list(REASON_LABELS.items()), blank=True
    )
    next_on = models.DateField("hẹn ngày", null=True, blank=True)
    programme = models.CharField(
        "chương trình", max_length=18, choices=list(PROGRAMME_LABELS.items()), blank=True
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="trường, cơ sở",
    )
    place_text = models.CharField("nơi học (ghi tay)", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    unit_name = models.CharField("đơn vị ghi", max_length=160)
    via = models.CharField("ghi qua", max_length=5, choices=Via, default=Via.PAGE)
    statement = models.ForeignKey(
        Destination,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="thông tin nơi học đã ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người ghi")
    taken_back_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    taken_back_by = person("người hoàn tác")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt vận động"
        verbose_name_plural = "lượt vận động"
        ordering = ["case", "visited_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="outreach_visit_once"),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True) | Q(taken_back_at__isnull=False),
                name="outreach_visit_taken_back_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class StepKind(models.TextChoices):
    LISTED = "LISTED", "Giao vận động"
    REOPENED = "REOPENED", "Mở lại"
    CONFIRMED = "CONFIRMED", "Nhà trường xác nhận đang học"
    LOST = "LOST", "Nhà trường báo không còn học"
    UNCONFIRMED = "UNCONFIRMED", "Xác nhận của nhà trường được rút"
    ENDED = "ENDED", "Kết thúc vận động"
    ASSIGNED = "ASSIGNED", "Chuyển đơn vị phụ trách"


class CaseStep(models.Model):
    """What happened to a case besides visits. Append-only: figures of an earlier day come from it.

    `day` is since when the child is in class (CONFIRMED), `closing` what a person ended the case
    with (ENDED), `was_known_out` what was known when a round began.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="steps", verbose_name="trường hợp"
    )
    round = models.PositiveSmallIntegerField("đợt vận động")
    kind = models.CharField("việc", max_length=11, choices=StepKind)
    closing = models.CharField(
        "kết quả", max_length=11, choices=list(CLOSING_LABELS.items()), blank=True
    )
    day = models.DateField("ngày", null=True, blank=True)
    was_known_out = models.BooleanField("đã rõ không đi học khi giao", default=False)
    text = models.CharField("nội dung", max_length=300, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người ghi")

    class Meta:
        verbose_name = "diễn biến"
        verbose_name_plural = "diễn biến"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
