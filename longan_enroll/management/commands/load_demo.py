"""Loads an invented province with accounts of every role, for trying the application out."""

from dataclasses import asdict

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from districts.commands import OfficeCommand
from domain.formats import count
from longan_enroll.demo.accounts import accounts, has_accounts, table
from longan_enroll.demo.loading import (
    Loaded,
    holds_real_data,
    known_province,
    load_province,
    loaded_seeds,
)
from students.models import Graduate

_FEWEST, _MOST = 50, 50_000


class Command(OfficeCommand):
    help = (
        "Nạp một tỉnh minh họa (người và số liệu đều do phần mềm đặt ra) cùng tài khoản dùng thử."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--graduates", type=int, default=2_000, help="số học sinh tốt nghiệp")
        parser.add_argument("--seed", type=int, default=2020, help="hạt giống ngẫu nhiên")
        parser.add_argument(
            "--if-empty", action="store_true", help="không nạp gì nếu đã có dữ liệu"
        )

    def handle(self, *args, **options) -> None:
        if not _FEWEST <= options["graduates"] <= _MOST:
            raise CommandError(f"--graduates phải từ {_FEWEST} đến {count(_MOST)}.", returncode=2)
        if options["seed"] < 0:
            raise CommandError("--seed phải là số nguyên không âm.", returncode=2)
        if options["if_empty"] and (holds_real_data() or has_accounts()):
            self._show(Loaded(), options)
            return
        tell = (lambda sentence: None) if options["json"] else self.stdout.write
        _, loaded = load_province(graduates=options["graduates"], seed=options["seed"], tell=tell)
        self._show(loaded, options)

    def _show(self, loaded: Loaded, options: dict) -> None:
        shown = [a for seed in loaded_seeds() for a in accounts(known_province(seed))]
        total = Graduate.objects.members().count()
        result = {
            **asdict(loaded),
            "changed": not loaded.changes_nothing,
            "total_graduates": total,
            "accounts": [asdict(account) for account in shown],
        }
        self.report(result, _summary(loaded, total, shown), options)


def _summary(loaded: Loaded, total: int, shown: list) -> str:
    if loaded.changes_nothing:
        lines = [f"Không có gì thay đổi: đã có dữ liệu của {count(total)} học sinh tốt nghiệp."]
    else:
        lines = [
            f"Đã nạp tỉnh minh họa: {count(loaded.graduates)} học sinh tốt nghiệp, "
            f"{count(loaded.rosters)} danh sách đang học ({count(loaded.matched)} dòng đã khớp, "
            f"{count(loaded.in_review)} cần kiểm tra, {count(loaded.unmatched)} không tìm thấy)."
        ]
    if shown:
        lines += ["", "Tài khoản dùng thử:", table(shown)]
        if not settings.IS_DEMO:
            lines += [
                "",
                "Lưu ý: đặt IS_DEMO=true trong .env để mọi trang ghi rõ là dữ liệu minh họa.",
            ]
    return "\n".join(lines)
