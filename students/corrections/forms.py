"""Asking for a correction, and answering."""

from collections.abc import Iterable
from typing import Any

from django import forms

from districts.fields import CleanCharField
from students.forms_graduate import GraduateForm
from students.models import CorrectionRequest, Graduate
from students.models.correction import PART_CHOICES

_FIELDS = {"residence": ("residence", "hamlet", "commune")}
LONGEST = 300


def _sentence(label: str, *, help_text: str, required: str) -> CleanCharField:
    return CleanCharField(
        label=label,
        max_length=LONGEST,
        help_text=help_text,
        error_messages={
            "required": required,
            "max_length": f"{label} dài nhất {LONGEST} ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AskForm(forms.Form):
    """`parts` are those that the asker may not change itself."""

    part = forms.ChoiceField(
        label="Mục cần sửa",
        error_messages={"required": "Chọn mục cần sửa.", "invalid_choice": "Chọn mục cần sửa."},
    )
    proposed = _sentence(
        "Giá trị đúng",
        help_text="Ví dụ 28/2/2005, hoặc Trường THCS Ánh Dương.",
        required="Ghi giá trị đúng.",
    )
    grounds = _sentence(
        "Căn cứ",
        help_text="Ví dụ: theo giấy khai sinh, học bạ học sinh nộp khi nhập học.",
        required="Ghi căn cứ.",
    )

    def __init__(self, *args: Any, parts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(parts)
        choices = [(part, label) for part, label in PART_CHOICES if part in offered]
        self.fields["part"].choices = [("", "Chọn mục"), *choices]


class AcceptForm(GraduateForm):
    """Only the part that was asked about; what is entered is what the record will say."""

    def __init__(self, *args: Any, request: CorrectionRequest, **kwargs: Any) -> None:
        super().__init__(*args, graduate=request.graduate, **kwargs)
        kept = {*_FIELDS.get(request.part, (request.part,)), "reason", "version"}
        for name in self.fields.keys() - kept:
            del self.fields[name]
        self.fields["reason"].label = "Trả lời đơn vị đề nghị"
        self.fields["reason"].help_text = "Ví dụ: đã đối chiếu giấy khai sinh."
        self.fields["reason"].error_messages["required"] = "Ghi trả lời."

    @property
    def is_within_reach(self) -> bool:
        """Whether the viewer is shown the part at all: contacts are the district's and school's."""
        return len(self.fields) > 2


class RefusalForm(forms.Form):
    answer = _sentence(
        "Lý do không sửa",
        help_text="Đơn vị đề nghị đọc được, ví dụ: giấy khai sinh ghi như hiện có.",
        required="Ghi lý do không sửa.",
    )


def parts_to_ask(graduate: Graduate, *, is_own: bool) -> list[str]:
    """A THCS changes its graduates itself, but for the school; others ask for everything."""
    return ["school"] if is_own else [part for part, _ in PART_CHOICES]
