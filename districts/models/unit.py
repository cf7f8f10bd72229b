"""Districts and communes with their official statistical codes.

Source: the public catalogue of administrative units, state of 2020; commune codes were reused in
2025, so a code means nothing without its period of validity.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from districts.authority import Scope, ScopedQuerySet
from domain.names import fold


class DistrictQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        of_schools = District._base_manager.filter(schools__in=scope.school_ids)
        of_communes = District._base_manager.filter(communes__in=scope.commune_ids)
        return (
            Q(pk__in=scope.district_ids)
            | Q(pk__in=of_schools.values("pk"))
            | Q(pk__in=of_communes.values("pk"))
        )


class District(models.Model):
    """A district (huyện, thị xã, thành phố) of the province."""

    code = models.CharField("mã huyện", max_length=5, unique=True)
    name = models.CharField("tên", max_length=80)
    unit_type = models.CharField("loại", max_length=20)
    grid_row = models.PositiveSmallIntegerField("hàng trên bản đồ ô", null=True, blank=True)
    grid_column = models.PositiveSmallIntegerField("cột trên bản đồ ô", null=True, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = "huyện, thị xã, thành phố"
        verbose_name_plural = "huyện, thị xã, thành phố"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The name without its type: "Huyện Đức Hòa" → "Đức Hòa"."""
        return bare_name(self.name, self.unit_type)


class CommuneQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        of_schools = District._base_manager.filter(schools__in=scope.school_ids)
        return (
            Q(pk__in=scope.commune_ids)
            | Q(district__in=scope.district_ids)
            | Q(district__in=of_schools.values("pk"))
        )

    def valid_on(self, day: date) -> "CommuneQuerySet":
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )


class Commune(models.Model):
    """A commune, ward or township of a district, for the period in which the code meant it."""

    code = models.CharField("mã xã", max_length=10)
    name = models.CharField("tên", max_length=80)
    unit_type = models.CharField("loại", max_length=20)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="communes", verbose_name="huyện"
    )
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hết hiệu lực từ", null=True, blank=True)
    aliases = models.JSONField("tên gọi khác", default=list, blank=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "xã, phường, thị trấn"
        verbose_name_plural = "xã, phường, thị trấn"
        ordering = ["district__code", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_to"],
                name="districts_commune_code_period",
                violation_error_message="Mã xã này đã có trong cùng thời kỳ.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_to__isnull=True),
                name="districts_commune_code_in_force",
                violation_error_message="Mã xã này đang có hiệu lực ở một xã khác.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return bare_name(self.name, self.unit_type)


def bare_name(name: str, unit_type: str) -> str:
    """The unit's own name, when its type stands before it."""
    if fold(name).startswith(fold(unit_type) + " "):
        return name[len(unit_type) :].strip()
    return name
