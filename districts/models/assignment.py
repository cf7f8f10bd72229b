"""Which person has which role at which unit."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from districts.models.school import School
from districts.models.unit import Commune, District


class Role(models.TextChoices):
    DEPARTMENT = "DEPARTMENT", "Cán bộ Sở GD&ĐT"
    DISTRICT = "DISTRICT", "Cán bộ Phòng GD&ĐT"
    ORIGIN_SCHOOL = "ORIGIN_SCHOOL", "Trường có học sinh tốt nghiệp THCS"
    RECEIVING_SCHOOL = "RECEIVING_SCHOOL", "Trường, cơ sở tiếp nhận học sinh"
    COMMUNE = "COMMUNE", "Cán bộ UBND xã, phường, thị trấn"


NOWHERE = Q(district__isnull=True, school__isnull=True, commune__isnull=True)
AT_DISTRICT = Q(district__isnull=False, school__isnull=True, commune__isnull=True)
AT_SCHOOL = Q(district__isnull=True, school__isnull=False, commune__isnull=True)
AT_COMMUNE = Q(district__isnull=True, school__isnull=True, commune__isnull=False)


class Assignment(models.Model):
    """A role at a place: the province, one district, one school or one commune, as the role
    demands.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name="người dùng",
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name="huyện"
    )
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, verbose_name="trường, cơ sở"
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="xã, phường, thị trấn",
    )

    class Meta:
        verbose_name = "phân quyền"
        verbose_name_plural = "phân quyền"
        constraints = [
            models.CheckConstraint(
                condition=(
                    (Q(role=Role.DEPARTMENT) & NOWHERE)
                    | (Q(role=Role.DISTRICT) & AT_DISTRICT)
                    | (Q(role__in=[Role.ORIGIN_SCHOOL, Role.RECEIVING_SCHOOL]) & AT_SCHOOL)
                    | (Q(role=Role.COMMUNE) & AT_COMMUNE)
                ),
                name="districts_assignment_place_fits_role",
                violation_error_message="Vai trò này cần đúng một nơi làm việc phù hợp.",
            ),
            # One constraint a place: to a database, two nulls are never the same.
            *(
                models.UniqueConstraint(
                    fields=["user", "role", place],
                    condition=Q(**{f"{place}__isnull": False}),
                    name=f"districts_assignment_once_{place}",
                    violation_error_message="Người này đã có vai trò này ở nơi này.",
                )
                for place in ("district", "school", "commune")
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=NOWHERE,
                name="districts_assignment_once_province",
                violation_error_message="Người này đã có vai trò này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.place_name}"

    @property
    def place_name(self) -> str:
        place = self.district or self.school or self.commune
        return place.name if place else "Tỉnh Long An"
