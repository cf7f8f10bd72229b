"""Writes the lists of those not enrolled anywhere, one workbook and one letter per commune."""

from pathlib import Path

from django.core.management.base import CommandParser
from django.utils import timezone

from districts.commands import OfficeCommand, Refusal, acting_user
from districts.models import Commune
from documents import letter, not_enrolled
from documents.not_enrolled import NotEnrolledList
from domain.formats import count
from domain.names import fold
from outreach.letters import letter_of
from outreach.lists import ListUnit, UnitKind, list_units, paper_of
from reports.actions import record_not_enrolled_export
from students.models import Cohort, Graduate


class Command(OfficeCommand):
    help = "Lập danh sách học sinh chưa vào học theo xã: tệp Excel và công văn."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument("--commune", metavar="CODE", help="chỉ lập cho một xã")
        parser.add_argument("--out", metavar="DIR", required=True, help="thư mục ghi các tệp")
        parser.add_argument("--by", metavar="USERNAME", help="tài khoản thực hiện")

    def handle(self, *args, **options) -> None:
        cohort = Cohort.objects.filter(year=options["cohort"]).first()
        if cohort is None:
            raise Refusal(f"Chưa có năm tốt nghiệp {options['cohort']}.")
        graduates = Graduate.objects.filter(cohort=cohort)
        units = [u for u in list_units(graduates) if u.listed or u.held_back]
        if options["commune"]:
            units = [_only(units, options["commune"])]
        by = acting_user(options["by"])
        out = _folder(options["out"])
        today = timezone.localdate()
        written = []
        for unit in units:
            paper = paper_of(unit, graduates, cohort=cohort, on=today)
            written.append(_write(out, unit, paper))
        record_not_enrolled_export(
            by=by,
            unit_name=str(cohort),
            count=sum(unit["not_studying"] + unit["not_known"] for unit in written),
            reason=f"{len(written)} danh sách",
        )
        self.report(_json(cohort, written), _summary(written, out), options)


def _only(units: list[ListUnit], code: str) -> ListUnit:
    """The commune asked for; one with nobody to list still gets its (empty) paper."""
    for unit in units:
        if unit.code == code:
            return unit
    commune = Commune.objects.select_related("district").filter(code=code).first()
    if commune is None:
        raise Refusal(f"Không có xã, phường, thị trấn mã “{code}”.")
    named = (commune.pk, commune.code, commune.name, commune.district)
    return ListUnit(UnitKind.COMMUNE, *named, 0, 0, 0)


def _folder(name: str) -> Path:
    out = Path(name)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"Không tạo được thư mục “{name}” ({error.strerror}).") from error
    return out


def _write(out: Path, unit: ListUnit, paper: NotEnrolledList) -> dict:
    folder = out / f"{unit.district.code}_{_slug(unit.district.name)}"
    folder.mkdir(exist_ok=True)
    code = unit.district.code if unit.key is None else unit.code
    stem = f"{code}_{_slug(unit.name)}"
    workbook, letter_file = folder / f"{stem}.xlsx", folder / f"{stem}.docx"
    not_enrolled.write_workbook(paper, workbook)
    letter.write_letter(letter_of(unit, paper), letter_file)
    return {
        "code": unit.code,
        "name": unit.name,
        "district": unit.district.code,
        "not_studying": unit.not_studying,
        "not_known": unit.not_known,
        "held_back": unit.held_back,
        "workbook": str(workbook.relative_to(out)),
        "letter": str(letter_file.relative_to(out)),
    }


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def _json(cohort: Cohort, written: list[dict]) -> dict:
    names = ("not_studying", "not_known", "held_back")
    totals = {name: sum(unit[name] for unit in written) for name in names}
    return {"cohort": cohort.year, **totals, "communes": written}


def _summary(written: list[dict], out: Path) -> str:
    known_out = sum(unit["not_studying"] for unit in written)
    not_known = sum(unit["not_known"] for unit in written)
    held_back = sum(unit["held_back"] for unit in written)
    return (
        f"Đã lập {len(written)} danh sách trong “{out}”: {count(known_out)} em không tiếp tục học, "
        f"{count(not_known)} em chưa có thông tin; {count(held_back)} em đang chờ kiểm tra đối "
        f"chiếu, "
        "chưa đưa vào danh sách."
    )
