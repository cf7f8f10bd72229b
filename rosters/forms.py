"""What lists and rows can be filtered by, and reporting that a child is not in class."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from districts.fields import CleanCharField, SearchField
from districts.models import District, School
from domain.formats import day
from domain.names import clean, name_key
from domain.outcome import Stage
from rosters import actions
from rosters.actions.reports import read_transfer_reason
from rosters.ledger import ELSEWHERE, UNMATCHED, unmatched_rows
from rosters.models import Link, RosterRow, RosterRowQuerySet
from rosters.reported import REPORTABLE, reporting_version
from rosters.transfers.places import addressed
from students.forms_statements import DATE_FORMATS
from students.labels import STAGE_LABELS
from students.models import Cohort, Destination, Source

REPORTED = "reported"
ALL = [("", "Tất cả")]
STALE = (
    "Trong khi nhập, kết quả đối chiếu hoặc thông tin đã báo của dòng này đã thay đổi. "
    "Nội dung đang nhập được giữ nguyên và chưa được ghi. "
    "Kiểm tra lại, nếu vẫn đúng thì bấm Lưu lần nữa."
)
MOVED = (
    "Trong khi nhập, đơn vị đã gửi danh sách mới. Nội dung đang nhập được giữ nguyên và chưa được "
    "ghi. Kiểm tra lại, nếu vẫn đúng thì bấm Lưu lần nữa để báo theo danh sách mới."
)


class RosterFilter(forms.Form):
    """Which lists; a choice with one value is not offered."""

    cohort = forms.TypedChoiceField(label="Năm tốt nghiệp", required=False, coerce=int)
    district = forms.ModelChoiceField(
        label="Huyện của trường, cơ sở",
        required=False,
        queryset=District.objects.none(),
        to_field_name="code",
        empty_label="Tất cả",
    )
    institution = forms.ModelChoiceField(
        label="Trường, cơ sở",
        required=False,
        queryset=School.objects.none(),
        to_field_name="code",
        empty_label="Tất cả",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = list(Cohort.objects.values_list("year", flat=True))
        self.fields["cohort"].choices = [*ALL, *((year, year) for year in years)]
        districts = District.objects.visible_to(user)
        institutions = School.objects.visible_to(user).receiving()
        self.fields["district"].queryset = districts
        self.fields["institution"].queryset = institutions
        offered = {
            "cohort": len(years) > 1,
            "district": districts.count() > 1,
            "institution": institutions.count() > 1,
        }
        for name in [name for name, is_offered in offered.items() if not is_offered]:
            del self.fields[name]

    def filter(self, versions: QuerySet) -> QuerySet:
        """Apply what was chosen to versions; a value that is no choice filters to nothing."""
        if not self.is_valid():
            return versions.none()
        chosen = self.cleaned_data
        lookups = {
            "cohort": "roster__cohort__year",
            "district": "roster__institution__district",
            "institution": "roster__institution",
        }
        wanted = {lookups[name]: value for name, value in chosen.items() if value}
        return versions.filter(**wanted)

    @property
    def is_narrowed(self) -> bool:
        return not self.is_valid() or any(self.cleaned_data.values())


class RowFilter(forms.Form):
    q = SearchField(help_text="Họ tên (không cần dấu), lớp hoặc mã định danh")
    state = forms.ChoiceField(
        label="Kết quả đối chiếu",
        required=False,
        choices=[
            *ALL,
            *RosterRow.Status.choices,
            (ELSEWHERE, "Không tìm thấy: năm khác, tỉnh khác"),
            (UNMATCHED, "Không tìm thấy: chưa rõ"),
            (REPORTED, "Đã báo không còn học"),
        ],
    )

    def filter(self, rows: RosterRowQuerySet, reported: set[int]) -> RosterRowQuerySet:
        """Apply what was chosen; `reported` are the rows against which a report stands."""
        if not self.is_valid():
            return rows.none()
        state, text = self.cleaned_data["state"], clean(self.cleaned_data["q"])
        if state == REPORTED:
            rows = rows.filter(pk__in=reported)
        elif state in (ELSEWHERE, UNMATCHED):
            rows = unmatched_rows(rows, state)
        elif state:
            rows = rows.filter(status=state)
        return _matching(rows, text) if text else rows

    def chosen_labels(self) -> list[tuple[str, str]]:
        """(field, "Label: value") of everything that narrows the list."""
        if not self.is_valid():
            return []
        state = dict(self.fields["state"].choices).get(self.cleaned_data["state"])
        texts = {"q": self.cleaned_data["q"], "state": self.cleaned_data["state"] and state}
        return [
            (name, f"{self.fields[name].label}: {text}") for name, text in texts.items() if text
        ]


def _matching(rows: RosterRowQuerySet, text: str) -> RosterRowQuerySet:
    """Search without accents in the name; a word with a digit is a class or a code."""
    for word in text.split():
        if any(character.isdigit() for character in word):
            rows = rows.filter(
                Q(class_name__icontains=word)
                | Q(moet_code__startswith=word)
                | Q(personal_id__startswith=word)
                | Q(register_number__startswith=word)
            )
        else:
            key = name_key(word)
            rows = rows.filter(name_key__contains=key) if key else rows.none()
    return rows


class ReportForm(forms.Form):
    """That a child on the list is not in class; carries what it was opened with."""

    version = CleanCharField(required=False, max_length=60, widget=forms.HiddenInput)
    stage = forms.ChoiceField(
        label="Tình trạng của học sinh",
        choices=[(stage.value, STAGE_LABELS[stage]) for stage in REPORTABLE],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn tình trạng của học sinh.",
            "invalid_choice": "Chọn tình trạng của học sinh.",
        },
    )
    since = forms.DateField(
        label="Từ ngày",
        input_formats=DATE_FORMATS,
        help_text=(
            "Ngày thôi học, chuyển đi; nếu chưa ra lớp thì ngày kiểm tra sĩ số, ví dụ 28/9/2020."
        ),
        error_messages={
            "required": "Ghi ngày học sinh không còn học tại đơn vị.",
            "invalid": "Ngày phải là ngày có thật, ví dụ 28/9/2020.",
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
    )
    destination = CleanCharField(
        label="Chuyển đến",
        required=False,
        max_length=120,
        help_text=(
            "Chỉ ghi khi học sinh chuyển trường. Gõ rồi chọn trong gợi ý để nơi đó được báo; "
            "không có trong gợi ý thì ghi tên và huyện, tỉnh."
        ),
        error_messages={"max_length": "Nơi chuyển đến dài nhất 120 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "receiving-places"}),
    )
    reason = CleanCharField(
        label="Lý do",
        required=False,
        max_length=150,
        help_text="Nếu biết, ví dụ: theo gia đình chuyển chỗ ở, đi làm.",
        error_messages={"max_length": "Lý do dài nhất 150 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    evidence_note = CleanCharField(
        label="Minh chứng",
        max_length=200,
        help_text="Nhập thay cơ sở: ghi số và ngày của văn bản hoặc danh sách giấy.",
        error_messages={
            "required": "Ghi số và ngày của văn bản hoặc danh sách giấy.",
            "max_length": "Minh chứng dài nhất 200 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        row: RosterRow,
        link: Link | None,
        report: Destination | None,
        source: Source,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.source = row, source
        if source != Source.ON_BEHALF:
            del self.fields["evidence_note"]
        if not self.is_bound:
            self.initial["version"] = reporting_version(row.version.roster, link)
            self.initial |= typed_values(report) if report else {"since": timezone.localdate()}

    def clean_since(self) -> date:
        since = self.cleaned_data["since"]
        # Nobody enters a school after THCS before the school year has ended, on 31 May.
        first = date(self.row.version.roster.cohort.year, 6, 1)
        if since > timezone.localdate():
            raise forms.ValidationError("Ngày này không được sau hôm nay.")
        if since < first:
            raise forms.ValidationError(f"Ngày này không được trước {day(first)}.")
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_transfer = cleaned.get("stage") == Stage.TRANSFERRED
        if is_transfer and "destination" not in self.errors and not cleaned.get("destination"):
            self.add_error("destination", "Ghi tên trường, cơ sở học sinh chuyển đến.")
        if cleaned.get("stage") and not is_transfer and cleaned.get("destination"):
            self.add_error("destination", "Bỏ trống mục này: học sinh không chuyển trường.")
        return cleaned

    def record(self, *, by: Any) -> Destination:
        """Report what was typed, in the voice the form was made for. Raises RowChanged."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in ("since", "reason", "version")}
        values |= {"evidence_note": typed.get("evidence_note", "")}
        given = {"row": self.row, "by": by, "source": self.source} | values
        if typed["stage"] == Stage.TRANSFERRED:
            return actions.report_transfer(
                destination=typed["destination"],
                other_school=addressed(typed["destination"], self.row.version.roster.institution),
                **given,
            )
        if typed["stage"] == Stage.LEFT:
            return actions.report_leaver(**given)
        return actions.report_no_show(**given)

    def says_the_same(self, report: Destination | None, *, by: Any) -> bool:
        """Whether this very form got through before: a second click, or the page sent again."""
        if report is None or report.recorded_by_id != by.pk:
            return False
        typed, stored = self.cleaned_data, typed_values(report)
        return all(stored[name] == typed[name] for name in stored if name in typed)

    def renew(self, sentence: str, row: RosterRow, link: Link | None) -> None:
        """Tell that things changed, keep what was typed, and let the next click confirm it."""
        self.add_error(None, sentence)
        self.data = self.data.copy()
        self.data["version"] = reporting_version(row.version.roster, link)


def typed_values(report: Destination) -> dict[str, Any]:
    """A report as the values of the form that makes it."""
    is_transfer = report.stage == Stage.TRANSFERRED
    destination, reason = (
        read_transfer_reason(report.reason) if is_transfer else ("", report.reason)
    )
    return {
        "stage": report.stage,
        "since": report.ended_on or report.stated_on,
        "destination": destination,
        "reason": reason,
        "evidence_note": report.evidence_note,
    }
