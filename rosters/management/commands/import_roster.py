"""Takes in rosters of receiving institutions and links their rows to graduates."""

import csv
from pathlib import Path

from django.core.management.base import CommandParser
from django.utils import timezone

from districts.commands import OfficeCommand, Refusal, acting_user, read_file
from districts.models import School
from domain.formats import count
from domain.names import clean
from imports.graduates import SourceFile
from imports.management.commands.import_graduates import issue_json, issue_lines, open_cohort
from imports.reading import UnreadableFile
from rosters.actions import OlderRoster, Upload, upload_rosters
from rosters.uploads import RosterFile, read_roster_files
from students.models import Cohort, Graduate

LINK_COLUMNS = ("file", "sheet", "row", "status", "register_number", "weight")


class Command(OfficeCommand):
    help = "Nhập danh sách đang học của trường, cơ sở và đối chiếu với học sinh tốt nghiệp."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument("--institution", metavar="CODE", help="mã trường, cơ sở gửi danh sách")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đối chiếu thử, không ghi")
        parser.add_argument("--links", metavar="OUT.csv", help="ghi kết quả đối chiếu từng dòng")
        parser.add_argument(
            "--part",
            default="",
            metavar="TEXT",
            help="tên phần, khi cơ sở gửi nhiều danh sách cùng chương trình, ví dụ “Lớp 10A1”",
        )
        parser.add_argument(
            "--accept-older",
            action="store_true",
            help="thay cả danh sách đang dùng có ngày mới hơn",
        )
        parser.add_argument("--by", metavar="USERNAME", help="tài khoản thực hiện")

    def handle(self, *args, **options) -> None:
        cohort = open_cohort(options["cohort"])
        sources = [SourceFile(Path(name).name, read_file(name)) for name in options["files"]]
        try:
            files = read_roster_files(
                sources,
                cohort=cohort,
                today=timezone.localdate(),
                institution=_institution(options["institution"]),
                part=clean(options["part"])[:80],
            )
        except UnreadableFile as error:
            raise Refusal(str(error)) from error
        uploads = _uploaded(files, cohort, options)
        if options["links"]:
            write_links(Path(options["links"]), uploads, cohort)
        self.report(as_json(uploads), summary(uploads, options), options)


def _uploaded(files: list[RosterFile], cohort: Cohort, options: dict) -> list[Upload]:
    try:
        return upload_rosters(
            files,
            cohort=cohort,
            by=acting_user(options["by"]),
            dry_run=options["dry_run"],
            accept_older=options["accept_older"],
        )
    except OlderRoster as refused:
        raise Refusal(f"{refused} Đúng là danh sách cần dùng thì thêm --accept-older.") from refused


def _institution(code: str | None) -> School | None:
    if not code:
        return None
    school = School.objects.select_related("district").filter(code=code).first()
    if school is None:
        raise Refusal(f"Không có trường, cơ sở mã “{code}” trong danh mục.")
    return school


def write_links(path: Path, uploads: list[Upload], cohort: Cohort) -> None:
    """One line per roster row; candidates of a review joined by "|", best first."""
    numbers = dict(
        Graduate.objects.members().filter(cohort=cohort).values_list("pk", "register_number")
    )
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(LINK_COLUMNS)
            for upload in uploads:
                writer.writerows(_link_rows(upload, numbers))
    except OSError as error:
        raise Refusal(f"Không ghi được tệp “{path}” ({error.strerror}).") from error


def _link_rows(upload: Upload, numbers: dict[int, str]):
    standing = upload.proposals if upload.decided is None else upload.decided
    for row, proposal in zip(upload.file.rows, standing, strict=True):
        shown = proposal.candidates[:1] if proposal.status == "match" else proposal.candidates
        yield (
            upload.file.source.name,
            row.sheet,
            row.row_number,
            proposal.status.value,
            "|".join(numbers[candidate.graduate] for candidate in shown),
            round(shown[0].weight, 2) if shown else "",
        )


def as_json(uploads: list[Upload]) -> dict:
    files = []
    for upload in uploads:
        recognised = upload.file.recognised
        files.append(
            {
                "file": upload.file.source.name,
                "institution": recognised.institution.code,
                "name": recognised.institution.name,
                "is_new_institution": upload.is_new_institution,
                "programme": recognised.programme,
                "stage": recognised.stage,
                "as_at": recognised.as_at.isoformat(),
                "rows": len(upload.file.rows),
                "match": upload.statuses["match"],
                "review": upload.statuses["review"],
                "none": upload.statuses["none"],
                "candidate_pairs": sum(proposal.compared for proposal in upload.proposals),
                "joined": upload.joined,
                "left": upload.left,
                "unchanged": upload.is_unchanged,
                "batch": str(upload.version.batch_id) if upload.version else "",
            }
        )
    totals = {name: sum(f[name] for f in files) for name in ("rows", "match", "review", "none")}
    issues = [issue_json(u.file.source.name, issue) for u in uploads for issue in u.issues]
    return {**totals, "files": files, "issues": issues}


def summary(uploads: list[Upload], options: dict) -> str:
    lines = issue_lines([(u.file.source.name, issue) for u in uploads for issue in u.issues])
    for upload in uploads:
        name = upload.file.recognised.institution.name
        state = "không thay đổi" if upload.is_unchanged else _counted(upload)
        new = " (cơ sở mới, chưa xác nhận)" if upload.is_new_institution else ""
        lines.append(f"{name}{new}: {state}.")
        if upload.version:
            lines.append(f"Mã lần nhập {upload.version.batch_id}")
    if options["dry_run"]:
        lines.append("Chỉ đối chiếu thử, chưa ghi gì.")
    return "\n".join(lines)


def _counted(upload: Upload) -> str:
    statuses = upload.statuses
    return (
        f"{count(len(upload.file.rows))} dòng, {count(statuses['match'])} đã khớp, "
        f"{count(statuses['review'])} cần kiểm tra, {count(statuses['none'])} không tìm thấy"
    )
