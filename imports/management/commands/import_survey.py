"""Records the workbooks of classes that teachers gave back."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from districts.commands import OfficeCommand, Refusal, acting_user, read_file
from domain.formats import count
from imports.graduates import SourceFile
from imports.management.commands.import_graduates import issue_json, issue_lines, open_cohort
from imports.reading import UnreadableFile
from imports.survey.drafts import TakenIn, take_in_files
from imports.survey.forms import SurveyUploadForm
from imports.survey.plan import count_of
from students.forms_statements import check_stated_on
from students.models import Cohort


class Command(OfficeCommand):
    help = "Nhập phiếu khảo sát theo lớp do giáo viên chủ nhiệm gửi lại."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument(
            "--by", required=True, metavar="USERNAME", help="tài khoản của trường hoặc phòng"
        )
        parser.add_argument(
            "--stated-on", metavar="DAY", help="ngày có thông tin; mặc định hôm nay"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi gì")

    def handle(self, *args, **options) -> None:
        cohort, by = open_cohort(options["cohort"]), acting_user(options["by"])
        stated_on = _day(options["stated_on"], cohort)
        sources = [SourceFile(Path(name).name, read_file(name)) for name in options["files"]]
        try:
            taken = take_in_files(
                sources, cohort=cohort, stated_on=stated_on, by=by, dry_run=options["dry_run"]
            )
        except UnreadableFile as error:
            raise Refusal(str(error)) from error
        self.report(
            {"files": [_as_json(each) for each in taken]}, _summary(taken, options), options
        )


def _day(written: str | None, cohort: Cohort) -> date:
    """The day that was written, or today."""
    if not written:
        return timezone.localdate()
    try:
        stated_on = SurveyUploadForm.base_fields["stated_on"].clean(written)
    except ValidationError as error:
        wrong = f"“{written}” không phải ngày, ví dụ 28/9/2020."
        raise CommandError(wrong, returncode=2) from error
    try:
        check_stated_on(stated_on, cohort)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    return stated_on


def _as_json(taken: TakenIn) -> dict[str, Any]:
    return {
        "file": taken.source.name,
        "rows": {str(state): number for state, number in count_of(taken.plan).items()},
        "recorded": taken.recorded,
        "batch": str(taken.batch.pk) if taken.batch else None,
        "issues": [
            issue_json(taken.source.name, issue) for row in taken.plan.rows for issue in row.issues
        ],
    }


def _summary(taken: list[TakenIn], options: dict) -> str:
    issues = [(each.source.name, i) for each in taken for row in each.plan.rows for i in row.issues]
    lines = issue_lines(issues)
    for each in taken:
        lines.append(f"{each.source.name}: {each.sentence}")
        if each.batch:
            lines.append(f"Mã lần nhập (để hoàn tác bằng undo_import): {each.batch.pk}")
    if options["dry_run"]:
        lines.append("Chỉ kiểm tra, chưa ghi gì.")
    number = sum(each.recorded for each in taken)
    lines.append(f"Ghi thông tin nơi học của {count(number)} học sinh.")
    return "\n".join(lines)
