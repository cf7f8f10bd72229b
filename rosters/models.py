"""What receiving institutions say, version by version, and which row was tied to which graduate."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.columns import person
from audit.history import HistoryQuerySet
from districts.authority import Scope, ScopedQuerySet
from districts.models import Commune, School
from domain.dates import BirthDate
from domain.linkage.decisions import Kind
from domain.outcome import Stage
from students.labels import PROGRAMME_LABELS, STAGE_LABELS
from students.models import GRADE_TEN, Cohort, Graduate


class RosterQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(institution__in=scope.receiving_school_ids) | Q(
            institution__district__in=scope.district_ids
        )


class Roster(models.Model):
    """The list of one programme (and part, when a centre sends several) of one institution."""

    institution = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="rosters", verbose_name="trường, cơ sở"
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, verbose_name="năm tốt nghiệp")
    programme = models.CharField(
        "chương trình", max_length=18, choices=list(PROGRAMME_LABELS.items())
    )
    part = models.CharField("phần", max_length=80, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách đang học"
        verbose_name_plural = "danh sách đang học"
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "cohort", "programme", "part"],
                name="rosters_roster_once",
                violation_error_message="Danh sách này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} ({self.get_programme_display()})"


class RosterVersionQuerySet(models.QuerySet):
    def latest(self) -> Self:
        """The version in force of each roster."""
        return self.filter(replaced_at__isnull=True)

    def in_force_at(self, moment: datetime) -> Self:
        """The same at an earlier moment; a version that came back since was not in force then."""
        known = self.filter(received_at__lte=moment).exclude(replaced_at__lte=moment)
        newer = known.filter(roster=OuterRef("roster"), received_at__gt=OuterRef("received_at"))
        return known.exclude(Exists(newer))


class RosterVersion(models.Model):
    """One upload. A new version replaces the old one; the old one stays readable."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="versions")
    batch_id = models.UUIDField("lần nhập", unique=True)
    stage = models.CharField(
        "danh sách nêu",
        max_length=11,
        choices=[(s, STAGE_LABELS[s]) for s in (Stage.ADMITTED, Stage.STUDYING)],
    )
    as_at = models.DateField("tính đến ngày")
    file_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64)
    has_accents = models.BooleanField("có dấu tiếng Việt", default=True)
    # Engine, weights and directory of units: where another one holds now, links are made anew.
    linked_with = models.CharField("căn cứ đối chiếu", max_length=32, blank=True)
    received_at = models.DateTimeField("nhận lúc")
    replaced_at = models.DateTimeField("thay thế lúc", null=True, blank=True)

    objects = RosterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản danh sách"
        verbose_name_plural = "phiên bản danh sách"
        constraints = [
            models.UniqueConstraint(
                fields=["roster"],
                condition=Q(replaced_at__isnull=True),
                name="rosters_version_one_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster}, {self.as_at:%d/%m/%Y}"


class RosterRowQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(version__roster__institution__in=scope.receiving_school_ids) | Q(
            version__roster__institution__district__in=scope.district_ids
        )

    def in_force(self) -> Self:
        return self.filter(version__replaced_at__isnull=True)

    def in_grade_ten(self, cohort: Cohort) -> Self:
        """On rosters of pupils in class that count towards the cohort's intake."""
        return self.filter(
            version__roster__cohort=cohort,
            version__roster__programme__in=GRADE_TEN,
            version__stage=Stage.STUDYING,
        )

    def children_by_institution(self) -> models.QuerySet:
        """(institution, distinct children): one on two lists of an institution counts once."""
        child = Concat(
            F("name_key"),
            Value("|"),
            _text("birth_day"),
            _text("birth_month"),
            _text("birth_year"),
        )
        return (
            self.order_by()
            .values_list("version__roster__institution")
            .annotate(number=Count(child, distinct=True))
        )


def _text(field: str) -> Concat:
    return Concat(Coalesce(Cast(field, CharField()), Value("")), Value("/"))


class RosterRow(models.Model):
    """One child as the institution wrote it."""

    class Status(models.TextChoices):
        MATCH = "match", "Đã khớp"
        REVIEW = "review", "Cần kiểm tra"
        NONE = "none", "Không tìm thấy"

    version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField("trang tính", max_length=100)
    row_number = models.PositiveIntegerField("dòng")
    # Of lists side by side two rows have one number: the cell of the name tells them apart.
    anchor = models.CharField("ô họ tên", max_length=20, blank=True)
    full_name = models.CharField("họ và tên", max_length=120)
    name_key = models.CharField("tên không dấu", max_length=120)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True)
    birth_month = models.PositiveSmallIntegerField("tháng sinh", null=True)
    birth_day = models.PositiveSmallIntegerField("ngày sinh", null=True)
    gender = models.CharField("giới tính", max_length=1, blank=True)
    class_name = models.CharField("lớp", max_length=40, blank=True)
    school_text = models.CharField("trường THCS", max_length=200, blank=True)
    residence = models.CharField("chỗ ở", max_length=300, blank=True)
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    commune_code = models.CharField("mã xã đọc được", max_length=10, blank=True)
    commune_key = models.CharField("tên xã không dấu", max_length=80, blank=True)
    district_codes = models.JSONField("huyện đọc được", default=list)
    guardian = models.CharField("cha, mẹ, người giám hộ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=60, blank=True)
    moet_code = models.CharField("mã định danh Bộ GD&ĐT", max_length=20, blank=True)
    personal_id = models.CharField("số định danh cá nhân", max_length=20, blank=True)
    register_number = models.CharField("số vào sổ cấp bằng", max_length=40, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    extra = models.JSONField("cột khác trong tệp", default=dict, blank=True)
    issues = models.JSONField("vấn đề", default=list, blank=True)
    # By column of the sheet, what the cell said and what somebody typed in its place.
    mended = models.JSONField("ô sửa khi nhập", null=True, blank=True)

    # Derived by linking
    status = models.CharField("đối chiếu", max_length=6, choices=Status, default=Status.NONE)
    is_postponed = models.BooleanField("để sau", default=False)
    # What the engine proposed, where people decided otherwise; elsewhere the links tell it.
    machine_proposal = models.JSONField("phần mềm đề xuất", null=True, blank=True)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng danh sách"
        verbose_name_plural = "các dòng danh sách"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "sheet", "row_number", "anchor"], name="rosters_row_once"
            ),
        ]
        indexes = [models.Index(fields=["version", "status"], name="rosters_row_by_status")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def birth(self) -> BirthDate | None:
        if self.birth_year is None:
            return None
        return BirthDate(self.birth_year, self.birth_month, self.birth_day)


class Link(models.Model):
    """A row tied to a graduate: a match, or one candidate of a row under review."""

    class Status(models.TextChoices):
        MATCH = "match", "Đã khớp"
        REVIEW = "review", "Cần kiểm tra"

    row = models.ForeignKey(RosterRow, on_delete=models.PROTECT, related_name="links")
    graduate = models.ForeignKey(Graduate, on_delete=models.PROTECT, related_name="links")
    status = models.CharField("đối chiếu", max_length=6, choices=Status)
    rank = models.PositiveSmallIntegerField("thứ tự")
    weight = models.FloatField("trọng số (bit)")
    parts = models.JSONField("thành phần trọng số", default=list)
    reason = models.CharField("vì sao", max_length=300, blank=True)
    engine_version = models.CharField("phiên bản đối chiếu", max_length=20)
    recorded_at = models.DateTimeField("ghi lúc")
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = "đối chiếu"
        verbose_name_plural = "đối chiếu"
        constraints = [
            models.UniqueConstraint(
                fields=["row", "graduate"],
                condition=Q(superseded_at__isnull=True),
                name="rosters_link_once",
            ),
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(superseded_at__isnull=True, status="match"),
                name="rosters_link_one_match",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(superseded_at__gte=models.F("recorded_at")),
                name="rosters_link_superseded_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} → {self.graduate_id} ({self.status})"


class LinkDecisionQuerySet(HistoryQuerySet, ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(roster__institution__in=scope.receiving_school_ids) | Q(
            roster__institution__district__in=scope.district_ids
        )


class LinkDecision(models.Model):
    """What a person said of a row of a roster. Append-only.

    It names the row by what it was made of, not by its key: the row of the next version is
    another one. `domain.linkage.decisions` finds it again. Decisions of one click share an act.
    """

    class Choice(models.TextChoices):
        ACCEPT = Kind.ACCEPT.value, "Khớp"
        REJECT = Kind.REJECT.value, "Không phải"
        LATER = Kind.LATER.value, "Để sau"

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="decisions")
    row_key = models.CharField("khóa của dòng", max_length=64)
    row_facts = models.JSONField("dòng khi quyết định")
    choice = models.CharField("quyết định", max_length=6, choices=Choice)
    graduate = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, null=True, blank=True, related_name="link_decisions"
    )
    graduate_facts = models.JSONField("học sinh khi quyết định", null=True, blank=True)
    act_id = models.UUIDField("lần quyết định", db_index=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = person("người quyết định", is_indexed=True)
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)
    superseded_by = person("người thay thế", is_indexed=True)

    objects = LinkDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định đối chiếu"
        verbose_name_plural = "quyết định đối chiếu"
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "row_key"],
                condition=Q(superseded_at__isnull=True, choice=Kind.ACCEPT.value),
                name="rosters_decision_one_graduate",
            ),
            models.UniqueConstraint(
                fields=["roster", "row_key", "graduate"],
                condition=Q(superseded_at__isnull=True),
                name="rosters_decision_once",
            ),
            models.CheckConstraint(
                condition=Q(choice=Kind.LATER.value, graduate__isnull=True)
                | ~Q(choice=Kind.LATER.value) & Q(graduate__isnull=False),
                name="rosters_decision_names_graduate",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(superseded_at__isnull=False),
                name="rosters_decision_superseded_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_facts['full_name']} ({self.get_choice_display()})"
