"""What a reader understood of a list and why, to be shown to the person who sent it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnReason:
    """One column of the sheet: its heading, the field it is read as ("" if none) and why."""

    letters: str
    heading: str
    field: str
    label: str
    reason: str

    @property
    def sentence(self) -> str:
        """The reason as a Vietnamese sentence."""
        column = f"Cột {self.letters} “{self.heading}”" if self.heading else f"Cột {self.letters}"
        if not self.field:
            return f"{column}: {self.reason}."
        return f"{column} là {self.label}: {self.reason}."


@dataclass(frozen=True)
class Explanation:
    """How one list was understood. Rows are Excel numbers, texts Vietnamese clauses;
    `header_rows` are 0 where there is no header.

    `passed_over` are rows that are no pupils, with what they were taken for; `ended` says where
    the list stopped and why.
    """

    sheet: str = ""
    header_rows: tuple[int, int] = (0, 0)
    columns: tuple[ColumnReason, ...] = ()
    encoding: str = ""
    dates: str = ""
    school_from: str = ""
    class_from: str = ""
    rows: tuple[int, int] = (0, 0)
    count: int = 0
    passed_over: tuple[tuple[int, str], ...] = ()
    ended: str = ""

    @property
    def _header(self) -> str:
        first, last = self.header_rows
        if not last:
            return "không có dòng tiêu đề cột"
        where = f"dòng {first}" if first == last else f"các dòng {first}–{last}"
        return f"tiêu đề cột ở {where}"

    def sentences(self) -> list[str]:
        """Everything said, one Vietnamese sentence each."""
        said = [f"Trang “{self.sheet}”: {self._header}."]
        said += [column.sentence for column in self.columns]
        said += [
            f"{label}: {text}."
            for label, text in (
                ("Bảng mã chữ", self.encoding),
                ("Ngày sinh", self.dates),
                ("Trường", self.school_from),
                ("Lớp", self.class_from),
            )
            if text
        ]
        if self.count:
            said.append(
                f"Đọc {self.count} học sinh, từ dòng {self.rows[0]} đến dòng {self.rows[1]}."
            )
        said += [f"Dòng {row}: {text}." for row, text in self.passed_over]
        return [*said, f"Danh sách kết thúc: {self.ended}."] if self.ended else said
