"""How an office writes: head, signer, wording."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from districts.fields import CleanCharField
from documents.template_check import MOST_BYTES, TOO_LARGE
from domain.names import clean
from outreach.models import OfficeSettings

_NUMBER = {"invalid": "Ghi một số nguyên.", "required": "Ghi số thay đổi, ví dụ 5."}


class LinesField(forms.CharField):
    """Some lines of text, each clean, none blank."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(required=False, widget=widget, strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        lines = [clean(line) for line in (super().to_python(value) or "").splitlines()]
        return "\n".join(line for line in lines if line)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(f"Nội dung dài nhất {self.most} ký tự.")


def _text(label: str, most: int, hint: str) -> CleanCharField:
    return CleanCharField(
        label=label,
        required=False,
        max_length=most,
        help_text=hint,
        error_messages={"max_length": f"Nội dung dài nhất {most} ký tự."},
    )


class OfficeForm(forms.Form):
    """Whatever is blank is written as usual."""

    superior_name = _text("Cơ quan chủ quản", 120, "Để trống: UBND huyện.")
    office_name = _text(
        "Cơ quan ban hành",
        120,
        "Để trống: PHÒNG GIÁO DỤC VÀ ĐÀO TẠO. Ví dụ: ỦY BAN NHÂN DÂN HUYỆN ĐỨC HÒA, BAN CHỈ ĐẠO "
        "PHỔ CẬP GIÁO DỤC, XÓA MÙ CHỮ.",
    )
    name_in_text = _text(
        "Tên cơ quan trong câu", 120, "Để trống: Phòng Giáo dục và Đào tạo kèm tên huyện."
    )
    number_suffix = _text("Ký hiệu văn bản", 20, "Sau số văn bản. Để trống: PGDĐT.")
    signer_titles = LinesField(
        label="Quyền hạn, chức vụ người ký",
        most=300,
        help_text="Mỗi dòng một ý. Để trống: KT. TRƯỞNG PHÒNG, PHÓ TRƯỞNG PHÒNG. Ví dụ: TM. ỦY BAN "
        "NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
    )
    signer_name = _text("Họ và tên người ký", 120, "Để trống thì ghi tay khi ký.")
    copies = LinesField(
        label="Nơi nhận (cuối văn bản)",
        most=600,
        help_text="Mỗi dòng một nơi nhận. Để trống: Như trên; Sở GD&ĐT; Lưu: VT.",
    )
    reply_days = forms.IntegerField(
        label="Hạn báo kết quả, số ngày sau ngày ban hành",
        required=False,
        min_value=1,
        max_value=365,
        help_text="Để trống thì ghi hạn khi phát hành.",
        error_messages={
            "invalid": "Ghi một số nguyên.",
            "min_value": "Ít nhất là 1 ngày.",
            "max_value": "Nhiều nhất là 365 ngày.",
        },
    )
    changes_before_notice = forms.IntegerField(
        label="Có bao nhiêu thay đổi thì tự lập văn bản điều chỉnh",
        min_value=1,
        max_value=1000,
        error_messages=_NUMBER
        | {"min_value": "Ít nhất là 1.", "max_value": "Nhiều nhất là 1.000."},
    )

    def __init__(self, *args: Any, settings: OfficeSettings, **kwargs: Any) -> None:
        names = self.base_fields
        initial = {name: getattr(settings, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)


class TemplateForm(forms.Form):
    """One Word file."""

    template = forms.FileField(
        label="Mẫu đã sửa (.docx)",
        error_messages=dict.fromkeys(
            ("required", "missing", "invalid"), "Chọn tệp Word (.docx) đã sửa từ mẫu."
        )
        | {"empty": "Tệp đã chọn không có nội dung."},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_template(self) -> Any:
        template = self.cleaned_data["template"]
        if template.size > MOST_BYTES:
            raise ValidationError(TOO_LARGE)
        return template
