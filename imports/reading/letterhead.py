"""What the lines above a list say: whose list it is and what it is called."""

import re
from collections.abc import Iterator, Sequence

from domain.names import fold
from imports.reading.titles import bare_title

_SCHOOL_LINES = (
    "truong", "trung tam", "thcs", "th thcs", "thpt", "ttgdtx", "tt gdtx", "trung cap", "cao dang",
)  # fmt: skip
_PARTS = re.compile(r"\s+[-–—]\s+|[:;]\s*|\s{3,}")
# A school named in the middle of a title, up to what titles say behind it.
_IN_TITLE = re.compile(
    r"\b(?:trường|truong|của|cua)\s+((?:th\s*(?:&|và|-)\s*)?thcs\b.+?)"
    r"(?=\s+(?:năm|nam học|nam hoc|lớp|lop|khối|khoi|khóa|khoa|đã|da|được|duoc|tham|huyện|huyen|"
    r"thị xã|thi xa|thành phố|thanh pho|tỉnh|tinh)\b|\s*[(,;–]|\s+-|\s*$)",
    re.IGNORECASE,
)


def school_names(lines: Sequence[str]) -> list[str]:
    """Texts of a letterhead that may name the school, the plainest first."""
    plain = [bare_title(line) for line in lines if _begins_as_school(line)]
    return list(dict.fromkeys([*plain, *_inside(lines)]))


def _begins_as_school(text: str) -> bool:
    return fold(text).startswith(_SCHOOL_LINES)


def _inside(lines: Sequence[str]) -> Iterator[str]:
    """Behind a label or a dash ("Đơn vị: Trường THCS …"), then inside a title."""
    for line in lines:
        yield from filter(_begins_as_school, _PARTS.split(line)[1:])
    for line in lines:
        found = None if _begins_as_school(line) else _IN_TITLE.search(line)
        if found:
            yield found[1]
