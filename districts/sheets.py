"""Master data sheets (schools, targets, quotas) as the table that django-import-export reads."""

import csv
import io
from pathlib import Path
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction
from import_export.resources import Resource
from python_calamine import CalamineError, CalamineWorkbook

from audit.actions import record_event
from districts.commands import OfficeCommand, Refusal, read_file
from districts.verbs import MASTER_DATA_IMPORTED
from domain.identifiers import plain_text
from domain.names import fold

HEADER_SEARCH_ROWS = 30
MAX_SHOWN = 20


def read_dataset(content: bytes, file_name: str, headers: tuple[str, ...]) -> tablib.Dataset:
    """The first sheet's rows under the given headers, wherever the header row is.

    Raises Refusal where the file is no workbook or a header is missing.
    """
    rows = _rows(content, file_name)
    wanted = {fold(header): header for header in headers}
    for position, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        found = {wanted[fold(cell)]: i for i, cell in enumerate(row) if fold(cell) in wanted}
        if len(found) >= max(2, len(headers) // 2):
            return _dataset(rows, position, found, headers, file_name)
    raise Refusal(
        f"Tệp “{file_name}” không có dòng tiêu đề cần tìm; cần các cột: {', '.join(headers)}."
    )


def _dataset(
    rows: list[list[str]], position: int, found: dict[str, int], headers: tuple[str, ...], name: str
) -> tablib.Dataset:
    missing = [header for header in headers if header not in found]
    if missing:
        raise Refusal(f"Tệp “{name}” thiếu cột {', '.join(missing)} ở dòng tiêu đề {position + 1}.")
    dataset = tablib.Dataset(headers=["_row", *headers])
    for number, row in enumerate(rows[position + 1 :], start=position + 2):
        values = [row[found[header]] if found[header] < len(row) else "" for header in headers]
        if any(values):
            dataset.append([number, *values])
    return dataset


def _rows(content: bytes, file_name: str) -> list[list[str]]:
    if file_name.lower().endswith(".csv"):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refusal(
                f"Tệp “{file_name}” không phải CSV mã UTF-8; lưu lại dạng UTF-8."
            ) from error
        return [[plain_text(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refusal(
            f"Không đọc được tệp “{file_name}”; hãy mở bằng Excel và lưu lại dạng .xlsx."
        ) from error
    return [[plain_text(cell) for cell in row] for row in rows]


def import_dataset(resource: Resource, dataset: tablib.Dataset, file_name: str) -> dict[str, int]:
    """Run the import, all or nothing; the counts of what it did.

    Raises Refusal naming the rows that are wrong.
    """
    lines, columns, problems = dataset["_row"], _columns(resource), _repeats(resource, dataset)
    result = resource.import_data(
        dataset, use_transactions=True, rollback_on_validation_errors=True
    )
    problems += [
        f"dòng {lines[row.number - 1]}: {_sentence(row.error, columns)}"
        for row in result.invalid_rows
    ]
    for row in result.error_rows:
        problems += [f"dòng {lines[row.number - 1]}: {error.error}" for error in row.errors]
    problems += [str(error.error) for error in result.base_errors]
    if problems:
        shown = "; ".join(problems[:MAX_SHOWN])
        more = f"; và {len(problems) - MAX_SHOWN} dòng khác" if len(problems) > MAX_SHOWN else ""
        raise Refusal(
            f"Tệp “{file_name}” có {len(problems)} dòng sai, chưa nhập gì: {shown}{more}."
        )
    totals = result.totals
    return {
        "rows": sum(totals.values()),
        "created": totals["new"],
        "updated": totals["update"],
        "unchanged": totals["skip"],
    }


def _repeats(resource: Resource, dataset: tablib.Dataset) -> list[str]:
    """Two rows about one thing: which of them counts is not for the software to choose."""
    names = [resource.fields[name].column_name for name in resource._meta.import_id_fields]
    first: dict[tuple, int] = {}
    problems = []
    for line, *key in zip(dataset["_row"], *(dataset[name] for name in names), strict=True):
        if first.setdefault(tuple(key), line) != line:
            problems.append(f"dòng {line}: trùng {' '.join(key)} với dòng {first[tuple(key)]}")
    return problems


def _columns(resource: Resource) -> dict[str, str]:
    """The heading of the column that fills each field of the model."""
    return {f.attribute.removesuffix("_id"): f.column_name for f in resource.fields.values()}


def _sentence(error: ValidationError, columns: dict[str, str]) -> str:
    if not hasattr(error, "error_dict"):
        return "; ".join(message.rstrip(" .") for message in error.messages)
    return "; ".join(
        f"{columns[name]}: {message}".rstrip(" .") if name in columns else message.rstrip(" .")
        for name, messages in error.message_dict.items()
        for message in messages
    )


class MasterDataCommand(OfficeCommand):
    """Imports one kind of master data; the subclass names the resource and its columns."""

    label = ""
    resource: type[Resource]
    headers: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        name = Path(options["file"]).name
        dataset = read_dataset(read_file(options["file"]), name, self.headers)
        counts = self._import(dataset, name)
        summary = (
            f"{name}: {counts['rows']} dòng {self.label}; thêm {counts['created']}, "
            f"thay đổi {counts['updated']}, giữ nguyên {counts['unchanged']}."
        )
        self.report(counts, summary, options)

    @transaction.atomic
    def _import(self, dataset: tablib.Dataset, name: str) -> dict[str, int]:
        counts = import_dataset(self.resource(), dataset, name)
        written = counts["created"] + counts["updated"]
        if written:
            record_event(
                by=None,
                verb=MASTER_DATA_IMPORTED,
                label=name,
                count=written,
                reason=self.label,
            )
        return counts
