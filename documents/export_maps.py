"""In which columns, and in which order, the systems that offices must also feed take pupils.

One declaration a system; another one is another entry. Their templates change from year to year:
whoever finds a column moved moves its line here. Headings are words that our own reader knows, so
that what went out can come back.
"""

from dataclasses import dataclass

from documents.exported_graduate import ExportedGraduate


@dataclass(frozen=True)
class ExportColumn:
    """`source` is an attribute of ExportedGraduate, "" for a column left blank to be filled there;
    `width` in characters.
    """

    heading: str
    source: str
    width: int


@dataclass(frozen=True)
class ExportMap:
    """The sheet one system takes; `code` stands in addresses and file names."""

    code: str
    label: str
    columns: tuple[ExportColumn, ...]

    def cells(self, number: int, graduate: ExportedGraduate) -> list[str | int]:
        """The row of one graduate."""
        return [
            number if column.source == "number" else getattr(graduate, column.source or "blank")
            for column in self.columns
        ]


def _columns(*columns: tuple[str, str, int]) -> tuple[ExportColumn, ...]:
    return tuple(ExportColumn(*column) for column in columns)


UNIVERSAL_EDUCATION = ExportMap(
    code="pho-cap",
    label="Phần mềm phổ cập giáo dục",
    columns=_columns(
        ("STT", "number", 6),
        ("Họ và tên", "full_name", 28),
        ("Ngày sinh", "birth", 12),
        ("Giới tính", "gender", 9),
        ("Dân tộc", "ethnicity", 10),
        ("Số định danh cá nhân", "personal_id", 16),
        ("Họ và tên cha/mẹ/người giám hộ", "guardian", 28),
        ("Ấp/khu phố", "hamlet", 16),
        ("Xã/phường/thị trấn", "commune", 22),
        ("Huyện/thị xã/thành phố", "district", 22),
        ("Điện thoại", "phone", 13),
        ("Lớp", "class_name", 8),
        ("Trường THCS", "school", 28),
        ("Năm tốt nghiệp THCS", "graduated_in", 10),
        ("Tình trạng học", "study_status", 26),
        ("Đang học tại trường", "studying_at", 32),
        ("Diện", "priority", 16),
        ("Ghi chú", "note", 20),
    ),
)
SCHOOL_MANAGEMENT = ExportMap(
    code="quan-ly-truong-hoc",
    label="Phần mềm quản lý trường học, CSDL ngành",
    columns=_columns(
        ("STT", "number", 6),
        ("Trường THCS", "school", 28),
        ("Lớp", "class_name", 8),
        ("Mã định danh Bộ GD&ĐT", "moet_code", 14),
        ("Họ và tên", "full_name", 28),
        ("Ngày sinh", "birth", 12),
        ("Giới tính", "gender", 9),
        ("Dân tộc", "ethnicity", 10),
        ("Nơi sinh", "birth_place", 16),
        ("Số định danh cá nhân", "personal_id", 16),
        ("Chỗ ở hiện nay", "residence", 40),
        ("Họ và tên cha/mẹ/người giám hộ", "guardian", 28),
        ("Điện thoại", "phone", 13),
        ("Xếp loại tốt nghiệp", "classification", 12),
        ("Số vào sổ cấp bằng", "register_number", 14),
        ("Diện", "priority", 16),
        ("Ghi chú", "note", 20),
    ),
)
MAPS = {each.code: each for each in (UNIVERSAL_EDUCATION, SCHOOL_MANAGEMENT)}
