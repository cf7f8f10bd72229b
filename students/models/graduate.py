"""A pupil who finished lower-secondary school (THCS) in the cohort's year.

The columns under "derived" are written only by `students.actions`, through `domain.outcome`;
`manage.py verify` recomputes and compares them.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from districts.authority import Scope, ScopedQuerySet
from districts.models import Commune, District, School
from domain.currency import oldest_valid
from domain.dates import BirthDate
from domain.names import name_key
from domain.outcome import Outcome
from students.labels import EVIDENCE_LABELS, OUTCOME_LABELS, PLACE_LABELS
from students.models.cohort import Cohort

NOT_ENROLLED = (Outcome.NOT_STUDYING, Outcome.NOT_KNOWN)


class GraduateQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Own THCS graduates; a receiving school and a commune see cards of their own, never
        this.
        """
        return Q(school__district__in=scope.district_ids) | Q(school__in=scope.origin_school_ids)

    def of_cohort(self, year: int) -> Self:
        """By the cohort's key: joined to its year, PostgreSQL would sort all to list a hundred."""
        return self.filter(cohort=Cohort.objects.filter(year=year).values("pk")[:1])

    def members(self) -> Self:
        """Without those whose import was undone."""
        return self.filter(withdrawn_at__isnull=True)

    def not_enrolled(self) -> Self:
        """In no grade 10 and no vocational institution, as far as anybody has said."""
        return self.filter(outcome__in=NOT_ENROLLED)

    def to_verify_again(self, on: date) -> Self:
        """Reported so long before that day that somebody must ask again (`domain.currency`)."""
        return self.filter(reported_on__lt=oldest_valid(on, valid_days=settings.REPORT_VALID_DAYS))

    def held_back(self) -> Self:
        """Candidates of an open review row: listed only when a person has decided."""
        return self.filter(open_reviews__gt=0)

    def not_held_back(self) -> Self:
        return self.filter(open_reviews=0)

    def living_in(self, district: District) -> Self:
        """Residents of the district; whose commune is not known counts where the THCS is, as on
        the lists of those not enrolled.
        """
        unknown = Q(commune__isnull=True, school__district=district)
        return self.filter(Q(commune__district=district) | unknown)

    def matching(self, text: str) -> Self:
        """Search without accents in the name, or by the start of a code or phone number."""
        text = text.strip()
        digits = text.replace(" ", "").replace(".", "")
        if digits and digits[0].isdigit():
            return self.filter(
                Q(register_number__startswith=text)
                | Q(moet_code__startswith=digits)
                | Q(personal_id__startswith=digits)
                | Q(phone__startswith=digits)
            )
        parts = name_key(text).split()
        if text and not parts:
            return self.none()  # nothing that a name could be made of
        for part in parts:
            self = self.filter(name_key__contains=part)
        return self

    def in_list_order(self) -> Self:
        """Vietnamese list order, by given name; the primary key makes it total."""
        return self.order_by("sort_key", "pk")


class Graduate(models.Model):
    class Gender(models.TextChoices):
        MALE = "M", "Nam"
        FEMALE = "F", "Nữ"

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, verbose_name="năm tốt nghiệp")
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        related_name="graduates",
        db_index=False,  # students_graduate_in_school begins with it
        verbose_name="trường THCS",
    )
    class_name = models.CharField("lớp", max_length=30, blank=True)

    full_name = models.CharField("họ và tên", max_length=120)
    name_key = models.CharField("tên không dấu", max_length=120)
    sort_key = models.CharField("khóa sắp xếp", max_length=300)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField("tháng sinh", null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField("ngày sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=1, choices=Gender, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    birth_place = models.CharField("nơi sinh", max_length=120, blank=True)

    moet_code = models.CharField("mã định danh Bộ GD&ĐT", max_length=20, blank=True)
    personal_id = models.CharField("số định danh cá nhân", max_length=20, blank=True)
    register_number = models.CharField("số vào sổ cấp bằng", max_length=40, blank=True)
    classification = models.CharField("xếp loại tốt nghiệp", max_length=30, blank=True)

    residence = models.CharField("chỗ ở", max_length=300, blank=True)
    hamlet = models.CharField("ấp, khu phố", max_length=80, blank=True)
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="graduates",
        verbose_name="xã, phường, thị trấn",
    )
    guardian = models.CharField("cha, mẹ, người giám hộ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=60, blank=True)
    priority = models.CharField("diện", max_length=120, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    extra = models.JSONField("cột khác trong tệp", default=dict, blank=True)

    added_late_on = models.DateField("bổ sung ngày", null=True, blank=True)
    batch_id = models.UUIDField("lần nhập", null=True, blank=True, db_index=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    # Derived
    outcome = models.CharField(
        "tình trạng hiện tại",
        max_length=15,
        choices=list(OUTCOME_LABELS.items()),
        default=Outcome.NOT_KNOWN,
    )
    place = models.CharField(
        "nơi học", max_length=11, choices=list(PLACE_LABELS.items()), blank=True
    )
    evidence = models.CharField(
        "mức xác nhận", max_length=9, choices=list(EVIDENCE_LABELS.items()), blank=True
    )
    is_dual = models.BooleanField("vừa học GDTX vừa học nghề", default=False)
    in_question = models.BooleanField("cần xác minh", default=False)
    has_vocational_claim = models.BooleanField("có khai báo vào GDNN", default=False)
    is_admitted = models.BooleanField("trúng tuyển, chưa nhập học", default=False)
    destination_school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường, cơ sở đang học",
    )
    reported_on = models.DateField("khai báo ngày", null=True, blank=True)
    open_reviews = models.PositiveSmallIntegerField("dòng đang chờ kiểm tra", default=0)
    open_vocational_reviews = models.PositiveSmallIntegerField(
        "dòng GDNN đang chờ kiểm tra", default=0
    )

    objects = GraduateQuerySet.as_manager()

    class Meta:
        verbose_name = "học sinh tốt nghiệp THCS"
        verbose_name_plural = "học sinh tốt nghiệp THCS"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school", "register_number"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(register_number=""),
                name="students_graduate_register_number",
                violation_error_message="Số vào sổ này đã có ở trường này.",
            ),
            models.CheckConstraint(
                condition=Q(birth_day__isnull=True) | Q(birth_month__isnull=False),
                name="students_graduate_birth_day_has_month",
                violation_error_message="Có ngày sinh thì phải có tháng sinh.",
            ),
            models.CheckConstraint(
                condition=Q(open_vocational_reviews__lte=models.F("open_reviews")),
                name="students_graduate_reviews_contained",
            ),
        ]
        indexes = [
            # Lists by THCS, attendance by institution, figures by commune: each counted from the
            # index alone. Not partial: SQLite would look up each row again for the condition.
            models.Index(
                fields=["cohort", "withdrawn_at", "school", "outcome", "open_reviews"],
                name="students_graduate_of_school",
            ),
            models.Index(
                fields=[
                    "cohort",
                    "withdrawn_at",
                    "destination_school",
                    "outcome",
                    "place",
                    "evidence",
                    "in_question",
                    "school",
                ],
                name="students_graduate_attending",
            ),
            models.Index(
                fields=[
                    "cohort",
                    "withdrawn_at",
                    "commune",
                    "outcome",
                    "evidence",
                    "is_dual",
                    "in_question",
                    "has_vocational_claim",
                    "open_reviews",
                    "open_vocational_reviews",
                ],
                name="students_graduate_by_commune",
            ),
            models.Index(
                fields=["cohort", "withdrawn_at", "reported_on", "school"],
                name="students_graduate_reported",
            ),
            models.Index(fields=["cohort", "sort_key", "id"], name="students_graduate_list"),
            models.Index(fields=["school", "sort_key", "id"], name="students_graduate_in_school"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def birth(self) -> BirthDate | None:
        """What is known of the birth date; ministry lists give only a year for some pupils."""
        if self.birth_year is None:
            return None
        return BirthDate(self.birth_year, self.birth_month, self.birth_day)
