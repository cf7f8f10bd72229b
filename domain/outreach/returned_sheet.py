"""What becomes of each row of a workbook that a commune filled in without an account or a network.

A row is known by its signed token, not by where it stands: rows may have been sorted, deleted or
copied. Nothing that was recorded meanwhile is overwritten: a stale row is a conflict for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    UNTOUCHED = "UNTOUCHED"
    ACCEPTED = "ACCEPTED"
    CONFLICTED = "CONFLICTED"
    REJECTED = "REJECTED"


FATE_LABELS: dict[str, str] = {
    Fate.ACCEPTED: "Ghi được",
    Fate.CONFLICTED: "Cần chọn",
    Fate.REJECTED: "Không ghi được",
    Fate.UNTOUCHED: "Không điền gì",
}


@dataclass(frozen=True)
class RowToken:
    """What the office signed into a row: the case, how much was known of it, whose name stood
    beside it.
    """

    case: int
    version: str
    name_key: str


@dataclass(frozen=True)
class WrittenRow:
    """One row as it came back. `token` is None where none of ours stands there, `has_token_text`
    whether anything does. `problems` are Vietnamese sentences about its cells.
    """

    line: int
    token: RowToken | None
    has_token_text: bool
    name_key: str
    is_filled: bool
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class KnownCase:
    """The case now: `version` grows with everything recorded of it; `closed` says why it ended."""

    version: str
    closed: str = ""


@dataclass(frozen=True)
class Verdict:
    fate: Fate
    why: str = ""


FORGED = "Mã dòng không do Phòng cấp hoặc đã bị sửa; tải lại tệp và điền lại dòng này."
UNSIGNED = "Dòng không có mã (dòng tự thêm); chỉ ghi được học sinh có trong tệp đã cấp."
OTHER_NAME = "Mã dòng là của học sinh khác (tệp bị sắp xếp lệch cột); điền lại vào đúng dòng."
UNKNOWN = "Học sinh không còn trong danh sách của địa phương này."
TWICE = "Học sinh này có ở nhiều dòng với nội dung điền (dòng {lines}); chỉ để lại một dòng."
STALE = "Sau khi cấp tệp, trường hợp này đã được ghi thêm; chọn có ghi nội dung trong tệp không."
CLOSED = "Trường hợp đã kết thúc: {closed}."


def judge(rows: Sequence[WrittenRow], known: Mapping[int, KnownCase]) -> list[Verdict]:
    """The fate of each row, in their order; `known` holds the cases of the commune."""
    lines: dict[int, list[int]] = {}
    for row in rows:
        if row.token is not None and row.is_filled:
            lines.setdefault(row.token.case, []).append(row.line)
    return [_fate(row, known, lines) for row in rows]


def _fate(
    row: WrittenRow, known: Mapping[int, KnownCase], lines: Mapping[int, list[int]]
) -> Verdict:
    if not row.is_filled:
        return Verdict(Fate.UNTOUCHED)
    if why := _no_case(row, known):
        return Verdict(Fate.REJECTED, why)
    token = row.token
    if len(lines[token.case]) > 1:
        named = ", ".join(map(str, lines[token.case]))
        return Verdict(Fate.REJECTED, TWICE.format(lines=named))
    if row.problems:
        return Verdict(Fate.REJECTED, " ".join(row.problems))
    case = known[token.case]
    if case.closed:
        return Verdict(Fate.CONFLICTED, CLOSED.format(closed=case.closed))
    if case.version != token.version:
        return Verdict(Fate.CONFLICTED, STALE)
    return Verdict(Fate.ACCEPTED)


def _no_case(row: WrittenRow, known: Mapping[int, KnownCase]) -> str:
    if row.token is None:
        return FORGED if row.has_token_text else UNSIGNED
    if row.token.name_key != row.name_key:
        return OTHER_NAME
    return "" if row.token.case in known else UNKNOWN
