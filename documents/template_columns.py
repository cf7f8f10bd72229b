"""The columns of the templates that offices fill in, and how each is to be written."""

from dataclasses import dataclass

REQUIRED_MARK = " (*)"
# Decision 421-TCTK/PPCĐ of 2 March 1979, in the spelling of school records.
ETHNICITIES = (
    "Kinh", "Hoa", "Khơ-me", "Chăm", "Tày", "Thái", "Mường", "Nùng", "HMông", "Dao", "Gia-rai",
    "Ngái", "Ê-đê", "Ba-na", "Xơ-đăng", "Sán Chay", "Cơ-ho", "Sán Dìu", "Hrê", "Mnông", "Ra-glai",
    "Xtiêng", "Bru-Vân Kiều", "Thổ", "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Ta-ôi",
    "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru", "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ",
    "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y", "Si La", "Pu Péo", "Brâu",
    "Ơ-đu", "Rơ-măm",
)  # fmt: skip
GENDERS = ("Nam", "Nữ")
CLASSIFICATIONS = ("Giỏi", "Khá", "Trung bình")
# Names under which a template's drop-downs are kept in the workbook.
SCHOOLS, COMMUNES, DISTRICTS = "DM_TRUONG", "DM_XA", "DM_HUYEN"
FIXED_CHOICES = {
    "DM_GIOI_TINH": GENDERS,
    "DM_DAN_TOC": ETHNICITIES,
    "DM_XEP_LOAI": CLASSIFICATIONS,
}


@dataclass(frozen=True)
class TemplateColumn:
    """One column: its width is in characters, `choices` the name of its drop-down list.

    Where `is_closed` nothing but a choice is taken; elsewhere Excel asks once and lets it stand.
    """

    heading: str
    width: int
    example: str
    guide: str
    is_required: bool = False
    choices: str = ""
    is_closed: bool = False
    is_date: bool = False

    @property
    def written_heading(self) -> str:
        """The heading as it stands in the sheet, marked where the column must be filled."""
        return self.heading + (REQUIRED_MARK if self.is_required else "")


_ORDINAL = TemplateColumn("STT", 7, "1", "Số thứ tự, ghi liên tục từ 1; không bắt buộc.")
_NAME = TemplateColumn(
    "Họ và tên", 21, "Nguyễn Thị Hoa", "Ghi đủ họ, chữ đệm, tên, có dấu, như giấy khai sinh.", True
)
_GENDER = TemplateColumn(
    "Giới tính", 7, "Nữ", "Chọn Nam hoặc Nữ.", choices="DM_GIOI_TINH", is_closed=True
)
_BIRTH = TemplateColumn(
    "Ngày sinh", 11, "05/09/2005",
    "Ghi ngày/tháng/năm, ví dụ 05/09/2005. Ô đã đặt kiểu chữ để Excel không đổi chỗ ngày và tháng.",
    True, is_date=True,
)  # fmt: skip
_CODES = (
    TemplateColumn(
        "Mã định danh Bộ GD&ĐT", 12, "8012345678", "10 chữ số; chưa có thì để trống."
    ),
    TemplateColumn(
        "Số định danh cá nhân", 14, "080305012345", "12 chữ số; chưa có thì để trống."
    ),
)  # fmt: skip
_HOME = (
    TemplateColumn("Ấp/khu phố", 11, "Ấp 3", "Ấp, khu phố nơi đang ở; số nhà, đường nếu có."),
    TemplateColumn(
        "Xã/phường/thị trấn", 15, "",
        "Chọn đơn vị nơi đang ở; ở huyện khác thì ghi đủ, ví dụ “Xã Tân Bình”, và ghi thêm huyện.",
        choices=COMMUNES,
    ),
    TemplateColumn(
        "Huyện/thị xã/thành phố", 13, "",
        "Ghi khi nơi ở không thuộc huyện của trường; ngoài tỉnh thì ghi cả huyện và tỉnh.",
        choices=DISTRICTS,
    ),
    TemplateColumn(
        "Họ tên cha/mẹ/người giám hộ", 20, "Nguyễn Văn Sáu", "Người liên hệ khi cần vận động."
    ),
    TemplateColumn("Điện thoại", 12, "0912345678", "10 chữ số, có số 0 ở đầu."),
)  # fmt: skip
_NOTE = TemplateColumn("Ghi chú", 13, "", "Điều cần nói thêm.")

SCHOOL = TemplateColumn(
    "Trường THCS", 19, "", "Chọn trường nơi học sinh tốt nghiệp.", True, SCHOOLS, is_closed=True
)
GRADUATE_COLUMNS = (
    _ORDINAL, _NAME, _GENDER, _BIRTH,
    TemplateColumn("Nơi sinh", 11, "Long An", "Tỉnh, thành phố nơi sinh."),
    TemplateColumn("Dân tộc", 8, "Kinh", "Chọn tên dân tộc.", choices="DM_DAN_TOC"),
    SCHOOL,
    TemplateColumn("Lớp", 7, "9/1", "Lớp 9 đã học, ghi như sổ của trường."),
    TemplateColumn(
        "Xếp loại tốt nghiệp", 9, "Khá", "Chọn Giỏi, Khá hoặc Trung bình.",
        choices="DM_XEP_LOAI",
    ),
    TemplateColumn(
        "Số vào sổ cấp bằng", 12, "00123/2020",
        "Mỗi học sinh một số; nhờ số này mà danh sách gửi lại không bị trùng.",
    ),
    *_CODES, *_HOME,
    TemplateColumn("Diện", 9, "Hộ nghèo", "Hộ nghèo, hộ cận nghèo… nếu có."),
    _NOTE,
)  # fmt: skip

_SCHOOL_OF_ORIGIN = TemplateColumn(
    "Trường THCS đã học", 19, "",
    "Chọn trường nơi học sinh tốt nghiệp THCS; trường ngoài danh mục thì ghi cả huyện, tỉnh.",
    choices=SCHOOLS,
)  # fmt: skip
TENTH_GRADE_COLUMNS = (
    _ORDINAL, _NAME, _GENDER, _BIRTH, _SCHOOL_OF_ORIGIN,
    TemplateColumn("Lớp 10", 9, "10A1", "Lớp đang học."),
    *_CODES, *_HOME, _NOTE,
)  # fmt: skip
VOCATIONAL_COLUMNS = (
    _ORDINAL, _NAME, _GENDER, _BIRTH, _SCHOOL_OF_ORIGIN,
    TemplateColumn("Lớp", 11, "K20-Điện 1", "Lớp, khóa đang học."),
    TemplateColumn("Ngành, nghề đào tạo", 20, "Điện công nghiệp", "Nghề đang học."),
    *_CODES, *_HOME, _NOTE,
)  # fmt: skip
