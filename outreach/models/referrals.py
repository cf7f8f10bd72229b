"""A list of children that asks somebody to bring them back to school, as a paper of the office.

What was put up for signature is frozen: items and files only grow, and the database holds it.
"""

from django.db import models
from django.db.models import Q

from accounts.columns import person
from districts.authority import Scope, ScopedQuerySet
from districts.models import Commune, District, School
from students.labels import OUTCOME_LABELS
from students.models import Cohort, Graduate
from students.models.graduate import NOT_ENROLLED


class AddresseeKind(models.TextChoices):
    COMMUNE = "COMMUNE", "Xã, phường, thị trấn nơi học sinh cư trú"
    DISTRICT = "DISTRICT", "Phòng GD&ĐT của huyện nơi học sinh cư trú"
    DEPARTMENT = "DEPARTMENT", "Sở GD&ĐT (học sinh cư trú ngoài tỉnh)"
    UNKNOWN = "UNKNOWN", "Các trường THCS (chưa rõ nơi cư trú)"
    SCHOOL = "SCHOOL", "Trường THCS nơi học sinh tốt nghiệp"


class AddresseeQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(issuer__in=scope.district_ids)


class Addressee(models.Model):
    """To whom one office sends which part of a cohort's children who are not enrolled.

    `forwards` is what a neighbouring office sent: its children are passed on to the communes they
    live in. `key` tells addressees of an office apart, since to a database no two nulls are alike.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="+", verbose_name="năm tốt nghiệp"
    )
    issuer = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="+", verbose_name="huyện gửi"
    )
    kind = models.CharField("loại nơi nhận", max_length=10, choices=AddresseeKind)
    key = models.CharField("khóa", max_length=60)
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="xã, phường, thị trấn nhận",
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="huyện nhận",
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trường nhận",
    )
    forwards = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forwarded",
        verbose_name="chuyển tiếp từ",
    )

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi nhận danh sách"
        verbose_name_plural = "nơi nhận danh sách"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "issuer", "key"],
                name="outreach_addressee_once",
                violation_error_message="Nơi nhận này đã có.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="COMMUNE", commune__isnull=False, district=None, school=None)
                    | Q(kind="DISTRICT", commune=None, district__isnull=False, school=None)
                    | Q(kind="SCHOOL", commune=None, district=None, school__isnull=False)
                    | Q(kind__in=["DEPARTMENT", "UNKNOWN"], commune=None, district=None)
                    & Q(school=None)
                ),
                name="outreach_addressee_place_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        place = self.commune or self.district or self.school
        return str(place) if place else AddresseeKind(self.kind).label


class ReferralKind(models.TextChoices):
    LIST = "LIST", "Danh sách"
    CHANGES = "CHANGES", "Bổ sung, điều chỉnh"


class ReferralState(models.TextChoices):
    DRAFT = "DRAFT", "Dự thảo"
    SUBMITTED = "SUBMITTED", "Trình ký"
    ISSUED = "ISSUED", "Đã phát hành"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Địa phương đã tiếp nhận"
    WITHDRAWN = "WITHDRAWN", "Đã thu hồi dự thảo"


OPEN = (ReferralState.DRAFT, ReferralState.SUBMITTED)
SENT = (ReferralState.ISSUED, ReferralState.ACKNOWLEDGED)


class ReferralQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Those of one's own office; those that were sent to one's unit, once they were issued."""
        received = (
            Q(addressee__commune__in=scope.commune_ids)
            | Q(addressee__district__in=scope.district_ids)
            | Q(addressee__school__in=scope.origin_school_ids)
        )
        return Q(addressee__issuer__in=scope.district_ids) | (received & Q(state__in=SENT))

    def open(self) -> "ReferralQuerySet":
        return self.filter(state__in=OPEN)

    def sent(self) -> "ReferralQuerySet":
        return self.filter(state__in=SENT)


def _together(who: str, when: str) -> models.CheckConstraint:
    """A person is named only of what has happened; a command has no person."""
    return models.CheckConstraint(
        condition=Q(**{f"{who}__isnull": True}) | Q(**{f"{when}__isnull": False}),
        name=f"outreach_referral_{when.removesuffix('_at')}_pair",
    )


class Referral(models.Model):
    """One paper to one addressee: drafted, put up for signature, issued, acknowledged.

    A draft names no child: its children are those of today. They are frozen as items when it is
    put up for signature, together with the office's head and signer (`heading`).
    """

    addressee = models.ForeignKey(
        Addressee, on_delete=models.PROTECT, related_name="referrals", verbose_name="nơi nhận"
    )
    kind = models.CharField("loại", max_length=7, choices=ReferralKind)
    state = models.CharField("trạng thái", max_length=12, choices=ReferralState, default="DRAFT")
    drafted_at = models.DateTimeField("lập lúc")
    drafted_by = person("người lập")
    submitted_at = models.DateTimeField("trình ký lúc", null=True, blank=True)
    submitted_by = person("người trình ký")
    figures_on = models.DateField("số liệu đến ngày", null=True, blank=True)
    heading = models.JSONField("phần đầu, phần ký", default=dict, blank=True)
    held_back = models.PositiveIntegerField("số học sinh chờ kiểm tra", default=0)
    digest = models.CharField("mã băm danh sách", max_length=64, blank=True)
    number = models.CharField("số văn bản", max_length=40, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    deadline = models.DateField("hạn báo kết quả", null=True, blank=True)
    issued_at = models.DateTimeField("phát hành lúc", null=True, blank=True)
    issued_by = person("người phát hành")
    acknowledged_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    acknowledged_by = person("người tiếp nhận")
    acknowledged_note = models.CharField("ghi chú tiếp nhận", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    withdrawn_by = person("người thu hồi")
    withdrawn_reason = models.CharField("lý do thu hồi", max_length=200, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách đề nghị vận động"
        verbose_name_plural = "danh sách đề nghị vận động"
        constraints = [
            models.UniqueConstraint(
                fields=["addressee"],
                condition=Q(state__in=["DRAFT", "SUBMITTED"]),
                name="outreach_referral_one_open",
                violation_error_message="Nơi nhận này đã có một dự thảo.",
            ),
            models.UniqueConstraint(
                fields=["addressee"],
                condition=Q(kind="LIST") & ~Q(state="WITHDRAWN"),
                name="outreach_referral_one_list",
                violation_error_message="Nơi nhận này đã có danh sách.",
            ),
            _together("submitted_by", "submitted_at"),
            _together("issued_by", "issued_at"),
            _together("acknowledged_by", "acknowledged_at"),
            _together("withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                condition=(
                    Q(state="DRAFT", submitted_at=None, issued_at=None, withdrawn_at=None)
                    | Q(state="SUBMITTED", submitted_at__isnull=False, issued_at=None)
                    | Q(state="WITHDRAWN", withdrawn_at__isnull=False, issued_at=None)
                    | Q(state="ISSUED", issued_at__isnull=False, acknowledged_at=None)
                    | Q(state="ACKNOWLEDGED", acknowledged_at__isnull=False)
                ),
                name="outreach_referral_state_fits_moments",
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None)
                | Q(issued_on__isnull=False, submitted_at__isnull=False) & ~Q(number=""),
                name="outreach_referral_issued_has_number",
                violation_error_message="Văn bản phát hành phải có số và ngày.",
            ),
        ]

    def __str__(self) -> str:
        number = f" số {self.number}" if self.number else ""
        return f"{self.get_kind_display()}{number} gửi {self.addressee}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_sent(self) -> bool:
        return self.state in SENT


class Change(models.TextChoices):
    LISTED = "LISTED", "Có tên"
    ADDED = "ADDED", "Bổ sung"
    REMOVED = "REMOVED", "Rút tên"


class ReferralItem(models.Model):
    """One child on a paper, frozen: `particulars` holds what this addressee is told, and no more.

    Append-only: what was put up for signature is what was sent.
    """

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="items", verbose_name="danh sách"
    )
    graduate = models.ForeignKey(
        Graduate, on_delete=models.PROTECT, related_name="referral_items", verbose_name="học sinh"
    )
    change = models.CharField("thay đổi", max_length=7, choices=Change)
    position = models.PositiveIntegerField("thứ tự")
    outcome = models.CharField(
        "tình trạng khi lập",
        max_length=15,
        choices=[(outcome, OUTCOME_LABELS[outcome]) for outcome in NOT_ENROLLED],
        blank=True,
    )
    particulars = models.JSONField("nội dung gửi")

    class Meta:
        verbose_name = "học sinh trong danh sách"
        verbose_name_plural = "học sinh trong danh sách"
        ordering = ["referral", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "graduate"], name="outreach_referral_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.particulars.get('full_name', '')}"


class FileKind(models.TextChoices):
    LETTER = "LETTER", "Công văn (Word)"
    ANNEX_WORD = "ANNEX_WORD", "Phụ lục (Word)"
    ANNEX_EXCEL = "ANNEX_EXCEL", "Phụ lục (Excel)"
    SIGNED_SCAN = "SIGNED_SCAN", "Bản ký, đóng dấu (quét)"


class ReferralFile(models.Model):
    """A file of an issued paper, made once and kept byte for byte. Append-only."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="files", verbose_name="danh sách"
    )
    kind = models.CharField("loại tệp", max_length=11, choices=FileKind)
    name = models.CharField("tên tệp", max_length=200)
    content = models.BinaryField("nội dung")
    size = models.PositiveIntegerField("số byte")
    sha256 = models.CharField("mã băm", max_length=64)
    stored_at = models.DateTimeField("lưu lúc")
    stored_by = person("người lưu")

    class Meta:
        verbose_name = "tệp đã phát hành"
        verbose_name_plural = "tệp đã phát hành"
        ordering = ["referral", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "kind"],
                condition=~Q(kind="SIGNED_SCAN"),
                name="outreach_referral_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
