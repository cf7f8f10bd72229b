"""The columns of graduate lists and rosters, under the many headings offices give them.

Synonyms are compared without accents, case and punctuation; the earlier one wins when two
columns of a sheet answer to the same field, so the most telling come first.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One field of a list.

    `never_with`: folded words that show a heading means something else when it only resembles
    this column ("Họ và tên người nuôi dưỡng" is no pupil's name).
    """

    field: str
    label: str
    synonyms: tuple[str, ...]
    required: bool = False
    never_with: tuple[str, ...] = ()


_NOT_THE_PUPIL = (
    "cha", "me", "bo", "ba", "ong", "phu", "giam", "chu", "giao", "vien", "gvcn", "nguoi", "nuoi",
    "truong", "lop", "nganh", "nghe", "dan", "ky",
)  # fmt: skip
_NOT_BIRTH = ("cap", "nhap", "vao", "cha", "me", "bo", "noi", "dang", "ky")

ORDINAL = Column(
    "ordinal",
    "Số thứ tự",
    ("STT", "TT", "Số TT", "Số thứ tự", "Thứ tự", "No", "Ordinal"),
)
FULL_NAME = Column(
    "full_name",
    "Họ và tên",
    (
        "Họ và tên học sinh", "Họ tên học sinh", "Họ và tên", "Họ tên", "Họ và tên HS", "Họ tên HS",
        "Họ và tên thí sinh", "Họ tên thí sinh", "Họ và tên học viên", "Họ tên học viên",
        "Họ tên HV", "Họ và tên sinh viên", "Họ, chữ đệm và tên", "Họ, chữ đệm, tên",
        "Họ đệm và tên", "Họ, tên đệm và tên", "Họ lót và tên", "Họ, đệm, tên",
        "Họ và tên khai sinh",
        "Họ tên người học", "Họ và tên người học", "Full name", "Student name", "Name", "Student",
        "Họ tên trẻ", "Họ và tên trẻ",
    ),
    required=True,
    never_with=_NOT_THE_PUPIL,
)  # fmt: skip
FAMILY_MIDDLE_NAME = Column(
    "family_middle_name",
    "Họ và chữ đệm",
    (
        "Họ và tên đệm", "Họ và chữ đệm", "Họ và chữ lót", "Họ và đệm", "Họ và tên lót",
        "Họ và lót",
        "Họ đệm", "Họ lót", "Họ chữ đệm", "Họ chữ lót", "Họ tên đệm", "Họ tên lót",
        "Họ đệm học sinh",
        "Họ và tên đệm học sinh", "Họ lót học sinh", "Họ và", "Họ",
    ),
    never_with=_NOT_THE_PUPIL,
)  # fmt: skip
MIDDLE_NAME = Column(
    "middle_name", "Chữ đệm", ("Tên đệm", "Chữ đệm", "Chữ lót", "Tên lót", "Đệm", "Lót")
)
GIVEN_NAME = Column(
    "given_name",
    "Tên",
    ("Tên học sinh", "Tên HS", "Tên học viên", "Tên thí sinh", "Tên"),
    never_with=_NOT_THE_PUPIL,
)
GENDER = Column(
    "gender",
    "Giới tính",
    (
        "Giới tính",
        "Phái",
        "Nam/Nữ",
        "Nữ/Nam",
        "GT",
        "G.tính",
        "Giới",
        "Nam hay nữ",
        "Nữ",
        "Sex",
        "Gender",
    ),
)
FEMALE_MARK = Column(
    "female_mark",
    "Nữ",
    (
        "Nữ",
        "Nữ (x)",
        "Nữ (đánh dấu x)",
        "Nữ (ghi x)",
        "Học sinh nữ",
        "HS nữ",
        "Là nữ",
        "Female",
    ),
)
MALE_MARK = Column("male_mark", "Nam", ("Nam", "Nam (x)", "Nam (đánh dấu x)"))
BIRTH_DATE = Column(
    "birth_date",
    "Ngày sinh",
    (
        "Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày", "N.Sinh", "Ng.sinh", "Ngày tháng năm",
        "Sinh ngày tháng năm", "NTN sinh", "N.T.N sinh", "Ngày th năm sinh", "NTNS", "NS",
        "Ngày giờ sinh", "Năm sinh", "Date of birth", "DOB", "Birthday", "Birth date",
        "Ngày/tháng/năm sinh", "Ngày tháng năm sinh học sinh", "Ngày sinh học sinh",
        "Ngày sinh HS",
    ),
    never_with=_NOT_BIRTH,
)  # fmt: skip
BIRTH_DAY = Column("birth_day", "Ngày (sinh)", ("Ngày",), never_with=_NOT_BIRTH)
BIRTH_MONTH = Column("birth_month", "Tháng (sinh)", ("Tháng", "Tháng sinh"), never_with=_NOT_BIRTH)
BIRTH_YEAR = Column("birth_year", "Năm (sinh)", ("Năm", "Năm sinh"), never_with=_NOT_BIRTH)
# Forms of universal education write the date in the column of the child's sex.
BIRTH_IF_MALE = Column(
    "birth_if_male",
    "Ngày sinh (nam)",
    (
        "Ngày, tháng, năm sinh nam", "Ngày sinh nam", "Năm sinh nam", "Sinh ngày nam",
        "Nam sinh ngày", "Nam ngày sinh", "Nam năm sinh",
    ),
)  # fmt: skip
BIRTH_IF_FEMALE = Column(
    "birth_if_female",
    "Ngày sinh (nữ)",
    (
        "Ngày, tháng, năm sinh nữ", "Ngày sinh nữ", "Năm sinh nữ", "Sinh ngày nữ", "Nữ sinh ngày",
        "Nữ ngày sinh", "Nữ năm sinh",
    ),
)  # fmt: skip
BIRTH_PLACE = Column(
    "birth_place",
    "Nơi sinh",
    (
        "Nơi sinh",
        "NS",
        "Sinh tại",
        "Tỉnh nơi sinh",
        "Nơi đăng ký khai sinh",
        "Place of birth",
        "Birthplace",
        "Nơi sinh tỉnh",
        "Nơi sinh tỉnh thành phố",
        "Nơi sinh tỉnh TP",
    ),
)
ETHNICITY = Column(
    "ethnicity",
    "Dân tộc",
    (
        "Dân tộc",
        "D.tộc",
        "DT",
        "Ethnicity",
        "Ethnic group",
        "Thành phần dân tộc",
    ),
)
CLASSIFICATION = Column(
    "classification",
    "Xếp loại tốt nghiệp",
    (
        "Xếp loại tốt nghiệp THCS", "Xếp loại tốt nghiệp", "Xếp loại TN THCS", "Xếp loại TN",
        "Xếp loại TNTHCS", "XLTN", "XL tốt nghiệp", "Loại tốt nghiệp", "Loại TN", "Hạng tốt nghiệp",
        "Kết quả tốt nghiệp", "Xếp loại", "XL", "Xếp loại TN THCS năm 2020", "Graduation grade",),
    never_with=("hoc", "luc", "hanh", "kiem", "hl", "hk", "ren", "luyen"),
)  # fmt: skip
REGISTER_NUMBER = Column(
    "register_number",
    "Số vào sổ cấp bằng",
    (
        "Số vào sổ cấp bằng", "Số vào sổ", "Số vào sổ gốc cấp bằng", "Số vào sổ gốc",
        "Số vào sổ cấp bằng tốt nghiệp", "Số vào sổ cấp văn bằng", "Số vào sổ cấp bằng TN",
        "Số vào sổ CB", "Vào sổ số", "Số sổ gốc", "Số vào sổ đăng ký",
    ),
)  # fmt: skip
MOET_CODE = Column(
    "moet_code",
    "Mã định danh Bộ GD&ĐT",
    (
        "Mã định danh Bộ GD&ĐT", "Mã định danh Bộ GDĐT", "Mã định danh Bộ GD",
        "Mã định danh của Bộ",
        "Mã định danh Bộ Giáo dục", "Mã định danh ngành", "Mã học sinh", "Mã số học sinh", "Mã HS",
        "Mã số HS", "Mã học viên", "Mã HV", "Mã CSDL ngành", "Mã định danh học sinh", "Mã MOET",
        "Mã định danh HS", "Mã định danh", "Mã định danh trên CSDL ngành",
        "Mã học sinh (CSDL ngành)", "Student ID", "Student code",
    ),
    never_with=("dan", "nhan"),
)  # fmt: skip
PERSONAL_ID = Column(
    "personal_id",
    "Số định danh cá nhân",
    (
        "Số định danh cá nhân", "Mã định danh cá nhân", "Số CCCD", "CCCD", "Số CMND/CCCD",
        "CMND/CCCD", "Số CMND", "CMND", "Số ĐDCN", "Mã ĐDCN", "ĐDCN", "Căn cước công dân",
        "Số căn cước công dân", "Số căn cước", "CCCD/CMND", "Số CCCD/CMND", "ĐDCN/CCCD",
        "Định danh cá nhân", "Số định danh", "Mã định danh", "Chứng minh nhân dân", "Personal ID",
        "ID number", "Số thẻ CCCD",
    ),
    never_with=("cha", "me", "bo", "giam", "phu"),
)  # fmt: skip
RESIDENCE = Column(
    "residence",
    "Chỗ ở hiện nay",
    (
        "Chỗ ở hiện nay", "Nơi ở hiện nay", "Chỗ ở hiện tại", "Nơi ở hiện tại", "Chỗ ở", "Nơi ở",
        "Địa chỉ hiện nay", "Địa chỉ chỗ ở", "Địa chỉ", "Nơi thường trú", "Hộ khẩu thường trú",
        "Địa chỉ thường trú", "Thường trú", "HKTT", "Hộ khẩu", "Nơi cư trú", "Địa chỉ liên hệ",
        "Địa chỉ gia đình", "Nơi đăng ký thường trú", "Tạm trú", "Address", "Chỗ ở của học sinh",
        "Chỗ ở học sinh",
    ),
    never_with=("truong", "cong", "email", "thu"),
)  # fmt: skip
HAMLET = Column(
    "hamlet",
    "Ấp/khu phố",
    (
        "Ấp/khu phố", "Ấp (khu phố)", "Ấp", "Khu phố", "Thôn/ấp", "Thôn, ấp, khu phố", "Thôn",
        "Khu phố/ấp", "Tổ, ấp", "Tổ/ấp", "Số nhà, ấp", "Số nhà, ấp/khu phố", "Ấp, KP", "Ấp/KP",
        "Hamlet", "Tên ấp", "Ấp, khu phố", "Xóm", "Thôn xóm",
    ),
)  # fmt: skip
COMMUNE = Column(
    "commune",
    "Xã/phường/thị trấn",
    (
        "Xã/phường/thị trấn", "Xã (phường, thị trấn)", "Xã (phường, TT)", "Xã/phường", "Xã, phường",
        "Xã/phường/TT", "Phường/xã", "Xã", "Phường", "Xã/thị trấn", "Xã - phường", "Xã/P/TT",
        "Phường, xã, thị trấn", "Phường/xã/thị trấn", "Xã thường trú", "Xã/phường thường trú",
        "Commune", "Ward", "Phường, xã",
    ),
)  # fmt: skip
DISTRICT = Column(
    "district",
    "Huyện/thị xã/thành phố",
    (
        "Huyện/thị xã/thành phố", "Huyện (thị xã, thành phố)", "Huyện", "Quận/huyện",
        "Huyện/thị xã",
        "Huyện (TX, TP)", "Huyện/TX/TP", "Huyện/TP", "Quận/huyện/thị xã", "Huyện, thị",
        "Huyện/quận",
        "Huyện thường trú", "District", "Huyện, thị xã, thành phố",),
)  # fmt: skip
GUARDIAN = Column(
    "guardian",
    "Họ tên cha/mẹ/người giám hộ",
    (
        "Họ và tên cha/mẹ/người giám hộ", "Họ tên cha/mẹ/người giám hộ", "Họ tên cha/mẹ",
        "Họ và tên cha/mẹ", "Họ và tên người giám hộ", "Họ tên người giám hộ", "Người giám hộ",
        "Cha/mẹ/người giám hộ", "Họ tên phụ huynh", "Họ và tên phụ huynh", "Phụ huynh", "Cha/mẹ",
        "Họ tên cha hoặc mẹ", "Họ và tên cha hoặc mẹ", "Họ tên cha", "Họ và tên cha", "Họ tên mẹ",
        "Họ và tên mẹ", "Cha", "Mẹ", "Tên cha", "Tên mẹ", "Người đỡ đầu", "Họ tên bố/mẹ",
        "Họ và tên bố/mẹ", "Bố/mẹ", "Phụ huynh học sinh", "PHHS", "Guardian", "Parent",
        "Họ và tên bố", "Họ tên bố", "Bố", "Chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ",
    ),
    never_with=("dien", "thoai", "sdt", "dt", "nghe", "nam", "sinh", "cccd", "cmnd"),
)  # fmt: skip
PHONE = Column(
    "phone",
    "Điện thoại",
    (
        "Điện thoại", "Số điện thoại", "Điện thoại liên hệ", "Số điện thoại liên hệ", "SĐT",
        "SĐT liên hệ", "Số ĐT liên hệ", "Số ĐT", "ĐT liên hệ", "ĐT", "Điện thoại liên lạc",
        "SĐT phụ huynh", "Số điện thoại phụ huynh", "Điện thoại phụ huynh", "SĐT PHHS",
        "Số ĐT PHHS",
        "SĐT cha/mẹ", "Số ĐT cha/mẹ", "ĐT cha/mẹ", "ĐT phụ huynh", "Số ĐT phụ huynh",
        "SĐT người giám hộ", "ĐT gia đình", "Điện thoại gia đình", "Di động", "ĐTDĐ", "Số di động",
        "Phone", "Phone number", "Telephone", "Mobile", "SĐT học sinh", "SĐT cha", "SĐT mẹ",
        "SĐT bố", "Số ĐT cha", "Số ĐT mẹ", "Điện thoại cha", "Điện thoại mẹ", "Điện thoại bố",
        "ĐT cha", "ĐT mẹ", "Điện thoại học sinh", "Số điện thoại cha", "Số điện thoại mẹ",
        "Số điện thoại học sinh",
    ),
)  # fmt: skip
PRIORITY = Column(
    "priority",
    "Diện",
    (
        "Diện", "Diện ưu tiên", "Diện chính sách", "Đối tượng ưu tiên", "Đối tượng chính sách",
        "Đối tượng", "Chế độ chính sách", "Hoàn cảnh", "Hoàn cảnh gia đình", "Hộ nghèo",
        "Hộ nghèo/cận nghèo", "Ưu tiên", "Con hộ nghèo", "Chế độ ưu tiên",
    ),
)  # fmt: skip
NOTE = Column(
    "note",
    "Ghi chú",
    (
        "Ghi chú",
        "G.chú",
        "Ghi chú khác",
        "Chú thích",
        "Note",
        "Notes",
        "Remarks",
        "Remark",
    ),
)

_SCHOOL_NAMES = (
    "Trường THCS", "Học sinh trường", "HS trường", "Tên trường THCS", "Trường tốt nghiệp",
    "Trường", "Tên trường", "Trường học", "Đơn vị trường", "Cơ sở giáo dục", "Tên đơn vị", "Đơn vị",
    "Trường học sinh tốt nghiệp", "Trường THCS tốt nghiệp", "School", "School name",
)  # fmt: skip
_SCHOOL_OF_ORIGIN_NAMES = (
    "Đã tốt nghiệp THCS tại trường", "Tốt nghiệp THCS tại trường", "Nơi học lớp 9",
    "Trường lớp 9", "HS trường THCS", "Học sinh trường THCS", "Trường học lớp 9",
    "Học lớp 9 tại trường", "Trường THCS đã học", "Trường THCS cũ", "Trường cũ",
    "Tốt nghiệp THCS tại", "Nơi tốt nghiệp THCS", "Đã học lớp 9 tại trường", "Nơi học THCS",
    "Tốt nghiệp tại trường", "Trường đã tốt nghiệp", "Trường đã học", "Học THCS tại", "Đơn vị cũ",
    "Nơi tốt nghiệp", "Trường TN THCS", "Là học sinh trường",
)  # fmt: skip
# The institution a roster comes from, or one the child applied to, is not where it finished.
_NOT_OF_ORIGIN = (
    "trung", "tuyen", "vong", "dang", "moi", "thpt", "hieu", "chuyen", "nhap", "tieu", "10",
)  # fmt: skip

SCHOOL = Column(
    "school", "Trường THCS", (*_SCHOOL_NAMES, *_SCHOOL_OF_ORIGIN_NAMES), never_with=_NOT_OF_ORIGIN
)
SCHOOL_OF_ORIGIN = Column(
    "school",
    "Trường THCS đã học",
    (*_SCHOOL_OF_ORIGIN_NAMES, *_SCHOOL_NAMES),
    never_with=_NOT_OF_ORIGIN,
)
CLASS_NAME = Column(
    "class_name",
    "Lớp",
    (
        "Lớp 9",
        "Lớp",
        "Lớp học",
        "Tên lớp",
        "Học lớp",
        "Lớp cuối cấp",
        "HS lớp",
        "Class",
    ),
)
TENTH_CLASS = Column(
    "class_name",
    "Lớp 10",
    (
        "Lớp 10",
        "Lớp",
        "Lớp học",
        "Tên lớp",
        "Lớp đang học",
        "Lớp hiện nay",
        "Lớp mới",
        "Học lớp",
        "Class",
    ),
)
STAGE = Column(
    "stage",
    "Tình trạng học",
    ("Tình trạng", "Tình trạng học", "Trạng thái", "Hiện trạng", "Tình trạng hiện nay"),
)
STARTED_ON = Column(
    "started_on",
    "Ngày nhập học",
    ("Ngày nhập học", "Ngày vào học", "Nhập học ngày", "Ngày vào trường", "Nhập học"),
)

_OF_THE_PUPIL = (
    ORDINAL, FULL_NAME, FAMILY_MIDDLE_NAME, MIDDLE_NAME, GIVEN_NAME, GENDER, FEMALE_MARK, MALE_MARK,
)  # fmt: skip
_OF_BIRTH = (
    BIRTH_IF_MALE, BIRTH_IF_FEMALE, BIRTH_DAY, BIRTH_MONTH, BIRTH_YEAR, BIRTH_PLACE, ETHNICITY,
)  # fmt: skip
_OF_CONTACT = (
    CLASSIFICATION, REGISTER_NUMBER, MOET_CODE, PERSONAL_ID, RESIDENCE, HAMLET, COMMUNE, DISTRICT,
    GUARDIAN, PHONE, PRIORITY, NOTE,
)  # fmt: skip

_REQUIRED_BIRTH_DATE = Column(
    BIRTH_DATE.field,
    BIRTH_DATE.label,
    BIRTH_DATE.synonyms,
    required=True,
    never_with=BIRTH_DATE.never_with,
)

# A graduate list is the denominator: without a birth date its pupils cannot be told apart, so
# there the column is required and an impossible date is an error. A roster row is evidence that
# a child studies: there the date is left blank with a warning and the row is kept.
GRADUATE_COLUMNS: tuple[Column, ...] = (
    *_OF_THE_PUPIL, _REQUIRED_BIRTH_DATE, *_OF_BIRTH, SCHOOL, CLASS_NAME, *_OF_CONTACT,
)  # fmt: skip
ROSTER_COLUMNS: tuple[Column, ...] = (
    *_OF_THE_PUPIL, BIRTH_DATE, *_OF_BIRTH, SCHOOL_OF_ORIGIN, TENTH_CLASS, *_OF_CONTACT, STAGE,
    STARTED_ON,
)  # fmt: skip
