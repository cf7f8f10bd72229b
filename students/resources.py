"""Targets and quotas through django-import-export: superseded, never overwritten."""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export import fields, resources, widgets

from districts.models import District, School
from domain.dates import UnreadableDate, read_date
from students.models import Cohort, Quota, Target

PROVINCE_CODE = "80"
TARGET_HEADERS = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Năm",
    "Chỉ tiêu đăng ký (%)",
    "Số văn bản",
    "Ngày văn bản",
)
QUOTA_HEADERS = ("Mã trường", "Tên trường", "Năm", "Chỉ tiêu tuyển sinh lớp 10", "Số văn bản")


class DatedResource(resources.ModelResource):
    """A changed row closes the current record and opens a new one, so that history stays."""

    cohort = fields.Field("cohort_id", "Năm")
    document_number = fields.Field("document_number", "Số văn bản")

    def before_import(self, dataset, **kwargs) -> None:
        self._cohorts = {cohort.year: cohort.pk for cohort in Cohort.objects.all()}

    def get_instance(self, instance_loader, row):
        values = {name: row[self.fields[name].column_name] for name in self._meta.import_id_fields}
        lookup = {self.fields[name].attribute: value for name, value in values.items()}
        return self._meta.model.objects.current().filter(**lookup).first()

    def do_instance_save(self, instance, is_create) -> None:
        if not is_create:
            now = timezone.now()
            self._meta.model.objects.filter(pk=instance.pk).update(superseded_at=now)
            instance.pk, instance._state.adding, instance.recorded_at = None, True, now
        instance.save()

    def _cohort(self, text: str) -> int:
        """The cohort of the year, opened when it is new: the year is data."""
        if not (text.isdecimal() and 2000 <= int(text) <= 2100):
            raise ValidationError(f"Năm “{text}” không hợp lệ.")
        year = int(text)
        if year not in self._cohorts:
            self._cohorts[year] = Cohort.objects.create(year=year).pk
        return self._cohorts[year]


class TargetResource(DatedResource):
    district = fields.Field("district_id", "Mã đơn vị")
    kind = fields.Field("kind", "kind")
    percent = fields.Field("percent", "Chỉ tiêu đăng ký (%)", widgets.DecimalWidget())
    document_date = fields.Field("document_date", "Ngày văn bản")

    class Meta:
        model = Target
        fields = ("cohort", "district", "kind", "percent", "document_number", "document_date")
        import_id_fields = ("cohort", "district")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def before_import(self, dataset, **kwargs) -> None:
        super().before_import(dataset, **kwargs)
        self._districts = {d.code: d.pk for d in District.objects.all()}
        dataset.headers = [*dataset.headers]
        dataset.append_col([""] * len(dataset), header="kind")

    def before_import_row(self, row, **kwargs) -> None:
        code = row["Mã đơn vị"]
        if code != PROVINCE_CODE and code not in self._districts:
            raise ValidationError(f"Không có đơn vị mã “{code}”.")
        is_province = code == PROVINCE_CODE
        row["kind"] = Target.Kind.PROVINCE if is_province else Target.Kind.REGISTERED
        row["Mã đơn vị"] = None if is_province else self._districts[code]
        row["Năm"] = self._cohort(row["Năm"])
        row["Chỉ tiêu đăng ký (%)"] = _percent(row["Chỉ tiêu đăng ký (%)"])
        row["Ngày văn bản"] = _day(row["Ngày văn bản"])


class QuotaResource(DatedResource):
    school = fields.Field("school_id", "Mã trường")
    seats = fields.Field("seats", "Chỉ tiêu tuyển sinh lớp 10", widgets.IntegerWidget())

    class Meta:
        model = Quota
        fields = ("cohort", "school", "seats", "document_number")
        import_id_fields = ("cohort", "school")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def before_import(self, dataset, **kwargs) -> None:
        super().before_import(dataset, **kwargs)
        self._schools = {s.code: s.pk for s in School.objects.receiving()}

    def before_import_row(self, row, **kwargs) -> None:
        code = row["Mã trường"]
        if code not in self._schools:
            raise ValidationError(f"Không có trường, cơ sở tuyển sinh mã “{code}” trong danh mục.")
        row["Mã trường"] = self._schools[code]
        row["Năm"] = self._cohort(row["Năm"])
        seats = row["Chỉ tiêu tuyển sinh lớp 10"].replace(".", "")
        if not seats.isdecimal():
            raise ValidationError(f"Chỉ tiêu “{seats}” không phải số nguyên.")
        row["Chỉ tiêu tuyển sinh lớp 10"] = seats


def _percent(text: str) -> str:
    """ "19,96 %" as 19.96."""
    number = text.replace("%", "").replace(",", ".").strip()
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", number):
        raise ValidationError(f"Chỉ tiêu “{text}” không phải là tỷ lệ phần trăm.")
    return number


def _day(text: str):
    try:
        birth = read_date(text)
    except UnreadableDate as error:
        raise ValidationError(f"Ngày văn bản: {error}.") from error
    return birth.as_date if birth else None
