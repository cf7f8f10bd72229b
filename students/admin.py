"""Cohorts, targets and quotas for superusers.

Targets and quotas are superseded, never overwritten: they change only through the import, whose
resource knows how.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from import_export.admin import ImportExportMixin

from students.models import Cohort, Quota, Target
from students.resources import QuotaResource, TargetResource


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    list_display = ("year", "vocational_target", "legal_basis", "counts_dual", "is_open")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DatedAdmin(ImportExportMixin, admin.ModelAdmin):
    """Read-only rows; new ones come through the import."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(Target)
class TargetAdmin(DatedAdmin):
    resource_classes = (TargetResource,)
    list_display = ("cohort", "district", "kind", "percent", "document_number", "superseded_at")
    list_filter = ("cohort", "kind")
    list_select_related = ("cohort", "district")


@admin.register(Quota)
class QuotaAdmin(DatedAdmin):
    resource_classes = (QuotaResource,)
    list_display = ("cohort", "school", "seats", "document_number", "superseded_at")
    list_filter = ("cohort",)
    list_select_related = ("cohort", "school")
