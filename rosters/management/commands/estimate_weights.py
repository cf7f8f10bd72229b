"""Estimates the weights of linking from the rosters in force; writes a file, applies nothing."""

import argparse
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandParser

from districts.commands import OfficeCommand, Refusal
from domain.formats import count
from domain.linkage.estimate import ROUNDS, Estimate
from imports.management.commands.import_graduates import open_cohort
from rosters.estimation import Basis, NothingToEstimateFrom, estimate_weights


class Command(OfficeCommand):
    help = "Ước lượng lại trọng số đối chiếu; chỉ ghi ra tệp, không áp dụng."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument(
            "--from",
            dest="basis",
            choices=[basis.value for basis in Basis],
            default=Basis.EM.value,
            help="em: mọi cặp gần giống; decisions: các dòng đã khớp, kể cả do cán bộ chọn",
        )
        parser.add_argument("--rounds", type=_positive, default=ROUNDS, help="số vòng EM tối đa")
        parser.add_argument("--out", metavar="TỆP.json", help="ghi bảng trọng số ra tệp mới")

    def handle(self, *args, **options) -> None:
        cohort = open_cohort(options["cohort"])
        out = Path(options["out"]) if options["out"] else None
        if out and out.exists():
            raise Refusal(f"Đã có tệp “{out}”; hãy ghi ra tên khác.")
        try:
            estimate = estimate_weights(
                cohort=cohort, basis=Basis(options["basis"]), rounds=options["rounds"]
            )
        except NothingToEstimateFrom as nothing:
            raise Refusal(str(nothing)) from nothing
        if out:
            write_weights(out, estimate)
        self.report(as_json(estimate, options), summary(estimate, out), options)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("phải từ 1 trở lên")
    return number


def write_weights(out: Path, estimate: Estimate) -> None:
    """A new file that the setting LINKAGE_WEIGHTS may name."""
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(estimate.weights.as_json())
    except OSError as error:
        raise Refusal(f"Không ghi được tệp “{out}” ({error.strerror}).") from error


def as_json(estimate: Estimate, options: dict) -> dict:
    return {
        "from": options["basis"],
        "in_force": settings.LINKAGE_WEIGHTS.version,
        "version": estimate.weights.version,
        "rows": estimate.rows,
        "pairs": estimate.pairs,
        "rounds": estimate.rounds,
        "parameters": [asdict(parameter) for parameter in estimate.parameters],
    }


def summary(estimate: Estimate, out: Path | None) -> str:
    lines = [
        f"{'tham số':<22}{'đang dùng':>12}{'ước lượng':>12}{'số cặp':>12}",
        *(
            f"{each.name:<22}{each.in_force:>12g}"
            f"{'giữ' if each.is_kept else f'{each.estimated:g}':>12}{each.seen:>12.0f}"
            for each in estimate.parameters
        ),
        f"Từ {count(estimate.rows)} dòng, {count(round(estimate.pairs))} cặp là cùng một người. "
        "“giữ”: gặp quá ít để ước lượng.",
        f"Phiên bản đang dùng {settings.LINKAGE_WEIGHTS.version}, "
        f"ước lượng {estimate.weights.version}. Chưa áp dụng.",
    ]
    if out:
        lines.append(
            f"Đã ghi “{out}”. Muốn dùng: đặt LINKAGE_WEIGHTS là tệp này, khởi động lại rồi chạy "
            "`manage.py relink`."
        )
    return "\n".join(lines)
