"""Prints the figures of the dashboard."""

from datetime import date

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from districts.commands import OfficeCommand, Refusal
from domain.formats import count, percent
from domain.rates import Rate, Verdict
from reports.counting import Register
from reports.indicators import By, UnitFigures, figures_by
from reports.intake import Intake, intake_by_school
from students.models import Cohort

VERDICTS = {Verdict.MET: "đạt", Verdict.NOT_MET: "chưa đạt", Verdict.UNDECIDED: "chưa đủ cơ sở"}


class Command(OfficeCommand):
    help = "In tỷ lệ phân luồng vào GDNN theo tỉnh, huyện, trường hoặc xã."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument("--by", choices=[by.value for by in By], default=By.PROVINCE.value)
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="số liệu đến hết ngày này")

    def handle(self, *args, **options) -> None:
        cohort = Cohort.objects.filter(year=options["cohort"]).first()
        if cohort is None:
            raise Refusal(f"Chưa có năm tốt nghiệp {options['cohort']}.")
        as_of = _day(options["as_of"])
        units = figures_by(By(options["by"]), cohort=cohort, register=Register.whole(), as_of=as_of)
        result = {
            "cohort": cohort.year,
            "as_of": (as_of or timezone.localdate()).isoformat(),
            "by": options["by"],
            "units": [unit_json(unit) for unit in units],
        }
        if options["by"] == By.SCHOOL:
            intake = intake_by_school(cohort, as_of=as_of).values()
            result["intake"] = [intake_json(one) for one in intake if one.seats is not None]
        self.report(result, "\n".join(_line(unit) for unit in units), options)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--as-of cần ngày dạng YYYY-MM-DD, không phải “{text}”.", returncode=2
        ) from error


def unit_json(unit: UnitFigures) -> dict:
    figures = unit.figures
    counted = (
        "graduates",
        "upper_secondary",
        "continuing",
        "vocational",
        "dual",
        "not_studying",
        "not_known",
        "conflict",
        "in_review",
        "confirmed_vocational",
    )
    return {
        "code": unit.code,
        "name": unit.name,
        **{name: getattr(figures, name) for name in counted},
        "rate": {
            "lower": pair(figures.lower),
            "headline": pair(figures.headline),
            "upper": pair(figures.upper),
        },
        "targets": [
            {
                "kind": target.kind,
                "percent": float(target.comparison.percent),
                "verdict": target.comparison.verdict.value,
                "students_short": target.comparison.students_short,
            }
            for target in unit.targets
        ],
        "quota": quota_json(unit.quota),
    }


def pair(rate: Rate) -> list[int]:
    return [rate.numerator, rate.denominator]


def quota_json(quota: Intake | None) -> dict | None:
    return {"seats": quota.seats, "enrolled": quota.enrolled} if quota else None


def intake_json(one: Intake) -> dict:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "seats": one.seats,
        "enrolled": one.enrolled,
    }


def _line(unit: UnitFigures) -> str:
    figures = unit.figures
    shares = [percent(*pair(r)) for r in (figures.headline, figures.lower, figures.upper)]
    verdicts = "; ".join(_verdict(target) for target in unit.targets)
    return (
        f"{unit.code} {unit.name}: {count(figures.graduates)} học sinh, vào GDNN {shares[0]} "
        f"({shares[1]} đến {shares[2]}); {verdicts}."
    )


def _verdict(target) -> str:
    label = "mục tiêu" if target.kind == "province" else "chỉ tiêu đăng ký"
    comparison = target.comparison
    short = f" (còn thiếu {count(comparison.students_short)})" if comparison.students_short else ""
    return f"{label} {comparison.percent.normalize():f} %: {VERDICTS[comparison.verdict]}{short}"
