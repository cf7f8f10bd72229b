"""How one office writes: its head and signer, its own wording, when it sends corrections."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.columns import person
from audit.history import HistoryQuerySet
from districts.authority import Scope, ScopedQuerySet
from districts.models import District


class OfficeSettingsQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(issuer__in=scope.district_ids)


class OfficeSettings(models.Model):
    """What an office decides once for all its papers; whatever is blank is written as usual."""

    issuer = models.OneToOneField(
        District,
        on_delete=models.PROTECT,
        related_name="outreach_settings",
        verbose_name="huyện",
    )
    superior_name = models.CharField("cơ quan chủ quản", max_length=120, blank=True)
    office_name = models.CharField("cơ quan ban hành", max_length=120, blank=True)
    name_in_text = models.CharField("tên cơ quan trong câu", max_length=120, blank=True)
    number_suffix = models.CharField("ký hiệu văn bản", max_length=20, blank=True)
    signer_titles = models.TextField("quyền hạn, chức vụ người ký", max_length=300, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    copies = models.TextField("nơi nhận", max_length=600, blank=True)
    reply_days = models.PositiveSmallIntegerField(
        "số ngày báo kết quả",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    changes_before_notice = models.PositiveSmallIntegerField(
        "số thay đổi thì lập văn bản điều chỉnh",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )

    objects = OfficeSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = "cách lập văn bản của cơ quan"
        verbose_name_plural = "cách lập văn bản của cơ quan"

    def __str__(self) -> str:
        return f"Văn bản của {self.issuer}"


class TemplateKind(models.TextChoices):
    LETTER = "LETTER", "Công văn gửi danh sách"
    CHANGES = "CHANGES", "Công văn bổ sung, điều chỉnh"
    ANNEX = "ANNEX", "Phụ lục danh sách"


class LetterTemplateQuerySet(HistoryQuerySet, ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(issuer__in=scope.district_ids)


class LetterTemplate(models.Model):
    """An office's own wording: a Word file. Append-only: an earlier one tells how a paper came
    about.
    """

    issuer = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="+", verbose_name="huyện"
    )
    kind = models.CharField("loại mẫu", max_length=7, choices=TemplateKind)
    name = models.CharField("tên tệp", max_length=200)
    content = models.BinaryField("nội dung")
    sha256 = models.CharField("mã băm", max_length=64)
    recorded_at = models.DateTimeField("gửi lúc")
    recorded_by = person("người gửi")
    superseded_at = models.DateTimeField("thay lúc", null=True, blank=True)
    superseded_by = person("người thay")

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu văn bản"
        verbose_name_plural = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind"],
                condition=Q(superseded_at__isnull=True),
                name="outreach_template_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(superseded_at__isnull=False),
                name="outreach_template_superseded_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
