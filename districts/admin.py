"""Master data for superusers; mounted only where ADMIN_URL names a path."""

from django.contrib import admin
from import_export.admin import ImportExportModelAdmin

from districts.models import Assignment, Commune, District, School
from districts.resources import SchoolResource
from districts.signals import telling_if_moved


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "unit_type")
    search_fields = ("code", "name")


@admin.register(Commune)
class CommuneAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "unit_type", "district", "valid_from", "valid_to")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("code", "name")


@admin.register(School)
class SchoolAdmin(ImportExportModelAdmin):
    resource_classes = (SchoolResource,)
    list_display = ("code", "name", "kind", "district", "province", "is_confirmed")
    list_filter = ("kind", "is_confirmed", "district")
    list_select_related = ("district",)
    search_fields = ("code", "name")

    def save_model(self, request, obj, form, change) -> None:
        with telling_if_moved(obj):
            super().save_model(request, obj, form, change)


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    list_display = ("user", "role", "district", "school", "commune")
    list_filter = ("role",)
    list_select_related = ("user", "district", "school", "commune")
    autocomplete_fields = ("user", "school", "commune")
    search_fields = ("user__username", "user__full_name")
