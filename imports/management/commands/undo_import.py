"""Takes a whole import of graduates back."""

from uuid import UUID

from django.core.management.base import CommandParser

from districts.commands import REFUSED, OfficeCommand, Refusal, acting_user
from domain.formats import count
from imports.kinds import kinds
from imports.models import Batch
from imports.undoing import BuiltUpon, Obstacle, UndoRefused, UndoResult

SHOWN = 40


class Command(OfficeCommand):
    help = "Hoàn tác một lần nhập danh sách học sinh tốt nghiệp THCS."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("batch", metavar="BATCH-ID", help="mã lần nhập")
        parser.add_argument(
            "--but-those",
            action="store_true",
            help="hoàn tác trừ các học sinh đã có thông tin ghi hoặc sửa về sau",
        )
        parser.add_argument("--reason", default="", metavar="TEXT", help="lý do, ghi vào nhật ký")
        parser.add_argument("--by", metavar="USERNAME", help="tài khoản thực hiện")

    def handle(self, *args, **options) -> None:
        batch = _batch(options["batch"])
        try:
            result = kinds[batch.kind].undo(
                batch=batch,
                by=acting_user(options["by"]),
                reason=options["reason"],
                but_those=options["but_those"],
            )
        except BuiltUpon as refused:
            told = {"error": str(refused), "obstacles": as_json(refused.obstacles)}
            lines = [*obstacle_lines(refused.obstacles), str(refused)]
            self.report(told, "\n".join(lines), options)
            raise SystemExit(REFUSED) from refused
        except UndoRefused as refused:
            raise Refusal(str(refused)) from refused
        self.report(_result_json(batch, result), _summary(batch, result), options)


def _batch(text: str) -> Batch:
    try:
        key = UUID(text)
    except ValueError as error:
        raise Refusal(f"“{text}” không phải mã lần nhập.") from error
    batch = Batch.objects.filter(pk=key).first()
    if batch is None:
        raise Refusal(f"Không có lần nhập mã “{text}”.")
    return batch


def as_json(obstacles: list[Obstacle]) -> list[dict]:
    return [
        {
            "graduate": obstacle.graduate,
            "full_name": obstacle.full_name,
            "where": obstacle.where,
            "message": obstacle.sentence,
        }
        for obstacle in obstacles
    ]


def _result_json(batch: Batch, result: UndoResult) -> dict:
    return {
        "batch": str(batch.pk),
        "withdrawn": result.withdrawn,
        "restored": result.restored,
        "kept": result.kept,
        "obstacles": as_json(result.obstacles),
    }


def _summary(batch: Batch, result: UndoResult) -> str:
    counted = (
        f"Đã hoàn tác lần nhập “{batch}”: rút {count(result.withdrawn)} học sinh, khôi phục "
        f"{count(result.restored)}, giữ lại {count(result.kept)}."
    )
    return "\n".join([*obstacle_lines(result.obstacles), counted])


def obstacle_lines(obstacles: list[Obstacle]) -> list[str]:
    lines = [f"{each.full_name} ({each.where}): {each.sentence}" for each in obstacles[:SHOWN]]
    if len(obstacles) > SHOWN:
        lines.append(f"… và {count(len(obstacles) - SHOWN)} học sinh khác (xem đủ với --json).")
    return lines
