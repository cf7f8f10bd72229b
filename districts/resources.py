"""Schools and institutions through django-import-export: the same resource for command and
admin.
"""

from django.core.exceptions import ValidationError
from import_export import fields, resources

from districts.models import District, School, SchoolKind
from districts.signals import telling_if_moved
from domain.names import fold

OWNERSHIP = {
    "cong lap": "PUBLIC",
    "tu thuc": "PRIVATE",
    "ngoai cong lap": "PRIVATE",
    "dan lap": "PRIVATE",
}
HEADERS = ("Mã trường", "Tên trường", "Loại", "Công lập/Tư thục", "Mã huyện", "Tỉnh")


class SchoolResource(resources.ModelResource):
    code = fields.Field("code", "Mã trường")
    name = fields.Field("name", "Tên trường")
    kind = fields.Field("kind", "Loại")
    ownership = fields.Field("ownership", "Công lập/Tư thục")
    district = fields.Field("district_id", "Mã huyện")
    province = fields.Field("province", "Tỉnh")

    class Meta:
        model = School
        fields = ("code", "name", "kind", "ownership", "district", "province")
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def before_import(self, dataset, **kwargs) -> None:
        self._districts = {d.code: d.pk for d in District.objects.all()}

    def before_import_row(self, row, **kwargs) -> None:
        row["Loại"] = _kind(row["Loại"])
        row["Công lập/Tư thục"] = _ownership(row["Công lập/Tư thục"])
        row["Mã huyện"] = self._district(row["Mã huyện"])

    def save_instance(self, instance, is_create, row, **kwargs) -> None:
        with telling_if_moved(instance):
            super().save_instance(instance, is_create, row, **kwargs)

    def _district(self, code: str) -> int | None:
        if not code:
            return None
        if code not in self._districts:
            raise ValidationError(f"Không có huyện mã “{code}”; nạp danh mục bằng load_reference.")
        return self._districts[code]


def _kind(text: str) -> str:
    key = fold(text).replace(" ", "_").upper()
    labels = {fold(label).replace(" ", "_").upper(): value for value, label in SchoolKind.choices}
    if key not in SchoolKind.values and key not in labels:
        kinds = ", ".join(SchoolKind.values)
        raise ValidationError(f"Loại trường “{text}” không hợp lệ; dùng một trong: {kinds}.")
    return labels.get(key, key)


def _ownership(text: str) -> str:
    key = fold(text)
    if key.upper() in School.Ownership.values:
        return key.upper()
    if key not in OWNERSHIP:
        raise ValidationError(f"“{text}” không phải Công lập hoặc Tư thục.")
    return OWNERSHIP[key]
