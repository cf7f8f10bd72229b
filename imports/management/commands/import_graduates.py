"""Imports graduate lists as district offices send them."""

from dataclasses import asdict
from pathlib import Path

from django.core.management.base import CommandParser

from districts.commands import OfficeCommand, Refusal, acting_user, read_file
from districts.models import District
from domain.formats import count
from imports.causes import causes_of
from imports.graduates import ImportResult, PlanOutdated, SourceFile, commit, prepare
from imports.reading import Issue, Level, UnreadableFile
from students.models import Cohort

SHOWN_CAUSES = 40
LABELS = {Level.ERROR: "Lỗi", Level.WARNING: "Lưu ý", Level.NOTICE: "Cho biết"}


class Command(OfficeCommand):
    help = "Nhập danh sách học sinh tốt nghiệp THCS từ tệp của các phòng, các trường."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument("--district", metavar="CODE", help="mã huyện gửi danh sách")
        parser.add_argument("--valid-rows", action="store_true", help="nhập các dòng hợp lệ")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument("--by", metavar="USERNAME", help="tài khoản thực hiện")

    def handle(self, *args, **options) -> None:
        cohort = open_cohort(options["cohort"])
        sources = [SourceFile(Path(name).name, read_file(name)) for name in options["files"]]
        try:
            plan = prepare(sources, cohort=cohort, district=_district(options["district"]))
        except UnreadableFile as error:
            raise Refusal(str(error)) from error
        try:
            result = commit(
                plan,
                by=acting_user(options["by"]),
                valid_rows=options["valid_rows"],
                dry_run=options["dry_run"],
            )
        except PlanOutdated as outdated:
            raise Refusal(
                "Vừa có người hoàn tác một lần nhập hoặc sửa thông tin học sinh; "
                "chưa ghi gì, hãy chạy lại."
            ) from outdated
        self.report(as_json(result), summary(result, options), options)
        if result.rejected and not options["valid_rows"]:
            raise SystemExit(1)


def open_cohort(year: int) -> Cohort:
    """The cohort of that year, if it exists and is open."""
    cohort = Cohort.objects.filter(year=year).first()
    if cohort is None:
        known = ", ".join(str(y) for y in Cohort.objects.values_list("year", flat=True))
        raise Refusal(
            f"Chưa có năm tốt nghiệp {year} (hiện có: {known or 'chưa có năm nào'}); "
            "nhập mục tiêu của năm đó bằng import_targets trước."
        )
    if not cohort.is_open:
        raise Refusal(f"Năm tốt nghiệp {year} đã khóa, không nhận thêm danh sách.")
    return cohort


def _district(code: str | None) -> District | None:
    if not code:
        return None
    district = District.objects.filter(code=code).first()
    if district is None:
        raise Refusal(f"Không có huyện mã “{code}”.")
    return district


def as_json(result: ImportResult) -> dict:
    return {
        "rows": result.rows,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": result.rejected,
        "issues": [issue_json(file, issue) for file, issue in result.issues],
        "batches": [str(batch) for batch in result.batches],
        "waiting": [asdict(each) for each in result.waiting],
    }


def issue_json(file: str, issue: Issue) -> dict:
    return {
        "file": file,
        "sheet": issue.sheet,
        "row": issue.row,
        "cell": issue.cell,
        "level": str(issue.level),
        "code": issue.code,
        "message": issue.message,
    }


def summary(result: ImportResult, options: dict) -> str:
    lines = issue_lines(result.issues)
    counted = (
        f"{count(result.rows)} dòng: thêm {count(result.created)}, thay đổi "
        f"{count(result.updated)}, "
        f"giữ nguyên {count(result.unchanged)}, không nhập {count(result.rejected)}."
    )
    if result.rejected and not options["valid_rows"]:
        lines.append(
            "Chưa nhập gì vì có dòng sai; sửa tệp, hoặc thêm --valid-rows để nhập các dòng hợp lệ."
        )
    elif options["dry_run"]:
        lines.append("Chỉ kiểm tra, chưa ghi gì.")
    elif result.changes_nothing:
        lines.append("Không có gì thay đổi: dữ liệu này đã được nhập.")
    for batch in result.batches:
        lines.append(f"Mã lần nhập (để hoàn tác bằng undo_import): {batch}")
    for each in result.waiting:
        lines.append(
            f"“{each.file}” còn {count(each.rows)} dòng chờ sửa ở trang Nhập danh sách "
            f"(mã {each.draft_id})."
        )
    return "\n".join([*lines, counted])


def issue_lines(issues: list[tuple[str, Issue]]) -> list[str]:
    """The same cause told once with its count, the places of the first few."""
    causes = causes_of(issues)
    lines = []
    for cause in causes[:SHOWN_CAUSES]:
        label = LABELS[cause.level]
        times = f" × {cause.number}" if cause.number > 1 else ""
        lines.append(f"{label}{times}: {cause.message} [{cause.places_text}]")
    if len(causes) > SHOWN_CAUSES:
        lines.append(f"… và {len(causes) - SHOWN_CAUSES} loại vấn đề khác (xem đầy đủ với --json).")
    return lines
