"""What all commands share: a human summary or one JSON object, exit codes, one-sentence
refusals.
"""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser
from django.db import IntegrityError, OperationalError, ProgrammingError

REFUSED = 1


class Refusal(Exception):
    """The command cannot do it and has written nothing; str() is one Vietnamese sentence."""


class OfficeCommand(BaseCommand):
    """A command that prints a summary, or one JSON object with --json.

    Exit code 0: done; 1: refused, nothing written, the reason in one sentence; 2: wrong usage.
    """

    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except Refusal as refusal:
            self._refuse(str(refusal), options)
        except (OperationalError, ProgrammingError, IntegrityError) as error:
            self._refuse(_database_sentence(error), options)
        return None

    def _refuse(self, sentence: str, options: dict) -> None:
        if options.get("json"):
            self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
        self.stderr.write(sentence)
        raise SystemExit(REFUSED)

    def report(self, result: dict, summary: str, options: dict) -> None:
        """Print the result as JSON or the summary as text."""
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
        else:
            self.stdout.write(summary)


def read_file(name: str) -> bytes:
    """The bytes of a file named on the command line."""
    path = Path(name)
    if path.is_dir():
        raise Refusal(f"“{name}” là thư mục; hãy chỉ ra tệp cần nhập.")
    if not path.exists():
        raise Refusal(f"Không tìm thấy tệp “{name}”; kiểm tra lại đường dẫn.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"Không đọc được tệp “{name}” ({error.strerror}).") from error


def acting_user(username: str | None) -> Any | None:
    """The account in whose name the command acts; None: the system itself."""
    if not username:
        return None
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refusal(f"Không có tài khoản đang hoạt động tên “{username}”.")
    return user


def _database_sentence(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        return "Dữ liệu vừa được người khác thay đổi; chưa ghi gì, hãy chạy lại."
    text = str(error).lower()
    if "locked" in text or "deadlock" in text:
        return "Cơ sở dữ liệu đang bận vì có người khác đang ghi; chưa ghi gì, hãy chạy lại."
    if "no such table" in text or "does not exist" in text:
        return "Cơ sở dữ liệu chưa được tạo; chạy `manage.py migrate` rồi thử lại."
    return f"Không dùng được cơ sở dữ liệu: {str(error).splitlines()[0]}."
