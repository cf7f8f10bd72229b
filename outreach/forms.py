"""What is asked of those who send lists out and of those who receive them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from districts.fields import CleanCharField
from documents.wording import NUMBER_SUFFIX
from outreach.models import OfficeSettings, Referral

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
EARLIEST = date(2000, 1, 1)
MOST_SCAN_BYTES = 10 * 1024 * 1024
SCAN_STARTS = {
    ".pdf": b"%PDF",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG",
}
NUMBER = re.compile(r"([0-9]{1,6})([^0-9].*)?")
LONGEST_NUMBER = 40
TOO_LONG_NUMBER = f"Số văn bản dài nhất {LONGEST_NUMBER} ký tự."
IN_A_ROW, ONE_FOR_ALL = "row", "one"
WRONG_DAY = "Ngày phải là ngày có thật, ví dụ 05/10/2020."


def _day(label: str, **options: Any) -> forms.DateField:
    errors = {"invalid": WRONG_DAY, "required": "Ghi ngày của văn bản, ví dụ 05/10/2020."}
    widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": ""})
    return forms.DateField(
        label=label, input_formats=DATE_FORMATS, error_messages=errors, widget=widget, **options
    )


class IssueForm(forms.Form):
    """Number and date that the clerk (văn thư) gave; several papers are numbered in a row."""

    number = CleanCharField(
        label="Số văn bản",
        max_length=LONGEST_NUMBER,
        help_text="Chỉ ghi số, ví dụ 215, thì phần mềm thêm ký hiệu của cơ quan.",
        error_messages={
            "required": "Ghi số văn bản, ví dụ 215/PGDĐT.",
            "max_length": TOO_LONG_NUMBER,
        },
    )
    numbering = forms.ChoiceField(
        label="Đánh số các văn bản",
        choices=[
            (IN_A_ROW, "Mỗi nơi nhận một số, liên tiếp từ số trên"),
            (ONE_FOR_ALL, "Một công văn, một số cho tất cả nơi nhận"),
        ],
        initial=IN_A_ROW,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn cách đánh số.", "invalid_choice": "Chọn cách đánh số."},
    )
    issued_on = _day("Ngày ban hành")
    deadline = _day("Hạn báo kết quả", required=False)

    def __init__(
        self, *args: Any, papers: list[Referral], settings: OfficeSettings, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.papers, self.settings = papers, settings
        self.suffix = settings.number_suffix or NUMBER_SUFFIX
        if settings.reply_days:
            days = f"Để trống: {settings.reply_days} ngày sau ngày ban hành."
            self.fields["deadline"].help_text = days
        if len(papers) <= 1:
            del self.fields["numbering"]

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if not NUMBER.fullmatch(number):
            raise ValidationError("Số văn bản bắt đầu bằng chữ số, ví dụ 215/PGDĐT.")
        if number.isdigit():
            number = f"{number}/{self.suffix}"
        if len(number) > LONGEST_NUMBER:
            raise ValidationError(TOO_LONG_NUMBER)
        return number

    def clean_issued_on(self) -> date:
        issued_on = self.cleaned_data["issued_on"]
        if not EARLIEST <= issued_on <= timezone.localdate():
            raise ValidationError("Ngày ban hành không được sau hôm nay.")
        return issued_on

    def clean(self) -> dict[str, Any]:
        issued_on, deadline = self.cleaned_data.get("issued_on"), self.cleaned_data.get("deadline")
        if issued_on and "deadline" in self.cleaned_data and not deadline:
            days = self.settings.reply_days
            self.cleaned_data["deadline"] = issued_on + timedelta(days) if days else None
        if issued_on and deadline and deadline <= issued_on:
            self.add_error("deadline", "Hạn báo kết quả phải sau ngày ban hành.")
        return self.cleaned_data

    def numbered(self) -> list[tuple[Referral, str]]:
        """Each paper with its number."""
        first = self.cleaned_data["number"]
        is_one = self.cleaned_data.get("numbering") == ONE_FOR_ALL
        return [
            (paper, first if is_one else numbered_after(first, step))
            for step, paper in enumerate(self.papers)
        ]


def numbered_after(number: str, steps: int) -> str:
    """215/PGDĐT, two later: 217/PGDĐT."""
    digits, rest = NUMBER.fullmatch(number).groups()
    return f"{int(digits) + steps:0{len(digits)}d}{rest or ''}"


class ChosenPapers(forms.Form):
    """Some of the papers that stand at one step."""

    papers = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": "Chọn ít nhất một danh sách.",
            "invalid_choice": "Có danh sách đã được chuyển bước hoặc không còn; xem lại.",
        },
    )

    def __init__(self, *args: Any, papers: Iterable[Referral], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {paper.pk: paper for paper in papers}
        self.fields["papers"].choices = [(pk, pk) for pk in self.offered]

    @property
    def chosen(self) -> list[Referral]:
        return [self.offered[pk] for pk in self.cleaned_data["papers"]]

    @property
    def problem(self) -> str:
        return " ".join(error for errors in self.errors.values() for error in errors)


class ReasonForm(forms.Form):
    reason = CleanCharField(
        label="Lý do thu hồi",
        max_length=200,
        error_messages={
            "required": "Ghi lý do thu hồi.",
            "max_length": "Lý do dài nhất 200 ký tự.",
        },
    )


class ReceiptForm(forms.Form):
    note = CleanCharField(
        label="Ghi chú",
        required=False,
        max_length=200,
        help_text="Ví dụ: nhận bản giấy ngày 06/10/2020",
        error_messages={"max_length": "Ghi chú dài nhất 200 ký tự."},
    )


class ScanForm(forms.Form):
    """The signed and stamped paper, scanned or photographed."""

    scan = forms.FileField(
        label="Bản ký, đóng dấu (PDF hoặc ảnh)",
        error_messages={
            "required": "Chọn tệp bản ký (PDF, JPG hoặc PNG).",
            "missing": "Chọn tệp bản ký (PDF, JPG hoặc PNG).",
            "empty": "Tệp đã chọn không có nội dung.",
            "invalid": "Chọn tệp bản ký (PDF, JPG hoặc PNG).",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(SCAN_STARTS)}),
    )

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        if scan.size > MOST_SCAN_BYTES:
            raise ValidationError("Tệp lớn hơn 10 MB; quét lại với độ phân giải thấp hơn.")
        ending = f".{scan.name.rpartition('.')[2].lower()}"
        start = SCAN_STARTS.get(ending)
        head = scan.read(8)
        scan.seek(0)
        if start is None or not head.startswith(start):
            raise ValidationError("Tệp này không phải PDF, JPG hay PNG; quét lại và lưu dạng PDF.")
        return scan
