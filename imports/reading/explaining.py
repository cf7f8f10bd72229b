"""Putting into words how a list was understood."""

from collections.abc import Iterator, Sequence

from domain.dates import DateOrder
from domain.legacy import Encoding
from imports.reading.body import Body
from imports.reading.explanation import ColumnReason, Explanation
from imports.reading.header import Header
from imports.reading.matching import Matcher
from imports.reading.records import Columns, Conversion
from imports.reading.table import column_letters

ENCODING_NAMES = {
    Encoding.UNICODE: "Unicode",
    Encoding.TCVN3: "TCVN3 (phông .VnTime)",
    Encoding.VNI: "VNI-Windows (phông VNI-Times)",
}
_MOST_PASSED = 50
_SHOWN_TEXT = 60


def explain(
    *,
    header: Header,
    body: Body,
    columns: Columns,
    conversion: Conversion,
    matcher: Matcher,
    rows: Sequence[Sequence[object]],
    extra_headers: dict[int, str],
    class_from: str,
) -> Explanation:
    """The explanation of one table from everything its reading used."""
    return Explanation(
        sheet=columns.sheet,
        header_rows=(0, 0) if header.is_missing else (header.first + 1, header.last + 1),
        columns=tuple(_columns(header, columns, matcher, extra_headers)),
        encoding=_encoding(columns),
        dates=_dates(conversion),
        school_from=_school(columns, body),
        class_from=_class(columns, body, class_from),
        rows=(columns.numbers[0], columns.numbers[-1]) if columns.numbers else (0, 0),
        count=len(columns.numbers),
        passed_over=tuple(_passed_over(body, rows))[:_MOST_PASSED],
        ended=_ended(body, rows),
    )


def _columns(
    header: Header, columns: Columns, matcher: Matcher, extra_headers: dict[int, str]
) -> Iterator[ColumnReason]:
    for name, found in columns.found.items():
        heading = found.header_text
        why = matcher.why(heading, name) if heading else "cột không có tiêu đề, đoán theo các ô"
        if header.is_chosen:
            why = "đơn vị đã chọn"
        label = columns.labels.get(name, name)
        yield ColumnReason(found.letters, heading, name, label, why)
    for column, heading in extra_headers.items():
        letters = column_letters(column)
        yield ColumnReason(letters, heading, "", "", "phần mềm không dùng, giữ kèm theo dòng")


def _encoding(columns: Columns) -> str:
    by_encoding: dict[Encoding, list[str]] = {}
    for found in columns.found.values():
        by_encoding.setdefault(found.encoding, []).append(found.letters)
    if set(by_encoding) <= {Encoding.UNICODE}:
        return ENCODING_NAMES[Encoding.UNICODE]
    return "; ".join(
        f"cột {', '.join(letters)} dùng {ENCODING_NAMES[encoding]}"
        for encoding, letters in by_encoding.items()
    )


def _dates(conversion: Conversion) -> str:
    if conversion.is_year_only:
        return "mọi ngày đều là 01/01 nên chỉ lấy năm"
    if conversion.date_order is None:
        return "cột ghi lẫn ngày/tháng và tháng/ngày"
    if conversion.date_order is DateOrder.MONTH_FIRST:
        return "ghi tháng trước, ngày sau"
    return "ghi ngày trước, tháng sau"


def _school(columns: Columns, body: Body) -> str:
    if "school" in columns.found:
        return f"lấy ở cột {columns.found['school'].letters}"
    if any(group.school for group in body.groups):
        return "lấy ở các dòng tên trường xen giữa danh sách"
    return "không có cột trường; tìm ở phần đầu trang và tên trang"


def _class(columns: Columns, body: Body, class_from: str) -> str:
    if "class_name" in columns.found:
        return f"lấy ở cột {columns.found['class_name'].letters}"
    if any(group.class_name for group in body.groups):
        return "lấy ở các dòng tên lớp xen giữa danh sách"
    return class_from or "không thấy ghi ở đâu"


def _shown(row: Sequence[object]) -> str:
    text = " ".join(" ".join(str(cell).split()) for cell in row if cell not in ("", None))
    return text if len(text) <= _SHOWN_TEXT else text[: _SHOWN_TEXT - 1] + "…"


def _passed_over(body: Body, rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, str]]:
    said = [(index, "dòng ví dụ của mẫu, không nhập") for index in body.examples]
    said += [(index, "chỉ có số thứ tự, không nhập") for index in body.prenumbered]
    said += [(index, "không rõ là gì, không nhập") for index in body.unclear]
    for index, text in sorted(said):
        yield index + 1, f"“{_shown(rows[index])}” {text}"


def _ended(body: Body, rows: Sequence[Sequence[object]]) -> str:
    if body.next_header:
        return f"đến tiêu đề của danh sách khác ở dòng {body.next_header.first + 1}"
    if body.other is not None:
        return f"đến bảng khác không có họ và tên ở dòng {body.other + 1}"
    if body.footer is not None:
        return f"đến dòng {body.footer + 1} “{_shown(rows[body.footer])}”"
    return "hết trang"
